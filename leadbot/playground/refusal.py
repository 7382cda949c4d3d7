"""Slack's way of saying no."""

from collections.abc import Sequence
from typing import Any

# What only a mistake in the app can bring about: these count as faults. The other codes are the world's doing.
APPS_OWN_MISTAKES = frozenset(
    {
        "duplicate_external_id",
        "exchanged_trigger_id",
        "expired_trigger_id",
        "expired_url",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_cursor",
        "invalid_form_data",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_trigger_id",
        "invalid_ts_latest",
        "invalid_ts_oldest",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_authed",
        "push_limit_reached",
        "too_many_users",
        "unknown_method",
        "used_url",
        "users_list_not_supplied",
        "view_too_large",
    }
)


class Refusal(Exception):
    """Slack does not do it: its error code, what it says about it, and the HTTP status."""

    def __init__(self, code: str, messages: Sequence[str] = (), *, status: int = 200, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.status = status
        self.more = more

    def body(self) -> dict[str, Any]:
        """The answer's body."""
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            if self.code == "invalid_blocks":
                answer["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
            answer["response_metadata"] = {"messages": self.messages}
        return answer
