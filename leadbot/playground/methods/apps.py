"""apps.connections.open: a WebSocket for Socket Mode (docs.slack.dev/reference/methods/apps.connections.open)."""

import secrets

from leadbot.playground.methods.arguments import Arguments
from leadbot.playground.records import Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.state import Workspace


def connections_open(workspace: Workspace, _: Arguments) -> Json:
    """A ticket for one WebSocket; the server puts its own address before it."""
    if "connections:write" not in workspace.app_token.scopes:
        raise Refusal("missing_scope", needed="connections:write", provided=",".join(workspace.app_token.scopes))
    ticket = secrets.token_urlsafe(18)
    with workspace.change():
        workspace.tickets.add(ticket)
    return {"url": f"/link?ticket={ticket}"}
