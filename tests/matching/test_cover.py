"""Who takes which place: the exact search, beside trying everything."""

import itertools
from collections import Counter
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.teams import ROLES_EACH
from leadbot.matching.cover import cover, who_may_matter


class Case(NamedTuple):
    """What `cover` is given."""

    places: list[int]
    worth: list[dict[int, int]]
    room: dict[int, int]
    present: frozenset[int]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Many places and few people, or few places and more people than can matter; few scores, so that much is equal."""
    most_places, most_people = draw(st.sampled_from([(5, 5), (3, 8)]))
    places = draw(st.lists(st.integers(0, 3), max_size=4).filter(lambda counts: sum(counts) <= most_places))
    people = range(draw(st.integers(0, most_people)))
    worth = [draw(st.dictionaries(st.sampled_from(people), st.integers(0, 3))) if people else {} for _ in places]
    room = {person: draw(st.integers(0, ROLES_EACH)) for person in people}
    present = draw(st.frozensets(st.sampled_from(people))) if people else frozenset()
    return Case(places, worth, room, present)


def all_teams(case: Case) -> list[list[tuple[int, int]]]:
    """Every team that the rules allow: each person takes any roles that they can, as long as there are places."""
    people = sorted({person for of_role in case.worth for person in of_role})
    teams: list[list[tuple[int, int]]] = [[]]
    for person in people:
        can = [role for role, of_role in enumerate(case.worth) if person in of_role]
        sets = [takes for size in range(case.room[person] + 1) for takes in itertools.combinations(can, size)]
        teams = [[*team, *((role, person) for role in takes)] for team in teams for takes in sets]
        teams = [team for team in teams if fits(case, team)]
    return teams


def fits(case: Case, team: list[tuple[int, int]]) -> bool:
    filled = Counter(role for role, _ in team)
    return all(filled[role] <= count for role, count in enumerate(case.places))


def merit(case: Case, team: list[tuple[int, int]]) -> tuple[int, int, int, list[int]]:
    """What makes one team better than another, in order; of two lists of people the better has the earlier person."""
    people = {person for _, person in team}
    return (
        len(team),
        -len(people - case.present),
        sum(case.worth[role][person] for role, person in team),
        [person in people for person in range(10)],
    )


class TestExact:
    @given(cases())
    def test_it_is_a_team_that_the_rules_allow_and_none_of_them_is_better(self, case):
        found, teams = cover(*case), [sorted(team) for team in all_teams(case)]
        assert found in teams
        assert merit(case, found) == max(merit(case, team) for team in teams)

    def test_with_seven_places_and_crowds_only_some_hundred_people_matter(self):
        worth = [{person: person * (role + 1) % 97 for person in range(5_000)} for role in range(7)]
        takers = who_may_matter([1] * 7, worth, dict.fromkeys(range(5_000), 2), frozenset())
        assert len(takers) <= 7 * 7 + 21 * 6


class TestCases:
    def test_of_those_who_do_it_equally_well_the_first_takes_it(self):
        assert cover([1], [{3: 5, 1: 5, 2: 5}], {1: 2, 2: 2, 3: 2}, frozenset()) == [(0, 1)]

    def test_the_first_is_in_the_team_though_another_team_as_good_is_found_sooner(self):
        worth = [{0: 1, 1: 2}, {0: 1, 2: 1}, {2: 1, 3: 2}]
        assert cover([1, 1, 1], worth, dict.fromkeys(range(4), 2), frozenset()) == [(0, 0), (1, 0), (2, 3)]

    def test_a_worse_person_who_takes_two_roles_goes_before_two_better_people(self):
        worth = [{0: 9, 2: 1}, {1: 9, 2: 1}]
        assert cover([1, 1], worth, dict.fromkeys(range(3), 2), frozenset()) == [(0, 2), (1, 2)]

    def test_whoever_is_there_anyway_costs_nobody(self):
        assert cover([1], [{0: 9, 1: 1}], {0: 2, 1: 1}, frozenset({1})) == [(0, 1)]

    def test_where_greed_would_leave_a_place_open_it_is_filled(self):
        worth = [{0: 9, 1: 1}, {0: 9}]
        assert cover([1, 1], worth, {0: 1, 1: 1}, frozenset()) == [(0, 1), (1, 0)]

    def test_nothing_to_fill_is_filled_by_nobody(self):
        assert cover([], [], {}, frozenset()) == []
        assert cover([0, 0], [{0: 5}, {0: 5}], {0: 2}, frozenset()) == []
