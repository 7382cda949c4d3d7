"""Workspaces: known from the first start on, and told again who they are at every start."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leadbot.db.engine import Database
from leadbot.db.outbox import SeenRequest
from leadbot.db.tables import Workspace
from leadbot.domain.ids import new_id
from leadbot.services.summary import reschedule

log = structlog.get_logger()
SENT_AGAIN = timedelta(hours=1)  # how long Slack sends an event again that nobody took
OVER_AFTER = timedelta(minutes=10)  # without another word of events that are left out
NOT_HERE = "not_here"  # why nothing is said in a workspace that another start spoke for: our token is another's


@dataclass(frozen=True)
class Home:
    """Where Leadbot is at home, as Slack tells it at the start."""

    slack_team_id: str
    name: str
    bot_user_id: str
    bot_id: str


def settle(database: Database, home: Home, now: datetime) -> UUID:
    """The workspace's id. A new start with a working token ends whatever stopped it.

    The token speaks for this workspace and no other: whatever another start has left in the database waits for its own.
    """
    with database.transaction() as session:
        known = select(Workspace).where(Workspace.slack_team_id == home.slack_team_id)
        workspace = session.scalar(known)
        if workspace is None:
            try:
                with session.begin_nested():
                    session.add(Workspace(id=new_id(now), slack_team_id=home.slack_team_id))
            except IntegrityError:  # a web and a worker were started at once, and the other was quicker
                log.info("another process has settled in just now")
            workspace = session.scalars(known).one()
        workspace.name, workspace.bot_user_id, workspace.stopped_for = home.name, home.bot_user_id, None
        others = update(Workspace).where(Workspace.id != workspace.id, Workspace.stopped_for.is_(None))
        session.execute(others.values(stopped_for=NOT_HERE).execution_options(synchronize_session=False))
        if workspace.hosts_due_at is None or heard_nothing(session, workspace, now):
            workspace.hosts_due_at = now
        if workspace.summary_due_at is None:
            reschedule(workspace, now)
        return workspace.id


def heard_nothing(session: Session, workspace: Workspace, now: datetime) -> bool:
    """Whether Slack may have sent in vain, or ceased to: it sends an event again for an hour, and then no more."""
    last = session.scalar(select(func.max(SeenRequest.seen_at)).where(SeenRequest.workspace_id == workspace.id))
    return last is not None and last < now - SENT_AGAIN


def events_left_out(database: Database, slack_team_id: str, now: datetime) -> None:
    """Slack leaves out events. It says so every minute; a while after the last time we ask for what we did not hear."""
    with database.transaction() as session:
        workspace = session.scalar(select(Workspace).where(Workspace.slack_team_id == slack_team_id))
        if workspace is not None:
            workspace.hosts_due_at = now + OVER_AFTER
