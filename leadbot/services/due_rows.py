"""What is due is a column. This takes the next row whose time has come, and acts on it, its opportunity held."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import Select, and_, bindparam, select, update
from sqlalchemy.orm import InstrumentedAttribute

from leadbot.db.engine import Database
from leadbot.db.rows import ROLES
from leadbot.db.scope import Scope
from leadbot.db.tables import Offer, Opportunity, Workspace
from leadbot.db.types import UtcDateTime
from leadbot.domain.errors import NotSaved
from leadbot.services.authority import held

log = structlog.get_logger()
NOW = bindparam("now", type_=UtcDateTime)
PUT_OFF = timedelta(hours=1)  # for a row on which we cannot act
Due = InstrumentedAttribute[datetime | None]
Act = Callable[[Scope, Any, Opportunity], None]


class DueRow(NamedTuple):
    """A row whose time has come: where it is, and to which opportunity it belongs, which never changes."""

    workspace_id: UUID
    id: UUID
    opportunity_id: UUID


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
def put_off_if_it_fails(database: Database, now: datetime, due: Due, found: DueRow) -> Iterator[None]:
    """A row on which we cannot act is put off for an hour, unless it is the database that fails."""
    try:
        yield
    except NotSaved:
        raise
    except Exception:
        log.exception("what was due was not done, and is put off", due=str(due))
        table = due.parent.class_
        this = (table.workspace_id == found.workspace_id) & (table.id == found.id)
        with database.transaction() as session:  # written unread, since that may be what fails
            session.execute(update(table).where(this, due <= now).values({due: now + PUT_OFF}))


def act_on(database: Database, now: datetime, due: Due, found: DueRow, act: Act) -> None:
    """Acts on a row that was due, unless somebody else was quicker."""
    with database.transaction() as session:
        scope = Scope.of(session, found.workspace_id, now)
        opportunity = held(scope, found.opportunity_id)
        row = scope.get(due.parent.class_, found.id)  # only now: it may have changed while we waited
        at = getattr(row, due.key)
        if at is not None and at <= now:
            act(scope, row, opportunity)


def first_due(database: Database, now: datetime, due: Due) -> DueRow | None:
    """The row that has been due for longest by this column; None if none is."""
    with database.reading() as session:
        found = session.execute(first_by(due), {"now": now}).first()
        return None if found is None else DueRow(*found)


@cache
def first_by(due: Due) -> Select[UUID, UUID, UUID]:
    """The statement, written once for each column: to write it takes longer than to run it."""
    row = due.parent.local_table.c
    column = row[due.key]
    query = select(row.workspace_id, row.id).where(column <= NOW).order_by(column).limit(1)
    if due.parent.class_ is Opportunity:
        return query.add_columns(row.id)
    if due.parent.class_ is Offer:
        of_role = and_(ROLES.c.workspace_id == row.workspace_id, ROLES.c.id == row.role_id)
        return query.add_columns(ROLES.c.opportunity_id).join(ROLES, of_role)
    return query.add_columns(row.opportunity_id)


def workspace_due(database: Database, now: datetime, due: Due) -> UUID | None:
    """The workspace that has been due for longest by this column of its own; none where everything has stopped."""
    query = select(Workspace.id).where(due <= now, Workspace.stopped_for.is_(None)).order_by(due).limit(1)
    with database.reading() as session:
        return session.scalar(query)
