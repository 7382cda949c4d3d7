"""What holds for more than one call at Slack: a lane of a workspace that must rest, and a workspace that has stopped."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute

from leadbot.db.outbox import Rest
from leadbot.db.scope import Scope
from leadbot.domain.reactions import Failed, Reaction


def heed(scope: Scope, failed: Failed) -> None:
    """Does what a failure means for the calls that would come after: none, to a workspace that has stopped or a lane
    that must rest.
    """
    match failed.reaction:
        case Reaction.STOP_WORKSPACE:
            scope.workspace.stopped_for = failed.error
        case Reaction.WAIT if failed.lane is not None:
            rest(scope, failed.lane, failed.wait or 1.0)


def rest(scope: Scope, lane: str, seconds: float) -> None:
    """Leaves a lane of this workspace alone for so many seconds."""
    until = scope.now + timedelta(seconds=seconds)
    row = scope.session.get(Rest, (scope.workspace.id, lane))
    if row is None:
        scope.session.add(Rest(workspace_id=scope.workspace.id, lane=lane, until=until))
    else:
        row.until = max(row.until, until)


def is_resting(workspace_id: InstrumentedAttribute[UUID], lane: str, now: datetime) -> ColumnElement[bool]:
    """Whether a lane of a row's workspace must rest now."""
    return exists().where(Rest.workspace_id == workspace_id, Rest.lane == lane, Rest.until > now)
