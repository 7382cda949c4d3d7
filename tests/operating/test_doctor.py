"""`leadbot doctor` finds what is wrong, one line for each, and says what mends it."""

import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from leadbot.db.outbox import Message
from leadbot.db.tables import Workspace
from leadbot.domain.clock import utc_now
from leadbot.slack.events import EVENTS
from leadbot.slack.scopes import bot_scopes
from tests.operators import ON_SQLITE, Operator, free_port

INSTALL = Path(__file__).parents[2] / "docs" / "install.md"
SECRET = "this-must-stay-secret"
HOUR = timedelta(hours=1)
WRONG_TOKEN = f"xoxb-{SECRET}"


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


# ---- faults in what an operator has set


def use_socket_mode(operator: Operator) -> None:
    """An app token, and no secret, which is not needed then."""
    del operator.environment["SLACK_SIGNING_SECRET"]
    operator.environment["SLACK_APP_TOKEN"] = operator.slack.app_token


def leave_out_and_misspell(operator: Operator) -> None:
    del operator.environment["SLACK_SIGNING_SECRET"]
    operator.environment |= {"LEADBOT_LOG": SECRET, "PORT": "abc"}


def leave_out_the_secret(operator: Operator) -> None:
    del operator.environment["SLACK_SIGNING_SECRET"]


def name_a_database_that_is_not_there(operator: Operator) -> None:
    operator.environment["DATABASE_URL"] = f"postgresql://leadbot:{SECRET}@127.0.0.1:{free_port()}/leadbot"


def name_a_file_in_a_folder_that_is_not_there(operator: Operator) -> None:
    operator.environment["DATABASE_URL"] = "sqlite:////nowhere/at/all.db"


def name_a_file_that_is_no_database(operator: Operator) -> None:
    (operator.folder / "notes.txt").write_text("Milk, bread, and something nice for Ada.")
    operator.environment["DATABASE_URL"] = "sqlite:///notes.txt"


def come_from_another_release(operator: Operator) -> None:
    operator.changes(text("UPDATE alembic_version SET version_num = 'another'"))


def take_a_persons_token(operator: Operator) -> None:
    operator.environment["SLACK_BOT_TOKEN"] = f"xoxp-{SECRET}"


def swap_the_tokens(operator: Operator) -> None:
    use_socket_mode(operator)
    operator.environment |= {
        "SLACK_BOT_TOKEN": f"xapp-{SECRET}",
        "SLACK_APP_TOKEN": operator.environment["SLACK_BOT_TOKEN"],
    }


def give_the_bots_token_twice(operator: Operator) -> None:
    use_socket_mode(operator)
    operator.environment["SLACK_APP_TOKEN"] = operator.environment["SLACK_BOT_TOKEN"]


def mistype_the_token(operator: Operator) -> None:
    operator.environment["SLACK_BOT_TOKEN"] = WRONG_TOKEN


def mistype_the_app_token(operator: Operator) -> None:
    use_socket_mode(operator)
    operator.environment["SLACK_APP_TOKEN"] = f"xapp-{SECRET}"


def make_an_app_token_without_its_scope(operator: Operator) -> None:
    use_socket_mode(operator)
    operator.slack.workspace.app_token.scopes.clear()


def be_cut_off(operator: Operator) -> None:
    operator.environment["SLACK_API_URL"] = f"http://127.0.0.1:{free_port()}/api/"


# ---- faults in Slack, and of the machine


def grant_too_little(operator: Operator) -> None:
    operator.slack.deny("users:read", "mpim:write")


def grant_too_much(operator: Operator) -> None:
    operator.slack.scopes |= {"channels:history", "chat:write.public"}


def have_no_leads_channel(operator: Operator) -> None:
    operator.slack.rename(operator.slack.conversation("leads"), "opportunities")


def archive_the_channel(operator: Operator) -> None:
    operator.slack.archive(operator.slack.conversation("leads"))


def share_the_channel(operator: Operator) -> None:
    operator.slack.share(operator.slack.conversation("leads"))


