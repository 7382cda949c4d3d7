"""The threads that do what is due as soon as it is due."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from leadbot.domain.errors import LeadbotError


class Courier:
    """Does what is due in a few threads. `wake` after a commit, or when time has passed.

    `work` does one thing and says what it was, None if there was
    nothing to do; any number of threads may call it at once.
    """

    def __init__(self, work: Callable[[], object | None], threads: int = 4) -> None:
        self._work = work
        self._calls = threading.Semaphore(0)
        self._stopping = threading.Event()
        self._gate = threading.Condition()
        self._resting = False
        self._busy = 0
        self._threads = [
            threading.Thread(target=self._run, name=f"courier-{number}", daemon=True) for number in range(threads)
        ]

    def start(self) -> None:
        """Begins, with a look at what was left behind."""
        for thread in self._threads:
            thread.start()
        self.wake()

    def wake(self) -> None:
        """Has one thread look; it calls another for as long as there is more to do."""
        self._calls.release()

    @contextmanager
    def at_rest(self, seconds: float) -> Iterator[None]:
        """Waits, for so many seconds at most, until nothing is under way, and begins nothing until this is left.

        Raises:
            LeadbotError: if something is still under way then.
        """
        with self._gate:
            self._gate.wait_for(lambda: not self._resting)  # one at a time
            self._resting = True
            is_quiet = self._gate.wait_for(lambda: not self._busy, seconds)
        try:
            if not is_quiet:
                raise LeadbotError("Leadbot is in the middle of something. Try again in a moment.")
            yield
        finally:
            with self._gate:
                self._resting = False
                self._gate.notify_all()

    def stop(self, seconds: float) -> None:
        """Finishes what is under way, for so many seconds at most, and begins nothing new."""
        self._stopping.set()
        with self._gate:
            self._gate.notify_all()
        for _ in self._threads:
            self._calls.release()
        end = time.monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, end - time.monotonic()))

    def _run(self) -> None:
        while True:
            self._calls.acquire()
            while self._begins() and self._does() is not None:
                self.wake()
            if self._stopping.is_set():
                return

    def _begins(self) -> bool:
        """Whether the next thing is to be done, once it may be."""
        with self._gate:
            self._gate.wait_for(lambda: not self._resting or self._stopping.is_set())
            if self._stopping.is_set():
                return False
            self._busy += 1
            return True

    def _does(self) -> object | None:
        try:
            return self._work()
        finally:
            with self._gate:
                self._busy -= 1
                self._gate.notify_all()
