"""`leadbot` as an operator runs it: processes of their own, over HTTP, ended by signals."""

import json
import signal

import pytest

from leadbot.domain.clock import utc_now
from tests.operators import ON_POSTGRESQL, ON_SQLITE, Operator

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
@pytest.mark.parametrize("command", ["run", "web", "worker"])
def test_a_postgresql_that_others_may_be_using_is_not_migrated_unasked(
    on_an_empty_database: Operator, command: str
) -> None:
    done = on_an_empty_database.types(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database has another schema. Run `leadbot migrate` first.\n"


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
    for command in (
        "demo",
        "run",
        "web",
        "worker",
        "migrate",
        "manifest",
        "doctor",
        "backup",
        "export",
        "purge",
        "tick",
        "match",
    ):
        assert f"  {command} " in done.stdout


# ---- the other commands


def test_tick_says_what_it_did_in_one_line_of_json(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    now = utc_now().replace(microsecond=0).isoformat()
    done = operator.types("tick")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["did"] == {"looked up hosts": 1}
    assert done.stdout.count("\n") == 1

    rehearsed = operator.starts_afresh("tick", "--now", now).done()
    assert rehearsed.returncode == 0
    assert json.loads(rehearsed.stdout) == {"now": now, "did": {}}


def test_tick_wants_the_schema_to_be_there(on_an_empty_database: Operator) -> None:
    done = on_an_empty_database.types("tick")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database has another schema. Run `leadbot migrate` first.\n"


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


@ON_POSTGRESQL
def test_a_worker_tries_again_while_slack_does_not_answer(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.slack.fail("auth.test", error="internal_error", times=1)
    worker = operator.starts("worker")
    assert "Slack did not answer" in worker.says("tries_again_in")
    worker.says("worker ready")
    worker.signal(signal.SIGTERM)
    assert worker.ends() == 0


@ON_POSTGRESQL
@pytest.mark.parametrize(("answers", "silences"), [(0, 2), (1, 1)], ids=["from the first", "once gunicorn begins"])
def test_web_tries_again_while_slack_does_not_answer(
    on_a_migrated_database: Operator, answers: int, silences: int
) -> None:
    operator = on_a_migrated_database
    operator.slack.fail("auth.test", error="internal_error", times=silences, after=answers)
    web = operator.starts("web")
    assert "Slack did not answer" in web.says("tries_again_in")
    assert "Slack has not answered yet" in operator.awaits("/readyz", 503)
    assert operator.gets("/healthz") == (200, "ok\n")
    operator.awaits("/readyz", 200)
    operator.slack.deliver_to(f"http://127.0.0.1:{operator.environment['PORT']}/slack/events")
    assert operator.slack.add_person("Bob").types("/skills logo design").text.startswith("Saved.")
    web.signal(signal.SIGTERM)
    assert web.ends(within=25) == 0
    assert "Traceback" not in web.rest()


@ON_POSTGRESQL
def test_web_can_be_stopped_while_slack_does_not_answer(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.slack.fail("auth.test", error="internal_error", times=1000)
    web = operator.starts("web")
    web.says("tries_again_in")
    web.signal(signal.SIGTERM)
    assert web.ends(within=25) == 0


@ON_POSTGRESQL
def test_a_token_that_slack_refuses_once_it_answers_ends_web_with_one_sentence(
    on_a_migrated_database: Operator,
) -> None:
    operator = on_a_migrated_database
    operator.slack.fail("auth.test", error="internal_error", times=2)
    operator.slack.fail("auth.test", error="token_revoked", times=1000)
    web = operator.starts("web")
    assert web.ends(within=25) == 1
    said = web.rest()
    assert said.splitlines()[-1].startswith("Slack did not accept SLACK_BOT_TOKEN (token_revoked)")
    assert "Traceback" not in said


@ON_POSTGRESQL
def test_web_opens_nothing_but_its_port(on_a_migrated_database: Operator) -> None:
    operator = on_a_migrated_database
    operator.environment |= {"HOME": str(operator.folder), "XDG_RUNTIME_DIR": str(operator.folder)}
    web = operator.starts("web")
    operator.awaits("/readyz", 200)
    web.signal(signal.SIGTERM)
    web.says("Handling signal: term")
    assert list(operator.folder.iterdir()) == []  # gunicorn's control socket would come before it hears of any signal
    assert web.ends(within=25) == 0


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
