"""What can be wrong with a Leadbot that was well, each with what the doctor says of it and of its mend."""

from collections.abc import Callable

from sqlalchemy import text

from tests.operators import Operator, free_port

SECRET = "this-must-stay-secret"
WRONG_TOKEN = f"xoxb-{SECRET}"


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
        "settings Missing: SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET, to hear from Slack over HTTP). "
        "These make no sense: LEADBOT_LOG (must be text or json), "
        "PORT (must be a number from 0 to 65535). Set them in the environment or in .env; see .env.example.",
    ),
    (
        leave_out_the_secret,
        "settings Missing: SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET, to hear from Slack over HTTP). "
        "Set them in the environment or in .env; see .env.example.",
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
