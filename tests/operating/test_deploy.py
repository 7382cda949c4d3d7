"""What Leadbot is started by, other than hands: the units for systemd, and the Procfile."""

import configparser
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operators import ON_POSTGRESQL, QUICK, Operator

REPOSITORY = Path(__file__).parents[2]
UNITS = sorted((REPOSITORY / "deploy").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
LEADBOT = "/opt/leadbot/.venv/bin/leadbot"
LEAST_EXPOSED = 20  # of 100, by systemd's own count; without a sandbox it is 96
each_service = pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)


def read(unit: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit.read_text(encoding="utf-8"))
    return parser


@each_service
def test_a_service_writes_to_its_own_folder_and_nowhere_else(unit: Path) -> None:
    service = read(unit)["Service"]
    assert service["DynamicUser"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["ProtectHome"] == "yes"
    assert service["NoNewPrivileges"] == "yes"
    assert service["StateDirectory"].split()[0] == "leadbot"
    assert service["StateDirectoryMode"] == "0700"
    assert service["UMask"] == "0077"
    assert service["EnvironmentFile"] == "/opt/leadbot/.env"


def test_leadbot_is_started_again_whenever_it_ends_and_has_the_time_to_finish() -> None:
    unit = read(REPOSITORY / "deploy/leadbot.service")
    assert unit["Service"]["ExecStart"] == f"{LEADBOT} run"
    assert unit["Service"]["Restart"] == "always"
    assert int(unit["Service"]["RestartSec"]) >= 5  # a wrong token must not become a flood
    assert int(unit["Service"]["TimeoutStopSec"]) > 25
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def test_the_backup_comes_every_night_as_the_same_user() -> None:
    timer, backup = (read(REPOSITORY / "deploy" / f"leadbot-backup.{end}") for end in ("timer", "service"))
    assert timer["Timer"]["OnCalendar"].startswith("*-*-* ")
    assert timer["Timer"]["Persistent"] == "yes"
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert f"{LEADBOT} backup" in backup["Service"]["ExecStart"]
    assert backup["Service"]["Type"] == "oneshot"
    assert backup["Service"]["User"] == read(REPOSITORY / "deploy/leadbot.service")["Service"]["User"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units, with a program in Leadbot's place that this machine has."""
    if shutil.which("systemd-analyze") is None:
        if os.environ.get("LEADBOT_REQUIRE_ALL") == "1":
            pytest.fail("The units are checked with systemd-analyze: apt-get install systemd")
        pytest.skip("there is no systemd-analyze here")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(LEADBOT, "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


def analyzes(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=QUICK, check=False)


def test_systemd_finds_nothing_wrong_with_the_units(installed: Path) -> None:
    done = analyzes("verify", *(str(installed / unit.name) for unit in UNITS))
    assert (done.returncode, done.stderr) == (0, "")


@each_service
def test_systemd_counts_a_service_as_hardly_exposed(installed: Path, unit: Path) -> None:
    done = analyzes("security", "--offline=yes", f"--threshold={LEAST_EXPOSED}", str(installed / unit.name))
    assert done.returncode == 0, done.stdout + done.stderr


def honcho(operator: Operator, *processes: str) -> subprocess.Popen[bytes]:
    """The Procfile, as a platform runs it."""
    program = operator.folder / "leadbot"  # the one that is tested, whatever is installed
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m leadbot "$@"\n')
    program.chmod(0o755)
    shutil.copy(REPOSITORY / "Procfile", operator.folder)
    environment = operator.environment | {"PATH": f"{operator.folder}:{os.environ['PATH']}"}
    return subprocess.Popen(
        [sys.executable, "-m", "honcho", "start", *processes],
        cwd=operator.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@ON_POSTGRESQL
def test_a_platform_releases_starts_and_stops_what_the_procfile_names(on_an_empty_database: Operator) -> None:
    operator = on_an_empty_database
    release = honcho(operator, "release")
    said, _ = release.communicate(timeout=QUICK)
    assert release.returncode == 0, said

    both = honcho(operator, "web", "worker")
    try:
        assert operator.awaits("/readyz", 200) == "ready\n"
        operator.slack.deliver_to(f"http://127.0.0.1:{operator.environment['PORT']}/slack/events")
        ada, bob = operator.slack.add_person("Ada"), operator.slack.add_person("Bob")
        assert bob.types("/skills logo design").text.startswith("Saved.")
        ada.types("/lead Logo for a café")
        assert ada.wait_for_form(callback_id="lead_form").submit() is None
        operator.slack.wait_until(lambda: bob.inbox, what="Bob is asked")
    finally:
        both.send_signal(signal.SIGTERM)
        said, _ = both.communicate(timeout=40)
        print(said.decode())  # pytest shows it if something has failed
    # honcho tells the exit codes of the shells between it and ours, so it is their last words that count
    assert b"worker stopped" in said
    assert b"Shutting down: Master" in said
    assert b"SIGKILL" not in said
