"""A PostgreSQL that has fallen silent: its process stands still, or the way to it is cut. Nobody waits for it for long.

Its own time-outs stand still with it, and the kernel goes on taking what is sent to it. So we look at our own clock.
"""

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Engine, event

PING = 1.0  # seconds for the question whether it is there, which needs no lock
MARGIN = 0.1  # seconds after which it would have ended a statement by itself, if it could
REST = 1.0  # seconds in which nobody tries to connect to one that has just been silent


class Silent(psycopg.OperationalError):
    """The database did not answer in time."""


@dataclass
class Silence:
    """Until when one database counts as silent; of one engine, for all its connections."""

    until: float = 0.0


class Listener(psycopg.Connection[Any]):
    """A connection that waits so long for an answer, and is closed if there is none."""

    patience: float
    silence: Silence

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **more: Any) -> Any:
        """The answer to what was asked, through which all that is asked goes."""
        most = PING if self.autocommit else self.patience + MARGIN  # only SQLAlchemy's ping is outside of a transaction
        try:
            return super().wait(within(gen, time.monotonic() + most), *args, **more)
        except Silent:
            self.silence.until = time.monotonic() + REST
            self.pgconn.finish()
            raise


def within(gen: Generator[Any, Any, Any], end: float) -> Generator[Any, Any, Any]:
    """The same conversation with the database, which ends when nothing has come by then: psycopg looks in ten times a second."""
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() > end:
                raise Silent("the database did not answer in time")
            wanted = gen.send(ready)
    except StopIteration as done:
        return done.value


def wait_no_longer(engine: Engine, patience: float) -> None:
    """From now on the connections of this engine wait so long for each answer."""
    silence = Silence()

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, args: Any, named: Any) -> Listener:
        if time.monotonic() < silence.until:
            raise Silent("the database has just not answered")
        connection = Listener.connect(*args, **named)
        connection.patience, connection.silence = patience, silence
        return connection
