"""Worker processes for tests of delivery: started in milliseconds, killed without mercy, never forgotten."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from leadbot.services.claim import Patience

VICTIM = Path(__file__).with_name("victim.py")
LONGEST = 30.0  # seconds in which a worker must have started, or ended


@dataclass(frozen=True)
class Worker:
    """One process that works. `port` is where it answers, if it does."""

    nursery: Nursery
    pid: int
    port: int | None

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def goes_on(self) -> None:
        """It was stopped with SIGSTOP; now it goes on."""
        os.kill(self.pid, signal.SIGCONT)

    def falls_asleep(self) -> None:
        """Waits until it is stopped; psutil knows on every system."""
        end = time.monotonic() + LONGEST
        while psutil.Process(self.pid).status() != psutil.STATUS_STOPPED:
            assert time.monotonic() < end, "it goes on"
            time.sleep(0.01)

    def ends(self) -> int:
        """Waits for its end, and gives its exit code: -9 if it was killed."""
        return int(self.nursery.ask({"wait_for": self.pid})["ended"])


class Nursery:
    """The process from which workers are forked (see victim.py)."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def start(
        self,
        settings: dict[str, Any],
        patience: Patience,
        *,
        work: str = "once",
        point: str = "",
        purpose: str = "",
        ahead: float = 0.0,
    ) -> Worker:
        """A worker that is at work."""
        order = {"settings": settings, "patience": asdict(patience), "work": work}
        born = self.ask(order | {"point": point, "purpose": purpose, "ahead": ahead})
        return Worker(self, born["pid"], born.get("port"))

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self._lines.get(timeout=LONGEST)))

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """A nursery; with its end, all that were started in it end."""
    process = subprocess.Popen(
        [sys.executable, str(VICTIM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Nursery(process)
        process.stdin.close()
        assert process.wait(LONGEST) == 0
    finally:
        process.kill()
        process.wait(LONGEST)
        process.stdout.close()
