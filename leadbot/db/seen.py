"""Which requests were done already."""

from datetime import datetime
from uuid import UUID

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


def first_time(session: Session, workspace_id: UUID, key: str, now: datetime) -> bool:
    """Whether this request was never done before; it is remembered with whatever this transaction does."""
    statement = REMEMBER[session.get_bind().dialect.name]
    done = session.connection().execute(statement, {"workspace_id": workspace_id, "key": key, "seen_at": now})
    return done.first() is not None  # not `rowcount`: for an insert on PostgreSQL it is -1, whatever happened
