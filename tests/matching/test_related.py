"""Skills that are near enough: what their file must be like, and whom they bring in."""

import itertools
from collections import Counter
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.matching import Match, Profile, rank
from leadbot.matching.related import lift, load_related, read_related, relate
from leadbot.matching.skill import read_skills
from leadbot.matching.vocabulary import Vocabulary, load_vocabulary

CAFE = "Café needs a website and a logo"
LINES = list(
    read_related(
        (resources.files("leadbot.matching") / "data" / "related.txt").read_text(encoding="utf-8").splitlines()
    )
)


def ids(matches: list[Match]) -> list[str]:
    return [match.member_id for match in matches]


class TestFile:
    def test_every_name_is_the_name_of_a_skill(self):
        names = {skill.name for skill in load_vocabulary().skills}
        assert [(line, name) for line in LINES for name in line if name not in names] == []

    def test_a_line_has_a_few_names_each_once(self):
        assert [line for line in LINES if not 2 <= len(line) <= 6 or len(set(line)) < len(line)] == []

    def test_no_line_repeats_another_or_a_part_of_it(self):
        sets = Counter(map(frozenset, LINES))
        assert [line for line, count in sets.items() if count > 1] == []
        assert [line for line in sets if any(line < other for other in sets)] == []

    def test_most_groups_of_the_vocabulary_have_some(self):
        vocabulary = load_vocabulary()
        groups = {skill.group for slug in load_related() if (skill := vocabulary.get(slug))}
        assert len(LINES) >= 150
        assert {skill.group for skill in vocabulary.skills} - groups == set()

    def test_nothing_is_related_to_itself_and_all_goes_both_ways(self):
        related = load_related()
        pairs = {(slug, other) for slug, others in related.items() for other in others}
        assert len(pairs) > len(LINES)
        assert {(other, slug) for slug, other in pairs} == pairs
        assert [slug for slug, other in pairs if slug == other] == []

    def test_what_is_related_to_a_related_skill_is_not_near_enough(self):
        crafts = Vocabulary(tuple(read_skills(["thatching", "basket weaving", "hat making"], "crafts")))
        lines = ["# note", "", "thatching, basket weaving", "basket weaving, hat making"]
        related = relate(read_related(lines), crafts)
        assert related["thatching"] == {"basket-weaving"}
        assert related["basket-weaving"] == {"thatching", "hat-making"}


class TestRanking:
    def test_who_lists_branding_is_asked_for_a_logo_and_told_why(self):
        [match] = rank(CAFE, [Profile("bob", ("branding", "illustration")), Profile("dan", ("bookkeeping",))])
        assert match.member_id == "bob"
        assert match.reasons == ("You list “branding”, and this asks for “logo”.",)
        [chosen] = rank("", [Profile("bob", ("branding",))], skills=["logo-design"])
        assert chosen.reasons == ("You list “branding”, and this asks for “logo design”.",)

    def test_one_related_skill_is_named_for_each_that_is_asked(self):
        [match] = rank(CAFE, [Profile("eve", ("web-design", "branding"))])
        assert match.reasons == (
            "You list “web design”, and this asks for “website”.",
            "You list “branding”, and this asks for “logo”.",
        )

    def test_what_the_profile_says_itself_is_said_before_what_is_related(self):
        [match] = rank("a logo", [Profile("eve", ("branding",), "I draw logos")])
        assert match.reasons[0] == "Your profile mentions “logos”, and so does this."

    @pytest.mark.parametrize(
        "related",
        [
            Profile("a", ("branding", "graphic-design"), "Website, café, website and café", waiting=99),
            Profile("a", ("branding",), "Café menus, café walls", let_down=True),
            Profile("a", ("branding",), "", evidence=(("branding", 50.0),), let_down=True),
        ],
    )
    def test_who_lists_the_skill_itself_stands_above_who_lists_a_related_one(self, related):
        others = [Profile(f"m{n}", ("catering",), load=1) for n in range(5)]
        direct = Profile("z", ("logo-design",), load=40)
        assert ids(rank("Café needs a logo", [related, direct, *others])) == ["z", "a"]

    @given(
        st.sampled_from([(asked, near) for asked, others in sorted(load_related().items()) for near in sorted(others)]),
        st.booleans(),
        st.fixed_dictionaries(
            {
                "text": st.text(max_size=40) | st.sampled_from(["Logos and menus", "Editor of editors"]),
                "load": st.floats(0, 50),
                "waiting": st.floats(0, 99),
                "let_down": st.booleans(),
            }
        ),
        st.lists(st.floats(0, 9), max_size=5),
    )
    def test_all_else_equal_who_lists_the_skill_is_ranked_above_who_lists_a_related_one(
        self, pair, chosen, equal, loads
    ):
        # What is fair may well turn it round: who was let down, or asked less often, goes first for other reasons.
        asked, near = pair
        others = [Profile(f"m{at}", ("catering",), load=load) for at, load in enumerate(loads)]
        members = [Profile("a", (near,), **equal), Profile("z", (asked,), **equal), *others]
        request, skills = ("", [asked]) if chosen else (load_vocabulary().name_of(asked), [])
        ranked = ids(rank(request, members, skills=skills, limit=len(members)))
        assert next(one for one in ranked if one in "az") == "z"

    @given(
        st.lists(
            st.tuples(st.floats(0.1, 5), st.floats(0, 2), st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=6
        )
    )
    def test_a_relation_lifts_nobody_over_who_has_as_many_skills(self, members):
        scores, lifts, able, nearly = (dict(enumerate(column)) for column in zip(*members, strict=True))
        lifted = lift(scores, lifts, able, nearly)
        for one, other in itertools.permutations(scores, 2):
            has_as_many = able[other] >= able[one] + nearly[one] > 0
            if has_as_many and scores[other] > scores[one] + 0.001:
                assert lifted[other] > lifted[one]
            assert lifted[one] >= round(scores[one], 6)

    def test_two_related_skills_count_for_more_than_one(self):
        one, two = Profile("a", ("branding",)), Profile("z", ("branding", "web-development"))
        assert ids(rank(CAFE, [one, two, Profile("m", ("logo-design", "web-design"))])) == ["m", "z", "a"]

    def test_who_said_that_a_skill_is_not_theirs_is_not_reached_by_a_related_one(self):
        assert rank("a logo", [Profile("bob", ("branding",), evidence=(("logo-design", -1.0),))]) == []

    def test_what_the_client_does_brings_in_nobody(self):
        assert rank("Branding studio needs a bookkeeper", [Profile("bob", ("illustration", "naming"))]) == []
