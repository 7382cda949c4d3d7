"""An operator with a terminal: starts `leadbot` as a process of its own, looks at its pages, and sends it signals."""

import http.client
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Executable, create_engine
from sqlalchemy.pool import NullPool

import leadbot
from leadbot.playground.local_slack import LocalSlack
from tests import leaks
from tests.forge import Forge, Forged

ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
QUICK = 20.0  # seconds in which anything but a shutdown must have happened


class Process:
    """A `leadbot` that runs; `lines` is what it has said on standard error."""

    def __init__(self, process: Forged | subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._news: queue.Queue[str] = queue.Queue()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._news.put(leaks.overhear(line))

    def says(self, words: str) -> str:
        """The line that says so, once it is there."""
        end = time.monotonic() + QUICK
        while True:
            try:
                self.lines.append(self._news.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"it never said {words!r}, but: {''.join(self.lines)}") from None
            if words in self.lines[-1]:
                return self.lines[-1]

    def rest(self) -> str:
        """All that it has said, once it has ended."""
        self._thread.join(QUICK)
        while not self._news.empty():
            self.lines.append(self._news.get())
        return "".join(self.lines)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def ends(self, within: float = QUICK) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(within)

    def done(self) -> subprocess.CompletedProcess[str]:
        """All of a command that ends by itself."""
        code = self.ends()
        assert self.process.stdout is not None
        return subprocess.CompletedProcess("leadbot", code, leaks.overhear(self.process.stdout.read()), self.rest())

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(QUICK)
        self._thread.join(QUICK)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()


class Operator:
    """Somebody with a terminal, a Slack and a database."""

    def __init__(self, slack: LocalSlack, folder: Path, forge: Forge) -> None:
        self.slack, self.folder, self.forge = slack, folder, forge
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = inherited | {
            "PYTHONPATH": str(Path(leadbot.__file__).parent.parent),  # the tree that is tested, whatever is installed
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "LEADBOT_HOST": "127.0.0.1",
            "LEADBOT_LOG_LEVEL": "DEBUG",
            "PORT": str(free_port()),
        }
        self._started: list[Process] = []

    def starts(self, *arguments: str) -> Process:
        return self._keeps(self.forge.start(arguments, self.environment, self.folder))

    def starts_afresh(self, *arguments: str, module: str = "leadbot") -> Process:
        """Where what Python does at the start or the end matters, or Leadbot is not quite what others run."""
        command = [sys.executable, "-m", module, *arguments]
        pipe = subprocess.PIPE
        return self._keeps(
            subprocess.Popen(command, env=self.environment, cwd=self.folder, text=True, stdout=pipe, stderr=pipe)
        )

    def _keeps(self, process: Forged | subprocess.Popen[str]) -> Process:
        self._started.append(Process(process))
        return self._started[-1]

    def types(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command that ends by itself."""
        return self.starts(*arguments).done()

    def runs(self) -> Process:
        """`leadbot run`, ready, with Slack delivering to it."""
        process = self.starts("run")
        process.says("ready")
        self.slack.deliver_to(f"http://127.0.0.1:{self.environment['PORT']}/slack/events")
        return process

    def gets(self, path: str) -> tuple[int, str]:
        """A page, as a platform's health check sees it."""
        return get(int(self.environment["PORT"]), path)

    def awaits(self, path: str, status: int, meanwhile: Callable[[], None] = lambda: None) -> str:
        """The page, once it has that status; `meanwhile` is done before each look."""
        end = time.monotonic() + QUICK
        answer: tuple[int, str] = (0, "nothing")
        while answer[0] != status and time.monotonic() < end:
            meanwhile()
            with suppress(OSError):
                answer = self.gets(path)
            threading.Event().wait(0.05)
        assert answer[0] == status, answer
        return answer[1]

    def changes(self, statement: Executable) -> None:
        """Something done to the database behind Leadbot's back."""
        with create_engine(self.environment["DATABASE_URL"], poolclass=NullPool).begin() as connection:
            connection.execute(statement)

    def goes_home(self) -> None:
        for process in self._started:
            process.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=QUICK)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@contextmanager
def an_operator(folder: Path, forge: Forge) -> Iterator[Operator]:
    with LocalSlack(retry_delays=(0.0,)) as slack:
        slack.add_channel("leads")
        operator = Operator(slack, folder, forge)
        try:
            yield operator
        finally:
            slack.recover()
            operator.goes_home()
            leaks.plant(slack)
        assert not slack.faults, slack.faults
