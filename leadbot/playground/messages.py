"""Conversations, and the messages in them."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from leadbot.playground.accounts import Account
from leadbot.playground.records import Json
from leadbot.playground.words import NameOf, all_words, block_words, readable, same

ChannelType = Literal["channel", "im", "mpim"]
Sharing = Literal["", "pending", "outside", "org"]  # with another company, soon or already; with the organisation
StateValues = dict[str, dict[str, Json]]  # block_id → action_id → what is entered there


class Button(NamedTuple):
    """A button as a person sees it, and as the app knows it."""

    label: str
    action_id: str
    value: str | None


@dataclass(eq=False)
class Message:
    """One message, as Slack keeps it. `only_for` is the id of the one person who sees an ephemeral message."""

    conversation: "Conversation" = field(repr=False)
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list, repr=False)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    from_app: bool = False
    only_for: str | None = None
    edited: Json | None = None
    files: list[Json] = field(default_factory=list, repr=False)
    pings: list[str] = field(default_factory=list)
    entered: dict[str, StateValues] = field(default_factory=dict, repr=False)
    envelope: Json = field(default_factory=dict, repr=False)  # what else Slack puts around a message of this author
    name_of: NameOf = field(default=same, repr=False)

    @property
    def replies(self) -> list["Message"]:
        """The replies in this message's thread, oldest first."""
        return [each for each in self.conversation.everything if each.thread_ts == self.ts and not each.only_for]

    @property
    def buttons(self) -> list[Button]:
        """The buttons on it, in reading order."""
        return buttons_in(self.blocks)

    @property
    def words(self) -> str:
        """All readable words: first the text (what a phone's notification shows), then the blocks."""
        return all_words(self.text, self.blocks, self.name_of)

    @property
    def screen(self) -> str:
        """What a screen shows: the blocks, or else the text."""
        return block_words(self.blocks, self.name_of) if self.blocks else readable(self.text, self.name_of)

    @property
    def is_reply(self) -> bool:
        """True for a message inside a thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def payload(self, *, metadata: bool = False) -> Json:
        """The message as the Web API and interactions carry it (docs.slack.dev/reference/events/message)."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, **self.envelope}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.files:
            shown["files"] = self.files
        if self.edited:
            shown["edited"] = self.edited
        if self.metadata and metadata:
            shown["metadata"] = self.metadata
        if replies := self.replies:
            shown |= {"thread_ts": self.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
            shown["reply_users"] = list(dict.fromkeys(reply.user for reply in replies))
            shown["reply_users_count"] = len(shown["reply_users"])
        elif self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        return shown


@dataclass(eq=False)
class Conversation:
    """A channel, a direct message or a group message."""

    id: str
    name: str
    channel_type: ChannelType
    members: list[Account] = field(default_factory=list, repr=False)
    is_private: bool = False
    app_in: bool = False
    archived: bool = False
    sharing: Sharing = ""
    everything: list[Message] = field(default_factory=list, repr=False)  # replies and ephemeral messages too

    @property
    def messages(self) -> list[Message]:
        """What everybody sees, oldest first: no replies (see `Message.replies`), no ephemeral messages."""
        return [each for each in self.everything if not each.only_for and (not each.is_reply or each.broadcast)]

    @property
    def is_open(self) -> bool:
        """True for a public channel, which an app may look at without being in it."""
        return self.channel_type == "channel" and not self.is_private

    @property
    def is_shared(self) -> bool:
        """True if somebody of another workspace is in it."""
        return len({member.team_id for member in self.members}) > 1

    def find(self, ts: str) -> Message | None:
        """The message with this time stamp, replies included."""
        return next((each for each in self.everything if each.ts == ts and not each.only_for), None)


def buttons_in(blocks: list[Json]) -> list[Button]:
    """The buttons in some blocks, in reading order."""
    return [
        Button(block_words([element["text"]]), element["action_id"], element.get("value"))
        for _, element in elements_in(blocks)
        if element.get("type") == "button"
    ]


def elements_in(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Every interactive element with the block that holds it, in reading order."""
    found = []
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
        found += [(block, each) for each in inside if isinstance(each, dict) and "action_id" in each]
    return found
