"""Runs migrations on the database that `leadbot migrate` names."""

from typing import Any, Literal

from sqlalchemy import Connection, text

from alembic import context
from leadbot.db import check_ins, outbox, tables, teams
from leadbot.db.base import Base
from leadbot.db.engine import WORKER_PATIENCE, open_engine
from leadbot.db.types import UtcDateTime

TABLES = (tables, outbox, teams, check_ins)  # importing them is what fills the metadata

MIGRATION_LOCK = 20_121_210  # any number, as long as all of us take the same


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration stands alone: it names SQLAlchemy's types, not ours, which may change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Runs the migrations in one transaction, one process at a time.

    SQLite changes a table by copying it and dropping the old one, which must not count as deleting what rows point to.
    """
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=OFF")  # it means nothing within a transaction, so before one
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=render)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        context.run_migrations()
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=ON")


given = context.config.attributes.get("connection")
if given is not None:  # pytest-alembic brings its own engine
    with given.connect() as connection:
        run(connection)
else:
    engine = open_engine(context.config.attributes["url"], WORKER_PATIENCE)
    with engine.connect() as connection:
        run(connection)
    engine.dispose()
