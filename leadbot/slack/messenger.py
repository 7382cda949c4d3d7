"""Carries letters to Slack, and looks whether they are there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.domain.ids import made_at
from leadbot.domain.reactions import Delivered, Failed, Reaction
from leadbot.services.letter import Letter
from leadbot.services.people import Identity
from leadbot.services.purposes import SENSE, Place
from leadbot.slack.blocks import Said
from leadbot.slack.channels import fit_channel, leads_channel, trouble_with
from leadbot.slack.errors import failure_of
from leadbot.slack.identity import identity_of
from leadbot.slack.letters import write
from leadbot.slack.turns import Turns
from leadbot.slack.uploads import send_unseen, share

log = structlog.get_logger()
EVENT = "leadbot_message"  # the type of our metadata, which tells nobody but us anything
FILES = ("files.getUploadURLExternal", "files.completeUploadExternal")
PAGE = 100  # messages in one look; an unlisted app gets 15, whatever it asks for
PAGES = 10
PEOPLE = 200  # in one page of them; Slack asks for no more
SKEW = 600  # seconds by which our clock and Slack's may differ


class SlackMessenger:
    """Speaks to Slack in the name of each workspace.

    `client_for` gives the client of a workspace, with its token, a time-out and no retries of its own: a retry posts
    twice when only the answer was lost.
    """

    def __init__(self, client_for: Callable[[UUID], WebClient]) -> None:
        self.client_for = client_for
        self.turns = Turns()

    def lanes(self, letter: Letter, *, looking: bool) -> tuple[str, ...]:
        """The methods that this letter needs: each has a rate limit of its own."""
        lanes = list(FILES) if letter.my_data else ["chat.update" if letter.ts else "chat.postMessage"]
        if is_checked(letter) and known_channel(letter) is not None:
            lanes.append("conversations.info")
        elif letter.ts is None and known_channel(letter) is None:
            lanes.append("conversations.list" if place(letter) is Place.CHANNEL else "conversations.open")
        if looking:
            lanes.append("conversations.replies" if thread(letter) else "conversations.history")
        return tuple(lanes)

    def turn(self, letter: Letter, conversation: str, now: datetime) -> datetime:
        """When this may be said for the first time, so that Slack need not say that it is too fast."""
        return self.turns.of(letter.message_id, letter.workspace_id, conversation, now)

    def send(self, letter: Letter) -> Delivered | Failed:
        """Posts the letter, or changes what was posted to what is true now."""
        client = self.client_for(letter.workspace_id)
        channel = self.channel(client, letter)
        if isinstance(channel, Failed):
            return channel
        try:
            said = write(letter)
        except Exception as error:  # a bug of ours: to try again unchanged cannot help
            log.exception("letter not written", purpose=letter.purpose)
            return Failed(Reaction.GIVE_UP, type(error).__name__)
        if said.files:
            return send_files(client, channel, said)
        message: dict[str, Any] = {
            "channel": channel,
            "text": said.text,
            "blocks": said.blocks,
            "parse": "none",
            "link_names": False,
            "metadata": {"event_type": EVENT, "event_payload": keys(letter)},
        }
        if (ts := letter.ts) is not None:
            return call("chat.update", lambda: client.chat_update(ts=ts, **message), repeatable=True)
        return call(
            "chat.postMessage",
            lambda: client.chat_postMessage(
                thread_ts=thread(letter), unfurl_links=False, unfurl_media=False, **message
            ),
        )

    def channel(self, client: WebClient, letter: Letter) -> str | Failed:
        """The conversation into which the letter goes, opened if need be."""
        known = known_channel(letter)
        if known is not None and not is_checked(letter):
            return known
        try:
            if is_checked(letter):
                return fit_channel(client, known)
            answer = client.conversations_open(users=",".join(readers(letter)))
            return str(answer["channel"]["id"])
        except Exception as error:  # whatever it was, nothing has been said yet
            return not_said(failure_of(error, self.lanes(letter, looking=False)[-1]))

    def look(self, letter: Letter) -> Delivered | Failed | None:
        """Whether the letter is in its conversation already: found by the keys in its metadata."""
        client = self.client_for(letter.workspace_id)
        channel = self.channel(client, letter)
        if isinstance(channel, Failed):
            return channel
        root = thread(letter)
        method = "conversations.replies" if root else "conversations.history"
        try:
            for message in messages(client, channel, root, oldest(letter)):
                if is_this(letter, message):
                    return Delivered(channel, str(message["ts"]), found=True)
        except Exception as error:  # the look failed, so we know no more than before
            return not_said(failure_of(error, method))
        return None

    def who(self, workspace_id: UUID, slack_user_id: str) -> Identity | Failed | None:
        """Who a user is, as Slack tells it."""
        try:
            user = self.client_for(workspace_id).users_info(user=slack_user_id, include_locale=True)["user"]
        except SlackApiError as error:
            if error.response.get("error") in ("user_not_found", "user_not_visible"):
                return None
            return not_said(failure_of(error, "users.info"))
        except Exception as error:  # a reset, a time-out: asked again later
            return not_said(failure_of(error, "users.info"))
        return identity_of(user)

    def found_channel(self, workspace_id: UUID) -> str | None:
        """The channel that is called leads and has Leadbot in it; None if there is none, or Slack does not say."""
        try:
            found = leads_channel(self.client_for(workspace_id))
        except Exception as error:  # whoever is asked for the channel then chooses it themselves
            log.warning("leads channel not found", error=failure_of(error, "conversations.list").error)
            return None
        return str(found["id"]) if found is not None else None

    def is_usable(self, workspace_id: UUID, channel: str) -> bool | Failed:
        """Whether a channel is there, with Leadbot in it."""
        try:
            told = self.client_for(workspace_id).conversations_info(channel=channel)["channel"]
        except Exception as error:  # asked again later
            failed = not_said(failure_of(error, "conversations.info"))
            return False if failed.reaction is Reaction.STOP_CHANNEL else failed
        return trouble_with(told) is None

    def everybody(self, workspace_id: UUID) -> Mapping[str, Identity] | Failed:
        """Who is in the workspace, or was, by their Slack ids."""
        try:
            pages = self.client_for(workspace_id).users_list(limit=PEOPLE, include_locale=True)
            users = [user for page in pages for user in page["members"]]
        except Exception as error:  # asked again later
            return not_said(failure_of(error, "users.list"))
        return {str(user["id"]): identity_of(user) for user in users}


def call(method: str, request: Callable[[], Any], *, repeatable: bool = False) -> Delivered | Failed:
    """Does a call that says something. What is `repeatable` does no harm when it is said again."""
    try:
        answer = request()
        if not answer.get("channel") or not answer.get("ts"):
            raise ValueError("an answer that does not say where the message is")
        return Delivered(str(answer["channel"]), str(answer["ts"]))
    except Exception as error:  # every failure has its class; none may end the worker
        failure = failure_of(error, method)
        return not_said(failure) if repeatable else failure


def not_said(failure: Failed) -> Failed:
    """The same failure, of a call that can simply be tried again."""
    return replace(failure, reaction=Reaction.BACK_OFF) if failure.reaction is Reaction.LOOK_FIRST else failure


def place(letter: Letter) -> Place:
    """Where the letter is said."""
    return SENSE[letter.purpose].place


def is_checked(letter: Letter) -> bool:
    """Whether its channel is looked at once more before anything is said there."""
    return place(letter) is Place.CHANNEL


def known_channel(letter: Letter) -> str | None:
    """The conversation, if it is known already."""
    if letter.channel is not None:
        return letter.channel
    match place(letter):
        case Place.DIRECT:
            return letter.to.direct_channel if letter.to else None
        case Place.GROUP:
            met = letter.gathering or letter.introduction
            return met.channel if met else None
        case Place.CHANNEL:
            return letter.leads_channel


def thread(letter: Letter) -> str | None:
    """The thread in which the letter is said: all later words about an introduction go under its first."""
    met = letter.gathering or letter.introduction
    return met.thread_ts if met and place(letter) is Place.GROUP else None


def readers(letter: Letter) -> list[str]:
    """The Slack ids of those who read the letter."""
    if letter.gathering is not None and place(letter) is Place.GROUP:
        return list(letter.gathering.readers)
    if letter.introduction is not None and letter.opportunity is not None and place(letter) is Place.GROUP:
        return [letter.opportunity.poster.slack_user_id, letter.introduction.partner.slack_user_id]
    assert letter.to is not None
    return [letter.to.slack_user_id]


def keys(letter: Letter) -> dict[str, str]:
    """What tells the letter from all others: its row's random key; and a key that a copy of the database makes too."""
    keys = {"key": str(letter.message_id)}
    return keys if letter.once is None else keys | {"once": str(uuid5(letter.workspace_id, letter.once))}


