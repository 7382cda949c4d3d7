"""Who should do a contract together, and who else could."""

import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadbot.domain.teams import MOST_PLACES, ROLES_EACH
from leadbot.matching import Index, Profile, RoleNeed, Team, propose_team
from leadbot.matching.fair_shares import STEP_BACK
from leadbot.matching.teams import BENCH, QUALIFIED

WEB, WORDS, PHOTOS = (RoleNeed("", (skill,)) for skill in ("web-design", "copywriting", "photography"))
ADA = Profile("ada", ("web-design", "branding"))
BOB = Profile("bob", ("photography", "illustration"))
CAT = Profile("cat", ("copywriting",))


def able(name: str, *skills: str, **more: float) -> Profile:
    return Profile(name, skills, **more)  # type: ignore[arg-type]


class TestQualified:
    def test_each_role_goes_to_whoever_lists_its_skill(self):
        team = propose_team([WEB, WORDS, PHOTOS], [CAT, BOB, ADA])
        assert team.places == ((0, "ada"), (1, "cat"), (2, "bob"))
        assert (team.open, team.unfillable) == ((), ())

    def test_another_name_of_the_skill_will_do(self):
        assert propose_team([RoleNeed("", ("websites",))], [ADA]).places == ((0, "ada"),)

    def test_words_alone_will_do_if_they_say_enough(self):
        gus = Profile("gus", (), "Freelance copywriter, ten years in agencies")
        assert propose_team([RoleNeed("copywriter")], [gus]).places == ((0, "gus"),)

    def test_a_word_in_common_is_not_enough(self):
        team = propose_team([RoleNeed("wedding singer")], [Profile("eve", ("wedding cakes",))])
        assert Index([Profile("eve", ("wedding cakes",))]).rank("wedding singer")
        assert (team.places, team.open, team.unfillable) == ((), (0,), (0,))

    def test_the_busy_are_as_qualified_as_the_idle(self):
        idle = [Profile(name, (), "I sell flowers", load=1) for name in "abcde"]
        writer = "Freelance copywriter, ten years in agencies"
        for load in (1, 2, 50):
            team = propose_team([RoleNeed("copywriter")], [*idle, Profile("gus", (), writer, load=load)])
            assert team.places == ((0, "gus"),), load
        assert team.match(0, "gus").score < QUALIFIED

    def test_to_have_been_let_down_makes_nobody_qualified(self):
        eve = Profile("eve", ("photography",), "Weddings and food", let_down=True)
        plain = Profile("eve", ("photography",), "Weddings and food")
        need = RoleNeed("wedding photographer")
        assert bool(propose_team([need], [eve]).places) == bool(propose_team([need], [plain]).places)

    def test_roles_that_nobody_can_fill_are_named_once(self):
        team = propose_team([WEB, RoleNeed("accordion player", places=2)], [ADA])
        assert (team.places, team.open, team.unfillable) == (((0, "ada"),), (1, 1), (1,))


class TestFewest:
    def test_one_who_can_do_two_goes_before_two_who_do_one_better(self):
        both = able("dan", "web-design", "copywriting", load=20)
        team = propose_team([WEB, WORDS], [ADA, CAT, both])
        assert team.places == ((0, "dan"), (1, "dan"))

    def test_nobody_takes_more_than_two(self):
        everything = able("eve", "web-design", "copywriting", "photography")
        team = propose_team([WEB, WORDS, PHOTOS], [everything])
        assert Counter(member for _, member in team.places) == {"eve": ROLES_EACH}
        assert len(team.open) == 1
        assert len(propose_team([WEB, WORDS, PHOTOS], [everything, BOB]).places) == 3

    def test_of_three_roles_they_take_the_two_that_suit_them_best(self):
        roles = [WEB, RoleNeed("copywriter for menus", ("copywriting",)), RoleNeed("menus shot", ("photography",))]
        eve = Profile("eve", ("web-design", "copywriting", "photography"), "I am a copywriter; menus are shot")
        scores = {
            role: Index([eve]).rank(need.description, skills=need.skills)[0].score for role, need in enumerate(roles)
        }
        best = sorted(sorted(scores, key=lambda role: scores[role])[1:])
        assert [role for role, _ in propose_team(roles, [eve]).places] == best

    def test_two_places_of_a_role_need_two_people(self):
        need = RoleNeed("", ("copywriting",), places=2)
        assert propose_team([need], [CAT]).open == (0,)
        assert len(propose_team([need], [CAT, able("fay", "copywriting")]).places) == 2


