"""Slack's pace: one message a second in a conversation, some hundred a minute in a workspace; short bursts are let through.

From docs.slack.dev/apis/web-api/rate-limits. Each process keeps the pace by itself. Where several are too fast together,
Slack says so, and the method rests.
"""

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class Limit:
    """One message in so long a time, and so many at once after a while of silence."""

    every: timedelta
    burst: int


CONVERSATION = Limit(timedelta(seconds=1), burst=20)
WORKSPACE = Limit(timedelta(seconds=0.25), burst=100)
REMEMBERED = 2000  # keys; then those that hold nobody up any more are forgotten


class Turns:
    """When each message may be said. Who must wait has a turn, which is kept for them until they come again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._full_until: dict[Hashable, datetime] = {}
        self._turns: dict[UUID, datetime] = {}

    def of(self, message_id: UUID, workspace_id: UUID, conversation: str, now: datetime) -> datetime:
        """When this message may be said: now, or at its turn."""
        with self._lock:
            turn = self._turns.pop(message_id, None)
            if turn is None:
                turn = max(
                    self._next((workspace_id, conversation), CONVERSATION, now),
                    self._next(workspace_id, WORKSPACE, now),
                )
            if turn > now:
                self._turns[message_id] = turn
            return turn

    def _next(self, key: Hashable, limit: Limit, now: datetime) -> datetime:
        """The next turn by one limit; whoever has it moves those after them back."""
        if len(self._full_until) > REMEMBERED:
            self._full_until = {key: until for key, until in self._full_until.items() if until > now}
            self._turns = {message: turn for message, turn in self._turns.items() if turn > now - timedelta(hours=1)}
        full_until = max(self._full_until.get(key, now), now)
        self._full_until[key] = full_until + limit.every
        return full_until - limit.every * (limit.burst - 1)
