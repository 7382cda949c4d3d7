"""How far an opportunity has come: who was asked, who waits, who was introduced. Only some messages speak of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.statuses import HOLDS_A_PLACE, IntroductionState, MessageState, OfferState
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
    coming: int  # of these, how many have not heard of it yet, though they work now
    later: int  # …how many will when their working day begins…
    too_late: int  # …and for how many that is after the deadline
    waiting: tuple[Person, ...]  # who would like to help, and waits for the poster's answer
    partners: tuple[Person, ...]
    introduced: bool  # somebody was, whatever came of it
    on_channel: bool  # its card is there, or on its way


def progress_of(scope: Scope, opportunity: Opportunity) -> Progress:
    """How far an opportunity has come, over all its roles."""
    asked: dict[OfferState, int] = {
        row[0]: row[1]
        for row in scope.session.execute(
            select(Offer.state, func.count())
            .join(Role, (Role.workspace_id == Offer.workspace_id) & (Role.id == Offer.role_id))
            .where(
                Offer.workspace_id == scope.workspace.id,
                Role.opportunity_id == opportunity.id,
                or_(Offer.state != OfferState.WITHDRAWN, Offer.delivered_at.is_not(None)),  # they heard of it, or will
            )
            .group_by(Offer.state)
        )
    }
    coming, later, too_late = unheard(scope, opportunity)
    partners = partners_of(scope, opportunity)
    return Progress(
        asked=sum(asked.values()),
        unanswered=asked.get(OfferState.SENT, 0),
        coming=coming,
        later=later,
        too_late=too_late,
        waiting=tuple(partners[IntroductionState.PROPOSED]),
        partners=tuple(partners[IntroductionState.OPEN]),
        introduced=was_introduced(scope, opportunity),
        on_channel=opportunity.reach == "channel" and has_card(scope, opportunity),
    )


def unheard(scope: Scope, opportunity: Opportunity) -> tuple[int, int, int]:
    """How many offers are on their way: to people who work now, who will in time, and who will when it is too late."""
    members = scope.all(
        scope.select(Member)
        .join(Offer, (Offer.workspace_id == Member.workspace_id) & (Offer.member_id == Member.id))
        .join(Role, (Role.workspace_id == Offer.workspace_id) & (Role.id == Offer.role_id))
        .where(Role.opportunity_id == opportunity.id, Offer.state == OfferState.SENT, Offer.delivered_at.is_(None))
    )
    begins = [working_time(scope, member).next_from(scope.now) for member in members]
    ends = end_of(scope, opportunity)
    coming = sum(begin <= scope.now for begin in begins)
    too_late = sum(ends is not None and scope.now < begin and ends <= begin for begin in begins)
    return coming, len(members) - coming - too_late, too_late


def partners_of(scope: Scope, opportunity: Opportunity) -> dict[IntroductionState, list[Person]]:
    """Those who are, or may be, introduced, by the state of their introductions, in the order in which they came."""
    rows = scope.session.execute(
        select(Introduction.partner_id, Introduction.state)
        .where(
            Introduction.workspace_id == scope.workspace.id,
            Introduction.opportunity_id == opportunity.id,
            Introduction.state.in_(HOLDS_A_PLACE),
        )
        .order_by(Introduction.opened_at, Introduction.id)
    )
    partners: dict[IntroductionState, list[Person]] = {state: [] for state in HOLDS_A_PLACE}
    for member_id, state in rows:
        partners[state].append(known(scope, member_id))
    return partners


def was_introduced(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether anybody was ever introduced."""
    query = select(Introduction.id).where(
        Introduction.workspace_id == scope.workspace.id,
        Introduction.opportunity_id == opportunity.id,
        Introduction.opened_at.is_not(None),
    )
    return scope.session.scalar(query.limit(1)) is not None


def is_partner(scope: Scope, member: Member, opportunity_id: UUID) -> bool:
    """Whether this member was introduced to that opportunity's poster, and has not stepped back."""
    query = select(Introduction.id).where(
        Introduction.workspace_id == scope.workspace.id,
        Introduction.opportunity_id == opportunity_id,
        Introduction.partner_id == member.id,
        Introduction.state == IntroductionState.OPEN,
    )
    return scope.session.scalar(query.limit(1)) is not None


def has_card(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether the card is on the channel, or on its way there: not refused, not lost, not taken down."""
    state = scope.session.scalar(
        select(Message.state).where(
            Message.workspace_id == scope.workspace.id, Message.once == f"card:{opportunity.id}"
        )
    )
    return state in (MessageState.WAITING, MessageState.SENT)
