"""What Leadbot costs while nobody does anything: statements to the database, processor time, memory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

from benchmarks.ack import NewDatabase
from benchmarks.processes import leadbot_run
from benchmarks.requests import SIGNING_SECRET
from leadbot.bootstrap import build
from leadbot.config import Connected
from leadbot.playground.local_slack import LocalSlack

SETTLES = 5.0  # seconds after which it is idle
LOOKED_AT = 20.0  # seconds


@dataclass(frozen=True)
class Idle:
    """Statements each second (BEGIN and COMMIT are none), the share of a core, and megabytes."""

    statements: float
    core: float
    memory: float


def idle(new_database: NewDatabase) -> Idle:
    """With both lines of Socket Mode open, which is what costs most."""
    with new_database() as url, LocalSlack() as slack:
        slack.deliver_by_socket()
        with leadbot_run(slack, url, socket_mode=True) as leadbot:
            time.sleep(SETTLES)
            before = leadbot.cpu()
            time.sleep(LOOKED_AT)
            core, memory = (leadbot.cpu() - before) / LOOKED_AT, leadbot.memory() / 1_000_000
            slack.sockets.drop_all()
    return Idle(statements(new_database), core, memory)


def statements(new_database: NewDatabase) -> float:
    """Statements each second, counted in this process, since they cannot be in another."""
    with new_database() as url, LocalSlack(signing_secret=SIGNING_SECRET) as slack:
        settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": url,
            "LEADBOT_LOG_LEVEL": "ERROR",
        }
        leadbot = build(Connected.model_validate(settings))
        leadbot.start()
        try:
            time.sleep(SETTLES)
            with counted() as seen:
                time.sleep(LOOKED_AT)
            return len(seen) / LOOKED_AT
        finally:
            leadbot.stop()


@contextmanager
def counted() -> Iterator[list[str]]:
    """All statements of every engine in this process."""
    seen: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", count)
