"""A machine on which somebody follows the docs: a folder, with Leadbot's source in it and nothing installed."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadbot.playground.local_slack import LocalSlack
from tests import leaks
from tests.operators import free_port

REPOSITORY = Path(__file__).parents[2]
SYSTEMCTL = Path(__file__).parent / "stand_in_systemctl.py"
LONGEST = 150  # seconds for one command: an install on a busy machine
PLACES = "/opt/leadbot", "/var/lib/leadbot", "/etc/systemd/system"  # which are folders below the machine's own
GIT = "git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"


class Machine:
    """It types commands into a shell. `sudo`, `systemctl` and `journalctl` are stand-ins; all else is real."""

    def __init__(self, root: Path, slack: LocalSlack) -> None:
        self.root, self.slack = root, slack
        self.source = root / "opt/leadbot"
        for folder in ("bin", "run", "log", "opt", "var/lib/leadbot", "etc/systemd/system"):
            (root / folder).mkdir(parents=True)
        python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
        self._stands_in("python3", f'exec {python} "$@"')
        self._stands_in("sudo", 'exec "$@"')
        self._stands_in("systemctl", f'exec {python} {SYSTEMCTL} "$@"')
        self._stands_in("journalctl", 'cat "$MACHINE/log/$2"')
        inherited = {
            name: value for name, value in os.environ.items() if re.match(r"PATH$|LANG$|PIP_|.*_proxy$", name, re.I)
        }
        self.environment = inherited | {
            "PATH": f"{root}/bin:{self.source}/.venv/bin:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", str(root)),  # where pip keeps what it has fetched
            "MACHINE": str(root),
            "BROWSER": "true",  # the demo opens one; this looks at nothing
            "PIP_NO_COMPILE": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "SLACK_API_URL": slack.api_url,
            "PORT": str(free_port()),
            "LEADBOT_HOST": "127.0.0.1",
        }

    def _stands_in(self, name: str, script: str) -> None:
        file = self.root / "bin" / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def gets_the_source(self, command: str) -> None:
        """Clones it as the docs say, with whatever is not committed yet."""
        origin = self.root / "origin"
        files = subprocess.check_output(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=REPOSITORY, text=True
        )
        for name in filter(None, files.split("\0")):
            if (REPOSITORY / name).is_file():  # one that was removed may be listed still
                (origin / name).parent.mkdir(parents=True, exist_ok=True)
                (origin / name).write_bytes((REPOSITORY / name).read_bytes())
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Leadbot"]):
            subprocess.run([*GIT, *arguments], cwd=origin, check=True)
        self.types(command.replace("ADDRESS", str(origin)), self.source.parent)

    def moves_on(self) -> None:
        """Whoever follows the next way of running Leadbot has a Slack of their own, in which nothing was made yet."""
        for conversation in self.slack.conversations:
            self.slack.rename(conversation, "elsewhere")

    def makes_the_channel(self) -> None:
        """What is done on the pages of Slack, after which Leadbot is in #leads."""
        self.slack.add_channel("leads")

    def here(self, command: str) -> str:
        """The command, with the places of a server below this machine's folder."""
        for place in PLACES:
            command = command.replace(place, f"{self.root}{place}")
        return command

    def types(self, command: str, folder: Path | None = None) -> str:
        """What a command prints. It has to end well."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.here(command)],
            cwd=folder or self.source,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        leaks.overhear(done.stderr)
        return leaks.overhear(done.stdout)

    def types_and_stays(self, command: str) -> None:
        """A command that runs until Ctrl-C: it says that it is ready, and then ends well."""
        process = subprocess.Popen(
            ["bash", "-c", f"exec {self.here(command)}"],
            cwd=self.source,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            said = "".join(until(process, r"\bready\b|Ctrl-C"))
            assert process.poll() is None, f"{command}\n{said}"
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all that it has started
            said += "".join(until(process, "(?!)"))  # all that it has started has ended too
            leaks.overhear(said)
            by_itself = (0, -signal.SIGINT) if command.startswith("make") else (0,)  # make passes a signal on to itself
            assert process.wait(LONGEST) in by_itself, f"{command}\n{said}"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            assert process.stdout is not None
            process.stdout.close()

    def shuts_down(self) -> None:
        """Whatever the stand-in for systemd has started ends."""
        for unit in (self.root / "run").iterdir():
            os.kill(int(unit.read_text()), signal.SIGKILL)


def until(process: subprocess.Popen[bytes], words: str) -> Iterator[str]:
    """What it says, up to these words, or to its end."""
    assert process.stdout is not None
    end, said = time.monotonic() + LONGEST, ""
    while not re.search(words, said):
        assert time.monotonic() < end, said
        if select.select([process.stdout], [], [], 1.0)[0]:
            more = os.read(process.stdout.fileno(), 65536).decode(errors="replace")
            if not more:
                process.wait(LONGEST)
                return
            said += more
            yield more


@contextmanager
def a_machine(root: Path) -> Iterator[Machine]:
    with LocalSlack(retry_delays=(0.0,)) as slack:
        machine = Machine(root, slack)
        try:
            yield machine
        finally:
            machine.shuts_down()
            leaks.plant(slack)
