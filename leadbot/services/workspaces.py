"""Workspaces: known from the first start on, and told again who they are at every start."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from leadbot.db.engine import Database
from leadbot.db.tables import Workspace
from leadbot.domain.ids import new_id
from leadbot.services.summary import reschedule

log = structlog.get_logger()
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
        workspace.hosts_due_at = workspace.hosts_due_at or now
        if workspace.summary_due_at is None:
            reschedule(workspace, now)
        return workspace.id
