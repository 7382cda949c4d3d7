"""What Slack tells of its own accord: somebody's particulars have changed, a channel was archived or renamed."""

from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import Ack, BoltContext, BoltRequest

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.outbox import leave_work
from leadbot.slack.listening import Deps, key_of, once

log = structlog.get_logger()
EventHandler = Callable[[Scope, dict[str, Any]], None]


def look_up_again(scope: Scope, event: dict[str, Any]) -> None:
    """A member's particulars have changed: Slack is asked for them again. Whoever never used Leadbot stays unknown."""
    user = event.get("user")
    slack_user_id = user.get("id") if isinstance(user, dict) else user
    member = scope.session.scalar(scope.select(Member).where(Member.slack_user_id == str(slack_user_id)))
    if member is not None:
        member.look_up_due_at = scope.now
        leave_work(scope.session)


def forget_channel(scope: Scope, event: dict[str, Any]) -> None:
    """A channel was archived or renamed: if it was the leads channel, it is looked for again at the next card."""
    channel = event.get("channel")
    channel_id = channel.get("id") if isinstance(channel, dict) else channel
    if channel_id == scope.workspace.leads_channel:
        scope.workspace.leads_channel = None


EVENTS: dict[str, EventHandler] = {
    "user_change": look_up_again,
    "channel_archive": forget_channel,
    "channel_rename": forget_channel,
}


def event_listener(deps: Deps) -> Callable[..., None]:
    """Acks every event, and does what there is to do about it, once however often Slack sends it.

    What fails is left without a 200, so that Slack sends it again.
    """

    def handle(ack: Ack, body: dict[str, Any], context: BoltContext, request: BoltRequest) -> None:
        event = body.get("event") or {}
        work = EVENTS.get(str(event.get("type")))
        if work is not None:
            once(deps, context, key_of(body, request), lambda scope: work(scope, event))
        ack()

    return handle
