"""What Slack refused for good, and was never said: kept, counted, and told to the hosts without a word of its contents."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.domain.statuses import MessageState
from leadbot.services.outbox import Purpose

LATELY = timedelta(days=7)  # in which somebody may still want to know of it
# Of a summary hosts hear by itself; of what tells them of these, never, or it would go round in a circle. Items of a
# morning's message are letters of their own.
NOT_TOLD = (Purpose.SUMMARY, Purpose.SUMMARY_NOT_POSTED, Purpose.DEAD_LETTERS, Purpose.BUNDLE)


@dataclass(frozen=True)
class Refused:
    """How many of which purpose, and Slack's codes for why."""

    counts: Mapping[str, int]
    codes: tuple[str, ...]


def refused_lately(scope: Scope) -> Select[Message]:
    """The dead letters of this workspace within a week that were never said."""
    return scope.select(Message).where(
        Message.state == MessageState.DEAD,
        Message.due_at >= scope.now - LATELY,
        Message.ts.is_(None),
        Message.purpose.not_in([purpose.value for purpose in NOT_TOLD]),
    )


def refused_facts(scope: Scope) -> Refused:
    """What the hosts are told."""
    dead = scope.all(refused_lately(scope))
    return Refused(Counter(each.purpose for each in dead), tuple(sorted({each.error for each in dead if each.error})))