class TestFairShares:
    def test_among_equals_the_less_loaded_is_chosen(self):
        crowd = [able(f"other{n}", "bookkeeping", load=4) for n in range(3)]
        team = propose_team([WORDS], [able("a", "copywriting", load=6), able("b", "copywriting", load=3), *crowd])
        assert team.places == ((0, "b"),)

    def test_load_is_counted_once(self):
        crowd = [able(f"other{n}", "bookkeeping", load=4) for n in range(3)]
        team = propose_team([WORDS], [able("a", "copywriting", load=5), able("b", "copywriting", load=4), *crowd])
        busy, idle = team.match(0, "a"), team.match(0, "b")
        assert busy.score == pytest.approx(idle.score * (1 - STEP_BACK))

    def test_among_equals_the_longest_waiting_is_chosen_then_the_id(self):
        a, b, c = (able(name, "copywriting", waiting=days) for name, days in (("a", 1), ("b", 9), ("c", 9)))
        assert propose_team([WORDS], [c, a, b]).places == ((0, "b"),)

    def test_nobody_is_given_more_than_their_free_places(self):
        both = able("dan", "web-design", "copywriting", capacity=1)
        assert len(propose_team([WEB, WORDS], [both]).places) == 1
        assert propose_team([WEB], [able("eve", "web-design", capacity=0)]).unfillable == (0,)


class TestKept:
    def test_whoever_accepted_fills_a_place_and_is_not_proposed_again(self):
        team = propose_team([WEB, WORDS], [ADA, CAT], kept=[(0, "ada")])
        assert (team.places, team.open) == (((1, "cat"),), ())
        need = RoleNeed("", ("copywriting",), places=2)
        assert propose_team([need], [CAT], kept=[(0, "cat")]).open == (0,)

    def test_to_give_them_a_second_role_brings_nobody_in(self):
        better = Profile("fay", ("copywriting",), "copywriting", let_down=True)
        dan = able("dan", "web-design", "copywriting", load=9)
        assert propose_team([WEB, WORDS], [dan, better], kept=[(0, "dan")]).places == ((1, "dan"),)

    def test_but_no_third_and_none_beyond_their_free_places(self):
        eve = able("eve", "web-design", "copywriting", "photography")
        assert propose_team([WEB, WORDS, PHOTOS], [eve], kept=[(0, "eve"), (1, "eve")]).unfillable == (2,)
        full = able("eve", "web-design", "copywriting", capacity=0)
        assert propose_team([WEB, WORDS], [full], kept=[(0, "eve")]).places == ()

    def test_whoever_is_no_longer_a_candidate_stays_and_takes_no_more(self):
        team = propose_team([WEB, WORDS], [CAT], kept=[(0, "gone")])
        assert (team.places, team.open) == (((1, "cat"),), ())

    def test_who_passed_on_a_role_is_not_proposed_for_it_but_for_others(self):
        dan = able("dan", "web-design", "copywriting")
        team = propose_team([WEB, WORDS], [dan], barred=[(0, "dan")])
        assert (team.places, team.unfillable) == (((1, "dan"),), (0,))


class TestBench:
    def test_it_has_all_who_could_do_it_best_first_with_reasons(self):
        team = propose_team([WORDS], [CAT, ADA, able("fay", "copywriting", waiting=5)])
        assert [match.member_id for match in team.bench[0]] == ["fay", "cat"]
        assert team.match(0, "cat").reasons == ("You list “copywriting”.",)
        with pytest.raises(LookupError, match="ada"):
            team.match(0, "ada")

    def test_it_is_not_endless_and_always_has_the_chosen(self):
        crowd = [able(f"m{n:02}", "copywriting", waiting=1) for n in range(BENCH + 5)]
        late = able("zoe", "copywriting", "web-design", load=9)
        team = propose_team([WORDS, WEB], [*crowd, late])
        assert team.places == ((0, "zoe"), (1, "zoe"))
        assert len(team.bench[0]) == BENCH + 1
        assert team.match(0, "zoe") == team.bench[0][-1]


class TestLimits:
    def test_a_contract_without_roles_needs_nobody(self):
        assert propose_team([], [ADA]) == Team((), (), ())

    def test_more_than_ten_roles_or_seven_places_are_refused(self):
        with pytest.raises(ValueError, match="at most 10 roles"):
            propose_team([RoleNeed("", places=0)] * 11, [])
        with pytest.raises(ValueError, match="7 places"):
            propose_team([RoleNeed("", places=4)] * 2, [])
        assert propose_team([RoleNeed("", places=MOST_PLACES), *[RoleNeed("", places=0)] * 9], []).unfillable == (0,)

    def test_what_is_filled_already_does_not_count_as_a_place_to_fill(self):
        roles = [RoleNeed("", places=4)] * 2
        assert len(propose_team(roles, [], kept=[(0, "ada")]).open) == MOST_PLACES

    @pytest.mark.parametrize("role", [-1, 1])
    def test_nobody_can_keep_a_role_that_there_is_not(self, role):
        with pytest.raises(ValueError, match="no role"):
            propose_team([WEB], [ADA], kept=[(role, "ada")])


SKILLS = ("web-design", "copywriting", "photography", "bookkeeping")
members = st.builds(
    Profile,
    id=st.sampled_from("abcdef"),
    skills=st.lists(st.sampled_from(SKILLS), unique=True, max_size=3),
    load=st.sampled_from([0.0, 1.0, 4.0]),
    capacity=st.sampled_from([None, 0, 1, 2]),
    waiting=st.sampled_from([0.0, 3.0]),
)
people = st.lists(members, max_size=6, unique_by=lambda member: member.id)
needs = st.lists(
    st.builds(RoleNeed, st.just(""), st.sampled_from(SKILLS).map(lambda skill: (skill,)), st.integers(0, 2)),
    max_size=4,
).filter(lambda roles: sum(role.places for role in roles) <= 5)
pairs = st.frozensets(st.tuples(st.integers(0, 3), st.sampled_from("abcdefg")), max_size=3)


