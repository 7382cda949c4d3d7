"""Who may be asked for a lead or proposed for a team: it is decided in one place for both."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, MemberSkill, Offer, Opportunity, Role, SkillRefusal, Workspace
from leadbot.domain.ids import new_id
from leadbot.domain.statuses import HOLDS_A_PLACE, IntroductionState, OfferOrigin, OfferState
from leadbot.services.suit import profiles_of_all
from leadbot.services.teams import NEXT_BEST, best_team, has_room_for_more, keep_team, lineup_of
from tests.operators import ON_SQLITE

pytestmark = ON_SQLITE

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday
NEVER_ASKED = {
    "paused until they resume": {"paused": True},
    "paused until tomorrow": {"paused": True, "paused_until": date(2026, 11, 26)},
    "quiet for another minute": {"quiet_until": NOW + timedelta(minutes=1)},
    "left the space": {"has_left": True},
    "cannot be reached": {"unreachable": True},
    "a guest": {"is_guest": True},
    "an outsider": {"is_outsider": True},
    "a bot": {"is_bot": True},
}
ASKED = {
    "paused until today": {"paused": True, "paused_until": date(2026, 11, 25)},
    "quiet until now": {"quiet_until": NOW},
    "like any other": {},
}


@pytest.fixture
def scope(migrated_database_url: str) -> Iterator[Scope]:
    database = Database(migrated_database_url)
    with database.transaction() as session:
        workspace = Workspace(id=new_id(NOW), slack_team_id="T1", time_zone="Europe/London")
        session.add(workspace)
        session.flush()
        yield Scope(session, workspace, NOW)
    database.close()


def copywriter(scope: Scope, name: str = "Bob", **about: Any) -> Member:
    """Somebody who writes for a living, whatever else there is to say of them."""
    member = scope.add(Member, slack_user_id=f"U-{name}", name=name, created_at=NOW, **about)
    scope.session.flush()
    scope.session.add(
        MemberSkill(workspace_id=scope.workspace.id, member_id=member.id, skill="copywriting", position=0)
    )
    scope.session.flush()
    return member


def contract(scope: Scope, poster: Member, number: int = 1) -> Opportunity:
    """A contract with room for three copywriters."""
    opportunity = scope.add(
        Opportunity, kind="contract", number=number, poster_id=poster.id, title="The market hall", created_at=NOW
    )
    scope.session.flush()
    needs(scope, opportunity, "Copywriter", "copywriting", places=3)
    return opportunity


def needs(scope: Scope, opportunity: Opportunity, description: str, *skills: str, places: int = 1) -> Role:
    """The contract needs this, too."""
    position = len(scope.all(scope.select(Role).where(Role.opportunity_id == opportunity.id))) + 1
    columns = {"description": description, "skills": list(skills), "places": places, "position": position}
    return scope.add(Role, opportunity_id=opportunity.id, **columns)


def is_asked(scope: Scope, member: Member, role: Role) -> None:
    """They are asked for a role, and have not answered."""
    columns = {"origin": OfferOrigin.MATCHED, "state": OfferState.SENT, "created_at": NOW, "delivered_at": NOW}
    scope.add(Offer, role_id=role.id, member_id=member.id, **columns)


def has_a_place(scope: Scope, member: Member, state: IntroductionState, number: int) -> None:
    """They are in somebody's contract already."""
    opportunity = contract(scope, copywriter(scope, f"poster {number}"), number)
    [role] = scope.all(scope.select(Role).where(Role.opportunity_id == opportunity.id))
    offer = scope.add(
        Offer,
        role_id=role.id,
        member_id=member.id,
        origin=OfferOrigin.MATCHED,
        state=OfferState.ACCEPTED,
        wave=1,
        score=1.0,
        reasons=[],
        created_at=NOW - timedelta(days=60),
    )
    scope.session.flush()
    ids = {"opportunity_id": opportunity.id, "role_id": role.id, "offer_id": offer.id, "partner_id": member.id}
    scope.add(Introduction, **ids, state=state, created_at=NOW)
    scope.session.flush()


def proposed(scope: Scope, opportunity: Opportunity) -> set[str]:
    """The ids of those who are proposed for a contract."""
    return {member_id for turn in best_team(scope, opportunity).values() for member_id in turn.chosen}


def considered(scope: Scope, opportunity: Opportunity) -> set[str]:
    """The ids of those whom matching hears of, for a team or for a wave of offers."""
    return {profile.id for profile in profiles_of_all(scope, opportunity)}


@pytest.mark.case("AUTHZ-04")
@pytest.mark.parametrize("about", NEVER_ASKED.values(), ids=NEVER_ASKED)
def test_these_are_never_proposed_even_if_their_place_stays_open(scope, about):
    opportunity = contract(scope, copywriter(scope, "Ada"))
    copywriter(scope, **about)
    assert considered(scope, opportunity) == set()
    assert proposed(scope, opportunity) == set()


@pytest.mark.parametrize("about", ASKED.values(), ids=ASKED)
def test_these_are(scope, about):
    opportunity = contract(scope, copywriter(scope, "Ada"))
    bob = copywriter(scope, **about)
    assert proposed(scope, opportunity) == considered(scope, opportunity) == {str(bob.id)}


