"""Changing the roles of an opportunity as its form says: nobody who has a place loses it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.errors import Faults
from leadbot.domain.statuses import HOLDS_A_PLACE, OFFER_MOVES, OfferState, move
from leadbot.kinds import KINDS, Kind, RoleDraft
from leadbot.services.ending import unanswered_offers
from leadbot.services.introduce import ask_soon
from leadbot.services.outbox import Purpose, tell
from leadbot.services.places import roles_of
from leadbot.services.post import COLUMNS, add_role


def values_of(scope: Scope, opportunity: Opportunity) -> dict[str, Any]:
    """What a form holds that would post just this."""
    columns = {name: getattr(opportunity, name) for name in COLUMNS}
    roles = KINDS[opportunity.kind].values_of_roles(drafts_of(roles_of(scope, opportunity)))
    return columns | opportunity.more | roles


def edit_roles(scope: Scope, opportunity: Opportunity, values: Mapping[str, Any]) -> set[str]:
    """Changes the roles as the form says; returns the names of what changed."""
    kind, roles = KINDS[opportunity.kind], {role.position: role for role in roles_of(scope, opportunity)}
    before, drafts = kind.values_of_roles(drafts_of(list(roles.values()))), kind.roles(values)
    after = kind.values_of_roles(drafts)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    wanted = {draft.position: draft for draft in drafts}
    for role in roles.values():
        draft = wanted.get(role.position)
        refuse_to_drop(scope, kind, role, draft.places if draft is not None else 0, wanted)
        if draft is None:
            close_role(role)
        else:
            edit_role(scope, kind, role, draft, changed=bool(changed))
    for draft in drafts:
        if draft.position not in roles:
            add_role(scope, opportunity, kind, draft)
    scope.session.flush()
    take_back_offers(scope, opportunity)
    return changed


def edit_role(scope: Scope, kind: Kind, role: Role, draft: RoleDraft, *, changed: bool) -> None:
    """Changes one role. Whoever fits now, and was not asked before, is asked; of a team, once the poster invites them."""
    if kind.gathers:
        role.left_open = max(0, role.left_open + draft.places - role.places)
    role.description, role.skills = draft.description, list(draft.skills)
    role.places, role.by_poster = draft.places, draft.by_poster
    if changed and role.taken < role.places:
        role.waves_wanted = max(role.waves_wanted, role.waves + 1)
        ask_soon(scope, role)


def refuse_to_drop(scope: Scope, kind: Kind, role: Role, places: int, wanted: Mapping[int, RoleDraft]) -> None:
    """Nobody who has a place loses it by an edit.

    Raises:
        Faults: where the form asks how many places there are; or where a role is gone from the form, under the first.
    """
    if places >= role.taken:
        return
    fault = f"{role.taken} have been introduced already, so there must be at least that many."
    if kind.gathers:
        who = several_names(scope, role)
        fault = f"{who} said yes to “{role.description}”, so it has to keep {role.taken} for them."
    field = kind.places_of(role.position if role.position in wanted else min(wanted))
    raise Faults({field: fault})


def several_names(scope: Scope, role: Role) -> str:
    """The names of those who have a place of a role."""
    held = scope.select(Introduction).where(Introduction.role_id == role.id, Introduction.state.in_(HOLDS_A_PLACE))
    names = [scope.get(Member, each.partner_id).name or "A neighbour" for each in scope.all(held)]
    return " and ".join(names) or "Somebody"


def close_role(role: Role) -> None:
    """A role is not wanted any more."""
    role.places, role.left_open, role.by_poster, role.wave_due_at = 0, 0, False, None


def take_back_offers(scope: Scope, opportunity: Opportunity) -> None:
    """Whoever waits with their answer, or in reserve, for what has no places any more hears that it is not wanted: once."""
    gone = {role.id for role in roles_of(scope, opportunity) if role.places == 0}
    heard: dict[UUID, list[Offer]] = {}
    for offer in unanswered_offers(scope, opportunity):
        if offer.role_id in gone:
            offer.state = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN)
            if offer.delivered_at is not None:
                heard.setdefault(offer.member_id, []).append(offer)
    scope.session.flush()
    for member_id, offers in heard.items():
        once, number = f"part_gone:{offers[0].id}:{opportunity.revision}", len(offers)
        why = Purpose.PART_GONE
        tell(scope, why, member_id, opportunity=opportunity, offer=offers[0], once=once, parts=number)


def drafts_of(roles: Sequence[Role]) -> list[RoleDraft]:
    """These roles, as a form would make them. One that was taken out of the form is none any more."""
    return [
        RoleDraft(role.description, tuple(role.skills), role.places, role.position, role.by_poster)
        for role in roles
        if role.places or role.by_poster
    ]
