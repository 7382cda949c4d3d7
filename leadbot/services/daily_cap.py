"""The daily cap: how many conversations Leadbot may start with a member in a day of their own calendar.

What answers the member's own action is not counted; what is urgent is counted, and never waits; a bundle counts once.
"""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity
from leadbot.db.types import UtcDateTime
from leadbot.domain.statuses import MessageState
from leadbot.services.letter import Letter
from leadbot.services.offer_clock import is_urgent
from leadbot.services.outbox import Purpose
from leadbot.services.purposes import SENSE, Counted
from leadbot.services.working_hours import working_time

SINGLE = [purpose.value for purpose, sense in SENSE.items() if sense.counted.starts and purpose is not Purpose.BUNDLE]

BEGINS, ENDS = bindparam("begins", type_=UtcDateTime), bindparam("ends", type_=UtcDateTime)
SAID = and_(Message.sent_at >= BEGINS, Message.sent_at < ENDS)
NOT_YET = and_(Message.sent_at.is_(None), Message.state == MessageState.WAITING)
# What a copy would only look for is not on its way.
ON_ITS_WAY = and_(NOT_YET, Message.unresolved > 0, Message.perhaps_since.is_(None))
STARTED = select(  # written once: to write it takes longer than to run it
    func.count().filter(Message.purpose.in_(SINGLE), Message.bundle_id.is_(None), or_(SAID, ON_ITS_WAY)),
    func.count().filter(Message.purpose == Purpose.BUNDLE.value, or_(SAID, and_(NOT_YET, Message.due_at < ENDS))),
).where(
    Message.workspace_id == bindparam("workspace"),
    Message.to_member_id == bindparam("member"),
    Message.id != bindparam("besides"),
)


def is_too_much(scope: Scope, message: Message, letter: Letter, member: Member) -> bool:
    """Whether the member's day is too full for this message, which is about to be said for the first time."""
    if message.purpose not in SINGLE or message.sent_at is not None or is_pressing(scope, letter):
        return False
    return started_today(scope, message, member) >= scope.workspace.daily_cap


def is_pressing(scope: Scope, letter: Letter) -> bool:
    """Whether it is an offer, or its reminder, that tomorrow may be too late for."""
    offers = SENSE[letter.purpose].counted in (Counted.OFFER, Counted.REMINDER) and letter.offer is not None
    return offers and letter.opportunity is not None and is_urgent(scope, scope.get(Opportunity, letter.opportunity.id))


def started_today(scope: Scope, besides: Message, member: Member) -> int:
    """How many conversations were started with a member today, or are about to be: a bundle has its place kept."""
    begins, ends = working_time(scope, member).day_of(scope.now)
    asked = {"workspace": scope.workspace.id, "member": member.id, "besides": besides.id}
    singles, bundles = scope.session.execute(STARTED, asked | {"begins": begins, "ends": ends}).one()
    return int(singles) + min(1, bundles)


def next_turn(scope: Scope, bundle: Message, member: Member) -> datetime:
    """When a bundle may be said: now, or on the next working morning if another was said today. So they never burst."""
    works = working_time(scope, member)
    begins, ends = works.day_of(scope.now)
    another = select(Message.id).where(
        Message.workspace_id == scope.workspace.id,
        Message.to_member_id == member.id,
        Message.id != bundle.id,
        Message.purpose == Purpose.BUNDLE.value,
        or_(
            and_(Message.sent_at >= begins, Message.sent_at < ends),
            and_(Message.sent_at.is_(None), Message.state == MessageState.WAITING, Message.unresolved > 0),
        ),
    )
    return scope.now if scope.session.scalar(another.limit(1)) is None else next(works.mornings_after(scope.now))
