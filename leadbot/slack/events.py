"""What Slack tells of its own accord: somebody has written, or changed their particulars; a channel was archived, or brought back."""

import secrets
from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import Ack, BoltContext, BoltRequest
from slack_sdk import WebClient
from sqlalchemy.exc import IntegrityError

from leadbot.db.scope import Scope
from leadbot.db.seen import Sent
from leadbot.db.tables import Member
from leadbot.domain.errors import NotSaved
from leadbot.services.leads_channel import look_for_channel, take_up_again
from leadbot.services.outbox import Purpose, leave_work, tell
from leadbot.services.people import is_back, is_stranger, member_of
from leadbot.services.welcome import welcome
from leadbot.services.working_hours import today_of
from leadbot.slack.home import shown
from leadbot.slack.listening import Answer, Deps, afterwards, once, sent_as

log = structlog.get_logger()
Then = Callable[[WebClient], None]  # what Slack is asked to do once it is saved
EventHandler = Callable[[Scope, dict[str, Any]], Then | None]


def look_up_again(scope: Scope, event: dict[str, Any]) -> None:
    """A member's particulars have changed: Slack is asked for them again. Whoever never used Leadbot stays unknown."""
    user = event.get("user")
    slack_user_id = user.get("id") if isinstance(user, dict) else user
    member = scope.session.scalar(scope.select(Member).where(Member.slack_user_id == str(slack_user_id)))
    if member is not None:
        member.look_up_due_at = scope.now
        leave_work(scope.session)


def forget_channel(scope: Scope, event: dict[str, Any]) -> None:
    """A channel was archived or renamed: if it was found by its name, one is looked for again at the next card."""
    channel = event.get("channel")
    channel_id = channel.get("id") if isinstance(channel, dict) else channel
    if channel_id == scope.workspace.leads_channel:
        look_for_channel(scope)


def try_channel_again(scope: Scope, event: dict[str, Any]) -> None:
    """A channel was brought back or has another name: what kept the summary from the leads channel may be mended."""
    forget_channel(scope, event)
    take_up_again(scope)


def see_who_joined(scope: Scope, event: dict[str, Any]) -> None:
    """Somebody has joined a channel in which Leadbot is: Leadbot itself; or a member the leads channel, who is welcomed."""
    if event.get("user") == scope.workspace.bot_user_id:
        try_channel_again(scope, event)
    elif event.get("channel") == scope.workspace.leads_channel and not is_from_elsewhere(scope, event):
        welcome(scope, member_of(scope, str(event["user"])))


def answer_direct(scope: Scope, event: dict[str, Any]) -> None:
    """Somebody wrote to Leadbot, which does not chat: they get help, once on each day of their own calendar."""
    if event.get("user") == scope.workspace.bot_user_id or is_from_elsewhere(scope, event):
        return
    member = who_acts(scope, event)
    if not is_stranger(scope, member):
        tell(scope, Purpose.HELP, member.id, once=f"help:{member.id}:{today_of(scope, member)}")


def open_home(scope: Scope, event: dict[str, Any]) -> Then | None:
    """Somebody opened the Home tab: it is drawn as things are now. To read one's messages beside it is no act."""
    return shown(scope, who_acts(scope, event)) if event.get("tab") == "home" else None


def who_acts(scope: Scope, event: dict[str, Any]) -> Member:
    """The member whose act Slack tells of. They are there, so they can be reached."""
    member = member_of(scope, str(event["user"]))
    if scope.asker is None:  # they come for the first time
        welcome(scope, member)
    if member.unreachable:
        is_back(scope, member)
    return member


def is_from_elsewhere(scope: Scope, event: dict[str, Any]) -> bool:
    """Whether a message comes from another workspace, through a shared channel."""
    team = event.get("user_team") or event.get("team")
    return team is not None and team != scope.workspace.slack_team_id


def is_said_to_us(event: dict[str, Any]) -> bool:
    """Whether a message is a person's own new one in a direct message: no app's, and no edit or deletion of another."""
    new = event.get("subtype") in (None, "file_share")
    return new and event.get("channel_type") == "im" and bool(event.get("user")) and not event.get("bot_id")


EVENTS: dict[str, EventHandler] = {
    "app_home_opened": open_home,
    "user_change": look_up_again,
    "channel_archive": forget_channel,
    "channel_rename": try_channel_again,
    "channel_unarchive": try_channel_again,
    "member_joined_channel": see_who_joined,
    "message": answer_direct,
}


def handler_of(event: dict[str, Any]) -> EventHandler | None:
    """What acts on an event; nothing on most messages, so that what Leadbot says itself costs no transaction."""
    event_type = str(event.get("type"))
    return None if event_type == "message" and not is_said_to_us(event) else EVENTS.get(event_type)


def sent_as_event(body: dict[str, Any], request: BoltRequest) -> Sent:
    """What tells an event from all others, also where a shared channel brings it in two envelopes with ids of their own:
    its time stamp, with the place and the person (docs.slack.dev/apis/events-api, `event_ts`)."""
    event = body["event"]
    told = [event.get(name) for name in ("type", "event_ts", "channel", "user")]
    return sent_as({"event_id": repr(told), "event": event} if event.get("event_ts") else body, request)


def event_listener(deps: Deps) -> Callable[..., None]:
    """Acks every event, and does what there is to do about it, once however often Slack sends it.

    What was not saved is left without a 200, so that Slack sends it again; what nobody can read would be no better then.
    """

    def handle(ack: Ack, body: dict[str, Any], context: BoltContext, request: BoltRequest, client: WebClient) -> None:
        event = body.get("event") or {}
        then = None
        try:
            work = handler_of(event)
            then = work and once(deps, context, sent_as_event(body, request), lambda scope: work(scope, event))
        except (NotSaved, IntegrityError) as error:
            raise NotSaved from error
        except Exception:
            log.exception("event not done", reference=secrets.token_hex(4))
        ack()
        if then is not None:
            deps.after_ack.submit(afterwards, deps, context["leadbot_workspace"], Answer(then=then), body, client)

    return handle
