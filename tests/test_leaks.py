"""No secret is in any log: not at DEBUG, not in what libraries write, not in a traceback, not in a file."""

import io
import json
import logging
from pathlib import Path

import pytest
import structlog
from slack_bolt.logger import get_bolt_logger
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from leadbot.config import Settings
from leadbot.logs import HIDDEN, hide, set_up_logging
from leadbot.playground.local_slack import LocalSlack
from leadbot.slack.forms import clock_time
from tests import leaks
from tests.stories.space import on_one_engine, open_space, settings_for

BOT, APP = "xo" + "xb-1-abc-DEF", "xa" + "pp-1-A0-abc"  # in two, so that no search for tokens finds this file
ROTATING = "xo" + "xe.xo" + "xb-1-Mi0y"
TRIGGER = f"123456789012.123456789019.{'0a' * 16}"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"the token {BOT} was refused", "the token [hidden] was refused"),
        (f"{APP}, {ROTATING}", "[hidden], [hidden]"),
        ('POST "https://hooks.slack.com/commands/T1/2/x3" failed', 'POST "https://hooks.slack.com/[hidden]" failed'),
        ("http://127.0.0.1:3000/respond/a-b_c", "http://127.0.0.1:3000/respond/[hidden]"),
        ("wss://wss.slack.com/link/?ticket=a-b%2D&app_id=1", "wss://wss.slack.com/link/?ticket=[hidden]&app_id=1"),
        (f"signature v0={'a' * 64}", "signature [hidden]"),
        (f"trigger {TRIGGER} is late", "trigger [hidden] is late"),
        ("postgresql://ada:p%40ss@db.example/leadbot", "postgresql://[hidden]@db.example/leadbot"),
        ("a bot token: it begins with xoxb-, and is at OAuth", "a bot token: it begins with xoxb-, and is at OAuth"),
        ("lead 17 at 12.30, v0=1, https://slack.com/api/", "lead 17 at 12.30, v0=1, https://slack.com/api/"),
    ],
)
@pytest.mark.case("SECRET-05")
def test_what_looks_like_a_secret_is_hidden_and_nothing_else(line, shown):
    assert hide(line) == shown


def at_debug(log="text"):
    """Logging as an operator sets it up who wants to see everything."""
    given = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": "hush-hush-hush", "LEADBOT_LOG": log}
    given |= {"DATABASE_URL": "postgresql://ada:open-sesame@db.example/leadbot", "LEADBOT_LOG_LEVEL": "DEBUG"}
    set_up_logging(Settings.model_validate(given))


def raise_with(words, kind=ValueError):
    raise kind(words)


@pytest.mark.parametrize("log", ["text", "json"])
@pytest.mark.case("SECRET-05")
def test_neither_our_lines_nor_the_errors_in_them_hold_one(capsys, log):
    at_debug(log)
    secrets = ("hush-hush-hush", "postgresql://ada:open-sesame@db", BOT, f"https://hooks.slack.com/{TRIGGER}")
    try:
        raise_with(f"refused: {secrets}", RuntimeError)
    except RuntimeError:
        structlog.get_logger().exception("handler failed", url=secrets[-1])
    said = capsys.readouterr().err
    assert "RuntimeError: refused" in said
    assert said.count(HIDDEN) >= 2 * 2
    assert [secret for secret in (*secrets, TRIGGER) if secret in said] == []
    assert "sesame" not in said


@pytest.mark.parametrize("log", ["text", "json"])
def test_an_error_of_ours_is_one_line_that_says_where_and_nothing_of_what_somebody_typed(capsys, log):
    at_debug(log)
    try:
        clock_time("the canary bakery, at nine")
    except ValueError:
        structlog.get_logger().exception("handler failed")
    [told] = capsys.readouterr().err.splitlines()
    assert "handler failed" in told
    assert "ValueError" in told
    assert "slack/forms.py:" in told
    assert "canary" not in told


@pytest.mark.case("SECRET-05")
def test_nor_do_those_of_libraries_whoever_writes_them():
    at_debug()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("cheroot.of.all.people")
    logger.addHandler(handler)
    try:
        logger.error("could not use %s", BOT)
        raise_with("hush-hush-hush")
    except ValueError:
        logger.exception("at %s", "postgresql://ada:open-sesame@db.example/leadbot")
    finally:
        logger.removeHandler(handler)
    said = stream.getvalue()
    assert "could not use [hidden]" in said
    assert "ValueError: [hidden]" in said
    assert leaks.secrets_in([said]) == []
    assert "hush" not in said
    assert "sesame" not in said


@pytest.mark.case("SECRET-05")
def test_slacks_own_libraries_write_no_request_at_debug(caplog):
    """They would write its headers and its body, in which what is confidential looks like anything else."""
    caplog.set_level(logging.DEBUG)
    with LocalSlack() as slack:
        set_up_logging(settings_for(slack, "sqlite:///leadbot.db", "DEBUG"))
        WebClient(token=slack.bot_token, base_url=slack.api_url).auth_test()
        WebhookClient(f"{slack.url}/respond/nobody").send(text="Ring Jo on 0161 496 0000")
        get_bolt_logger(WebClient).error("Invalid request signature detected, body: Ring Jo on 0161 496 0000")
        assert not logging.getLogger("sqlalchemy.engine").isEnabledFor(logging.INFO)
    assert [record for record in caplog.records if record.name.startswith(("slack", "sqlalchemy"))] == []


@on_one_engine
@pytest.mark.case("SECRET-05")
def test_no_token_no_url_and_no_trigger_is_kept_in_the_database(migrated_database_url):
    with open_space(migrated_database_url) as space:
        ada, bob, *_ = space.moves_in()
        space.posts(ada, confidential="Ring Jo on 0161 496 0000")
        space.accepts(bob)
        leaks.plant(space.slack)
        triggers = {each.body["trigger_id"] for each in space.slack.deliveries if "trigger_id" in each.body}
        planted = (
            leaks.planted - {"Ring Jo on 0161 496 0000"} | triggers
        )  # the first is kept, for whoever is introduced
    files = Path(migrated_database_url.removeprefix("sqlite:///")).parent.glob("*")
    kept = b"".join(file.read_bytes() for file in files if file.is_file())
    assert b"Ring Jo" in kept
    assert len(planted) > 10
    assert [secret for secret in planted if secret.encode() in kept] == []


# ---- the trap itself


def report(**written):
    sections = [(f"Captured {where} call", text) for where, text in written.items()]
    return pytest.TestReport("a test", ("", 0, ""), {}, "passed", None, "teardown", sections)


@pytest.mark.parametrize("where", ["stdout", "stderr", "log"])
@pytest.mark.parametrize("secret", [BOT, "told-in-confidence", f"/respond/{TRIGGER}"])
@pytest.mark.case("SECRET-05")
def test_a_test_that_lets_a_secret_out_has_failed_and_does_not_repeat_it(where, secret):
    leaks.planted.add("told-in-confidence")
    judged = report(**{where: f"first line\nand {secret}, too"})
    leaks.judge(judged)
    assert judged.failed
    assert secret not in json.dumps(judged.longrepr)
    judged = report(**{where: "first line\nand nothing, too"})
    leaks.judge(judged)
    assert judged.passed


@pytest.mark.case("SECRET-05")
def test_what_a_process_has_written_counts_as_well():
    leaks.overhear(f"ready with {BOT}\n")
    judged = report()
    leaks.judge(judged)
    assert judged.failed
