"""How long the command takes to say its help, and `leadbot run` to be ready; and how much memory it then holds."""

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
IDLE = 3.0  # seconds after which memory is looked at


@dataclass(frozen=True)
class Started:
    """Medians: seconds, and megabytes."""

    help: float
    python: float
    ready: float
    memory: float


def startup(new_database: NewDatabase) -> Started:
    """All of it."""
    ready, memory = zip(*(one_start(new_database) for _ in range(STARTS)), strict=True)
    return Started(
        median(seconds_of([command("leadbot"), "--help"]) for _ in range(TIMES)),
        median(seconds_of([sys.executable, "-c", ""]) for _ in range(TIMES)),
        median(ready),
        median(memory),
    )


def seconds_of(arguments: list[str]) -> float:
    """The seconds from the start of a process to its end."""
    begun = time.perf_counter()
    subprocess.run(arguments, check=True, capture_output=True)
    return time.perf_counter() - begun


def one_start(new_database: NewDatabase) -> tuple[float, float]:
    """The seconds until /readyz says 200 on a migrated database, and the megabytes held some seconds later."""
    with new_database() as url, LocalSlack() as slack, leadbot_run(slack, url) as leadbot:
        time.sleep(IDLE)
        return leadbot.ready_after, leadbot.memory() / 1_000_000
