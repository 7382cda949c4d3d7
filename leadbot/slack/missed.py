"""Slack says when it leaves out events because there are too many: `app_rate_limited`, which Bolt knows nothing of."""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

import structlog

log = structlog.get_logger()
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
KIND = "app_rate_limited"  # docs.slack.dev/apis/events-api, "Rate limiting"


def heeding_loss(bolt: Wsgi, missed: Callable[[str], None]) -> Wsgi:
    """Bolt's WSGI application, behind one that notes in which workspace events were left out."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body: bytes = environ["wsgi.input"].read()
        team = limited(body) if KIND.encode() in body else None
        if team is None:
            return bolt({**environ, "wsgi.input": io.BytesIO(body)}, start_response)
        log.error("Slack leaves out events, because there are too many", team=team)
        missed(team)
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    return serve


def limited(body: bytes) -> str | None:
    """The workspace whose events are left out; None if this is about something else."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return str(told.get("team_id")) if isinstance(told, dict) and told.get("type") == KIND else None
