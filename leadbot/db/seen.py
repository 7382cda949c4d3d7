"""Which requests were done already."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from leadbot.db.base import Base
from leadbot.db.outbox import SeenRequest

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


def said_otherwise(session: Session, workspace_id: UUID, sent: Sent) -> bool:
    """Whether the request that was done by this key said something else. Of what an earlier release did, nobody knows."""
    known = select(SEEN.c.digest).where(SEEN.c.workspace_id == workspace_id, SEEN.c.key == sent.key)
    return session.execute(known).scalar_one() not in (None, sent.digest)
