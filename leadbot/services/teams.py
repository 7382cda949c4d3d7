"""The team of a contract: who is proposed for which place, kept until the poster invites them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Candidate
from leadbot.domain.errors import Faults, OutOfDate, Refused
from leadbot.domain.ids import id_within
from leadbot.domain.statuses import (
    ENDINGS,
    HOLDS_A_PLACE,
    OFFER_MOVES,
    OfferOrigin,
    OfferState,
    OpportunityState,
    move,
)
from leadbot.matching import Match, RoleNeed, Team, propose_team
from leadbot.matching.cover import MOST_ROLES
from leadbot.services.authority import led_opportunity
from leadbot.services.introduce import ask_soon
from leadbot.services.offering import put_to
from leadbot.services.outbox import Purpose, keep_true
from leadbot.services.people import may_be_asked
from leadbot.services.places import free_places, leave_open, unanswered
from leadbot.services.suit import asked_skills, profiles_of_all, refusals_by_member, room_left, was_put

HELD_OR_ASKED = (OfferState.SENT, OfferState.ACCEPTED)
BENCH = 10  # the next best that are kept for each role: as many as a menu shows at a glance


def roles_in_order(scope: Scope, opportunity: Opportunity) -> list[Role]:
    """The roles of an opportunity."""
    return scope.all(scope.select(Role).where(Role.opportunity_id == opportunity.id).order_by(Role.position))


@dataclass(frozen=True)
class Turn:
    """In which order the places of a role are put to people: first whom the team would have in it, then the next best."""

    chosen: frozenset[str]
    matches: tuple[Match, ...]


def best_team(scope: Scope, opportunity: Opportunity) -> dict[UUID, Turn]:
    """By role, the best team for the places that nobody has or is asked for. It takes no locks, and may take a while."""
    # A role without places is the poster's own, or was taken out of the form: the rest are ten at most.
    roles = [role for role in roles_in_order(scope, opportunity) if role.places]
    number = {role.id: at for at, role in enumerate(roles)}
    offers = scope.all(scope.select(Offer).where(Offer.role_id.in_(number)))
    held = scope.all(
        scope.select(Introduction).where(Introduction.role_id.in_(number), Introduction.state.in_(HOLDS_A_PLACE))
    )
    kept = [(number[each.role_id], str(each.partner_id)) for each in held]
    kept += [(number[offer.role_id], str(offer.member_id)) for offer in first_asked(roles, offers)]
    barred = [(number[offer.role_id], str(offer.member_id)) for offer in offers if was_put(offer)]
    refused = refusals_by_member(scope)
    barred += [
        (number[role.id], str(member_id))
        for role in roles
        for member_id, skills in refused.items()
        if set(asked_skills(role, opportunity)) <= skills
    ]
    needs = [RoleNeed(role.description, tuple(role.skills), role.places) for role in roles]
    team = propose_team(needs, profiles_of_all(scope, opportunity), kept=kept, barred=barred)
    return {role.id: turn_of(team, at) for at, role in enumerate(roles)}


def turn_of(team: Team, at: int) -> Turn:
    """Whose turn it is in one role of a team, by its index."""
    chosen = frozenset(member_id for role, member_id in team.places if role == at)
    return Turn(chosen, tuple(sorted(team.bench[at], key=lambda match: match.member_id not in chosen)))


def first_asked(roles: Sequence[Role], offers: Sequence[Offer]) -> list[Offer]:
    """Those who wait with their answer, as many for each role as it has free places: their places are spoken for."""
    left = {role.id: role.places - role.taken for role in roles}
    waiting = sorted((each for each in offers if each.state is OfferState.SENT), key=lambda each: each.created_at)
    kept = []
    for offer in waiting:
        if left[offer.role_id] > 0:
            left[offer.role_id] -= 1
            kept.append(offer)
    return kept


def keep_team(scope: Scope, opportunity: Opportunity, team: Mapping[UUID, Turn]) -> None:
    """Keeps who is proposed, and who is next best, in the place of what was proposed before."""
    roles = [role.id for role in roles_in_order(scope, opportunity)]
    scope.session.execute(
        delete(Candidate).where(Candidate.workspace_id == scope.workspace.id, Candidate.role_id.in_(roles))
    )
    for role_id, turn in team.items():
        for position, match in enumerate(turn.matches[:BENCH]):
            scope.session.add(
                Candidate(
                    workspace_id=scope.workspace.id,
                    role_id=role_id,
                    member_id=UUID(match.member_id),
                    position=position,
                    chosen=match.member_id in turn.chosen,
                    score=match.score,
                    reasons=list(match.reasons),
                )
            )
    scope.session.flush()
    keep_true(scope, Purpose.POSTED, opportunity=opportunity)


def candidates_of(scope: Scope, opportunity: Opportunity) -> dict[UUID, list[Candidate]]:
    """By role, who is proposed and who is next best, as it was last worked out."""
    found: dict[UUID, list[Candidate]] = {role.id: [] for role in roles_in_order(scope, opportunity)}
    rows = scope.session.scalars(
        select(Candidate)
        .where(Candidate.workspace_id == scope.workspace.id, Candidate.role_id.in_(found))
        .order_by(Candidate.role_id, Candidate.position)
    )
    for row in rows:
        found[row.role_id].append(row)
    return found


@dataclass(frozen=True)
class OpenPlace:
    """A place that nobody has, and for which nobody is asked: who is proposed, and who else could take it."""

    role: Role
    chosen: Candidate | None
    others: tuple[Candidate, ...]


def open_places(scope: Scope, opportunity: Opportunity) -> list[OpenPlace]:
    """The places of a team that are still to be given, in the order of its roles."""
    found, places = candidates_of(scope, opportunity), []
    for role in roles_in_order(scope, opportunity):
        put = {each.member_id for each in offers_of(scope, role) if was_put(each)}
        left = [each for each in found[role.id] if each.member_id not in put]
        chosen = [each for each in left if each.chosen]
        for number in range(free_places(scope, role)):
            own = chosen[number] if number < len(chosen) else None
            places.append(OpenPlace(role, own, tuple(each for each in left if each not in chosen or each is own)))
    return places


def work_out_anew(scope: Scope, opportunity: Opportunity) -> None:
    """Has it worked out anew who suits, if there is a place for which nobody is asked."""
    for role in roles_in_order(scope, opportunity):
        if free_places(scope, role) > 0:
            ask_soon(scope, role)


def offers_of(scope: Scope, role: Role) -> list[Offer]:
    """The offers of a role."""
    return scope.all(scope.select(Offer).where(Offer.role_id == role.id))


@dataclass(frozen=True)
class Pick:
    """Whom the poster would have in a place. `field` is where the form asks for it; no member: it is left open."""

    field: str
    position: int  # of its role
    member_id: UUID | None


def invite_all(scope: Scope, member: Member, reference: str) -> int:
    """Invites the team as it is proposed; says how many that are.

    Raises:
        Refused: if there is nobody to be invited.
    """
    opportunity = led_opportunity(scope, member, reference)
    picks = [
        Pick("", place.role.position, place.chosen.member_id)
        for place in open_places(scope, opportunity)
        if place.chosen is not None
    ]
    good = [pick for pick in picks if fault_of(scope, opportunity, pick, picks) is None]
    if not good:
        raise Refused("There is nobody to invite just now. *Change the team* shows who else could take a place.")
    return invite(scope, member, reference, good)


def invite(scope: Scope, member: Member, reference: str, picks: Sequence[Pick]) -> int:
    """Puts the places to those whom the poster picked, and leaves the others open; says how many were invited.

    Raises:
        Faults: under the field of each pick that cannot be.
        OutOfDate: if it has ended.
    """
    opportunity = led_opportunity(scope, member, reference)
    if opportunity.state is not OpportunityState.OPEN:
        raise OutOfDate(f"{ENDINGS[opportunity.state].own} Reopen it first.")
    faults = {pick.field: fault for pick in picks if (fault := fault_of(scope, opportunity, pick, picks))}
    if faults:
        raise Faults(faults)
    roles = {role.position: role for role in roles_in_order(scope, opportunity)}
    known = candidates_of(scope, opportunity)
    for pick in picks:
        if pick.member_id is not None:
            put_place(scope, opportunity, roles[pick.position], pick.member_id, known)
    scope.session.flush()
    for role in (roles[position] for position in {pick.position for pick in picks}):
        leave_open(scope, role)
    keep_true(scope, Purpose.POSTED, Purpose.NOBODY_LEFT, Purpose.UNFILLED, opportunity=opportunity)
    return sum(pick.member_id is not None for pick in picks)


def put_place(
    scope: Scope, opportunity: Opportunity, role: Role, member_id: UUID, known: Mapping[UUID, Sequence[Candidate]]
) -> None:
    """Offers a place to one member: the first of its role's wave."""
    candidate = next((each for each in known[role.id] if each.member_id == member_id), None)
    offer = scope.session.scalar(scope.select(Offer).where(Offer.role_id == role.id, Offer.member_id == member_id))
    role.waves = max(1, role.waves)
    if offer is None:
        offer = scope.add(
            Offer,
            id=id_within(role.id, member_id),
            role_id=role.id,
            member_id=member_id,
            origin=OfferOrigin.MATCHED,
            wave=role.waves,
            score=candidate.score if candidate else 0.0,
            reasons=candidate.reasons if candidate else [],
            created_at=scope.now,
        )
    else:
        offer.state = move(OFFER_MOVES, offer.state, OfferState.SENT)
    once = f"offer:{role.id}:{member_id}:{role.waves}:{opportunity.revision}"
    put_to(scope, offer, opportunity, Purpose.OFFER, once=once)


