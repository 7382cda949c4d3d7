"""What is remembered of every exchange between the app and the local Slack."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leadbot.playground.words import all_words

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of the Web API: what was asked and when, what was answered (`http_status` None: the answer was lost)."""

    method: str
    args: Json
    token: str | None
    response: Json
    at: datetime
    http_status: int | None

    @property
    def ok(self) -> bool:
        """True when Slack did what was asked."""
        return bool(self.response.get("ok"))

    def __str__(self) -> str:
        outcome = "ok" if self.ok else self.response.get("error", self.http_status)
        shown = {name: value for name, value in self.args.items() if name in ("channel", "user", "users", "text", "ts")}
        return f"{self.method} {shown} → {outcome}"


@dataclass(frozen=True)
class Delivery:
    """One request sent to the app (`payload_type` is command, interaction or event) and how the app answered."""

    payload_type: str
    body: Json
    sent_at: datetime
    status: int | None
    answer: str
    seconds: float
    failure: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    retry_num: int = 0
    retry_reason: str | None = None

    @property
    def ok(self) -> bool:
        """True when the app answered with a 2xx in time."""
        return self.status is not None and 200 <= self.status < 300

    def __str__(self) -> str:
        what = self.body.get("command") or self.body.get("type", "?")
        return f"{self.payload_type} {what} → {self.status or self.failure} in {self.seconds:.3f} s"


@dataclass(frozen=True)
class Fault:
    """Something the app did that Slack refuses, or shows to the person as an error."""

    what: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.detail}" if self.detail else self.what


@dataclass
class Answer:
    """What a person gets back at once for a command or a press."""

    ok: bool
    status: int | None
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    ephemeral: bool = True
    seconds: float = 0.0

    @property
    def words(self) -> str:
        """All the readable words of the answer."""
        return all_words(self.text, self.blocks)