def test_whoever_has_paused_is_not_next_best_either_and_the_place_goes_to_others(scope):
    opportunity = contract(scope, copywriter(scope, "Ada"))
    copywriter(scope, "Bob", profile="Copywriter", paused=True)
    others = {str(copywriter(scope, name).id) for name in ("Cat", "Dan", "Eve", "Fay")}
    [turn] = best_team(scope, opportunity).values()
    assert {match.member_id for match in turn.matches} == others
    assert len(turn.chosen) == 3


@pytest.fixture
def team_and_crew(scope: Scope) -> tuple[Opportunity, list[Member]]:
    """A contract of several roles, and six who could take a part."""
    opportunity = contract(scope, copywriter(scope, "Ada"))
    needs(scope, opportunity, "Photographer", "photography", places=2)
    crew = [copywriter(scope, name, profile="Photographer") for name in ("Bob", "Cat", "Dan", "Eve", "Fay", "Gil")]
    return opportunity, crew


LIKE_ANY_OTHER = dict.fromkeys(
    ("paused", "has_left", "unreachable", "is_guest", "is_outsider", "is_bot"), False
) | dict.fromkeys(("paused_until", "quiet_until"))
STANDINGS = [*NEVER_ASKED.values(), *ASKED.values()]


# One contract serves all examples: each says anew how everybody stands.
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(standings=st.lists(st.sampled_from(STANDINGS), min_size=6, max_size=6))
def test_whoever_has_paused_is_in_no_team_and_its_places_go_to_those_who_have_not(scope, team_and_crew, standings):
    opportunity, crew = team_and_crew
    for member, about in zip(crew, standings, strict=True):
        for name, value in (LIKE_ANY_OTHER | about).items():
            setattr(member, name, value)
    scope.session.flush()
    there = {str(each.id) for each, about in zip(crew, standings, strict=True) if about in ASKED.values()}
    turns = list(best_team(scope, opportunity).values())
    assert {match.member_id for turn in turns for match in turn.matches} == there, "nor next best"
    assert [len(turn.chosen) for turn in turns] == [min(3, len(there)), min(2, len(there))]


def test_the_poster_is_not_proposed_for_their_own(scope):
    ada = copywriter(scope, "Ada")
    assert considered(scope, contract(scope, ada)) == set()


@pytest.mark.case("AUTHZ-04")
def test_a_guest_is_proposed_where_guests_take_part(scope):
    scope.workspace.guests = True
    opportunity = contract(scope, copywriter(scope, "Ada"))
    gus = copywriter(scope, "Gus", is_guest=True)
    assert proposed(scope, opportunity) == {str(gus.id)}


@pytest.mark.parametrize("state", HOLDS_A_PLACE)
def test_whoever_has_as_many_places_as_they_take_is_not_proposed(scope, state):
    bob = copywriter(scope, capacity=2)
    has_a_place(scope, bob, state, 1)
    opportunity = contract(scope, copywriter(scope, "Ada"), 3)
    assert str(bob.id) in proposed(scope, opportunity), "he takes one more"
    has_a_place(scope, bob, state, 2)
    assert str(bob.id) not in proposed(scope, opportunity)


def test_who_passed_as_not_my_skill_is_proposed_for_other_skills_only(scope):
    opportunity = contract(scope, copywriter(scope, "Ada"))
    photographer = needs(scope, opportunity, "Photographer", "photography")
    bob = copywriter(scope, profile="Photographer")
    key = {"workspace_id": scope.workspace.id, "member_id": bob.id, "skill": "copywriting"}
    scope.session.add(SkillRefusal(**key, created_at=NOW))
    scope.session.flush()
    [turn] = [turn for turn in best_team(scope, opportunity).values() if turn.matches]
    assert turn.chosen == {str(bob.id)} == proposed(scope, opportunity)
    assert best_team(scope, opportunity)[photographer.id] == turn


@pytest.mark.parametrize(("capacity", "more"), [(1, False), (2, True)])
def test_what_somebody_is_asked_for_takes_room_until_they_answer(scope, capacity, more):
    opportunity = contract(scope, copywriter(scope, "Ada"))
    photographer = needs(scope, opportunity, "Photographer", "photography")
    fay = copywriter(scope, "Fay", capacity=capacity, profile="Photographer")
    is_asked(scope, fay, photographer)
    assert (str(fay.id) in proposed(scope, opportunity)) is more
    assert has_room_for_more(scope, opportunity, fay) is more


def test_who_is_asked_for_two_roles_is_proposed_for_no_third(scope):
    opportunity = contract(scope, copywriter(scope, "Ada"))
    fay, gil = (copywriter(scope, name, capacity=9) for name in ("Fay", "Gil"))
    for what in ("Photographer", "Accordion player"):
        role = needs(scope, opportunity, what)
        for member in (gil, fay):  # of a wave: for one of the two the place is spoken for
            is_asked(scope, member, role)
    assert proposed(scope, opportunity) == set()
    assert not has_room_for_more(scope, opportunity, fay)


def test_ten_are_kept_besides_those_who_are_proposed(scope):
    opportunity = contract(scope, copywriter(scope, "Ada"))
    for number in range(15):
        copywriter(scope, f"Writer {number}")
    keep_team(scope, opportunity, best_team(scope, opportunity))
    [role] = scope.all(scope.select(Role).where(Role.opportunity_id == opportunity.id))
    kept = lineup_of(scope, opportunity).candidates[role.id]
    assert [each.chosen for each in kept] == [True] * 3 + [False] * NEXT_BEST
