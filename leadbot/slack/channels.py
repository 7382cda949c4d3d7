"""The leads channel, as Slack knows it: found by its name, and checked before the summary goes there."""

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


def summary_channel(client: WebClient, known: str | None) -> str | Failed:
    """Where the summary goes, if that is a channel which only the members of this workspace read.

    Raises:
        SlackApiError: if Slack does not tell.
    """
    try:
        channel = client.conversations_info(channel=known)["channel"] if known else leads_channel(client)
    except SlackApiError as error:
        if error.response.get("error") != "missing_scope":
            raise
        return Failed(Reaction.STOP_CHANNEL, "missing_scope")  # a private channel: all else goes on
    if channel is None:
        return Failed(Reaction.STOP_CHANNEL, "no_leads_channel")
    trouble = trouble_with(channel)
    return Failed(Reaction.STOP_CHANNEL, trouble) if trouble else str(channel["id"])


def trouble_with(channel: dict[str, Any]) -> str | None:
    """Why a channel is not for the summary, as a code; None if it is."""
    if channel.get("is_archived"):
        return "is_archived"
    if not channel.get("is_member"):
        return "not_in_channel"
    return "channel_shared_outside" if any(channel.get(sign) for sign in SHARED) else None
