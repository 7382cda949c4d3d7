"""Who delivers a message: a claim is a lease on its row, and no other worker takes it while the lease holds."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, case, exists, or_, select, update
from sqlalchemy.orm import Session

from leadbot.db.outbox import Message, is_waiting
from leadbot.db.rows import MESSAGES, ROLES, WORKSPACES
from leadbot.db.scope import Scope
from leadbot.db.types import UtcDateTime
from leadbot.services.about import ALL, read
from leadbot.services.outbox import TELLS_POSTER

# What every delivery asks is written once: to write a statement takes longer than to run it.
MESSAGE, EARLIER = MESSAGES.c, MESSAGES.alias()
ROLE, WORKSPACE = ROLES.c, WORKSPACES.c
NOW = bindparam("now", type_=UtcDateTime)

# What a poster reads of their post tells who was asked: it waits until they are, so that it is said once.
TELLS_WHO_IS_ASKED = and_(
    MESSAGE.purpose.in_([purpose.value for purpose in TELLS_POSTER]),
    exists().where(
        and_(
            ROLE.workspace_id == MESSAGE.workspace_id,
            ROLE.opportunity_id == MESSAGE.opportunity_id,
            ROLE.wave_due_at <= NOW,
        )
    ),
)

# The messages that are due and that nobody is delivering, longest due first. In one conversation, what was said first
# goes first: a later message waits for an earlier one that is due.
DUE = (
    select(MESSAGE.workspace_id, MESSAGE.id)
    .select_from(MESSAGES)
    .join(WORKSPACES, WORKSPACE.id == MESSAGE.workspace_id)
    .where(
        is_waiting(MESSAGE.state),
        MESSAGE.due_at <= NOW,
        or_(MESSAGE.lease_until.is_(None), MESSAGE.lease_until <= NOW),
        WORKSPACE.stopped_for.is_(None),
        ~TELLS_WHO_IS_ASKED,
        ~exists().where(
            and_(
                EARLIER.c.workspace_id == MESSAGE.workspace_id,
                EARLIER.c.destination == MESSAGE.destination,
                is_waiting(EARLIER.c.state),
                EARLIER.c.due_at <= NOW,
                EARLIER.c.id < MESSAGE.id,
            )
        ),
    )
    .order_by(MESSAGE.due_at, MESSAGE.id)
)
# Named before the update, and not inside its condition: PostgreSQL may run what stands there once for every row.
NEXT_DUE = DUE.limit(1).with_for_update(of=MESSAGES, skip_locked=True, key_share=True).cte("next_due")
CLAIM = (
    update(MESSAGES)
    .where(MESSAGE.workspace_id == NEXT_DUE.c.workspace_id, MESSAGE.id == NEXT_DUE.c.id)
    .values(
        lease_until=bindparam("until", type_=UtcDateTime),
        attempts=MESSAGE.attempts + 1,
        unresolved=MESSAGE.unresolved + 1,
        first_tried=case((MESSAGE.unresolved == 0, MESSAGE.version), else_=MESSAGE.first_tried),
    )
    .returning(MESSAGE.workspace_id, MESSAGE.id, *(MESSAGE[point] for point in ALL))
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
    claimed = session.execute(CLAIM, {"now": now, "until": now + patience.lease}).first()
    if claimed is None:
        return None
    workspace_id, message_id, *pointed = claimed
    points = tuple(point for point, to in zip(ALL, pointed, strict=True) if to is not None)
    return read(session, workspace_id, message_id, now, points)
