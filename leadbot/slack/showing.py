"""What Slack is asked to show once a request is acked: a form, or words for the one person who asked."""

from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from leadbot.domain.reactions import Failed, Reaction
from leadbot.slack.blocks import Block, unlinked
from leadbot.slack.errors import failure_of
from leadbot.slack.haste import what_was_typed

log = structlog.get_logger()


def open_form(draw: Callable[[], Block], body: dict[str, Any], client: WebClient) -> Failed | None:
    """Opens a form. If Slack does not, the person hears so and loses nothing of what they typed; and what it answered."""
    try:
        view = draw()
        if (body.get("view") or {}).get("type") == "modal":
            client.views_push(trigger_id=body["trigger_id"], view=view)
        else:
            client.views_open(trigger_id=body["trigger_id"], view=view)
    except Exception as error:  # whatever it was, the person sees nothing yet
        failure = failure_of(error, "views.open")
        log.warning("form not opened", error=failure.error)
        late = "That took too long" if failure.reaction is Reaction.PRESS_AGAIN else "Slack did not open the form"
        whisper(body, client, f"{late}. Please try again.{what_was_typed(body)}", [])
        return failure
    return None


def redraw_form(draw: Callable[[], Block], body: dict[str, Any], client: WebClient) -> Failed | None:
    """Draws a form anew where it stands. If Slack does not, nothing is lost: it stands as it was, and can be pressed again."""
    client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=draw())
    return None


def whisper(body: dict[str, Any], client: WebClient, text: str, blocks: list[Block]) -> None:
    """Words for this person only, in answer to what they just did: where they did it, else in their direct message."""
    said = unlinked(text, blocks)
    if url := body.get("response_url"):
        WebhookClient(url, timeout=10, retry_handlers=[]).send(
            text=said.text, blocks=said.blocks, response_type="ephemeral", replace_original=False
        )
    else:
        client.chat_postMessage(
            channel=body["user"]["id"],
            text=said.text,
            blocks=said.blocks,
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
