"""Who delivers a message: a claim is a lease on its row, and no other worker takes it while the lease holds."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, case, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from leadbot.db.outbox import MESSAGES, Message, is_waiting
from leadbot.db.scope import Scope
from leadbot.db.tables import Role, Workspace
from leadbot.db.types import UtcDateTime
from leadbot.services.about import read
from leadbot.services.outbox import TELLS_POSTER

# What every delivery asks is written once: to write a statement takes longer than to run it.
EARLIER = aliased(Message)
NOW = bindparam("now", type_=UtcDateTime)

# What a poster reads of their post tells who was asked: it waits until they are, so that it is said once.
TELLS_WHO_IS_ASKED = and_(
    Message.purpose.in_([purpose.value for purpose in TELLS_POSTER]),
    exists().where(
        and_(
            Role.workspace_id == Message.workspace_id,
            Role.opportunity_id == Message.opportunity_id,
            Role.wave_due_at <= NOW,
        )
    ),
)

# The messages that are due and that nobody is delivering, longest due first. In one conversation, what was said first
# goes first: a later message waits for an earlier one that is due.
DUE = (
    select(Message.workspace_id, Message.id)
    .select_from(Message)
    .join(Workspace, Workspace.id == Message.workspace_id)
    .where(
        is_waiting(Message),
        Message.due_at <= NOW,
        or_(Message.lease_until.is_(None), Message.lease_until <= NOW),
        Workspace.stopped_for.is_(None),
        ~TELLS_WHO_IS_ASKED,
        ~exists().where(
            and_(
                EARLIER.workspace_id == Message.workspace_id,
                EARLIER.destination == Message.destination,
                is_waiting(EARLIER),
                EARLIER.due_at <= NOW,
                EARLIER.id < Message.id,
            )
        ),
    )
    .order_by(Message.due_at, Message.id)
)
NEXT_DUE = DUE.limit(1).with_for_update(of=Message, skip_locked=True, key_share=True)
CLAIM = (
    update(MESSAGES)
    .where(Message.workspace_id == bindparam("due_workspace"), Message.id == bindparam("due_message"))
    .values(
        lease_until=bindparam("until", type_=UtcDateTime),
        attempts=Message.attempts + 1,
        unresolved=Message.unresolved + 1,
        first_tried=case((Message.unresolved == 0, Message.version), else_=Message.first_tried),
    )
)


@dataclass(frozen=True)
class Patience:
    """How long a delivery may take, in seconds.

    A lease outlives the longest that one delivery can take (three calls, each up to its time-out), with a margin:
    so whoever looks whether it arrived can be sure that it is not still on its way.
    """

    timeout: float = 10.0
    margin: float = 5.0
    looks: bool = True  # only tests switch this off, to see that without it people are told twice

    @property
    def lease(self) -> timedelta:
        """How long a claim holds."""
        return timedelta(seconds=3 * self.timeout + self.margin)

    @property
    def begins_within(self) -> float:
        """Seconds after a claim in which the last two calls must begin, so that they end within the lease."""
        return self.timeout


@dataclass(frozen=True)
class Claim:
    """A lease, as whoever holds it knows it: both clocks must agree that there is time left.

    The machine's may be set back, and then ours would run on after another worker has taken over.
    """

    until: datetime
    since: datetime
    ticks: float

    def is_late(self, now: datetime, patience: Patience) -> bool:
        """Whether it is too late to begin to say something."""
        passed = max(time.monotonic() - self.ticks, (now - self.since).total_seconds())
        return passed > patience.begins_within


def claim_next(session: Session, now: datetime, patience: Patience) -> tuple[Scope, Message] | None:
    """Takes the next due message under a lease, so that no other worker does; all that it is about is read with it."""
    first = session.execute(NEXT_DUE, {"now": now}).first()
    if first is None:
        return None
    workspace_id, message_id = first
    claim = {"due_workspace": workspace_id, "due_message": message_id, "until": now + patience.lease}
    session.execute(CLAIM, claim)
    return read(session, workspace_id, message_id, now)
