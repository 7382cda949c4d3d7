"""How fast somebody may ask: so many requests a minute, counted in this process, so that no answer has to wait for it."""

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from leadbot.domain.errors import Refused
from leadbot.domain.limits import REQUESTS, Most
from leadbot.slack.text import unescape, words


class Haste:
    """Counts the requests of this minute, of each member and of each workspace; those of the last one are forgotten."""

    def __init__(self, most: Most = REQUESTS) -> None:
        self.most = most
        self._minute = 0
        self._members: Counter[tuple[UUID, str]] = Counter()
        self._workspaces: Counter[UUID] = Counter()
        self._one_by_one = threading.Lock()

    def refuse_too_much(self, workspace_id: UUID, slack_user_id: str, now: datetime, body: Mapping[str, Any]) -> None:
        """Counts a request.

        Raises:
            Refused: if it is too much for this minute. What is too much for one member takes nothing from the others.
        """
        minute = int(now.timestamp() // 60)
        with self._one_by_one:
            if minute != self._minute:
                self._minute = minute
                self._members.clear()
                self._workspaces.clear()
            self._members[workspace_id, slack_user_id] += 1
            if self._members[workspace_id, slack_user_id] > self.most.member:
                raise Refused(f"That was a lot at once. In a minute it works again.{what_was_typed(body)}")
            self._workspaces[workspace_id] += 1
            if self._workspaces[workspace_id] > self.most.workspace:
                raise Refused(f"Everybody here is busy at once. In a minute it works again.{what_was_typed(body)}")


def what_was_typed(body: Mapping[str, Any]) -> str:
    """The command that somebody typed, given back to them: Slack has cleared the line in which it stood."""
    typed = words(unescape(f"{body.get('command', '')} {body.get('text', '')}"))
    return f" Here is what you typed: {typed}" if typed else ""
