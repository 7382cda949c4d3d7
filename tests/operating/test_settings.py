"""What an operator set, or forgot to: all of it is named before anything starts, and no secret is shown."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from leadbot.config import Settings
from tests.operators import ON_SQLITE, Operator, free_port

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TOKEN = "xoxb-do-not-print-me"
SECRET = "this-must-stay-secret"
SEE = "Set them in the environment or in .env; see .env.example.\n"


def ended(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    """How it ended: its exit code, and all that it said on standard output and on standard error."""
    return done.returncode, done.stdout, done.stderr


@pytest.mark.case("SECRET-06")
@pytest.mark.parametrize("command", ["run", "web", "worker", "tick"])
def test_all_that_is_missing_or_malformed_is_named_in_one_message(operator: Operator, command: str) -> None:
    del operator.environment["SLACK_BOT_TOKEN"], operator.environment["SLACK_SIGNING_SECRET"]
    assert ended(operator.types(command)) == (
        1,
        "",
        f"Missing: SLACK_BOT_TOKEN, SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET, to hear from Slack over HTTP). {SEE}",
    )

    operator.environment |= {
        "DATABASE_URL": f"mysql://leadbot:{SECRET}@127.0.0.1/leadbot",
        "LEADBOT_BASE_URL": SECRET,
        "LEADBOT_LOG": "xml",
        "LEADBOT_LOG_LEVEL": "LOUD",
        "PORT": "abc",
        "SLACK_API_URL": "https://slack.example",
        "SLACK_SIGNING_SECRET": SECRET,
    }
    assert ended(operator.types(command)) == (
        1,
        "",
        "Missing: SLACK_BOT_TOKEN. These make no sense: "
        "DATABASE_URL (must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME), "
        "LEADBOT_BASE_URL (must be a URL, such as https://leadbot.example), "
        "LEADBOT_LOG (must be text or json), "
        "LEADBOT_LOG_LEVEL (must be DEBUG, INFO, WARNING or ERROR), "
        "PORT (must be a number from 0 to 65535), "
        f"SLACK_API_URL (must be a URL ending in /api/). {SEE}",
    )
    assert list(operator.folder.iterdir()) == []  # and nothing was made on disk


@pytest.mark.case("SECRET-06")
@pytest.mark.parametrize(
    "value", ["...", "", "your-token-here", "<paste it here>", "changeme", "CHANGE_ME", "XXXXXXXXXXXX", "****"]
)
def test_what_stands_in_examples_is_named_and_not_taken_for_a_secret(operator: Operator, value: str) -> None:
    operator.environment |= {
        "SLACK_BOT_TOKEN": f"xoxb-{value}",
        "SLACK_APP_TOKEN": f"xapp-{value}",
        "SLACK_SIGNING_SECRET": value or "signing_secret",
    }
    code, out, said = ended(operator.types("run"))
    assert (code, out) == (1, "")
    assert said.startswith("These make no sense: SLACK_APP_TOKEN (must be an app-level token: it begins with xapp-, ")
    assert "SLACK_BOT_TOKEN (must be a bot token: it begins with xoxb-, " in said
    assert "SLACK_SIGNING_SECRET (must be the signing secret, which is at Basic Information " in said
    assert f"xoxb-{value}." not in said
    assert not value or value not in said
    assert list(operator.folder.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://leadbot:{SECRET}@127.0.0.1/leadbot",
        f"postgresql+psycopg2://leadbot:{SECRET}@127.0.0.1/leadbot",
        f"postgresql://leadbot:{SECRET}@127.0.0.1:port/leadbot",
        "sqlite+aiosqlite:///leadbot.db",
        "sqlite://leadbot.db",  # a slash is missing
        "sqlite://",  # in memory, where each connection would have a database of its own
        f"leadbot.db {SECRET}",
    ],
)
def test_a_database_that_is_neither_sqlite_nor_postgresql_is_named(operator: Operator, url: str) -> None:
    operator.environment["DATABASE_URL"] = url
    assert ended(operator.types("migrate")) == (
        1,
        "",
        f"These make no sense: DATABASE_URL (must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME). {SEE}",
    )


def test_postgresql_without_its_driver_is_said(operator: Operator) -> None:
    operator.environment["DATABASE_URL"] = f"postgres://leadbot:{SECRET}@127.0.0.1/leadbot"
    without = "import sys; sys.modules['psycopg'] = None; from leadbot.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", without, "run"],
        env=operator.environment,
        cwd=operator.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended(done) == (1, "", "DATABASE_URL names a PostgreSQL, and that needs: pip install 'leadbot[postgres]'\n")


@ON_SQLITE
def test_variables_that_are_not_ours_change_nothing(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.environment |= {"LOG": "loud", "LOG_LEVEL": "loud", "BASE_URL": "nowhere", "API_URL": "nowhere"}
    assert operator.types("tick").returncode == 0


def test_a_dotenv_file_that_is_no_text_is_named(operator: Operator) -> None:
    (operator.folder / ".env").write_bytes("SLACK_BOT_TOKEN=ü".encode("cp1252"))
    assert ended(operator.types("run")) == (
        1,
        "",
        ".env cannot be read (UnicodeDecodeError). It must be a text file in UTF-8.\n",
    )


EVERY_WAY = pytest.mark.parametrize(
    ("databases", "command"),
    [("sqlite", "run"), ("postgresql", "web"), ("postgresql", "worker"), ("sqlite", "tick")],
    indirect=["databases"],
)
LISTENING = pytest.mark.parametrize(
    ("databases", "command"), [("sqlite", "run"), ("postgresql", "web")], indirect=["databases"]
)


@pytest.mark.case("SECRET-06")
@EVERY_WAY
def test_a_wrong_token_stops_the_start_and_is_not_printed(on_a_migrated_database: Operator, command: str) -> None:
    operator = on_a_migrated_database
    operator.environment |= {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}
    assert ended(operator.types(command)) == (
        1,
        "",
        "Slack did not accept SLACK_BOT_TOKEN (invalid_auth): "
        "copy it anew from OAuth & Permissions in the settings of your Slack app.\n",
    )


@ON_SQLITE
def test_a_slack_that_cannot_be_reached_is_no_fault_of_the_token(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.environment["SLACK_API_URL"] = f"http://127.0.0.1:{free_port()}/api/"
    assert ended(operator.types("tick")) == (
        1,
        "",
        "Slack did not answer (ConnectionRefusedError). "
        "Can this machine reach it, and is SLACK_API_URL right, if it is set?\n",
    )


@LISTENING
def test_a_port_that_is_taken_is_said(on_a_migrated_database: Operator, command: str) -> None:
    operator = on_a_migrated_database
    operator.environment["PORT"] = operator.slack.url.rpartition(":")[2]
    done = operator.types(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Port {operator.environment['PORT']} on 127.0.0.1 cannot be used")
    assert done.stderr.count("\n") == 1


def test_migrate_says_that_a_database_does_not_answer(operator: Operator) -> None:
    operator.environment["DATABASE_URL"] = f"postgresql://leadbot:{SECRET}@127.0.0.1:{free_port()}/leadbot"
    done = operator.types("migrate")
    assert ended(done) == (
        1,
        "",
        "The database cannot be used (OperationalError). Is DATABASE_URL right, and does it answer?\n",
    )


@pytest.mark.parametrize("command", ["run", "migrate", "tick"])
def test_a_file_that_cannot_be_a_database_is_said(operator: Operator, command: str) -> None:
    notes = operator.folder / "notes.txt"
    notes.write_text("Milk, bread, and something nice for Ada, who has won the café on Oldham Street.")
    operator.environment["DATABASE_URL"] = f"sqlite:///{notes}"
    no_database = "DATABASE_URL names a file that is no database: name another.\n"
    assert ended(operator.types(command)) == (1, "", no_database)
    operator.environment["DATABASE_URL"] = f"sqlite:///{operator.folder}/nowhere/leadbot.db"
    not_opened = "DATABASE_URL names a file that cannot be opened: its folder must be there, for Leadbot to write to.\n"
    assert ended(operator.types(command)) == (1, "", not_opened)


def test_the_example_names_every_setting_and_says_which_are_not_used_yet() -> None:
    used, unused = EXAMPLE.read_text(encoding="utf-8").split("# --- Not used yet")
    named = set(re.findall(r"^#([A-Z_]+)=", used, re.MULTILINE))
    later = set(re.findall(r"^#([A-Z_]+)=", unused, re.MULTILINE)) - {"TEST_DATABASE_URL"}
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    assert named == known - later
