"""The leads channel, as Slack knows it: found by its name, and checked before a card or the summary goes there."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from leadbot.domain.reactions import Failed, Reaction

LEADS = "leads"  # the channel that is taken when no host has chosen one
SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")  # with another company, soon, or another workspace


def leads_channel(client: WebClient) -> dict[str, Any] | None:
    """The channel that is called `leads` and has Leadbot in it; None if there is none."""
    for page in client.conversations_list(types="public_channel", exclude_archived=True, limit=200):
        for channel in page["channels"]:
            if channel.get("name") == LEADS and channel.get("is_member"):
                return dict(channel)
    return None


def fit_channel(client: WebClient, known: str | None) -> str | Failed:
    """Where cards and the summary go, if that is a channel which only the members of this workspace read.

    Raises:
        SlackApiError: if Slack does not tell.
    """
    try:
        channel = client.conversations_info(channel=known).get("channel") if known else leads_channel(client)
    except SlackApiError as error:
        if error.response.get("error") != "missing_scope":
            raise
        return Failed(Reaction.STOP_CHANNEL, "missing_scope")  # a private channel: all else goes on
    if channel is None and known is None:
        return Failed(Reaction.STOP_CHANNEL, "no_leads_channel")
    told = channel if isinstance(channel, dict) else {"is_member": True}  # an answer that is none leaves all in doubt
    trouble = trouble_with(told)
    return Failed(Reaction.STOP_CHANNEL, trouble) if trouble else str(told["id"])


def trouble_with(channel: dict[str, Any]) -> str | None:
    """Why a channel is not for what neighbours pass on, as a code; None if it is. What Slack does not say counts as doubt."""
    if channel.get("is_archived"):
        return "is_archived"
    if not channel.get("is_member"):
        return "not_in_channel"
    if any(channel.get(sign) for sign in SHARED):
        return "channel_shared_outside"
    return None if all(channel.get(sign) is False for sign in SHARED) and channel.get("id") else "channel_doubtful"
