"""Inviting a team: the poster says who is asked for which place, all as proposed or some of them changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity, Role
from leadbot.db.teams import Candidate
from leadbot.domain.errors import Faults, Refused
from leadbot.domain.statuses import OfferState
from leadbot.domain.teams import ROLES_EACH
from leadbot.services.authority import led_opportunity, note_stray, refuse_ended
from leadbot.services.kept_true import keep_true
from leadbot.services.limits import refuse_more_offers
from leadbot.services.offering import offer_again, offer_to
from leadbot.services.outbox import Purpose
from leadbot.services.people import may_be_asked
from leadbot.services.places import leave_open
from leadbot.services.suit import room_left
from leadbot.services.teams import Lineup, lineup_of, open_places


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
    opportunity = open_for(scope, member, reference)
    lineup = lineup_of(scope, opportunity)
    proposed = [(place.role.position, place.chosen) for place in open_places(lineup) if place.chosen is not None]
    picks = [Pick("", position, chosen.member_id) for position, chosen in proposed]
    good = [pick for pick in picks if fault_of(scope, opportunity, lineup, pick, picks) is None]
    if not good:
        raise Refused("There is nobody to invite just now. *Change the team* shows who else could take a place.")
    return put_places(scope, opportunity, lineup, good)


def invite(scope: Scope, member: Member, reference: str, picks: Sequence[Pick]) -> int:
    """Puts the places to those whom the poster picked, and leaves the others open; says how many were invited.

    Raises:
        Faults: under the field of each pick that cannot be.
    """
    opportunity = open_for(scope, member, reference)
    lineup = lineup_of(scope, opportunity)
    faults = {pick.field: fault for pick in picks if (fault := fault_of(scope, opportunity, lineup, pick, picks))}
    if faults:
        raise Faults(faults)
    return put_places(scope, opportunity, lineup, picks)


def open_for(scope: Scope, member: Member, reference: str) -> Opportunity:
    """A contract for which its poster, or whoever convenes its team, may invite.

    Raises:
        OutOfDate: if it has ended.
    """
    opportunity = led_opportunity(scope, member, reference)
    refuse_ended(opportunity)
    return opportunity


def put_places(scope: Scope, opportunity: Opportunity, lineup: Lineup, picks: Sequence[Pick]) -> int:
    """Puts the places to these, and leaves open what else is free of their roles; says to how many."""
    asked = sum(pick.member_id is not None for pick in picks)
    poster = scope.get(Member, opportunity.poster_id)
    refuse_more_offers(scope, poster, asked, "Please invite them tomorrow: nothing of the team is lost meanwhile.")
    roles = {role.position: role for role in lineup.roles if role.position in {pick.position for pick in picks}}
    for place in open_places(lineup):
        if place.role.position in roles and place.others:
            place.role.waves = max(1, place.role.waves)  # the poster has chosen, if only to leave it open
    for pick in picks:
        if pick.member_id is not None:
            put_place(scope, opportunity, lineup, roles[pick.position], pick.member_id)
    scope.session.flush()
    for role in roles.values():
        leave_open(scope, role)
    keep_true(scope, Purpose.POSTED, Purpose.NOBODY_LEFT, Purpose.UNFILLED, opportunity=opportunity)
    return asked


def put_place(scope: Scope, opportunity: Opportunity, lineup: Lineup, role: Role, member_id: UUID) -> None:
    """Offers a place to one member: the first of its role's wave."""
    candidate = candidate_for(lineup, role, member_id)
    offer = next((each for each in lineup.offers[role.id] if each.member_id == member_id), None)
    if offer is None:
        score, reasons = (candidate.score, candidate.reasons) if candidate else (0.0, [])
        member = scope.get(Member, member_id)
        offer_to(scope, role, opportunity, member, score=score, reasons=reasons, wave=role.waves)
    else:
        once = f"offer:{role.id}:{member_id}:{role.waves}:{opportunity.revision}"
        offer_again(scope, offer, opportunity, Purpose.OFFER, once=once)


def candidate_for(lineup: Lineup, role: Role, member_id: UUID) -> Candidate | None:
    """A member as they were found to suit a role; none if they were not."""
    return next((each for each in lineup.candidates[role.id] if each.member_id == member_id), None)


def fault_of(scope: Scope, opportunity: Opportunity, lineup: Lineup, pick: Pick, picks: Sequence[Pick]) -> str | None:
    """Why this pick cannot be, in one sentence; None if it can."""
    if pick.member_id is None:
        return None
    role = next((each for each in lineup.roles if each.position == pick.position), None)
    someone = scope.find(Member, pick.member_id)
    if someone is None:
        note_stray(scope, Member)
    if role is None or someone is None or someone.id == opportunity.poster_id:
        return "Please choose one of these."
    name = someone.name or "They"
    mine = [each for each in picks if each.member_id == pick.member_id]
    same_role = [each for each in picks if each.position == pick.position and each.member_id is not None]
    asked, taken = (lineup.roles_of(someone.id, state) for state in (OfferState.SENT, OfferState.ACCEPTED))
    if sum(each.member_id == pick.member_id for each in same_role) > 1:
        return f"{name} can take one place of a role. Please choose somebody else for the other."
    if len(same_role) > lineup.free(role):
        return "This place has been taken meanwhile. Please leave it open."
    if someone.id in lineup.put_to(role):
        return f"{name} has been asked for this already."
    if not may_be_asked(scope, someone) or room_left(scope, someone) - asked < len(mine):
        return f"{name} has no room for this at the moment. Please choose somebody else."
    if asked + taken + len(mine) > ROLES_EACH:
        return f"{name} can take two roles at most. Please choose somebody else."
    if candidate_for(lineup, role, someone.id) is None:
        return f"{name} is not among those who suit this. Please choose somebody else."
    return None