def fault_of(scope: Scope, opportunity: Opportunity, pick: Pick, picks: Sequence[Pick]) -> str | None:
    """Why this pick cannot be, in one sentence; None if it can."""
    if pick.member_id is None:
        return None
    role = next((each for each in roles_in_order(scope, opportunity) if each.position == pick.position), None)
    someone = scope.find(Member, pick.member_id)
    if role is None or someone is None or someone.id == opportunity.poster_id:
        return "Please choose one of these."
    name = someone.name or "They"
    mine = [each for each in picks if each.member_id == pick.member_id]
    same_role = [each for each in picks if each.position == pick.position and each.member_id is not None]
    if sum(each.member_id == pick.member_id for each in same_role) > 1:
        return f"{name} can take one place of a role. Please choose somebody else for the other."
    if len(same_role) > role.places - role.taken - unanswered(scope, role):
        return "This place has been taken meanwhile. Please leave it open."
    if any(was_put(each) and each.member_id == someone.id for each in offers_of(scope, role)):
        return f"{name} has been asked for this already."
    if not may_be_asked(scope, someone) or room_left(scope, someone) < len(mine):
        return f"{name} has no room for this at the moment. Please choose somebody else."
    if roles_held(scope, opportunity, someone) + len(mine) > MOST_ROLES:
        return f"{name} can take two roles at most. Please choose somebody else."
    if all(each.member_id != someone.id for each in candidates_of(scope, opportunity)[role.id]):
        return f"{name} is not among those who suit this. Please choose somebody else."
    return None


def roles_held(
    scope: Scope, opportunity: Opportunity, member: Member, states: tuple[OfferState, ...] = HELD_OR_ASKED
) -> int:
    """How many places of a contract a member has, or is asked for."""
    roles = [role.id for role in roles_in_order(scope, opportunity)]
    query = select(func.count()).where(
        Offer.workspace_id == scope.workspace.id,
        Offer.role_id.in_(roles),
        Offer.member_id == member.id,
        Offer.state.in_(states),
    )
    return scope.session.scalar(query) or 0