def lists_what_is_needed(roles, members):
    """Who lists a skill that a role names, as (role, member) pairs."""
    return {
        (role, member.id)
        for role, need in enumerate(roles)
        for member in members
        if set(need.skills) & set(member.skills)
    }


def says_nearly_all(roles, members):
    """Whose score for a role is over the line, were nobody busy, as (role, member) pairs."""
    idle = Index([replace(member, load=0.0) for member in members])
    return {
        (role, match.member_id)
        for role, need in enumerate(roles)
        for match in idle.rank(need.description, skills=need.skills, limit=99)
        if match.score >= QUALIFIED
    }


def every_team(roles, members, able, kept, barred):
    """All that the rules allow, said again in other words than the code's."""
    held, filled = Counter(who for _, who in kept), Counter(role for role, _ in kept)
    teams = [()]
    for member in members:
        can = [
            role for role in range(len(roles)) if (role, member.id) in able and (role, member.id) not in kept | barred
        ]
        most = max(0, min(2 - held[member.id], 9 if member.capacity is None else member.capacity))
        sets = [takes for size in range(most + 1) for takes in itertools.combinations(can, size)]
        teams = [(*team, *((role, member.id) for role in takes)) for team in teams for takes in sets]
        count = [Counter(role for role, _ in team) for team in teams]
        teams = [
            team
            for team, taken in zip(teams, count, strict=True)
            if all(taken[role] + filled[role] <= need.places for role, need in enumerate(roles) if taken[role])
        ]
    return teams


@settings(max_examples=60)
@given(needs, people, pairs, pairs, st.randoms())
def test_no_team_that_the_rules_allow_is_better_and_the_order_of_members_changes_nothing(
    roles, members, kept, barred, random
):
    able = lists_what_is_needed(roles, members)
    found, allowed, merit = beside_all_others(roles, members, able, kept := there_is(kept, roles), barred)
    assert sorted(found.places) in map(sorted, allowed)
    assert merit(found.places) == max(map(merit, allowed))
    filled = Counter(role for role, _ in (*found.places, *kept))
    assert Counter(found.open) == {r: left for r, need in enumerate(roles) if (left := need.places - filled[r]) > 0}
    assert propose_team(roles, shuffled(members, random), kept=kept, barred=barred) == found


TEXTS = ("Freelance copywriter, ten years in agencies", "I take photographs of weddings", "Wedding cakes", "Baker")
WORDS_OF_ROLES = ("Copywriter", "Copywriter and photographer", "Wedding photographer", "Cakes for the wedding", "Baker")
who_say_more = st.lists(
    st.builds(replace, members, text=st.sampled_from(TEXTS), load=st.sampled_from([1.0, 1.0, 9.0])),
    min_size=3,
    max_size=6,
    unique_by=lambda member: member.id,
)
said_in_words = st.lists(
    st.builds(
        RoleNeed,
        st.sampled_from(WORDS_OF_ROLES),
        st.sampled_from([(), (), ("copywriting",), ("photography",)]),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=4,
).filter(lambda roles: sum(role.places for role in roles) <= 5)


@settings(max_examples=100)
@given(said_in_words, who_say_more, pairs, pairs, st.randoms())
def test_nor_is_one_where_roles_are_said_in_words_and_whoever_says_nearly_all_of_them_is_qualified(
    roles, members, kept, barred, random
):
    able = lists_what_is_needed(roles, members) | says_nearly_all(roles, members)
    found, allowed, merit = beside_all_others(roles, members, able, kept := there_is(kept, roles), barred)
    assert sorted(found.places) in map(sorted, allowed)
    assert merit(found.places) == max(map(merit, allowed))
    assert propose_team(roles, shuffled(members, random), kept=kept, barred=barred) == found


def there_is(kept, roles):
    """What is kept of a team, as far as there are such roles."""
    return frozenset((role, who) for role, who in kept if role < len(roles))


def shuffled(members, random):
    """The members in another order."""
    random.shuffle(members := list(members))
    return members


def beside_all_others(roles, members, able, kept, barred):
    """What is proposed; every team that the rules allow; and how good one is, to be compared."""
    score = {
        (role, match.member_id): match.score
        for role, need in enumerate(roles)
        for match in Index(members).rank(need.description, skills=need.skills, limit=99)
    }
    order = sorted(members, key=lambda member: (-member.waiting, member.id))

    def merit(team):
        newcomers = {who for _, who in team} - {who for _, who in kept}
        worth = sum(round(score[place] * 1_000_000) for place in team)  # whole, or the order of adding would decide
        return len(team), -len(newcomers), worth, [member.id in {who for _, who in team} for member in order]

    found = propose_team(roles, members, kept=kept, barred=barred)
    return found, every_team(roles, members, able, kept, barred), merit
