"""What the Home tab tells a member: what waits for their answer, and what they have open."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Bid
from leadbot.domain.statuses import BidStep, IntroductionState, OfferState, OpportunityState, Step
from leadbot.services.facts import OfferFacts, Person, known, offer_facts
from leadbot.services.find import Found
from leadbot.services.letter import OpportunityFacts, opportunity_facts
from leadbot.services.outbox import Purpose


def own_open(scope: Scope, member: Member, most: int) -> Found:
    """What this member posted and is open, newest first, so many at most; and how many more there are."""
    mine = Opportunity.poster_id == member.id, Opportunity.state == OpportunityState.OPEN
    rows = scope.all(scope.select(Opportunity).where(*mine).order_by(Opportunity.number.desc()).limit(most))
    there = select(func.count()).where(Opportunity.workspace_id == scope.workspace.id, *mine)
    shown = tuple(opportunity_facts(scope, row) for row in rows)
    return Found(shown, (scope.session.scalar(there) or 0) - len(shown))


def offers_to(scope: Scope, member: Member) -> tuple[tuple[OpportunityFacts, OfferFacts], ...]:
    """The offers that this member has heard of and not answered."""
    sent = scope.select(Offer).where(
        Offer.member_id == member.id, Offer.state == OfferState.SENT, Offer.delivered_at.is_not(None)
    )
    put = [
        (scope.get(Opportunity, scope.get(Role, offer.role_id).opportunity_id), offer)
        for offer in scope.all(sent.order_by(Offer.created_at, Offer.id))
    ]
    return tuple(
        (opportunity_facts(scope, opportunity), offer_facts(scope, offer))
        for opportunity, offer in put
        if opportunity.state is OpportunityState.OPEN
    )


def helpers_of(scope: Scope, member: Member) -> tuple[tuple[OpportunityFacts, Person, str], ...]:
    """Who would like to help, and waits for this poster's yes; where it is a team that is wanted, with their role."""
    own = scope.select(Opportunity).where(
        Opportunity.poster_id == member.id, Opportunity.state == OpportunityState.OPEN
    )
    waiting = scope.select(Introduction).where(
        Introduction.opportunity_id.in_([row.id for row in scope.all(own)]),
        Introduction.state == IntroductionState.PROPOSED,
    )
    return tuple(
        (facts, known(scope, each.partner_id), scope.get(Role, each.role_id).description if facts.kind.gathers else "")
        for each in scope.all(waiting.order_by(Introduction.created_at, Introduction.id))
        for facts in [facts_of(scope, each.opportunity_id)]
    )


def questions_to(scope: Scope, member: Member) -> tuple[tuple[OpportunityFacts, Person, Step], ...]:
    """The introductions of which this member was asked how they go, and nobody has answered yet."""
    its = (Introduction.workspace_id == Message.workspace_id) & (Introduction.id == Message.introduction_id)
    query = (
        select(Introduction, Message.details)
        .join(Message, its)
        .where(
            *reached(scope, member, Purpose.FOLLOW_UP),
            Introduction.state == IntroductionState.OPEN,
            Introduction.unanswered > 0,
        )
        .order_by(Introduction.created_at, Introduction.id)
    )
    found = []
    for each, details in scope.session.execute(query):
        if details["number"] == each.asked:
            opportunity = facts_of(scope, each.opportunity_id)
            other = opportunity.poster if each.partner_id == member.id else known(scope, each.partner_id)
            found.append((opportunity, other, each.step))
    return tuple(found)


def bids_of(scope: Scope, member: Member) -> tuple[tuple[OpportunityFacts, BidStep], ...]:
    """The bids of which this member was asked, and nobody has answered yet."""
    its = (Bid.workspace_id == Message.workspace_id) & (Bid.opportunity_id == Message.opportunity_id)
    query = (
        select(Bid, Message.details)
        .join(Message, its)
        .where(*reached(scope, member, Purpose.BID), Bid.outcome.is_(None), Bid.unanswered > 0)
        .order_by(Bid.id)
    )
    asked = [bid for bid, details in scope.session.execute(query) if details["number"] == bid.asked]
    return tuple((facts_of(scope, bid.opportunity_id), bid.step) for bid in asked)


def reached(scope: Scope, member: Member, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    """What is true of a message with that purpose that has reached this member."""
    mine = (Message.workspace_id == scope.workspace.id) & (Message.to_member_id == member.id)
    return mine, Message.purpose == purpose.value, Message.sent_at.is_not(None)


def facts_of(scope: Scope, opportunity_id: UUID) -> OpportunityFacts:
    """The opportunity of an introduction, or of a bid."""
    return opportunity_facts(scope, scope.get(Opportunity, opportunity_id))
