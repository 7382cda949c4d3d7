"""Migrated databases to measure on: the same that the tests bring."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from leadbot.db.migrate import migrate
from tests.databases import Databases, PostgreSQL, SQLite, postgresql_server


@contextmanager
def sqlite() -> Iterator[Databases]:
    """Files in one directory."""
    with tempfile.TemporaryDirectory(prefix="leadbot-bench-") as folder:
        yield SQLite(Path(folder), migrate)


@contextmanager
def postgresql() -> Iterator[Databases]:
    """Databases of one server."""
    with postgresql_server(flushes=True) as server, closing(PostgreSQL(server, migrate)) as databases:
        yield databases
