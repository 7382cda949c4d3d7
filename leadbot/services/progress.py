"""How far an opportunity has come: who was asked, who waits, who was introduced. Only some messages speak of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from leadbot.db.rows import INTRODUCTIONS, MESSAGES, OFFERS, ROLES
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity
from leadbot.domain.statuses import HOLDS_A_PLACE, IN_THE_TEAM, IntroductionState, MessageState, OfferState
from leadbot.services.facts import Person, known
from leadbot.services.offer_clock import end_of
from leadbot.services.outbox import Purpose
from leadbot.services.working_hours import working_time

TELLS_PROGRESS = frozenset(
    {
        Purpose.POSTED,
        Purpose.NOBODY_LEFT,
        Purpose.EXPIRED,
        Purpose.UNFILLED,
        Purpose.NOT_THIS_TIME,
        Purpose.HOLD_RELEASED,
    }
)


@dataclass(frozen=True)
class Progress:
    """How far an opportunity has come."""

    asked: int
    unanswered: int
    asked_for: frozenset[UUID]  # the roles for which somebody has not answered
    coming: int  # of these, how many have not heard of it yet, though they work now
    later: int  # …how many will when their working day begins…
    too_late: int  # …and for how many that is after the deadline
    waiting: tuple[Person, ...]  # who would like to help, and waits for the poster's answer
    partners: tuple[Person, ...]
    introduced: bool  # somebody was, whatever came of it
    on_channel: bool  # its card is there, or on its way


ASKED = (
    select(OFFERS.c.state, OFFERS.c.delivered_at, OFFERS.c.member_id, OFFERS.c.role_id)
    .join(ROLES, (ROLES.c.workspace_id == OFFERS.c.workspace_id) & (ROLES.c.id == OFFERS.c.role_id))
    .where(OFFERS.c.workspace_id == bindparam("workspace"), ROLES.c.opportunity_id == bindparam("opportunity"))
    .where(or_(OFFERS.c.state != OfferState.WITHDRAWN, OFFERS.c.delivered_at.is_not(None)))  # they heard of it, or will
)
MET = (
    select(INTRODUCTIONS.c.partner_id, INTRODUCTIONS.c.state, INTRODUCTIONS.c.opened_at)
    .where(
        INTRODUCTIONS.c.workspace_id == bindparam("workspace"),
        INTRODUCTIONS.c.opportunity_id == bindparam("opportunity"),
    )
    .order_by(INTRODUCTIONS.c.opened_at, INTRODUCTIONS.c.id)
)
CARD = select(MESSAGES.c.state).where(
    MESSAGES.c.workspace_id == bindparam("workspace"), MESSAGES.c.once == bindparam("once")
)


def progress_of(scope: Scope, opportunity: Opportunity) -> Progress:
    """How far an opportunity has come, over all its roles."""
    about = {"workspace": scope.workspace.id, "opportunity": opportunity.id}
    offers = scope.session.execute(ASKED, about).all()
    introductions = scope.session.execute(MET, about).all()
    unanswered = [offer for offer in offers if offer.state is OfferState.SENT]
    coming, later, too_late = unheard(
        scope, opportunity, [offer.member_id for offer in unanswered if offer.delivered_at is None]
    )
    people = {
        state: tuple(known(scope, each.partner_id) for each in introductions if each.state is state)
        for state in HOLDS_A_PLACE
    }
    return Progress(
        asked=len(offers),
        unanswered=len(unanswered),
        asked_for=frozenset(offer.role_id for offer in unanswered),
        coming=coming,
        later=later,
        too_late=too_late,
        waiting=people[IntroductionState.PROPOSED],
        partners=people[IntroductionState.OPEN],
        introduced=any(each.opened_at is not None for each in introductions),
        on_channel=opportunity.reach == "channel" and has_card(scope, opportunity),
    )


def unheard(scope: Scope, opportunity: Opportunity, member_ids: list[UUID]) -> tuple[int, int, int]:
    """How many of those to whom an offer is on its way work now, will in time, and will when it is too late."""
    begins = [working_time(scope, scope.get(Member, each)).next_from(scope.now) for each in member_ids]
    ends = end_of(scope, opportunity)
    coming = sum(begin <= scope.now for begin in begins)
    too_late = sum(ends is not None and scope.now < begin and ends <= begin for begin in begins)
    return coming, len(begins) - coming - too_late, too_late


def is_partner(scope: Scope, member: Member, opportunity_id: UUID) -> bool:
    """Whether this member was introduced to that opportunity's poster or joined its team, and has not stepped back."""
    query = select(Introduction.id).where(
        Introduction.workspace_id == scope.workspace.id,
        Introduction.opportunity_id == opportunity_id,
        Introduction.partner_id == member.id,
        Introduction.state.in_(IN_THE_TEAM),
    )
    return scope.session.scalar(query.limit(1)) is not None


def has_card(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether the card is on the channel, or on its way there: not refused, not lost, not taken down."""
    state = scope.session.scalar(CARD, {"workspace": scope.workspace.id, "once": f"card:{opportunity.id}"})
    return state in (MessageState.WAITING, MessageState.SENT)
