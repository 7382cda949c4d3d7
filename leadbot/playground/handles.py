"""Handles that Slack gives out for a short while: trigger ids and response URLs."""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from leadbot.playground.messages import Conversation, Message
from leadbot.playground.refusal import Refusal

RESPONSES = 5
RESPONSE_TIME = timedelta(minutes=30)


@dataclass
class Trigger:
    """What a person did just now; good for opening one form (docs.slack.dev/interactivity/handling-user-interaction)."""

    id: str
    user_id: str
    born: float
    used: bool = False


class Triggers:
    """The trigger ids given out. They live `lifetime` seconds of real time, whatever the workspace's clock says."""

    def __init__(self, lifetime: float) -> None:
        self.lifetime = lifetime
        self._known: dict[str, Trigger] = {}

    def give(self, user_id: str) -> str:
        """A fresh trigger id for what this person has just done."""
        number = len(self._known) + 1
        trigger = Trigger(f"{number:012d}.{number + 7:012d}.{secrets.token_hex(16)}", user_id, time.monotonic())
        self._known[trigger.id] = trigger
        return trigger.id

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger up, and say whose it was; a Refusal with Slack's code if it is not good."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self.lifetime:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger.user_id


@dataclass
class ResponseUrl:
    """Where the app may answer what a person did: five times, for half an hour."""

    user_id: str
    conversation: Conversation
    source: Message | None
    born: datetime
    uses: int = 0

    def use(self, now: datetime) -> None:
        """Count one use; a Refusal with Slack's code when it is used up or too old."""
        if now - self.born > RESPONSE_TIME:
            raise Refusal("expired_url", status=404)
        if self.uses >= RESPONSES:
            raise Refusal("used_url", status=404)
        self.uses += 1
