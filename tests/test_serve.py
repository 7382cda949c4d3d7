"""`leadbot` as an operator runs it: processes of their own, over HTTP, ended by signals."""

import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadbot.domain.clock import utc_now
from tests.databases import Databases
from tests.operators import QUICK, Operator, an_operator, free_port

TOKEN = "xoxb-do-not-print-me"
SECRET = "this-must-stay-secret"
ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Operator]:
    with an_operator(tmp_path) as operator:
        yield operator


@pytest.fixture
def on_a_migrated_database(operator: Operator, migrated_database_url: str) -> Operator:
    operator.environment["DATABASE_URL"] = migrated_database_url
    return operator


@pytest.fixture
def on_an_empty_database(operator: Operator, empty_database_url: str) -> Operator:
    operator.environment["DATABASE_URL"] = empty_database_url
    return operator


# ---- leadbot run


@ON_SQLITE
def test_run_is_ready_and_answers(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    process = operator.runs()
    assert operator.gets("/healthz") == (200, "ok\n")
    assert operator.gets("/readyz") == (200, "ready\n")
    assert operator.slack.add_person("Bob").types("/skills logo design").text.startswith("Saved.")
    process.signal(signal.SIGTERM)
    assert process.ends() == 0


@ON_SQLITE
def test_run_migrates_an_empty_sqlite_itself(on_an_empty_database: Operator) -> None:
    operator = on_an_empty_database
    process = operator.runs()
    assert operator.gets("/readyz") == (200, "ready\n")
    process.signal(signal.SIGINT)
    assert process.ends() == 0


@ON_POSTGRESQL
def test_run_does_not_migrate_a_postgresql_that_others_may_be_using(on_an_empty_database: Operator) -> None:
    done = on_an_empty_database.types("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database has another schema. Run `leadbot migrate` first.\n"


@ON_SQLITE
def test_readyz_says_why_it_is_not_ready(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.runs()
    operator.executes("UPDATE alembic_version SET version_num = 'another'")
    assert "leadbot migrate" in operator.awaits("/readyz", 503)
    assert operator.gets("/healthz") == (200, "ok\n")


@ON_POSTGRESQL
def test_readyz_tells_of_deliveries_that_nobody_makes(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.starts("web")  # and no worker beside it
    operator.awaits("/readyz", 200)
    operator.slack.deliver_to(f"http://127.0.0.1:{operator.environment['PORT']}/slack/events")
    ada = operator.slack.add_person("Ada")
    ada.types("/lead Logo for a café")
    assert ada.wait_for_form(callback_id="lead_form").submit() is None
    operator.slack.wait_until(lambda: ada.inbox, what="what follows the press is said at once")
    assert operator.gets("/readyz") == (200, "ready\n")

    operator.executes("UPDATE messages SET state = 'waiting', due_at = due_at - interval '1 hour', lease_until = NULL")
    assert "Deliveries do not move" in operator.awaits("/readyz", 503)


@ON_POSTGRESQL
def test_readyz_says_so_when_the_database_is_gone(operator: Operator, databases: Databases) -> None:
    with databases.migrated() as url:
        operator.environment["DATABASE_URL"] = url
        operator.runs()
        assert operator.gets("/readyz") == (200, "ready\n")
    assert "database does not answer" in operator.awaits("/readyz", 503)
    assert operator.gets("/healthz") == (200, "ok\n")


# ---- what is missing or wrong


@pytest.mark.parametrize("command", ["run", "tick"])
def test_missing_settings_are_all_named_in_one_sentence(operator: Operator, command: str) -> None:
    del operator.environment["SLACK_BOT_TOKEN"], operator.environment["SLACK_SIGNING_SECRET"]
    done = operator.types(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_token_stops_the_start_and_is_not_printed(operator: Operator) -> None:
    operator.environment |= {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}
    done = operator.types("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Slack did not accept SLACK_BOT_TOKEN (invalid_auth).\n"
    assert TOKEN not in done.stderr
    assert SECRET not in done.stderr


def test_settings_that_make_no_sense_are_named_without_their_values(operator: Operator) -> None:
    operator.environment |= {"PORT": "a-secret-port", "LEADBOT_LOG": "secret-colours"}
    done = operator.types("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert "LEADBOT_LOG, PORT" in done.stderr
    assert "secret" not in done.stderr


def test_a_port_that_is_taken_is_said(operator: Operator) -> None:
    operator.environment["PORT"] = operator.slack.url.rpartition(":")[2]
    done = operator.types("run")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"Port {operator.environment['PORT']} on 127.0.0.1 cannot be used")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["no-such-command"], ["run", "--no-such-option"], ["tick", "--now", "soon"], ["match"]]
)
def test_wrong_arguments_exit_with_2(operator: Operator, arguments: list[str]) -> None:
    done = operator.types(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_help_names_every_command(operator: Operator) -> None:
    done = operator.types("--help")
    assert done.returncode == 0
    for command in ("demo", "run", "web", "worker", "migrate", "tick", "match"):
        assert f"  {command} " in done.stdout


# ---- signals


@ON_SQLITE
def test_sigterm_finishes_a_request_and_a_delivery_that_are_open(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    process = operator.runs()
    ada = operator.slack.add_person("Ada")
    ada.types("/lead Logo for a café")
    form = ada.wait_for_form(callback_id="lead_form")
    posting = operator.slack.hold("chat.postMessage")
    assert form.submit() is None
    assert posting.arrived.wait(QUICK)  # a delivery is open…
    opening = operator.slack.hold("views.open")
    asking = threading.Thread(target=ada.types, args=("/lead",))
    asking.start()
    assert opening.arrived.wait(QUICK)  # …and so is what a request has asked for

    began = time.monotonic()
    process.signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.ends(within=1.0)  # it waits for both
    opening.release()
    posting.release()
    assert process.ends(within=25) == 0
    assert time.monotonic() - began < 25
    asking.join(QUICK)
    assert operator.slack.calls_to("chat.postMessage")[0].ok
    assert operator.slack.calls_to("views.open")[-1].ok

    again = operator.runs()  # nothing of it is lost, and nothing said again
    operator.slack.wait_until(lambda: len(operator.slack.conversation("leads").messages) == 1, what="the card is there")
    again.signal(signal.SIGTERM)
    assert again.ends(within=25) == 0
    keys = [json.dumps(call.args["metadata"]) for call in operator.slack.calls_to("chat.postMessage") if call.ok]
    assert len(keys) == len(set(keys))


@ON_SQLITE
def test_a_second_sigterm_ends_it_at_once(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    process = operator.runs()
    ada = operator.slack.add_person("Ada")
    hold = operator.slack.hold("users.info")
    ada.types("/skills logo design")
    assert hold.arrived.wait(QUICK)
    process.signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.ends(within=0.5)
    process.signal(signal.SIGTERM)
    assert process.ends(within=3) == 128 + signal.SIGTERM


# ---- the other commands


def test_tick_says_what_it_did_in_one_line_of_json(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    now = utc_now().replace(microsecond=0).isoformat()
    done = operator.types("tick")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["did"] == {"looked up hosts": 1}
    assert done.stdout.count("\n") == 1

    rehearsed = operator.types("tick", "--now", now)
    assert rehearsed.returncode == 0
    assert json.loads(rehearsed.stdout) == {"now": now, "did": {}}


@ON_POSTGRESQL
def test_web_answers_and_a_worker_delivers(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    web = operator.starts("web")
    operator.awaits("/readyz", 200)
    worker = operator.starts("worker")
    worker.says("worker ready")
    operator.slack.deliver_to(f"http://127.0.0.1:{operator.environment['PORT']}/slack/events")
    bob = operator.slack.add_person("Bob")
    assert bob.types("/skills logo design").text.startswith("Saved.")
    ada = operator.slack.add_person("Ada")
    ada.types("/lead Logo for a café")
    assert ada.wait_for_form(callback_id="lead_form").submit() is None
    operator.slack.wait_until(lambda: bob.inbox, what="Bob is asked")

    for process in (web, worker):
        process.signal(signal.SIGTERM)
        assert process.ends(within=25) == 0


@ON_SQLITE
@pytest.mark.parametrize("half", ["web", "worker"])
def test_the_halves_refuse_sqlite(on_a_migrated_database: Operator, half: str) -> None:
    done = on_a_migrated_database.types(half)
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs PostgreSQL" in done.stderr
    assert done.stderr.count("\n") == 1


def test_migrate_may_be_repeated(on_an_empty_database: Operator) -> None:
    assert [on_an_empty_database.types("migrate").returncode for _ in range(2)] == [0, 0]
    assert on_an_empty_database.types("tick").returncode == 0


def test_migrate_says_that_a_database_does_not_answer(operator: Operator) -> None:
    operator.environment["DATABASE_URL"] = f"postgresql://leadbot:{SECRET}@127.0.0.1:{free_port()}/leadbot"
    done = operator.types("migrate")
    assert done.returncode == 1
    assert done.stderr.startswith("The database was not migrated")
    assert SECRET not in done.stderr


MEMBERS = """id,skills,text
bob,web design;logo design,Small websites
cat,illustration,Murals
"""


@pytest.mark.parametrize(("words", "code"), [("A logo for a café", 0), ("qqqq zzzz", 1)])
def test_match_ranks_a_file(operator: Operator, words: str, code: int) -> None:
    members = operator.folder / "members.csv"
    members.write_text(MEMBERS)
    done = operator.types("match", words, "--members", str(members))
    assert done.returncode == code
    assert done.stdout.startswith("1. bob") if code == 0 else done.stderr.startswith("Nobody in this file fits")


def test_match_says_that_there_is_no_such_file(operator: Operator) -> None:
    done = operator.types("match", "A logo", "--members", "nowhere.csv")
    assert done.returncode in (1, 2)
    assert "nowhere.csv" in done.stderr
    assert "Traceback" not in done.stderr
