"""Waiting for the signal that says stop."""

import os
import select
import signal
import time
from collections.abc import Callable
from typing import Any

STOPS = (signal.SIGTERM, signal.SIGINT)
ONCE = 0.3  # seconds in which signals mean the same: a terminal and whoever started us often both pass one on


def stop_signal(*, hurries: bool) -> Callable[[float | None], bool]:
    """From now on SIGTERM and SIGINT say stop; what it gives waits for that,
    for so many seconds or (None) for ever, and says whether it came.

    With `hurries`, whoever says it again later ends the process at once; otherwise once said is enough.
    """
    # Not an Event: its lock is not re-entrant, and a second signal may come while the first one's handler holds it.
    # Nor anything else that a handler in Python sets: one that comes just before the main thread falls asleep would
    # run when it wakes, which is never. Python writes to this pipe at once, in whatever thread the signal arrives.
    said, says = os.pipe()
    os.set_blocking(says, False)
    signal.set_wakeup_fd(says, warn_on_full_buffer=False)
    came: list[float] = []

    def on_signal(number: int, _frame: Any) -> None:
        came.append(time.monotonic())
        if hurries and came[-1] - came[0] > ONCE:
            os._exit(128 + number)

    for number in STOPS:
        signal.signal(number, on_signal)
    return lambda seconds: bool(select.select([said], [], [], seconds)[0])


def stopped() -> None:
    """All is done: a signal that comes while Python itself ends must not change the exit code."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
