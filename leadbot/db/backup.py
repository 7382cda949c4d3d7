"""A consistent copy of an SQLite database that is in use, which knows that it is one."""

import glob
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, create_engine, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from leadbot.db.engine import WORKER_PATIENCE, normal_url, open_engine
from leadbot.db.migrate import is_current
from leadbot.db.tables import Workspace
from leadbot.domain.errors import LeadbotError

BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps of one database, by how their names end


def back_up(url: str, file: Path, now: datetime) -> None:
    """Puts a copy of the database at `url` under the name `file`, in place of an older one. Nobody has to wait for it.

    The name has a whole copy at any time, the old one or the new one, whenever this is killed.

    Raises:
        LeadbotError: if there is nothing to copy, or no copy can be made there.
    """
    database = make_url(normal_url(url))
    if database.get_backend_name() != "sqlite":
        raise LeadbotError("This backs up SQLite. DATABASE_URL names a PostgreSQL: use pg_dump, which comes with it.")
    live = Path(str(database.database))
    if not live.is_file():
        raise LeadbotError(f"There is no database at {live} yet. Is DATABASE_URL right?")
    if file.is_dir():
        raise LeadbotError(f"{file} is a folder. Name a file in it.")
    if os.path.realpath(file) in {os.path.realpath(live) + end for end in BESIDE} or is_same(file, live):
        raise LeadbotError(f"{file} belongs to the database itself. Choose another name.")
    if any(Path(f"{file}{end}").exists() for end in BESIDE[1:]):
        raise LeadbotError(f"{file} is a database in use. Choose another name.")
    if not is_current(url):
        raise LeadbotError(
            "The database has another schema. Back it up with the release that made it, or run `leadbot migrate` first."
        )
    try:
        copy_over(url, file, now)
    except OSError as error:
        raise LeadbotError(f"The backup cannot be written to {file} ({error.strerror}).") from error
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise LeadbotError(f"The backup was not made ({error.__cause__ or error}).") from error


def is_same(file: Path, live: Path) -> bool:
    """Whether both names are of one file."""
    return file.exists() and file.samefile(live)


def copy_over(url: str, file: Path, now: datetime) -> None:
    """Copies beside the name, and renames once the copy is whole and on disk."""
    for left in file.parent.glob(f".{glob.escape(file.name)}.*.part*"):  # by a backup that was killed
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)  # nobody else may read it
    part = Path(name)
    try:
        copy(url, part)
        mark(part, now)
        os.fsync(handle)
        part.replace(file)
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)
    sync_folder(file.parent)


def copy(url: str, part: Path) -> None:
    """One moment of the database, while others go on writing."""
    engine = open_engine(url, WORKER_PATIENCE)
    try:
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(part),))
    finally:
        engine.dispose()


def mark(part: Path, now: datetime) -> None:
    """Has the copy say since when the database goes on without it: see `services/copies.py`."""
    engine = create_engine(
        URL.create("sqlite", database=str(part)), poolclass=NullPool
    )  # one file, and no log beside it
    with engine.begin() as connection:
        connection.execute(update(Workspace).values(copied_at=now))


def sync_folder(folder: Path) -> None:
    """Has the disk keep the new name too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
