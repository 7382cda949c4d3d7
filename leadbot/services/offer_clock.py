"""The clock of an offer: it starts when the offer is delivered; one reminder, then it lapses, and the next are asked."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadbot.db.engine import Database
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Opportunity, Role
from leadbot.domain.errors import Refused
from leadbot.domain.statuses import OFFER_MOVES, MessageState, OfferState, OpportunityState, move
from leadbot.services.authority import own_offer
from leadbot.services.due_rows import act_on_next
from leadbot.services.introduce import ask_if_short, ask_soon
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import SHOWS_OFFER, TELLS_POSTER, Purpose, silence, tell
from leadbot.services.people import is_paused
from leadbot.services.places import to_fill
from leadbot.services.working_hours import working_time

REMINDER, LAPSE = 1, 2  # working days after delivery…
URGENT = timedelta(days=3)  # …unless the deadline is as near as this: then
URGENT_REMINDER, URGENT_LAPSE = 4, 8  # working hours


def start_clock(scope: Scope, offer: Offer, opportunity: Opportunity) -> None:
    """Says when to remind a member of an offer that they have just been shown, and when it lapses."""
    if offer.state is not OfferState.SENT:
        return
    set_clock(offer, *times_for(scope, offer, opportunity), end_of(scope, opportunity))
    if not others_about_to_hear(scope, opportunity):
        keep_true(scope, Purpose.POSTED, opportunity=opportunity)  # its poster reads how many I have asked


def times_for(scope: Scope, offer: Offer, opportunity: Opportunity) -> tuple[datetime, datetime]:
    """When an offer is reminded of, and when it lapses, if its clock starts now."""
    works = working_time(scope, scope.get(Member, offer.member_id))
    if is_urgent(scope, opportunity):
        return works.hours_later(scope.now, URGENT_REMINDER), works.hours_later(scope.now, URGENT_LAPSE)
    return works.days_later(scope.now, REMINDER), works.days_later(scope.now, LAPSE)


def start_clocks_anew(scope: Scope, opportunity: Opportunity) -> None:
    """The deadline is another one: the offers that wait for an answer have their time from now on, urgent or not.

    Who was reminded already is not reminded again, and who asked for a day is reminded on that day.
    """
    waiting = (
        scope.select(Offer)
        .join(Role, (Role.workspace_id == Offer.workspace_id) & (Role.id == Offer.role_id))
        .where(Role.opportunity_id == opportunity.id, Offer.state == OfferState.SENT, Offer.lapse_at.is_not(None))
    )
    for offer in scope.all(waiting.where(Offer.delivered_at.is_not(None))):
        remind_at, lapse_at = times_for(scope, offer, opportunity)
        if offer.remind_at is None:
            remind_at = lapse_at
        elif offer.snoozed:
            remind_at = offer.remind_at
        set_clock(offer, remind_at, lapse_at, end_of(scope, opportunity))


def others_about_to_hear(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether more offers of this opportunity are on their way: its poster reads of them once, when all have arrived."""
    query = scope.select(Message).where(
        Message.opportunity_id == opportunity.id,
        Message.purpose.in_([Purpose.OFFER.value, Purpose.PLACE_FREE.value]),
        Message.state == MessageState.WAITING,
        Message.due_at <= scope.now,
        Message.ts.is_(None),
    )
    return scope.session.scalar(query.limit(1)) is not None


def set_clock(offer: Offer, remind_at: datetime, lapse_at: datetime, ends: datetime | None) -> None:
    """Sets both, never past the deadline; a reminder that would come as late as the lapse is left out."""
    offer.lapse_at = min(lapse_at, ends) if ends is not None else lapse_at
    offer.remind_at = remind_at if remind_at < offer.lapse_at else None


