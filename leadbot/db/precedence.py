"""Who writes first where several threads of one process write to one SQLite file.

SQLite lets one write at a time. Whoever waits for that sleeps and looks again, in the end after a tenth of a second
each time: beside a row of busy workers, somebody who waits for an answer may never find it free.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LETS_FIRST = 0.1  # or else a worker might never have its turn


class Precedence:
    """Whoever answers a person goes first; workers go one after another, and need not sleep for each other.

    `lets_first` is how many seconds a worker lets others go first, at most.
    """

    def __init__(self, lets_first: float = LETS_FIRST) -> None:
        self._lets_first = lets_first
        self._worker = threading.Lock()
        self._changed = threading.Condition()
        self._answering = 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """The turn of a handler: at once."""
        with self._changed:
            self._answering += 1
        try:
            yield
        finally:
            with self._changed:
                self._answering -= 1
                self._changed.notify_all()

    @contextmanager
    def working(self) -> Iterator[None]:
        """The turn of a worker: once no other worker has it, and nobody is being answered."""
        with self._worker:
            with self._changed:
                self._changed.wait_for(lambda: not self._answering, self._lets_first)
            yield
