"""What `leadbot doctor` asks of Slack: is the token good, may it do what we need, can the leads channel be written to?"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.domain.findings import Finding, fault, note, ok
from leadbot.domain.reactions import Failed, Reaction
from leadbot.slack import socket_mode
from leadbot.slack.channels import LEADS, trouble_with
from leadbot.slack.errors import failure_of
from leadbot.slack.events import EVENTS
from leadbot.slack.scopes import bot_scopes

OFF = 60.0  # seconds: Slack's signatures stop being good after five minutes
BOT_TOKEN_IS_AT = "OAuth & Permissions in the settings of your Slack app"  # noqa: S105
PASTE = "paste what `leadbot manifest` prints into your Slack app"
CHOOSE = "choose another in `/leadbot settings`"

CHANNEL_TROUBLE: Mapping[str, str] = {
    "is_archived": f"is archived: bring it back, or {CHOOSE}.",
    "not_in_channel": "does not have Leadbot in it: type `/invite @Leadbot` there.",
    "channel_doubtful": f"may be read by people outside this workspace: Slack does not say. If it stays so, {CHOOSE}.",
    "channel_shared_outside": f"is shared with people outside this workspace: {CHOOSE}.",
}


def check_slack(client: WebClient) -> tuple[Finding, Mapping[str, Any]]:
    """Whether Slack accepts the bot's token; and its answer with its headers, empty if it gave none."""
    try:
        answer = client.auth_test()
    except Exception as error:  # whatever it was, the operator hears of it
        return fault("slack", no_answer(error)), {}
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    welcome = ok("slack", f"It knows Leadbot, in {answer.get('team') or answer['team_id']}.")
    return welcome, {"team_id": str(answer["team_id"]), "headers": headers}


def no_answer(error: Exception) -> str:
    """Why Slack did not say whose token it is, and what mends that."""
    failed = failure_of(error, "auth.test")
    if failed.reaction is Reaction.STOP_WORKSPACE:
        return refused(failed)
    return f"Slack did not answer ({failed.error}): check this machine's network, and SLACK_API_URL if it is set."


def refused(failed: Failed) -> str:
    """What to say to whoever has given a bot token that Slack does not take."""
    return f"Slack did not accept SLACK_BOT_TOKEN ({failed.error}): copy it anew from {BOT_TOKEN_IS_AT}."


def check_app_token(client: WebClient, app_token: str) -> Finding:
    """Whether Slack would open connections for it. It is asked for the address of one, and none is opened."""
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return fault("app token", str(socket_mode.refused(error)))
    except Exception as error:  # whatever it was, the operator hears of it
        return fault("app token", no_answer(error))
    return ok("app token", "Slack opens connections for it.")


def check_scopes(headers: Mapping[str, str]) -> Iterator[Finding]:
    """Whether the token may do what Leadbot does, and no more."""
    if "x-oauth-scopes" not in headers:
        yield note("scopes", "Slack did not say what the token may do.")
        return
    granted = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")} - {""}
    needed = bot_scopes(EVENTS)
    missing, superfluous = sorted(needed - granted), sorted(granted - needed)
    if missing:
        yield fault("scopes", f"Leadbot lacks {', '.join(missing)}: {PASTE}, and install it again.")
    if superfluous:
        # Slack only ever adds to what a token may do.
        yield fault(
            "scopes",
            f"Leadbot may do more than it needs, by {', '.join(superfluous)}: {PASTE}, remove it from the workspace, "
            "install it again, and set SLACK_BOT_TOKEN to its new token.",
        )
    if not missing and not superfluous:
        yield ok("scopes", "They are exactly those that are needed.")


def check_clock(headers: Mapping[str, str], now: datetime) -> Finding:
    """Whether this machine's clock agrees with Slack's."""
    try:
        ahead = (now - parsedate_to_datetime(headers.get("date", ""))).total_seconds()
    except ValueError:
        return note("clock", "Slack did not say what time it is.")
    if abs(ahead) <= OFF:
        return ok("clock", "It agrees with Slack's.")
    way = "fast" if ahead > 0 else "slow"
    return fault(
        "clock",
        f"This machine's clock is {abs(ahead):.0f} seconds {way}: let it be set over the network, "
        "for example with `timedatectl set-ntp true`.",
    )


def check_channel(client: WebClient, chosen: str | None) -> Finding:
    """Whether the leads channel can be written to: the one that a host has chosen, or else the one called leads."""
    try:
        channel = client.conversations_info(channel=chosen)["channel"] if chosen else channel_called_leads(client)
    except Exception as error:  # whatever it was, the operator hears of it
        code = failure_of(error, "conversations.info").error
        return fault("channel", f"Slack does not show the leads channel ({code}): {CHOOSE}, a public one.")
    if channel is None:
        return fault(
            "channel",
            f"There is no leads channel: choose one in `/leadbot settings`, or make one that is called {LEADS}, "
            "and type `/invite @Leadbot` there.",
        )
    name, trouble = f"#{channel['name']}", trouble_with(channel)
    return fault("channel", f"{name} {CHANNEL_TROUBLE[trouble]}") if trouble else ok("channel", f"It is {name}.")


def channel_called_leads(client: WebClient) -> dict[str, Any] | None:
    """The channel of that name, in whatever state it is."""
    for page in client.conversations_list(types="public_channel", limit=200):
        for channel in page["channels"]:
            if channel.get("name") == LEADS:
                return dict(channel)
    return None
