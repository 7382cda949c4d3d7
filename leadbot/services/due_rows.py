"""What is due is a column. This takes the next row whose time has come, and acts on it, its opportunity held."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import InstrumentedAttribute

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Offer, Opportunity, Role, Workspace
from leadbot.db.types import UtcDateTime
from leadbot.domain.errors import NotSaved
from leadbot.services.authority import held

log = structlog.get_logger()
NOW = bindparam("now", type_=UtcDateTime)
PUT_OFF = timedelta(hours=1)  # for a row on which we cannot act
Due = InstrumentedAttribute[datetime | None]
Act = Callable[[Scope, Any, Opportunity], None]


def act_on_next(database: Database, now: datetime, due: Due, act: Act) -> bool:
    """Acts on the one row that has been due for longest by this column; says whether there was one.

    `act` is given the row as it is once its opportunity is held, if it is still due then, and that opportunity. A row
    on which it fails is put off for an hour, so that it keeps nothing else waiting.
    """
    found = first_due(database, now, due)
    if found is None:
        return False
    with put_off_if_it_fails(database, now, due, found):
        act_on(database, now, due, found, act)
    return True


@contextmanager
def put_off_if_it_fails(database: Database, now: datetime, due: Due, found: tuple[UUID, UUID]) -> Iterator[None]:
    """A row on which we cannot act is put off for an hour, unless it is the database that fails."""
    try:
        yield
    except NotSaved:
        raise
    except Exception:
        log.exception("what was due was not done, and is put off", due=str(due))
        table = due.parent.class_
        this = (table.workspace_id == found[0]) & (table.id == found[1])
        with database.transaction() as session:  # written unread, since that may be what fails
            session.execute(update(table).where(this, due <= now).values({due: now + PUT_OFF}))


def act_on(database: Database, now: datetime, due: Due, found: tuple[UUID, UUID], act: Act) -> None:
    """Acts on a row that was due, unless somebody else was quicker."""
    workspace_id, row_id = found
    with database.transaction() as session:
        scope = Scope.of(session, workspace_id, now)
        row = scope.get(due.parent.class_, row_id)
        opportunity = held(scope, opportunity_of(scope, row))
        session.refresh(row)  # it may have changed while we waited
        at = getattr(row, due.key)
        if at is not None and at <= now:
            act(scope, row, opportunity)


def opportunity_of(scope: Scope, row: Opportunity | Role | Offer | Introduction) -> UUID:
    """Which opportunity a row belongs to."""
    match row:
        case Opportunity():
            return row.id
        case Offer():
            return scope.get(Role, row.role_id).opportunity_id
        case _:
            return row.opportunity_id


def first_due(database: Database, now: datetime, due: Due) -> tuple[UUID, UUID] | None:
    """The workspace and the id of the row that has been due for longest by this column; None if none is."""
    with database.reading() as session:
        found = session.execute(first_by(due), {"now": now}).first()
        return None if found is None else (found[0], found[1])


@cache
def first_by(due: Due) -> Select[UUID, UUID]:
    """The statement, written once for each column: to write it takes longer than to run it."""
    table = due.parent.class_
    return select(table.workspace_id, table.id).where(due <= NOW).order_by(due).limit(1)


def workspace_due(database: Database, now: datetime, due: Due) -> UUID | None:
    """The workspace that has been due for longest by this column of its own; none where everything has stopped."""
    query = select(Workspace.id).where(due <= now, Workspace.stopped_for.is_(None)).order_by(due).limit(1)
    with database.reading() as session:
        return session.scalar(query)
