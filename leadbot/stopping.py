"""Waiting for the signal that says stop."""

import os
import signal
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

STOPS = (signal.SIGTERM, signal.SIGINT)
ONCE = 0.3  # seconds in which signals mean the same: a terminal and whoever started us often both pass one on


def stop_signal(*, hurries: bool) -> Callable[[], object]:
    """From now on SIGTERM and SIGINT say stop; what it gives waits for that.

    With `hurries`, whoever says it again later ends the process at once; otherwise once said is enough.
    """
    # Not an Event: its lock is not re-entrant, and a handler runs in whatever the main thread is doing, waiting for it
    # or in this very handler. SimpleQueue promises that its put() may be called from there.
    said: SimpleQueue[float] = SimpleQueue()
    first: list[float] = []

    def on_signal(number: int, _frame: Any) -> None:
        now = time.monotonic()
        if not first:
            first.append(now)
            said.put(now)
        elif hurries and now - first[0] > ONCE:
            os._exit(128 + number)

    for number in STOPS:
        signal.signal(number, on_signal)
    return said.get


def stopped() -> None:
    """All is done: a signal that comes while Python itself ends must not change the exit code."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
