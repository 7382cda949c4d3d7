"""Whether Leadbot works: the database answers, the schema is current, deliveries move."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from leadbot.db.engine import Database
from leadbot.db.migrate import is_current
from leadbot.db.outbox import Message, is_waiting
from leadbot.db.tables import Workspace
from leadbot.domain.errors import NotSaved
from leadbot.domain.statuses import MessageState
from leadbot.services.claim import DUE
from leadbot.services.refused import LATELY
from leadbot.services.workspaces import NOT_HERE

STUCK = timedelta(minutes=5)  # for a message that nobody takes up
TRIED_IN_VAIN = timedelta(minutes=15)  # for one that is, and does not arrive


def trouble_with(database: Database, now: datetime) -> str | None:
    """What is wrong, in a sentence; None if nothing is."""
    try:
        if not is_current(database.url):
            return "The database has another schema: run `leadbot migrate`."
        with database.reading() as session:
            return nobody_delivers(session, now) or tried_in_vain(session, now)
    except (NotSaved, SQLAlchemyError) as error:
        return f"The database does not answer ({type(error.__cause__ or error).__name__})."


def nobody_delivers(session: Session, now: datetime) -> str | None:
    """Says so when a message that anybody may take up is left lying."""
    free_since = func.coalesce(Message.lease_until, Message.due_at)
    oldest = session.scalar(DUE.with_only_columns(func.min(free_since)).order_by(None), {"now": now})
    if oldest is None or now - oldest <= STUCK:
        return None
    return f"Deliveries do not move: a message has been due for {minutes(now - oldest)} minutes."


def tried_in_vain(session: Session, now: datetime) -> str | None:
    """Says so when a message is taken up again and again, and still waits; the reason is Slack's code, not its words."""
    oldest = session.execute(
        select(Message.due_at, Message.attempts, Message.error)
        .join(Workspace, Workspace.id == Message.workspace_id)
        .where(
            is_waiting(Message.state),
            Message.due_at < now - TRIED_IN_VAIN,
            Message.error.is_not(None),  # else nobody has tried, or somebody just does
            Workspace.stopped_for.is_(None),
        )
        .order_by(Message.due_at)
        .limit(1)
    ).first()
    if oldest is None:
        return None
    return (
        f"Deliveries fail: a message has been due for {minutes(now - oldest.due_at)} minutes;"
        f" attempts: {oldest.attempts}, the last error: {oldest.error or 'none'}."
    )


def stopped_workspaces(session: Session) -> list[tuple[str, str]]:
    """The workspaces in which nothing can be said until Leadbot is started anew, each with Slack's code for why.

    One that we do not speak for is no fault.
    """
    rows = session.execute(
        select(Workspace.name, Workspace.slack_team_id, Workspace.stopped_for).where(
            Workspace.stopped_for.is_not(None), Workspace.stopped_for != NOT_HERE
        )
    )
    return [(name or team, str(reason)) for name, team, reason in rows]


def refused_lately(session: Session, now: datetime) -> dict[str, int]:
    """How many messages were refused for good within a week, by Slack's code for why."""
    rows = session.execute(
        select(Message.error, func.count())
        .where(Message.state == MessageState.DEAD, Message.due_at >= now - LATELY)
        .group_by(Message.error)
    )
    return {str(error or "no reason"): count for error, count in rows}


def minutes(time: timedelta) -> int:
    """Whole minutes."""
    return int(time.total_seconds() // 60)
