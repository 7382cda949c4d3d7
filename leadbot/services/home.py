"""What the Home tab tells a member: what waits for their answer, what they have open, and what they can do."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.statuses import IntroductionState, OfferState, OpportunityState, Step
from leadbot.services.facts import OfferFacts, Person, known, offer_facts
from leadbot.services.find import Found, own_open
from leadbot.services.letter import OpportunityFacts, opportunity_facts
from leadbot.services.people import names_of, skills_of


@dataclass(frozen=True)
class HomeFacts:
    """What is a member's own. Each thing that waits has the opportunity that it is about."""

    name: str
    locale: str
    offers: tuple[tuple[OpportunityFacts, OfferFacts], ...]  # put to them
    helpers: tuple[tuple[OpportunityFacts, Person], ...]  # who would like to be introduced to them
    questions: tuple[tuple[OpportunityFacts, Person, Step], ...]  # how it goes with the other of the two
    open: Found
    skills: tuple[str, ...]  # as people write them


def home_facts(scope: Scope, member: Member) -> HomeFacts:
    """All of it, as it is now."""
    return HomeFacts(
        name=member.name,
        locale=member.locale,
        offers=offers_to(scope, member),
        helpers=helpers_of(scope, member),
        questions=questions_to(scope, member),
        open=own_open(scope, member),
        skills=tuple(names_of(skills_of(scope, member))),
    )


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


def helpers_of(scope: Scope, member: Member) -> tuple[tuple[OpportunityFacts, Person], ...]:
    """Who would like to help, and waits for this poster's yes."""
    own = scope.select(Opportunity).where(
        Opportunity.poster_id == member.id, Opportunity.state == OpportunityState.OPEN
    )
    waiting = scope.select(Introduction).where(
        Introduction.opportunity_id.in_([row.id for row in scope.all(own)]),
        Introduction.state == IntroductionState.PROPOSED,
    )
    return tuple(
        (facts_of(scope, each.opportunity_id), known(scope, each.partner_id))
        for each in scope.all(waiting.order_by(Introduction.created_at, Introduction.id))
    )


def questions_to(scope: Scope, member: Member) -> tuple[tuple[OpportunityFacts, Person, Step], ...]:
    """The introductions of which this member was asked how they go, and nobody has answered yet.

    The partner alone is asked the first question, both are asked every other.
    """
    posted = scope.select(Opportunity).where(Opportunity.poster_id == member.id).with_only_columns(Opportunity.id)
    asked = scope.select(Introduction).where(
        Introduction.state == IntroductionState.OPEN,
        Introduction.unanswered > 0,
        or_(
            Introduction.partner_id == member.id,
            and_(Introduction.asked > 1, Introduction.opportunity_id.in_(posted.scalar_subquery())),
        ),
    )
    found = []
    for each in scope.all(asked.order_by(Introduction.created_at, Introduction.id)):
        opportunity = facts_of(scope, each.opportunity_id)
        other = opportunity.poster if each.partner_id == member.id else known(scope, each.partner_id)
        found.append((opportunity, other, each.step))
    return tuple(found)


def facts_of(scope: Scope, opportunity_id: UUID) -> OpportunityFacts:
    """The opportunity of an introduction."""
    return opportunity_facts(scope, scope.get(Opportunity, opportunity_id))
