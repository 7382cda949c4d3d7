"""Which requests were done already."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from leadbot.db.outbox import SeenRequest


def first_time(session: Session, workspace_id: UUID, key: str, now: datetime) -> bool:
    """Whether this request was never done before; it is remembered with whatever this transaction does."""
    insert = insert_sqlite if session.get_bind().dialect.name == "sqlite" else insert_postgresql
    statement = insert(SeenRequest).values(workspace_id=workspace_id, key=key, seen_at=now).on_conflict_do_nothing()
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]
