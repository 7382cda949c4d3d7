"""The roles of an opportunity, and their places: for how many somebody is to be asked, and how many its poster has left open."""

from collections import Counter

from sqlalchemy import func, select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.statuses import IN_THE_TEAM, OfferOrigin, OfferState
from leadbot.kinds import KINDS


def roles_of(scope: Scope, opportunity: Opportunity) -> list[Role]:
    """The roles of an opportunity, in order."""
    return scope.all(scope.select(Role).where(Role.opportunity_id == opportunity.id).order_by(Role.position))


def to_fill(role: Role) -> int:
    """For how many places of a role somebody is to be asked: for those that are free, and not left open by the poster."""
    return max(0, role.places - role.taken - role.left_open)


def unanswered(scope: Scope, role: Role) -> int:
    """How many offers of this role wait for an answer."""
    query = select(func.count()).where(
        Offer.workspace_id == scope.workspace.id, Offer.role_id == role.id, Offer.state == OfferState.SENT
    )
    return scope.session.scalar(query) or 0


def free_places(scope: Scope, role: Role) -> int:
    """How many places of a role nobody has, and nobody is asked for."""
    return max(0, role.places - role.taken - unanswered(scope, role))


def in_team(scope: Scope, role: Role) -> int:
    """How many places of a role are taken for good: by somebody about whom the poster need not be asked any more."""
    query = select(func.count()).where(
        Introduction.workspace_id == scope.workspace.id,
        Introduction.role_id == role.id,
        Introduction.state.in_(IN_THE_TEAM),
    )
    return scope.session.scalar(query) or 0


def only_left_open(scope: Scope, offer: Offer, role: Role) -> bool:
    """Whether somebody who was asked says yes when all places for which they were asked are taken, and the others left
    open: a wave is wider than its places, and what the poster left open is theirs to give.
    """
    matched = offer.origin == OfferOrigin.MATCHED
    return matched and role.left_open > 0 and role.places - role.left_open <= in_team(scope, role)


def is_spoken_for(scope: Scope, member: Member, role: Role) -> bool:
    """Whether others are asked for every free place of a role in a team: whoever was chosen for one is asked first.

    A wave is wider than its places, and speaks for these only. Whoever is asked themselves need wait for nobody.
    """
    free = role.places - role.taken
    if free <= 0 or not KINDS[scope.get(Opportunity, role.opportunity_id).kind].gathers:
        return False
    waiting = scope.all(scope.select(Offer).where(Offer.role_id == role.id, Offer.state == OfferState.SENT))
    if any(offer.member_id == member.id for offer in waiting):
        return False
    asked = Counter(offer.origin for offer in waiting)
    matched = min(asked.pop(OfferOrigin.MATCHED, 0), max(0, role.places - role.left_open - in_team(scope, role)))
    return free <= matched + asked.total()


def spend_left_open(scope: Scope, introduction: Introduction) -> None:
    """Somebody is in the team: what was left open is so no more if it was theirs, or else all that is free would be.

    Whoever came unasked leaves to those who are asked the places for which these were.
    """
    role, offer = scope.get(Role, introduction.role_id), scope.get(Offer, introduction.offer_id)
    asked = unanswered(scope, role) if offer.origin != OfferOrigin.MATCHED else 0
    role.left_open = max(0, min(role.left_open, role.places - in_team(scope, role) - asked))


def leave_open(scope: Scope, role: Role) -> None:
    """The poster has said who is asked for a role: for what is free besides, nobody is.

    What they left open before, and is kept for somebody about whom they think, stays so.
    """
    kept = max(0, role.left_open - (role.places - role.taken))
    role.left_open = free_places(scope, role) + kept
