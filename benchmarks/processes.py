"""Processes to be measured: started, found ready, and ended by their id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil

from benchmarks.requests import SIGNING_SECRET
from leadbot.playground.local_slack import LocalSlack

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 60.0


@dataclass(frozen=True)
class Running:
    """A server: where it listens, its process, and how long it took to be ready."""

    port: int
    process: subprocess.Popen[str]
    ready_after: float

    def cpu(self) -> float:
        """The seconds of processor time that it has used."""
        used = psutil.Process(self.process.pid).cpu_times()
        return float(used.user + used.system)

    def memory(self) -> int:
        """Its resident memory, in bytes."""
        return int(psutil.Process(self.process.pid).memory_info().rss)


@contextmanager
def leadbot_run(
    slack: LocalSlack, database_url: str, *, socket_mode: bool = False, notes: Path | None = None
) -> Iterator[Running]:
    """`leadbot run`, as it is shipped, against a local Slack; with `notes`, those of `stamped.py` are kept there."""
    port = free_port()
    environment = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "LEADBOT_HOST": "127.0.0.1",
        "LEADBOT_LOG_LEVEL": "ERROR",
    } | ({"SLACK_APP_TOKEN": slack.app_token} if socket_mode else {})
    begun = time.perf_counter()
    leadbot = [command("leadbot")] if notes is None else [sys.executable, "-m", "benchmarks.stamped", str(notes)]
    with ended(started([*leadbot, "run"], environment)) as process:
        while not is_ready(port):
            assert process.poll() is None, "leadbot run ended"
            assert time.perf_counter() - begun < READY_WITHIN, "leadbot run is not ready"
            time.sleep(0.005)
        yield Running(port, process, time.perf_counter() - begun)


@contextmanager
def bare_bolt(database_url: str, slack: LocalSlack | None = None) -> Iterator[Running]:
    """The bare listener of `bare.py`, on its own database; over Socket Mode where there is a local Slack for it."""
    begun = time.perf_counter()
    environment = {"SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url} if slack is not None else {}
    with ended(started([sys.executable, "-m", "benchmarks.bare", database_url], environment)) as process:
        assert process.stdout is not None
        yield Running(int(process.stdout.readline()), process, time.perf_counter() - begun)


def command(name: str) -> str:
    """A console script of the environment that we run in."""
    return str(Path(sys.executable).parent / name)


def started(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    """A process with these settings and no others of Leadbot's."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "LEADBOT_", "DATABASE_"))}
    return subprocess.Popen(arguments, cwd=ROOT, env=kept | environment, stdout=subprocess.PIPE, text=True)


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Ends the process with the block, and closes its pipe."""
    with process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def is_ready(port: int) -> bool:
    """Whether /readyz says 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
