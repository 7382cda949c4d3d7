"""The database, opened with the settings that lose nothing (measured: see docs/decisions/)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from leadbot.domain.errors import GaveWay, NotSaved

HANDLER_PATIENCE = 1.5  # seconds that a handler waits for SQLite's lock: Slack hangs up after three
# Handlers: while the lock is held all of them wait, and whoever finds no thread free hears nothing in time.
AT_ONCE = 32
WORKER_PATIENCE = 5.0  # seconds that a worker waits for it
# What a transaction meets that met another one, and that it does not meet again if it is done again: PostgreSQL's serialization
# failure and deadlock (appendix A of its manual); SQLite's lock (sqlite.org/rescode.html).
MET_ANOTHER = {"40001", "40P01"}
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
DATA = "22"  # the class of PostgreSQL's errors whose first line may show what was written
# What SQLite says of a file with which it can do nothing (sqlite.org/rescode.html).
FILE_TROUBLE = {
    "SQLITE_NOTADB": "DATABASE_URL names a file that is no database: name another.",
    "SQLITE_CANTOPEN": "DATABASE_URL names a file that cannot be opened: its folder must be there, for Leadbot to write to.",
}


class Database:
    """Transactions on one database.

    `in_turn` is what a writer waits for on SQLite; PostgreSQL has its own ways.
    """

    def __init__(
        self,
        url: str,
        *,
        patience: float = HANDLER_PATIENCE,
        in_turn: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.url = url
        self.engine = open_engine(url, patience, hurries=True)
        self._in_turn = in_turn if self.engine.dialect.name == "sqlite" else nullcontext
        self._reads = self.engine.execution_options(leadbot_reads=True)  # the same connections

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction that may write: committed at the end, or rolled back whole.

        Raises:
            GaveWay: if it met another one, and the database ended this one.
            NotSaved: if the database is locked, gone or full.
        """
        try:
            with self._in_turn(), Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except OperationalError as error:
            raise (GaveWay if gave_way(error.orig) else NotSaved) from error
        except PoolTimeout as error:
            raise NotSaved from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that only reads; on SQLite it does not wait for writers."""
        try:
            with Session(self._reads, expire_on_commit=False) as session:
                yield session
        except (OperationalError, PoolTimeout) as error:
            raise NotSaved from error

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def overwrite_log(database: Database) -> None:
    """SQLite keeps a while in its log what was erased from its file: that goes too, unless somebody reads just now.

    It does not wait for whoever reads, since all who write would wait with it.
    """
    if database.engine.dialect.name != "sqlite":
        return
    with closing(database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={patience}")


def gave_way(error: BaseException | None) -> bool:
    """Whether a transaction failed only because it met another one."""
    busy = str(getattr(error, "sqlite_errorname", "")).startswith(BUSY)
    return busy or getattr(error, "sqlstate", None) in MET_ANOTHER


def normal_url(url: str) -> str:
    """The URL with the driver that we ship: `postgres://` and `postgresql://` mean psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def why_unusable(error: Exception) -> str:
    """What to say to an operator whose database gave this error."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorname", "")
    other = f"The database cannot be used ({type(error).__name__}). Is DATABASE_URL right, and does it answer?"
    return FILE_TROUBLE.get(code, other)


def open_engine(url: str, patience: float, *, hurries: bool = False) -> Engine:
    """An engine for the URL; `patience` is in seconds, and speaks of locks and of connections.

    Where it `hurries`, it waits no longer for any statement either, nor for a PostgreSQL that has fallen silent.
    """
    url = normal_url(url)
    if make_url(url).get_backend_name() == "sqlite":
        return open_sqlite(url, patience)
    most = int(patience * 1000)
    options = f"-c lock_timeout={most}" + (f" -c statement_timeout={most}" if hurries else "")
    engine = create_engine(
        url,
        hide_parameters=True,  # an error may be logged, and what people wrote must not be
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=patience,
        connect_args={"connect_timeout": 2, "options": options} | ({"tcp_user_timeout": most} if hurries else {}),
    )
    event.listen(engine, "handle_error", hide_details)
    if hurries:
        from leadbot.db.silence import wait_no_longer  # with psycopg, which SQLite does without

        wait_no_longer(engine, patience)
    return engine


def hide_details(context: ExceptionContext) -> None:
    """PostgreSQL adds the row that it refuses to what it says of it, and people's words with that: they go, for errors are
    logged.
    """
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    if primary is None:  # it did not come from the server
        return
    whole, state = str(error), getattr(error, "sqlstate", None) or ""
    error.args = (state if state.startswith(DATA) else primary,)
    if wrapped is not None:
        wrapped.args = tuple(str(each).replace(whole, str(error)) for each in wrapped.args)


def open_sqlite(url: str, patience: float) -> Engine:
    """SQLite as it loses nothing: WAL, synchronous, and BEGIN IMMEDIATE for writers.

    With SQLAlchemy's default transactions, eight threads lost 6,987 of 8,346 updates; with these settings, none.
    """
    engine = create_engine(
        url,
        connect_args={"timeout": patience, "check_same_thread": False},
        pool_size=20,
        max_overflow=AT_ONCE,
        pool_timeout=patience,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so, below
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={int(patience * 1000)}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # what is erased stands nowhere in the file any more
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        reads = connection.get_execution_options().get("leadbot_reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
