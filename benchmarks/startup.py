"""How long the command takes to say its help, and `leadbot run` to be ready."""

import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median

from benchmarks.ack import NewDatabase
from benchmarks.processes import command, leadbot_run
from leadbot.playground.local_slack import LocalSlack

TIMES = 7
STARTS = 3


@dataclass(frozen=True)
class Started:
    """Medians, in seconds."""

    help: float
    python: float
    ready: float


def startup(new_database: NewDatabase) -> Started:
    """All of it."""
    return Started(
        median(seconds_of([command("leadbot"), "--help"]) for _ in range(TIMES)),
        median(seconds_of([sys.executable, "-c", ""]) for _ in range(TIMES)),
        median(one_start(new_database) for _ in range(STARTS)),
    )


def seconds_of(arguments: list[str]) -> float:
    """The seconds from the start of a process to its end."""
    begun = time.perf_counter()
    subprocess.run(arguments, check=True, capture_output=True)
    return time.perf_counter() - begun


def one_start(new_database: NewDatabase) -> float:
    """The seconds until /readyz says 200 on a migrated database."""
    with new_database() as url, LocalSlack() as slack, leadbot_run(slack, url) as leadbot:
        return leadbot.ready_after
