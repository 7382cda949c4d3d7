"""Which requests were done already."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from leadbot.db.base import Base
from leadbot.db.engine import Database
from leadbot.db.outbox import SeenRequest
from leadbot.domain.errors import NotSaved

SOON = 250  # milliseconds
SEEN = Base.metadata.tables[SeenRequest.__tablename__]
# Every request needs this, so it is written once.
REMEMBER = {
    "sqlite": insert_sqlite(SEEN).on_conflict_do_nothing().returning(SEEN.c.key),
    "postgresql": insert_postgresql(SEEN).on_conflict_do_nothing().returning(SEEN.c.key),
}


@dataclass(frozen=True)
class Sent:
    """A request as it was sent: what tells it from all others, and from one that says something else by the same key."""

    key: str
    digest: str


def first_time(session: Session, workspace_id: UUID, sent: Sent, now: datetime) -> bool:
    """Whether this request was never done before; it is remembered with whatever this transaction does."""
    statement = REMEMBER[session.get_bind().dialect.name]
    request = {"workspace_id": workspace_id, "key": sent.key, "digest": sent.digest, "seen_at": now}
    done = session.connection().execute(statement, request)
    return done.first() is not None  # not `rowcount`: for an insert on PostgreSQL it is -1, whatever happened


def was_done(database: Database, workspace_id: UUID, sent: Sent) -> bool:
    """Whether this request was done, when it came for the first time: now it came again, and nothing can be saved.

    No, if the database does not say: there is little time left for it.
    """
    known = select(SEEN.c.key).where(SEEN.c.workspace_id == workspace_id, SEEN.c.key == sent.key)
    with suppress(NotSaved), database.reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text(f"SET LOCAL statement_timeout = {SOON}"))
        return session.execute(known).first() is not None
    return False


def said_otherwise(session: Session, workspace_id: UUID, sent: Sent) -> bool:
    """Whether the request that was done by this key said something else. Of what an earlier release did, nobody knows."""
    known = select(SEEN.c.digest).where(SEEN.c.workspace_id == workspace_id, SEEN.c.key == sent.key)
    return session.execute(known).scalar_one() not in (None, sent.digest)
