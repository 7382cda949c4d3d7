"""Finding what is open: everything, one's own, by words; and why one was asked."""

from dataclasses import dataclass

from sqlalchemy import select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity
from leadbot.domain.errors import LeadbotError
from leadbot.domain.statuses import IN_THE_TEAM, OpportunityState
from leadbot.matching import Profile, rank
from leadbot.services.authority import may_see
from leadbot.services.facts import OfferFacts, offer_facts
from leadbot.services.letter import OpportunityFacts, opportunity_facts
from leadbot.services.places import roles_of
from leadbot.services.suit import why
from leadbot.services.which_role import offers_to

MOST = 20  # in one answer; more are counted


@dataclass(frozen=True)
class Found:
    """What was found, and how many more there are."""

    shown: tuple[OpportunityFacts, ...]
    more: int


@dataclass(frozen=True)
class Why:
    """Why an opportunity was put to somebody, or would suit them."""

    opportunity: OpportunityFacts
    offer: OfferFacts | None
    reasons: tuple[str, ...]
    is_own: bool


def open_opportunities(scope: Scope, member: Member) -> Found:
    """All that is open and that this member may see, newest first."""
    return found(scope, [row for row in newest_open(scope) if may_see(scope, member, row)])


def own_opportunities(scope: Scope, member: Member) -> Found:
    """What this member posted, was introduced to or has joined, newest first, ended or not."""
    introduced = select(Introduction.opportunity_id).where(
        Introduction.workspace_id == scope.workspace.id,
        Introduction.partner_id == member.id,
        Introduction.state.in_(IN_THE_TEAM),
    )
    query = scope.select(Opportunity).where(
        (Opportunity.poster_id == member.id) | Opportunity.id.in_(introduced.scalar_subquery())
    )
    return found(scope, scope.all(query.order_by(Opportunity.number.desc())))


def search(scope: Scope, member: Member, words: str) -> Found:
    """What is open and has to do with these words, best first. Skills count by all their names."""
    rows = {str(row.id): row for row in newest_open(scope) if may_see(scope, member, row)}
    profiles = [as_profile(scope, row) for row in rows.values()]
    matches = rank(words, profiles, limit=max(1, len(profiles)))
    return found(scope, [rows[match.member_id] for match in matches])


def why_asked(scope: Scope, member: Member, number: int) -> Why:
    """Why an opportunity was put to this member, or why it would suit them.

    Raises:
        LeadbotError: if there is no such number among what they may see.
    """
    row = scope.session.scalar(scope.select(Opportunity).where(Opportunity.number == number))
    if row is None or not may_see(scope, member, row):
        raise LeadbotError(f"There is no number {number} here. `/leads` lists what is open.")
    roles = roles_of(scope, row)
    offers = {offer.role_id: offer for offer in offers_to(scope, member, roles)}
    offer = next((offers[role.id] for role in roles if role.id in offers), None)
    suits = (why(scope, member, role, row) for role in roles if role.places)
    return Why(
        opportunity=opportunity_facts(scope, row),
        offer=offer_facts(scope, offer) if offer else None,
        reasons=tuple(offer.reasons if offer else next(filter(None, suits), ())),
        is_own=row.poster_id == member.id,
    )


def newest_open(scope: Scope) -> list[Opportunity]:
    """All that is open, newest first."""
    query = scope.select(Opportunity).where(Opportunity.state == OpportunityState.OPEN)
    return scope.all(query.order_by(Opportunity.number.desc()))


def as_profile(scope: Scope, opportunity: Opportunity) -> Profile:
    """An opportunity as matching reads it where words look for it: with what each of its roles says."""
    roles = [role for role in roles_of(scope, opportunity) if role.places]
    said = [opportunity.title, opportunity.details, *(role.description for role in roles)]
    skills = [skill for role in roles for skill in role.skills]
    return Profile(id=str(opportunity.id), skills=skills, text="\n".join(dict.fromkeys(said)))


def found(scope: Scope, rows: list[Opportunity]) -> Found:
    """As many as fit, with their facts."""
    return Found(tuple(opportunity_facts(scope, row) for row in rows[:MOST]), max(0, len(rows) - MOST))
