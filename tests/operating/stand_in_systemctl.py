"""What the docs ask of systemd, for a machine that is a folder: a test puts this into the PATH as `systemctl`.

It does to units what systemd would (reads them, starts what ExecStart says with what is in EnvironmentFile, stops it by
SIGTERM), and imports nothing of ours. It knows no sandbox and no timers.
"""

import configparser
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(os.environ["MACHINE"])
RUNNING, LOGS = ROOT / "run", ROOT / "log"
WITHIN = 40  # seconds
PLACES = "/opt/leadbot", "/var/lib", "/etc/systemd/system"  # which are folders below ROOT


def main(action: str, *names: str) -> None:
    """One call of systemctl."""
    units = [name for name in names if not name.startswith("-")]
    match action:
        case "daemon-reload":
            return
        case "enable" | "start":
            for unit in units:
                start(unit)
        case "stop":
            for unit in units:
                stop(unit)
        case "restart":
            for unit in units:
                stop(unit)
                start(unit)
        case "status":
            for unit in units:
                os.kill(int((RUNNING / unit).read_text()), 0)
        case _:
            raise SystemExit(f"this stand-in knows no {action}")


def read(unit: str) -> configparser.ConfigParser:
    """A unit, as it lies where systemd looks for it."""
    text = (ROOT / "etc/systemd/system" / unit).read_text()
    for place in PLACES:
        text = text.replace(place, f"{ROOT}{place}")
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(text)
    return parser


def start(unit: str) -> None:
    """Starts a unit, and waits until it is ready, or done if it is to end by itself."""
    parser = read(unit)
    if unit.endswith(".timer"):
        assert read(unit.replace(".timer", ".service")).sections()
        return
    service = parser["Service"]
    folder = ROOT / "var/lib/leadbot"
    (folder / "backups").mkdir(parents=True, exist_ok=True)
    given = (line for line in Path(service["EnvironmentFile"]).read_text().splitlines() if not line.startswith("#"))
    environment = os.environ | dict(line.split("=", 1) for line in given if line)
    command = shlex.split(service["ExecStart"].replace("$$", "$").replace("%%", "%"))
    log = LOGS / unit
    with log.open("a") as said:
        begins = said.tell()
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    if service.get("Type") == "oneshot":
        if process.wait(WITHIN):
            raise SystemExit(log.read_text())
        return
    (RUNNING / unit).write_text(str(process.pid))
    end = time.monotonic() + WITHIN
    while " ready " not in f"{log.read_text()[begins:]} ":
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(log.read_text())
        time.sleep(0.1)


def stop(unit: str) -> None:
    """Ends a unit as systemd does, and waits for its end."""
    pid = int((RUNNING / unit).read_text())
    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + WITHIN
    while is_there(pid):
        if time.monotonic() > end:
            raise SystemExit(f"{unit} does not end")
        time.sleep(0.1)
    (RUNNING / unit).unlink()


def is_there(pid: int) -> bool:
    """Whether the process has not ended; one that nobody has waited for yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    main(*sys.argv[1:])