def is_urgent(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether the deadline is so near that its offers cannot wait."""
    ends = end_of(scope, opportunity)
    return ends is not None and ends - scope.now <= URGENT


def end_of(scope: Scope, opportunity: Opportunity) -> datetime | None:
    """The end of an opportunity's deadline: 23:59 in the workspace's zone."""
    if opportunity.last_day is None:
        return None
    last = datetime.combine(opportunity.last_day, time(23, 59), ZoneInfo(scope.workspace.time_zone))
    return last.astimezone(UTC)


def snooze(scope: Scope, member: Member, reference: str) -> None:
    """Remind me tomorrow: the reminder and the lapse come a working day later; once. What reminds already falls silent.

    Raises:
        Refused: if it was granted before, the offer waits for no answer, or the member has paused.
    """
    offer, _, opportunity = own_offer(scope, member, reference)
    if offer.state is not OfferState.SENT or opportunity.state is not OpportunityState.OPEN:
        raise Refused("This is no longer waiting for your answer, so there is nothing to remind you of.")
    if offer.snoozed:
        raise Refused("I can put it off once. You can still say yes or no.")
    if is_paused(scope, member):
        raise Refused(
            "You have paused, so I won't remind you. You can say yes or no now, or type `/leadbot resume` first."
        )
    works, ends = working_time(scope, member), end_of(scope, opportunity)
    tomorrow = works.days_later(scope.now, 1) if works.includes(scope.now) else next(works.mornings_after(scope.now))
    if ends is not None and tomorrow >= ends:
        raise Refused("Its deadline comes before your next working day, so please say yes or no now.")
    offer.snoozed = True
    silence(scope, member, Purpose.OFFER_REMINDER, offer=offer)
    remind_at = max(tomorrow, offer.remind_at or tomorrow)  # never sooner than it would have come
    set_clock(offer, remind_at, works.days_later(offer.lapse_at or scope.now, 1), ends)
    scope.session.flush()
    keep_true(scope, *SHOWS_OFFER, offer=offer)


def remind_next(database: Database, now: datetime) -> bool:
    """Reminds one member of an offer that waits for their answer; says whether there was one."""
    return act_on_next(database, now, Offer.remind_at, remind)


def remind(scope: Scope, offer: Offer, opportunity: Opportunity) -> None:
    """The reminder of an offer, if it still waits for an answer."""
    offer.remind_at = None
    if offer.state is OfferState.SENT and opportunity.state is OpportunityState.OPEN:
        again = "again" if offer.snoozed else "once"
        tell(
            scope,
            Purpose.OFFER_REMINDER,
            offer.member_id,
            opportunity=opportunity,
            offer=offer,
            once=f"remind:{offer.id}:{opportunity.revision}:{again}",
        )


def lapse_next(database: Database, now: datetime) -> bool:
    """Lets one offer lapse that was not answered, and has the next in line asked; says whether there was one."""
    return act_on_next(database, now, Offer.lapse_at, lapse)


def lapse(scope: Scope, offer: Offer, opportunity: Opportunity) -> None:
    """An offer that still waits for an answer lapses; when it was the last that did, the next in line are asked."""
    offer.lapse_at, offer.remind_at = None, None
    if offer.state is not OfferState.SENT or opportunity.state is not OpportunityState.OPEN:
        return
    role = scope.get(Role, offer.role_id)
    if offer.delivered_at is None and not cannot_arrive(scope, offer):
        take_back(scope, offer, role, opportunity, unbidden=True)
        return
    offer.state = move(OFFER_MOVES, offer.state, OfferState.LAPSED)
    scope.session.flush()
    keep_true(scope, *SHOWS_OFFER, offer=offer)
    keep_true(scope, *TELLS_POSTER, opportunity=opportunity)
    ask_if_short(scope, role)


def cannot_arrive(scope: Scope, offer: Offer) -> bool:
    """Whether Slack will never take this offer: then it is not put to them again, which would fail again."""
    dead = scope.select(Message).where(Message.offer_id == offer.id, Message.state == MessageState.DEAD)
    return scope.session.scalar(dead.limit(1)) is not None


def take_back(scope: Scope, offer: Offer, role: Role, opportunity: Opportunity, *, unbidden: bool) -> None:
    """An offer that nobody has read is withdrawn, and the next in line is asked; whoever named the member hears so.

    `unbidden` says that it is nobody's act, as somebody's pausing would be.
    """
    offer.state = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN)
    scope.session.flush()
    if to_fill(role) > 0:
        ask_soon(scope, role)
    keep_true(scope, *TELLS_POSTER, opportunity=opportunity)
    if offer.recommended_by is not None:
        once = f"named_in_vain:{offer.id}"
        by, why = offer.recommended_by, Purpose.NAMED_IN_VAIN
        tell(scope, why, by, opportunity=opportunity, offer=offer, once=once, away=True, unbidden=unbidden)
