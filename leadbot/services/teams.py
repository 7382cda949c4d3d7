"""The team of a contract: who is proposed for which place, kept until the poster invites them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, func, select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Candidate
from leadbot.domain.statuses import HOLDS_A_PLACE, OfferState
from leadbot.domain.teams import ROLES_EACH
from leadbot.matching import Match, Profile, RoleNeed, Team, propose_team
from leadbot.services.introduce import ask_soon
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import Purpose
from leadbot.services.places import free_places, roles_of
from leadbot.services.suit import asked_skills, profiles_of_all, refusals_by_member, refuses, room_left, was_put

HELD_OR_ASKED = (OfferState.SENT, OfferState.ACCEPTED)
NEXT_BEST = 10  # are kept for each role, besides who is proposed: as many as a menu shows at a glance


@dataclass(frozen=True)
class Turn:
    """In which order the places of a role are put to people: first whom the team would have in it, then the next best."""

    chosen: frozenset[str]
    matches: tuple[Match, ...]


def best_team(scope: Scope, opportunity: Opportunity) -> dict[UUID, Turn]:
    """By role, the best team for the places that nobody has or is asked for. It takes no locks, and may take a while."""
    # A role without places is the poster's own, or was taken out of the form: the rest are ten at most.
    roles = [role for role in roles_of(scope, opportunity) if role.places]
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
        if refuses(asked_skills(role, opportunity), skills)
    ]
    needs = [RoleNeed(role.description, tuple(role.skills), role.places) for role in roles]
    people = with_room_for_more(profiles_of_all(scope, opportunity), offers)
    team = propose_team(needs, people, kept=kept, barred=barred)
    return {role.id: turn_of(team, at) for at, role in enumerate(roles)}


def with_room_for_more(profiles: Sequence[Profile], offers: Sequence[Offer]) -> list[Profile]:
    """These people, with the room that they have left should they take all of this contract that they are asked for."""
    asked = Counter(str(offer.member_id) for offer in offers if offer.state is OfferState.SENT)
    taken = Counter(str(offer.member_id) for offer in offers if offer.state is OfferState.ACCEPTED)
    room = {each.id: ROLES_EACH if each.capacity is None else each.capacity for each in profiles}
    return [
        replace(each, capacity=max(0, min(room[each.id], ROLES_EACH - taken[each.id]) - asked[each.id]))
        for each in profiles
    ]


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
    roles = [role.id for role in roles_of(scope, opportunity)]
    scope.session.execute(
        delete(Candidate).where(Candidate.workspace_id == scope.workspace.id, Candidate.role_id.in_(roles))
    )
    for role_id, turn in team.items():
        for position, match in enumerate(turn.matches[: len(turn.chosen) + NEXT_BEST]):
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


@dataclass(frozen=True)
class Lineup:
    """A team as it stands, read once: its roles, who was asked for each of them, and who could be."""

    roles: Sequence[Role]
    offers: Mapping[UUID, Sequence[Offer]]  # by role
    candidates: Mapping[UUID, Sequence[Candidate]]  # by role: who is proposed, and who is next best, as last worked out

    def free(self, role: Role) -> int:
        """How many places of a role nobody has, and nobody is asked for."""
        asked = sum(offer.state is OfferState.SENT for offer in self.offers[role.id])
        return max(0, role.places - role.taken - asked)

    def put_to(self, role: Role) -> set[UUID]:
        """To whom a role was put, or is about to be."""
        return {offer.member_id for offer in self.offers[role.id] if was_put(offer)}

    def roles_of(self, member_id: UUID, state: OfferState) -> int:
        """For how many roles somebody has an offer in that state."""
        return sum(
            each.member_id == member_id and each.state is state for role in self.roles for each in self.offers[role.id]
        )


def lineup_of(scope: Scope, opportunity: Opportunity) -> Lineup:
    """The team of a contract as it stands now."""
    roles = roles_of(scope, opportunity)
    offers: dict[UUID, list[Offer]] = {role.id: [] for role in roles}
    for offer in scope.all(scope.select(Offer).where(Offer.role_id.in_(offers))):
        offers[offer.role_id].append(offer)
    candidates: dict[UUID, list[Candidate]] = {role.id: [] for role in roles}
    rows = scope.session.scalars(
        select(Candidate)
        .where(Candidate.workspace_id == scope.workspace.id, Candidate.role_id.in_(candidates))
        .order_by(Candidate.role_id, Candidate.position)
    )
    for row in rows:
        candidates[row.role_id].append(row)
    return Lineup(roles, offers, candidates)


@dataclass(frozen=True)
class OpenPlace:
    """A place that nobody has, and for which nobody is asked: who is proposed, and who else could take it.

    Once the poster has said who is asked for a role, what they left open of it stays so: nobody is proposed for that.
    """

    role: Role
    chosen: Candidate | None
    others: tuple[Candidate, ...]


def open_places(lineup: Lineup) -> list[OpenPlace]:
    """The places of a team that are still to be given, in the order of its roles."""
    places = []
    for role in lineup.roles:
        put = lineup.put_to(role)
        left = [each for each in lineup.candidates[role.id] if each.member_id not in put]
        chosen = [each for each in left if each.chosen and not role.waves]
        for number in range(lineup.free(role)):
            own = chosen[number] if number < len(chosen) else None
            places.append(OpenPlace(role, own, tuple(each for each in left if each not in chosen or each is own)))
    return places


def work_out_anew(scope: Scope, opportunity: Opportunity) -> None:
    """Has it worked out anew who suits, if there is a place for which nobody is asked."""
    for role in roles_of(scope, opportunity):
        if free_places(scope, role) > 0:
            ask_soon(scope, role)


def roles_held(
    scope: Scope, opportunity: Opportunity, member: Member, states: tuple[OfferState, ...] = HELD_OR_ASKED
) -> int:
    """How many places of a contract a member has, or is asked for."""
    roles = [role.id for role in roles_of(scope, opportunity)]
    query = select(func.count()).where(
        Offer.workspace_id == scope.workspace.id,
        Offer.role_id.in_(roles),
        Offer.member_id == member.id,
        Offer.state.in_(states),
    )
    return scope.session.scalar(query) or 0


def has_room_for_more(scope: Scope, opportunity: Opportunity, member: Member) -> bool:
    """Whether one more role of a contract may be put to somebody, should they take all of it that they are asked for."""
    asked = roles_held(scope, opportunity, member, (OfferState.SENT,))
    return roles_held(scope, opportunity, member) < ROLES_EACH and room_left(scope, member) > asked
