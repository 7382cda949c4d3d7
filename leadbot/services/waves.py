"""Asking the next in line: first whoever waits in reserve, then the next best matches, a wave at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import func, select, update

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Opportunity, Role
from leadbot.domain.statuses import OfferState, OpportunityState
from leadbot.domain.teams import ROLES_EACH
from leadbot.kinds import KINDS
from leadbot.matching import Match
from leadbot.services.authority import held
from leadbot.services.due_rows import DueRow, first_due, put_off_if_it_fails
from leadbot.services.kept_true import keep_true
from leadbot.services.limits import offers_left
from leadbot.services.offering import offer_again, offer_to
from leadbot.services.outbox import Purpose, tell
from leadbot.services.people import is_paused, may_be_asked
from leadbot.services.places import free_places, to_fill, unanswered
from leadbot.services.reserve import keep_reserves_true
from leadbot.services.suit import candidates, was_put
from leadbot.services.teams import Turn, best_team, has_room_for_more, keep_team, roles_held
from leadbot.services.working_hours import working_time


@dataclass(frozen=True)
class Found:
    """Who suits what is due: one role, or all the roles of a team."""

    matches: Mapping[UUID, Sequence[Match]]  # by role, best first
    team: Mapping[UUID, Turn] | None = None


def ask_next_due(database: Database, now: datetime) -> bool:
    """Asks the next in line for one role that is due, or for all those of its team; says whether there was one."""
    found = first_due(database, now, Role.wave_due_at)
    if found is None:
        return False
    with put_off_if_it_fails(database, now, Role.wave_due_at, found):
        ask_for(database, now, found)
    return True


def ask_for(database: Database, now: datetime, due: DueRow) -> None:
    """Asks the next in line for a role that was due, unless somebody else was quicker.

    Who suits is worked out before the transaction that asks them, so that no writer waits for the ranking.
    """
    with database.reading() as session:
        scope = Scope.of(session, due.workspace_id, now)
        role = scope.get(Role, due.id)
        due_at = role.wave_due_at
        if due_at is None:
            return
        found = look_for(scope, role, scope.get(Opportunity, due.opportunity_id))
    with database.transaction() as session:
        scope = Scope.of(session, due.workspace_id, now)
        # Before its role, as everybody does: so that no two wait for each other.
        opportunity = held(scope, due.opportunity_id)
        if claimed(scope, due.id, due_at):
            if found.team is not None:
                keep_team(scope, opportunity, found.team)
            for role in due_with(scope, due.id, found):
                ask(scope, role, list(found.matches.get(role.id, ())))


def look_for(scope: Scope, role: Role, opportunity: Opportunity) -> Found:
    """Who suits a role; or, where it is a team that is wanted, who suits all of them."""
    if not is_asked_for(scope, opportunity):
        return Found({})
    if KINDS[opportunity.kind].gathers:
        team = best_team(scope, opportunity)
        return Found({role_id: turn.matches for role_id, turn in team.items()}, team)
    wanted = wanted_for(scope, role)
    return Found({role.id: candidates(scope, role, opportunity, wanted) if wanted > 0 else []})


def due_with(scope: Scope, role_id: UUID, found: Found) -> list[Role]:
    """The role that is due, and those of its team that are due with it; not one that has come since they were read."""
    due = [scope.get(Role, role_id)]
    if found.team is not None:
        others = scope.all(scope.select(Role).where(Role.id.in_(found.team), Role.wave_due_at <= scope.now))
        due += [role for role in others if claimed(scope, role.id, role.wave_due_at)]
    return due


def claimed(scope: Scope, role_id: UUID, due_at: datetime | None) -> bool:
    """Whether this worker, and no other, asks for this role now."""
    result = scope.session.execute(
        update(Role)
        .where(Role.workspace_id == scope.workspace.id, Role.id == role_id, Role.wave_due_at == due_at)
        .values(wave_due_at=None)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def wanted_for(scope: Scope, role: Role) -> int:
    """How many to ask: a wave for each free place, less those who have not answered yet."""
    return scope.workspace.wave_size * to_fill(role) - unanswered(scope, role)


def is_asked_for(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether anybody is asked: while it is open, and its poster there to meet whoever says yes."""
    return opportunity.state is OpportunityState.OPEN and not scope.get(Member, opportunity.poster_id).has_left


def ask(scope: Scope, role: Role, matches: list[Match]) -> None:
    """Puts the free places to those in reserve, and what is left to these matches.

    In a team whoever is asked for a place is asked alone: a wave goes out for those places for which nobody is.
    """
    opportunity = scope.get(Opportunity, role.opportunity_id)
    if not is_asked_for(scope, opportunity):
        return
    gathers = KINDS[opportunity.kind].gathers
    reserves = ask_reserves(scope, role, opportunity, free_places(scope, role) if gathers else role.places - role.taken)
    left = to_fill(role) - (unanswered(scope, role) if gathers else reserves)
    if left > 0:
        ask_wave(scope, role, opportunity, matches, most=scope.workspace.wave_size * left)
    scope.session.flush()
    keep_true(scope, Purpose.POSTED, Purpose.NOBODY_LEFT, opportunity=opportunity)


