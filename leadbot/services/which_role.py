"""Which role of several somebody means who wants to help, or who is named."""

from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.errors import Faults
from leadbot.domain.statuses import IntroductionState, OfferState
from leadbot.services.places import roles_of
from leadbot.services.suit import is_qualified


def roles_for(scope: Scope, member: Member, opportunity: Opportunity) -> list[Role]:
    """The roles that a helper may mean: what they are asked for; else what is free and suits them.

    Whom only what is taken suits may wait in reserve for that, or do what is free; whom nothing suits, what is free.
    A role for which the poster went another way is not meant again, as long as there is another.
    """
    roles = scope.all(
        scope.select(Role).where(Role.opportunity_id == opportunity.id, Role.places > 0).order_by(Role.position)
    )
    offers = {offer.role_id: offer for offer in offers_to(scope, member, roles)}
    states = {role.id: offers[role.id].state for role in roles if role.id in offers}
    waiting = [role for role in roles if states.get(role.id) in (OfferState.SENT, OfferState.RESERVE)]
    if waiting:
        return waiting
    past = declined(scope, member, roles) | {each for each, state in states.items() if state is OfferState.ACCEPTED}
    more = [role for role in roles if role.id not in past] or roles
    if len(more) == 1:
        return more
    free = [role for role in more if role.taken < role.places] or more
    suiting = [role for role in more if is_qualified(scope, member, role)]
    return [role for role in free if role in suiting] or [role for role in more if role in suiting or role in free]


def declined(scope: Scope, member: Member, roles: list[Role]) -> set[UUID]:
    """The roles, of these, for which the poster has said "not this time" to this member before."""
    said_no = scope.select(Introduction).where(
        Introduction.partner_id == member.id,
        Introduction.state == IntroductionState.DECLINED,
        Introduction.role_id.in_([role.id for role in roles]),
    )
    return {each.role_id for each in scope.all(said_no)}


def offers_to(scope: Scope, member: Member, roles: list[Role]) -> list[Offer]:
    """The offers of these roles to that member."""
    return scope.all(
        scope.select(Offer).where(Offer.member_id == member.id, Offer.role_id.in_([role.id for role in roles]))
    )


def role_for(
    scope: Scope, member: Member, opportunity: Opportunity, position: int | None = None
) -> tuple[Role, Offer | None]:
    """The role that a helper means, by its position if they said so, and whether it was put to them.

    Raises:
        Faults: at the field `role`, if that one is not wanted any more.
    """
    if position is None:
        roles = roles_for(scope, member, opportunity)
        role = next((each for each in roles if each.taken < each.places), roles[0])
    else:  # even if its last place was taken meanwhile: then they are in reserve for it, and in no other
        wanted = scope.select(Role).where(Role.opportunity_id == opportunity.id, Role.places > 0)
        named = scope.session.scalar(wanted.where(Role.position == position))
        if named is None:
            raise Faults({"role": "This is not wanted any more. Please choose another, or close this form."})
        role = named
    return role, next(iter(offers_to(scope, member, [role])), None)


def free_roles(scope: Scope, opportunity: Opportunity) -> list[Role]:
    """The roles in which a place is free."""
    return [role for role in roles_of(scope, opportunity) if role.taken < role.places]
