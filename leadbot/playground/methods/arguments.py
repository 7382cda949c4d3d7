"""The arguments of a Web API call, and what several methods ask of them."""

import json
from typing import Any

from leadbot.playground.messages import Conversation
from leadbot.playground.records import Json
from leadbot.playground.refusal import Refusal
from leadbot.playground.state import Workspace


class Arguments:
    """What a method was called with: JSON values, or form fields in which structures are JSON texts."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def __contains__(self, name: str) -> bool:
        return self.given.get(name) is not None

    def text(self, name: str) -> str:
        """A text; empty when it was not given."""
        value = self.given.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        """A text that must be given."""
        value = self.text(name)
        if not value:
            raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no."""
        value = self.given.get(name)
        return default if value in (None, "") else str(value).lower() in ("true", "1", "yes")

    def number(self, name: str, default: int, most: int) -> int:
        """A number from 1 to `most`."""
        try:
            number = int(self.given.get(name) or default)
        except ValueError:
            number = 0
        if not 1 <= number <= most:
            raise Refusal("invalid_arguments", [f"[ERROR] {name} must be between 1 and {most}"])
        return number

    def structure(self, name: str, code: str = "invalid_arguments") -> Any:
        """A structure, as it is or as JSON text; None when it was not given; a Refusal with `code` if it is no JSON."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refusal(code) from None


def need(workspace: Workspace, *scopes: str) -> None:
    """Refuse a call that the token lacks a scope for (any one of them will do)."""
    if not workspace.token.scopes.intersection(scopes):
        provided = ",".join(sorted(workspace.token.scopes))
        raise Refusal("missing_scope", needed=",".join(scopes), provided=provided)


def scope_for(what: str, conversation: Conversation) -> str:
    """The scope for reading or listing this kind of conversation, such as `im:history`."""
    family = {"im": "im", "mpim": "mpim"}.get(
        conversation.channel_type, "groups" if conversation.is_private else "channels"
    )
    return f"{family}:{what}"


def seen_by_app(workspace: Workspace, identifier: str) -> Conversation:
    """The conversation with this id or #name, if the app may know that it exists."""
    found = workspace.conversations.get(identifier) or next(
        (each for each in workspace.conversations.values() if each.is_open and each.name == identifier.lstrip("#")),
        None,
    )
    if found is None or not (found.is_open or found.app_in):
        raise Refusal("channel_not_found")
    return found


def page(things: list[Any], arguments: Arguments, default: int, most: int) -> tuple[list[Any], str]:
    """One page of a list, and the cursor of the next (docs.slack.dev/apis/web-api/pagination)."""
    size = arguments.number("limit", default, most)
    cursor = arguments.text("cursor")
    if cursor and not cursor.removeprefix("next:").isdigit():
        raise Refusal("invalid_cursor")
    start = int(cursor.removeprefix("next:")) if cursor else 0
    return things[start : start + size], f"next:{start + size}" if start + size < len(things) else ""