def ask_wave(scope: Scope, role: Role, opportunity: Opportunity, matches: list[Match], *, most: int) -> None:
    """Puts a role to the first of these matches who can be asked, unless as many waves went out as go out unbidden."""
    first, enough = role.waves == 0, role.waves >= role.waves_wanted
    allowed = 0 if enough else offers_left(scope, opportunity.poster_id)
    can_be_asked = (match for match in matches if ask_match(scope, role, opportunity, match))
    asked = len(list(islice(can_be_asked, min(most, allowed))))
    role.waves += bool(asked) or first
    if not enough and asked == allowed < min(most, len(matches)):
        wait_for_tomorrow(scope, role, more=bool(asked) or first)
    # That the first wave found nobody, the poster reads in what they hear of their post.
    elif not asked and not first and not unanswered(scope, role):
        ask_what_next(scope, role, opportunity, more=bool(matches))


def wait_for_tomorrow(scope: Scope, role: Role, *, more: bool) -> None:
    """As many were asked for its poster as are asked in a day: the others of this wave are tomorrow.

    `more` says that the wave was counted today already.
    """
    _, role.wave_due_at = working_time(scope).day_of(scope.now)
    role.waves_wanted += more


def ask_what_next(scope: Scope, role: Role, opportunity: Opportunity, *, more: bool) -> None:
    """Nobody took it: the poster is asked what to do. `more` says that there are others who fit."""
    tell(
        scope,
        Purpose.NOBODY_LEFT,
        opportunity.poster_id,
        opportunity=opportunity,
        once=f"nobody_left:{role.id}:{role.waves}:{asked_so_far(scope, role)}:{opportunity.revision}",
        more=more,
        role=str(role.id),
    )


def asked_so_far(scope: Scope, role: Role) -> int:
    """How many were ever asked for a role, or came by themselves: when another one has said no, it is news again."""
    query = select(func.count()).where(Offer.workspace_id == scope.workspace.id, Offer.role_id == role.id)
    return scope.session.scalar(query) or 0


def ask_reserves(scope: Scope, role: Role, opportunity: Opportunity, places: int) -> int:
    """Puts so many places to those who came when there was none, first come first asked; says how many.

    Whoever has paused, or has two roles by now, keeps their place in the reserve, and is passed over.
    """
    query = scope.select(Offer).where(Offer.role_id == role.id, Offer.state == OfferState.RESERVE)
    waiting = scope.all(query.order_by(Offer.answered_at, Offer.id))
    there = [offer for offer in waiting if may_be_asked_now(scope, opportunity, locked(scope, offer.member_id))]
    reserves = there[: max(0, places)]
    for offer in reserves:
        offer.answered_at = None
        offer_again(
            scope, offer, opportunity, Purpose.PLACE_FREE, once=f"place_free:{offer.id}:{opportunity.id}:{role.waves}"
        )
    role.waves += bool(reserves)
    role.waves_wanted += bool(reserves)  # whoever waited is no wave of new ones
    if reserves:
        keep_reserves_true(scope, role)
    return len(reserves)


def may_be_asked_now(scope: Scope, opportunity: Opportunity, member: Member) -> bool:
    """Whether somebody in reserve is asked when a place comes free: unless they have paused, or have enough of it."""
    taken = roles_held(scope, opportunity, member, (OfferState.ACCEPTED,))
    return not is_paused(scope, member) and taken < ROLES_EACH


def ask_match(scope: Scope, role: Role, opportunity: Opportunity, match: Match) -> bool:
    """Puts a role to a matched member, unless something has changed since the ranking; says whether it did."""
    member = locked(scope, UUID(match.member_id))
    known = scope.session.scalar(scope.select(Offer).where(Offer.role_id == role.id, Offer.member_id == member.id))
    if not may_be_asked(scope, member) or (known is not None and was_put(known)):
        return False
    if KINDS[opportunity.kind].gathers and not has_room_for_more(scope, opportunity, member):
        return False
    wave = role.waves + 1
    if known is None:
        offer_to(scope, role, opportunity, member, score=match.score, reasons=match.reasons, wave=wave)
    else:
        offer_again(scope, known, opportunity, Purpose.OFFER, once=f"offer:{known.id}:after_all:{wave}")
    return True


def locked(scope: Scope, member_id: UUID) -> Member:
    """A member, held until the transaction ends: whoever pauses while they are asked does so before, or after."""
    member = scope.find(Member, member_id, locked=True)
    assert member is not None
    return member