def send_leadbot_out(operator: Operator) -> None:
    operator.slack.remove(operator.slack.conversation("leads"))


A_BOT_TOKEN = (
    "(must be a bot token: it begins with xoxb-, and is at OAuth & Permissions in the settings of your Slack app)"
)
AN_APP_TOKEN = (
    "(must be an app-level token: it begins with xapp-, and is at Basic Information in the settings of your Slack app)"
)
MAKE_AN_APP_TOKEN = (
    "On your app's page at Slack, under Basic Information, App-Level Tokens, make one with the scope connections:write."
)
SEE = "Set them in the environment or in .env; see .env.example."
PLANTED: list[tuple[Callable[[Operator], None], str]] = [
    (
        leave_out_and_misspell,
        "settings Missing: SLACK_SIGNING_SECRET. These make no sense: LEADBOT_LOG (must be text or json), "
        "PORT (must be a number from 0 to 65535). Set them in the environment or in .env; see .env.example.",
    ),
    (
        leave_out_the_secret,
        "settings Missing: SLACK_SIGNING_SECRET. Set them in the environment or in .env; see .env.example.",
    ),
    (
        name_a_database_that_is_not_there,
        "database The database cannot be used (OperationalError). Is DATABASE_URL right, and does it answer?",
    ),
    (
        name_a_file_in_a_folder_that_is_not_there,
        "database There is no folder /nowhere/at: make it, or name another file in DATABASE_URL.",
    ),
    (
        name_a_file_that_is_no_database,
        "database DATABASE_URL names a file that is no database: name another.",
    ),
    (come_from_another_release, "database It has another schema: run `leadbot migrate`."),
    (
        take_a_persons_token,
        f"settings These make no sense: SLACK_BOT_TOKEN {A_BOT_TOKEN}. {SEE}",
    ),
    (
        swap_the_tokens,
        f"settings These make no sense: SLACK_APP_TOKEN {AN_APP_TOKEN}, SLACK_BOT_TOKEN {A_BOT_TOKEN}. {SEE}",
    ),
    (
        give_the_bots_token_twice,
        f"settings These make no sense: SLACK_APP_TOKEN {AN_APP_TOKEN}. {SEE}",
    ),
    (
        mistype_the_token,
        "slack Slack did not accept SLACK_BOT_TOKEN (invalid_auth): "
        "copy it anew from OAuth & Permissions in the settings of your Slack app.",
    ),
    (
        mistype_the_app_token,
        f"app token Slack did not accept SLACK_APP_TOKEN: it is not valid. {MAKE_AN_APP_TOKEN}",
    ),
    (
        make_an_app_token_without_its_scope,
        f"app token Slack did not accept SLACK_APP_TOKEN: it lacks the scope connections:write. {MAKE_AN_APP_TOKEN}",
    ),
    (
        be_cut_off,
        "slack Slack did not answer (ConnectionRefusedError): "
        "check this machine's network, and SLACK_API_URL if it is set.",
    ),
    (
        grant_too_little,
        "scopes Leadbot lacks mpim:write, users:read: "
        "paste what `leadbot manifest` prints into your Slack app, and install it again.",
    ),
    (
        grant_too_much,
        "scopes Leadbot may do more than it needs, by channels:history, chat:write.public: paste what `leadbot manifest` "
        "prints into your Slack app, remove it from the workspace, install it again, "
        "and set SLACK_BOT_TOKEN to its new token.",
    ),
    (
        have_no_leads_channel,
        "channel There is no leads channel: choose one in `/leadbot settings`, "
        "or make one that is called leads, and type `/invite @Leadbot` there.",
    ),
    (archive_the_channel, "channel #leads is archived: bring it back, or choose another in `/leadbot settings`."),
    (
        share_the_channel,
        "channel #leads is shared with people outside this workspace: choose another in `/leadbot settings`.",
    ),
    (send_leadbot_out, "channel #leads does not have Leadbot in it: type `/invite @Leadbot` there."),
]


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
    assert said.endswith(" for good (msg_too_long): mend what is said above, or else report these codes.")
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
