"""The threads that do what is due as soon as it is due."""

import threading
import time
from collections.abc import Callable


class Courier:
    """Does what is due in a few threads. `wake` after a commit, or when time has passed.

    `work` does one thing and says what it was, None if there was
    nothing to do; any number of threads may call it at once.
    """

    def __init__(self, work: Callable[[], object | None], threads: int = 4) -> None:
        self._work = work
        self._calls = threading.Semaphore(0)
        self._stopping = threading.Event()
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

    def stop(self, seconds: float) -> None:
        """Finishes what is under way, for so many seconds at most, and begins nothing new."""
        self._stopping.set()
        for _ in self._threads:
            self._calls.release()
        end = time.monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, end - time.monotonic()))

    def _run(self) -> None:
        while True:
            self._calls.acquire()
            while not self._stopping.is_set() and self._work() is not None:
                self.wake()
            if self._stopping.is_set():
                return
