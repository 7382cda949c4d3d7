"""Who is matched, in which order, and what they are told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.matching import Index, Match, Profile, rank
from leadbot.matching.reasons import said_of

ADA = Profile("ada", ("web-design", "branding"), "I make websites for charities")
BOB = Profile("bob", ("logo-design", "illustration"), "Book covers and magazines")
CAT = Profile("cat", ("copywriting", "new:Basket weaving"), "I write menus for restaurants")
DAN = Profile("dan", ("bookkeeping",), "Xero certified")
EVERYONE = (ADA, BOB, CAT, DAN)


def ids(matches: list[Match]) -> list[str]:
    return [match.member_id for match in matches]


class TestWhoFits:
    def test_those_who_list_what_is_asked_for_fit(self):
        matches = rank("Café on Oldham Street needs a website and a logo", EVERYONE)
        assert set(ids(matches)) == {"ada", "bob"}

    @pytest.mark.parametrize(
        "request_",
        [
            "Our studio has a leaking boiler",
            "accordion player wanted for Saturday",
            "need help, looking for someone for a client's business",
            "translate a contract into Finnish",
            "",
            "?!",
        ],
    )
    def test_when_nobody_fits_nobody_is_named(self, request_):
        assert rank(request_, EVERYONE) == []

    @pytest.mark.parametrize("request_", ["Proofread a 20-page brochure", "a brochure to be proofread"])
    def test_a_brochure_to_be_proofread_goes_to_the_proofreader(self, request_):
        brand = Profile("brand", ("branding", "logo-design"))
        editorial = Profile("editorial", ("editorial-design",))
        proof = Profile("proof", ("proofreading", "copywriting"))
        assert ids(rank(request_, [brand, editorial, proof])) == ["proof", "editorial"]

    def test_a_skill_that_was_chosen_counts_more_than_words(self):
        assert ids(rank("a website", EVERYONE, skills=["bookkeeping"]))[0] == "dan"

    def test_what_the_client_does_is_not_what_is_asked_for(self):
        matches = rank("Web design studio needs a bookkeeper", EVERYONE)
        assert ids(matches) == ["dan"]

    def test_words_of_a_profile_count_where_no_skill_does(self):
        [match] = rank("menus for a bistro", EVERYONE)
        assert match.member_id == "cat"
        assert match.reasons == ("Your profile mentions “menus”, and so does this.",)

    @pytest.mark.parametrize("value", ["new:Basket weaving", "new:basket weaveing", "basket-weaving"])
    def test_skills_that_the_vocabulary_lacks_are_compared_by_name(self, value):
        assert ids(rank("", EVERYONE, skills=[value])) == ["cat"]

    def test_a_misspelt_skill_of_a_member_is_found(self):
        assert ids(rank("", [Profile("eve", ("new:logo desing",))], skills=["logo-design"])) == ["eve"]

    def test_typos_in_the_request_do_not_matter(self):
        assert ids(rank("someone for ilustrations", EVERYONE)) == ["bob"]


class TestReasons:
    def test_they_name_the_evidence(self):
        reasons = {match.member_id: match.reasons for match in rank("new website and corporate identity", EVERYONE)}
        assert reasons["ada"] == (
            "You list “web design”, and this asks for “website”.",
            "You list “branding”, and this asks for “corporate identity”.",
        )
        assert rank("logo design", EVERYONE)[0].reasons == ("You list “logo design”.",)
        assert rank("", EVERYONE, skills=["bookkeeping"])[0].reasons == ("You list “bookkeeping”.",)

    @given(
        st.text(max_size=80) | st.sampled_from(["Someone to write menus", "A website and a logo"]),
        st.lists(st.text(max_size=20), max_size=3),
        st.text(max_size=80),
    )
    def test_everyone_matched_is_told_why_in_a_sentence_or_two(self, request_, skills, profile):
        eve = Profile("eve", tuple(skills), profile)
        matches = rank(request_, [*EVERYONE, eve], skills=["logo-design", *skills[:1]])
        assert "bob" in ids(matches)  # whatever else is asked for
        assert {len(match.reasons) for match in matches} <= {1, 2}
        reasons = [reason for match in matches for reason in match.reasons]
        to_them = ("You list “", "Your profile mentions “")
        to_others = ("Eve lists “", "Eve's profile mentions “")
        assert [reason for reason in reasons if not reason.startswith(to_them)] == []
        assert [reason for reason in reasons if not said_of("Eve", reason).startswith(to_others)] == []

    def test_others_read_them_with_the_name_of_the_member(self):
        assert said_of("Bob", "You list “You list”, and this asks for “You”.") == (
            "Bob lists “You list”, and this asks for “You”."
        )
        assert said_of("Bob", "Your profile mentions “menus”, and so does this.") == (
            "Bob's profile mentions “menus”, and so does this."
        )
        assert said_of("Bob", "In other words.") == "In other words."


class TestFairShares:
    def twins(self, **differs: object) -> list[Profile]:
        return [Profile("a", ("logo-design",)), Profile("b", ("logo-design",), **differs)]  # type: ignore[arg-type]

    def test_who_waited_longer_goes_first_among_equals(self):
        assert ids(rank("logo", self.twins(waiting=9))) == ["b", "a"]
        assert ids(rank("logo", self.twins())) == ["a", "b"]

    def test_who_had_many_offers_steps_back(self):
        others = [Profile(f"m{n}", ("catering",), load=1) for n in range(5)]
        busy, quiet = Profile("a", ("logo-design",), load=6), Profile("b", ("logo-design",), load=1)
        assert ids(rank("logo", [busy, quiet, *others])) == ["b", "a"]

    def test_a_newcomer_stands_at_the_median(self):
        others = [Profile(f"m{n}", ("catering",), load=4) for n in range(5)]
        newcomer, usual = Profile("z", ("logo-design",)), Profile("y", ("logo-design",), load=4)
        first, second = rank("logo", [newcomer, usual, *others])
        assert first.score == second.score

    def test_who_was_let_down_goes_first_among_those_who_fit(self):
        assert ids(rank("logo", self.twins(let_down=True))) == ["b", "a"]
        assert rank("plumber", self.twins(let_down=True, waiting=99)) == []

    def test_who_can_be_met_today_goes_before_those_who_suit_as_well_and_no_others(self):
        assert ids(rank("logo", self.twins(near=True))) == ["b", "a"]
        assert rank("plumber", self.twins(near=True)) == []
        others = [Profile(f"m{n}", ("catering",), load=1) for n in range(5)]
        near, quiet = Profile("a", ("logo-design",), load=2, near=True), Profile("b", ("logo-design",), load=1)
        assert ids(rank("logo", [near, quiet, *others])) == ["b", "a"], "an offer more weighs more"

    def test_nobody_without_a_free_place_is_named(self):
        assert ids(rank("logo", self.twins(capacity=0))) == ["a"]
        assert ids(rank("logo", self.twins(capacity=1))) == ["a", "b"]

    def test_what_was_learned_moves_the_score_within_bounds(self):
        def score(count: float) -> float:
            return rank("logo", [Profile("b", ("logo-design",), evidence=(("logo-design", count),))])[0].score

        assert score(-1000) == score(-100) < score(-1) < score(0) < score(1) < score(100) == score(1000)
        assert score(-1000) > 0

    @given(
        st.floats(0, 1e6),
        st.floats(0, 1e6),
        st.booleans(),
        st.lists(st.tuples(st.just("plumbing"), st.floats(-50, 50))),
    )
    def test_no_such_thing_makes_anyone_fit_or_unfit(self, load, waiting, let_down, evidence):
        member = Profile("eve", ("logo-design",), "", load, None, waiting, let_down, tuple(evidence))
        assert rank("a plumber for a boiler", [member, ADA], skills=["plumbing"]) == []
        assert "eve" in ids(rank("logo design", [member, ADA]))


class TestIndex:
    def test_it_says_the_same_as_rank_however_often_and_in_whatever_order(self):
        index = Index(EVERYONE)
        once = index.rank("website, logo and menus", skills=["branding"])
        assert once == index.rank("website, logo and menus", skills=["branding"])
        assert once == rank("website, logo and menus", reversed(EVERYONE), skills=["branding"])
        assert index.rank("website and logo", limit=1) == index.rank("website and logo")[:1]
        assert index.rank("website", limit=0) == []

    def test_two_thousand_members_are_ranked_fast(self):
        members = [
            Profile(f"m{n}", (f"new:trade {n}", "logo-design"), f"I make thing{n} in street{n}") for n in range(2000)
        ]
        index = Index(members)
        begun = time.perf_counter()
        assert len(index.rank("logo for thing7")) == 5
        assert time.perf_counter() - begun < 0.5  # a few ms; the rest is for a busy machine
