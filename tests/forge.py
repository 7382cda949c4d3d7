"""`leadbot` as processes that are forked rather than started: to import everything anew takes longer than most commands.

The tests run this file as a process of its own, which imports Leadbot once and opens nothing. Whatever an operator types
becomes a child of it, with an environment, a folder and streams of its own: a whole process, to signals and to Slack as
any other. That a fresh one imports all that it needs is shown where the docs and the Procfile are followed.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NoReturn

LONGEST = 64 * 1024  # bytes of an order
SOON = 30.0  # seconds in which a process must have been forked


class Forged:
    """A process that was forked; it is spoken with as with a Popen."""

    def __init__(self, forge: "Forge", pid: int, stdout: IO[str], stderr: IO[str]) -> None:
        self.forge, self.pid, self.stdout, self.stderr = forge, pid, stdout, stderr

    def poll(self) -> int | None:
        return self.forge.ended.get(self.pid)

    def wait(self, timeout: float) -> int:
        if not self.forge.hears(lambda: self.pid in self.forge.ended, timeout):
            raise subprocess.TimeoutExpired("leadbot", timeout)
        return self.forge.ended[self.pid]

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Forge:
    """The process from which others are forked; `ended` holds the exit codes of those that have ended."""

    def __init__(self, line: socket.socket) -> None:
        self.ended: dict[int, int] = {}
        self._line, self._born, self._news = line, list[int](), threading.Condition()
        self._one_by_one = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._line.makefile():
            with self._news:
                match json.loads(line):
                    case {"born": pid}:
                        self._born.append(pid)
                    case {"pid": pid, "ended": code}:
                        self.ended[pid] = code
                self._news.notify_all()

    def hears(self, of: Callable[[], object], timeout: float) -> bool:
        """Waits for such news, and says whether they came."""
        with self._news:
            return bool(self._news.wait_for(of, timeout))

    def start(self, arguments: tuple[str, ...], environment: dict[str, str], folder: Path) -> Forged:
        """`leadbot` with these arguments."""
        order = {"arguments": arguments, "environment": environment, "folder": str(folder)}
        (out, says_out), (err, says_err) = os.pipe(), os.pipe()
        with self._one_by_one:
            socket.send_fds(self._line, [json.dumps(order).encode()], [says_out, says_err])
            os.close(says_out)
            os.close(says_err)
            assert self.hears(lambda: self._born, SOON), "nothing was forked"
            return Forged(self, self._born.pop(), os.fdopen(out), os.fdopen(err))


@contextmanager
def open_forge() -> Iterator[Forge]:
    """A forge, which ends with the tests."""
    ours, its = socket.socketpair()
    with ours, its:
        command = [sys.executable, __file__, str(its.fileno())]
        root = str(Path(__file__).parents[1])  # the tree that is tested, whatever is installed
        environment = os.environ | {"PYTHONPATH": root}
        process = subprocess.Popen(command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL, env=environment)
        its.close()
        try:
            yield Forge(ours)
            ours.shutdown(socket.SHUT_WR)
            assert process.wait(SOON) == 0
        finally:
            process.kill()
            process.wait()


# ---- in the process itself


def main(line: socket.socket) -> None:
    """Forks what is ordered, and says how each ended, until there are no more orders."""
    from leadbot import cli, doctor, gunicorn_web, serve
    from leadbot.db import backup
    from leadbot.matching.vocabulary import load_vocabulary
    from leadbot.playground import demo

    assert all((cli, doctor, gunicorn_web, serve, backup, demo))
    load_vocabulary()
    signal.signal(signal.SIGCHLD, lambda *_: say_who_ended(line))
    while True:
        order, streams, _, _ = socket.recv_fds(line, LONGEST, 2)
        if not order:
            return
        pid = os.fork()
        if pid == 0:
            line.close()
            live(json.loads(order), streams)
        for stream in streams:
            os.close(stream)
        say(line, {"born": pid})


def say(line: socket.socket, what: dict[str, int]) -> None:
    """One line to the tests."""
    with suppress(BrokenPipeError):
        line.sendall((json.dumps(what) + "\n").encode())


def say_who_ended(line: socket.socket) -> None:
    """One signal may stand for several that have ended."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG)) != (0, 0):
            say(line, {"pid": ended[0], "ended": os.waitstatus_to_exitcode(ended[1])})


def live(order: dict[str, Any], streams: list[int]) -> NoReturn:
    """The life of `leadbot`, in a process of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, stream in enumerate(streams, start=1):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    sys.argv = ["leadbot", *order["arguments"]]

    from leadbot.cli import main as leadbot

    leadbot()
    raise SystemExit


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