def is_this(letter: Letter, message: dict[str, Any]) -> bool:
    """Whether this is the letter: by its keys; or, of one that came as files, by their names, in which its key stands."""
    told = message.get("metadata", {}).get("event_payload", {})
    files = [str(file.get("name")) for file in message.get("files", ())]
    return bool(keys(letter).items() & told.items()) or any(str(letter.message_id) in name for name in files)


def send_files(client: WebClient, channel: str, said: Said) -> Delivered | Failed:
    """Sends the files of a message, and then shares them; only that says anything."""
    sends, shares = FILES
    try:
        sent = send_unseen(client, said.files)
    except Exception as error:  # whatever it was, nothing has been said yet
        failed = not_said(failure_of(error, sends))
        # An app from before there were files has no scope for them: that is no reason to fall silent altogether.
        return replace(failed, reaction=Reaction.GIVE_UP) if failed.error == "missing_scope" else failed
    return call(shares, lambda: share(client, channel, said.text, sent))


def oldest(letter: Letter) -> str:
    """The time stamp from which on the letter may have been said."""
    made = made_at(letter.message_id)
    return str((min(made, letter.perhaps_since.timestamp()) if letter.perhaps_since else made) - SKEW)


def messages(client: WebClient, channel: str, root: str | None, oldest: str) -> Iterator[dict[str, Any]]:
    """The messages of a conversation, or of a thread in it, since a time stamp, with their metadata."""
    asked: dict[str, Any] = {"channel": channel, "oldest": oldest, "include_all_metadata": True, "limit": PAGE}
    pages = client.conversations_replies(ts=root, **asked) if root else client.conversations_history(**asked)
    for number, page in enumerate(pages):
        yield from page["messages"]
        if number + 1 == PAGES:
            return
