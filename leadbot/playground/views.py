"""Forms (modal views) and Home tabs, as Slack keeps them."""

import secrets
from dataclasses import dataclass, field

from leadbot.playground.inputs import first_values
from leadbot.playground.messages import StateValues
from leadbot.playground.records import Json

STACK = 3


@dataclass(eq=False)
class View:
    """One view of one person: what the app sent, and what the person has entered so far."""

    id: str
    user_id: str
    content: Json
    ids: Json  # team, app and bot, as every view carries them
    root_id: str = ""
    previous_id: str | None = None
    hash: str = ""
    values: StateValues = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""  # what Slack's client says when the app did not answer properly
    open: bool = True

    def __post_init__(self) -> None:
        self.root_id = self.root_id or self.id
        self.show(self.content)

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        return list(self.content["blocks"])

    def show(self, content: Json) -> None:
        """Put other content in its place; what the person entered stays where the input is the same."""
        self.content = content
        self.values = first_values(content["blocks"], self.values)
        self.errors, self.trouble = {}, ""
        self.hash = f"{secrets.randbelow(10**10):010d}.{secrets.token_hex(4)}"

    def payload(self) -> Json:
        """The view as views.open answers it and interactions carry it (docs.slack.dev/reference/views)."""
        modal = self.content["type"] == "modal"
        shown: Json = {
            "id": self.id,
            **self.ids,
            "type": self.content["type"],
            "blocks": self.content["blocks"],
            "private_metadata": self.content.get("private_metadata", ""),
            "callback_id": self.content.get("callback_id", ""),
            "external_id": self.content.get("external_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "clear_on_close": bool(self.content.get("clear_on_close", False)),
            "notify_on_close": bool(self.content.get("notify_on_close", False)),
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
        }
        for part in ("title", "submit", "close"):
            shown[part] = self.content.get(part) if modal else None
        return shown
