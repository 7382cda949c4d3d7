"""The vocabulary: what its files must be like, and how people's words lead to its skills."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.matching.skill import Skill, read_skills
from leadbot.matching.vocabulary import LONGEST_VALUE, NEW, Vocabulary, load_vocabulary, plain_key
from leadbot.matching.words import fold

VOCABULARY = load_vocabulary()


def names(skills: list[Skill]) -> list[str]:
    return [skill.name for skill in skills]


class TestFiles:
    def test_there_are_enough_skills_of_every_group(self):
        groups = Counter(skill.group for skill in VOCABULARY.skills)
        assert len(VOCABULARY.skills) >= 450
        assert len(groups) >= 15
        assert min(groups.values()) >= 10

    def test_no_two_skills_claim_the_same_slug_name_or_alias(self):
        slugs = Counter(skill.slug for skill in VOCABULARY.skills)
        claimed: dict[str, set[str]] = {}
        for skill in VOCABULARY.skills:
            for name in skill.names:
                claimed.setdefault("".join(plain_key(name)), set()).add(skill.name)
        assert max(slugs.values()) == 1
        assert {key: owners for key, owners in claimed.items() if len(owners) > 1} == {}

    def test_no_name_is_written_twice_with_one_skill(self):
        repeated = [
            skill.name
            for skill in VOCABULARY.skills
            if len({tuple(name.lower().split()) for name in skill.names}) < len(skill.names)
        ]
        assert repeated == []

    def test_every_name_says_something_and_fits_an_option(self):
        for skill in VOCABULARY.skills:
            assert 0 < len(skill.slug) <= LONGEST_VALUE
            for name in skill.names:
                assert plain_key(name), f"{skill.name} has a name without letters: {name!r}"
                assert len(name) <= LONGEST_VALUE

    def test_every_name_and_alias_finds_its_own_skill(self):
        lost = [
            (skill.name, name) for skill in VOCABULARY.skills for name in skill.names if VOCABULARY.find(name) != skill
        ]
        assert lost == []

    def test_a_line_pins_a_slug_and_a_bad_line_is_named(self):
        [skill] = read_skills(["# note", "", "letter cutting [stone-carving]: stone mason, carving"], "making")
        assert skill == Skill("stone-carving", "letter cutting", ("stone mason", "carving"), "making")
        with pytest.raises(ValueError, match="making, line 1"):
            list(read_skills([": no name"], "making"))


class TestFind:
    @pytest.mark.parametrize(
        ("typed", "slug"),
        [
            ("WP", "wordpress"),
            ("word press", "wordpress"),
            ("Web Designer", "web-design"),
            ("  LOGO-DESIGN ", "logo-design"),
            ("logo desing", "logo-design"),
            ("photograhpy", "photography"),
            ("search engine optimization", "seo"),
            ("color grading", "colour-grading"),
            ("jewelry design", "jewellery-design"),
            ("PA", "personal-assistance"),
            ("AI", "artificial-intelligence"),
            ("IT", "it-support"),
            ("C#", "dotnet-development"),
            ("Café catering", None),
            ("basket weaving", None),
            ("x", None),
            ("", None),
            ("٣", None),
        ],
    )
    def test_what_people_type_leads_to_the_skill_or_to_none(self, typed, slug):
        found = VOCABULARY.find(typed)
        assert (found and found.slug) == slug

    @given(st.text(max_size=200))
    def test_any_text_is_answered(self, text):
        found = VOCABULARY.find(text)
        assert found is None or VOCABULARY.get(found.slug) is found


class TestSuggest:
    def test_names_that_start_so_come_first_then_aliases_then_close_spellings(self):
        assert names(VOCABULARY.suggest("logo d"))[0] == "logo design"
        assert names(VOCABULARY.suggest("wp"))[0] == "WordPress"
        assert "photography" in names(VOCABULARY.suggest("photgra"))
        assert [name.lower()[:3] for name in names(VOCABULARY.suggest("web", 5))] == ["web"] * 5

    @given(st.text(max_size=30), st.integers(min_value=0, max_value=30))
    def test_there_are_never_more_than_asked_nor_one_twice(self, typed, limit):
        slugs = [skill.slug for skill in VOCABULARY.suggest(typed, limit)]
        assert len(slugs) == len(set(slugs)) <= limit


class TestReadList:
    def test_a_typed_list_is_read_in_order_each_skill_once(self):
        typed = "web design, logo desing; WP and SEO\nBasket weaving, basket-weaving, and health and safety, website,"
        assert VOCABULARY.read_list(typed) == [
            "web-design",
            "logo-design",
            "wordpress",
            "seo",
            "new:Basket weaving",
            "health-and-safety",
        ]

    def test_and_stays_within_what_nobody_knows(self):
        assert VOCABULARY.read_list("bits and bobs") == ["new:bits and bobs"]

    @given(st.text(max_size=300))
    def test_values_are_short_unique_and_have_a_name(self, text):
        values = VOCABULARY.read_list(f"logo design, {text}")
        assert "logo-design" in values
        assert len(values) == len(set(values))
        for value in values:
            assert 0 < len(value) <= LONGEST_VALUE
            assert VOCABULARY.name_of(value)
            assert VOCABULARY.get(value) or value.startswith(NEW)

    def test_a_value_is_shown_by_its_name(self):
        assert VOCABULARY.name_of("new:Basket weaving") == "Basket weaving"
        assert VOCABULARY.name_of("logo-design") == "logo design"
        assert VOCABULARY.name_of("gone-skill") == "gone skill"


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Café on Oldham Street needs a website and a logo, £2k", ["web design", "logo design"]),
            ("my WP site, and social media advertising", ["WordPress", "social media advertising"]),
            ("It can wait until it is done", []),
            ("our IT is down", ["IT support"]),
            ("a stall at the Saturday market", []),
            ("a photographer and an illustrator", ["photography", "illustration"]),
            ("webdesign or copy writing", ["web design", "copywriting"]),
            ("we excel at darts, and react in a swift way", []),
            ("a Swift and React developer", ["iOS development", "React"]),
            ("10 minutes from the bus, at 5 pm", []),
        ],
    )
    def test_skills_are_read_in_running_text(self, text, found):
        assert names(VOCABULARY.mentioned_in(text)) == found

    @given(st.text(), st.sampled_from(["website", "Logo", "copy-writer", "PHOTOGRAPHER"]), st.text())
    def test_a_mention_quotes_the_text(self, before, skill, after):
        text = f"{before} {skill} {after}"
        mentions = VOCABULARY.mentions(text)
        assert mentions
        for mention in mentions:
            assert mention.phrase in text or mention.phrase in fold(text)

    def test_a_vocabulary_of_ones_own_works_too(self):
        own = Vocabulary(tuple(read_skills(["basket weaving: willow work", "thatching"], "crafts")))
        assert names(own.mentioned_in("Thatching, and some willow work")) == ["thatching", "basket weaving"]
