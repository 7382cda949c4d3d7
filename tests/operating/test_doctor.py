"""`leadbot doctor` finds what is wrong, one line for each, and says what mends it."""

import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from leadbot.db.outbox import Message
from leadbot.db.tables import Workspace
from leadbot.domain.clock import utc_now
from leadbot.slack.events import EVENTS
from leadbot.slack.scopes import bot_scopes
from tests.operating.planted import PLANTED, SECRET, send_leadbot_out, use_socket_mode
from tests.operators import ON_SQLITE, Operator

INSTALL = Path(__file__).parents[2] / "docs" / "install.md"
HOUR = timedelta(hours=1)


@pytest.fixture
def well(on_a_migrated_database: Operator) -> Operator:
    """Somebody with whom all is well."""
    operator = on_a_migrated_database
    operator.environment["LEADBOT_BASE_URL"] = "https://leadbot.example"
    operator.slack.scopes = bot_scopes(EVENTS)
    return operator


def lines(operator: Operator) -> tuple[int, list[str]]:
    """The exit code, and the lines that were printed, each without the spaces that align it."""
    done = operator.types("doctor")
    assert done.stderr == ""
    assert SECRET not in done.stdout
    assert operator.slack.bot_token not in done.stdout
    assert operator.slack.app_token not in done.stdout
    return done.returncode, [" ".join(line.split()) for line in done.stdout.splitlines()]


def faults(operator: Operator) -> list[str]:
    """What is wrong."""
    code, said = lines(operator)
    wrong = [line.removeprefix("fault ") for line in said if line.startswith("fault ")]
    assert code == (1 if wrong else 0)
    return wrong


def test_all_is_well(well: Operator) -> None:
    assert lines(well) == (
        0,
        [
            "ok settings All that is needed is there.",
            "ok database It answers, and has this release's schema.",
            "ok slack It knows Leadbot, in Union Yard.",
            "ok scopes They are exactly those that are needed.",
            "ok clock It agrees with Slack's.",
            "ok channel It is #leads.",
            "ok messages None is overdue, and none was refused.",
        ],
    )


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(operator: Operator) -> None:
    operator.slack.scopes = bot_scopes(EVENTS)
    code, said = lines(operator)
    assert code == 0
    assert [line for line in said if not line.startswith("ok ")] == [
        "note settings LEADBOT_BASE_URL is not set, so nothing is offered that people open in a browser.",
        "note database There is no leadbot.db yet: `leadbot run` makes it.",
    ]
    assert list(operator.folder.iterdir()) == []


def test_over_socket_mode_all_is_well(well: Operator) -> None:
    use_socket_mode(well)
    code, said = lines(well)
    assert code == 0
    assert "ok app token Slack opens connections for it." in said
    assert not well.slack.sockets.lines  # though it has opened none


@ON_SQLITE
@pytest.mark.parametrize(("plant", "said"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_a_fault_is_found_with_its_mend(well: Operator, plant: Callable[[Operator], None], said: str) -> None:
    plant(well)
    assert faults(well) == [said]


@ON_SQLITE
def test_the_docs_show_what_doctor_prints(well: Operator) -> None:
    send_leadbot_out(well)
    assert f"```text\n{well.types('doctor').stdout}```" in INSTALL.read_text(encoding="utf-8")


@ON_SQLITE
@pytest.mark.parametrize(("ahead", "way"), [(-400, "fast"), (400, "slow")])
def test_a_clock_that_is_off_is_found(well: Operator, ahead: int, way: str) -> None:
    well.slack.workspace.clock = lambda: utc_now() + timedelta(seconds=ahead)
    [said] = faults(well)
    assert said.startswith("clock This machine's clock is ")
    assert said.endswith(
        f" seconds {way}: let it be set over the network, for example with `timedatectl set-ntp true`."
    )


@ON_SQLITE
def test_the_channel_that_a_host_chose_is_the_one_that_is_looked_at(well: Operator) -> None:
    assert well.types("tick").returncode == 0  # Leadbot gets to know its workspace
    market = well.slack.add_channel("market")
    well.changes(update(Workspace).values(leads_channel=market.id))
    well.slack.archive(well.slack.conversation("leads"))
    assert "ok channel It is #market." in lines(well)[1]
    well.changes(update(Workspace).values(leads_channel="C0GONE"))
    assert faults(well) == [
        "channel Slack does not show the leads channel (channel_not_found): "
        "choose another in `/leadbot settings`, a public one."
    ]


# ---- faults in what is to be said


def post_and_stop(operator: Operator, error: str) -> None:
    """Ada posts a lead while Slack takes no message; then Leadbot is stopped, and Slack is well again."""
    process = operator.runs()
    ada = operator.slack.add_person("Ada")
    operator.slack.fail("chat.postMessage", error=error, times=1000)
    ada.types("/lead Logo for a café")
    assert ada.wait_for_form(callback_id="lead_form").submit() is None
    operator.slack.wait_until(lambda: operator.slack.calls_to("chat.postMessage"), what="Leadbot tries")
    process.signal(signal.SIGTERM)
    assert process.ends() == 0
    operator.slack.recover()


@ON_SQLITE
def test_overdue_messages_are_found(well: Operator) -> None:
    post_and_stop(well, "service_unavailable")
    overdue = update(Message).where(Message.error.is_not(None)).values(due_at=utc_now() - HOUR, lease_until=None)
    well.changes(overdue)
    assert faults(well) == [
        "messages Deliveries do not move: a message has been due for 60 minutes. Start `leadbot run`, or a `leadbot worker`."
    ]


@ON_SQLITE
def test_messages_that_slack_refused_for_good_are_found_for_a_week(well: Operator) -> None:
    post_and_stop(well, "msg_too_long")
    [said] = faults(well)
    assert said.startswith("messages Within a week Slack refused ")
    assert said.endswith(
        " for good (msg_too_long): mend what is said above, or else report these codes. Then a host sends them again, by the "
        "button in the message that they had."
    )
    well.changes(update(Message).values(due_at=utc_now() - timedelta(days=8)).where(Message.state == "dead"))
    assert "messages Within" not in "".join(faults(well))


@ON_SQLITE
def test_whoever_left_slack_is_no_fault(well: Operator) -> None:
    post_and_stop(well, "user_disabled")
    assert "user_disabled" not in "".join(faults(well))


@ON_SQLITE
def test_a_workspace_that_fell_silent_is_found(well: Operator) -> None:
    post_and_stop(well, "account_inactive")
    assert faults(well)[0] == (
        "messages Nothing is said in Union Yard, since Slack answered account_inactive: install the app again, "
        "set SLACK_BOT_TOKEN to its new token, and start Leadbot again."
    )
