"""Withdraw, close, reopen: everyone concerned hears of it once, and old buttons answer honestly."""

import pytest

from leadbot.services.claim import Patience
from tests.stories.passing import sets
from tests.stories.space import labels, on_an_old_phone, on_one_engine, open_space
from tests.stories.test_reserve import together


def with_everybody(space):
    """A lead for two: Bob is introduced, Dan waits for Ada's answer, Cat has not answered."""
    ada, bob, cat, dan = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", places="2")
    space.accepts(bob)
    dan.press(space.card(), "I can help")
    space.waits_for(ada, "Dan Achterberg would like to help", button="Introduce us")
    return ada, bob, cat, dan, posted


@pytest.mark.case("RACE-03")
@pytest.mark.parametrize("road", ["http"], indirect=True)
@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=pytest.mark.soak)])
def test_whoever_says_yes_while_it_is_closed_is_introduced_or_hears_that_it_is_closed(
    migrated_database_url, road, rounds
):
    with open_space(migrated_database_url, Patience(), road=road) as space:
        ada, bob, *_ = space.moves_in()
        sets(space, capacity=rounds, daily_cap=3 * rounds)
        for number in range(1, rounds + 1):
            posted, before = space.posts(ada, f"Logo for bakery {number}"), len(met(ada, bob))
            offer, mine = on_an_old_phone(space.offered(bob, f"bakery {number}")), on_an_old_phone(posted)
            together(lambda offer=offer: bob.press(offer, "I'm interested"), lambda mine=mine: ada.press(mine, "Close"))
            space.settles()
            assert space.waits_for(ada, f"Your lead {number} is closed")
            if len(met(ada, bob)) > before:
                assert [reply.words.splitlines()[0] for reply in met(ada, bob)[-1].replies] == [
                    f"Ada closed lead {number}. What you two have agreed stays between you."
                ]
            else:
                assert "The one who posted this has closed it." in space.whispered(bob, "closed", bob.dm).words


def met(ada, bob):
    """What has brought the two together, oldest first."""
    group = ada.group_with(bob)
    return [message for message in group.messages if "meet" in message.words] if group else []


def reopens(space, ada):
    """Ada opens her lead again."""
    ada.press(space.waits_for(ada, "Your lead 1", button="Reopen"), "Reopen")
    space.settles()


@pytest.mark.parametrize(
    ("button", "verb", "state"), [("Withdraw", "withdrew", "withdrawn"), ("Close", "closed", "closed")]
)
@pytest.mark.case("RACE-03")
def test_everyone_concerned_is_told_once(space, button, verb, state):
    ada, bob, cat, dan, posted = with_everybody(space)
    offer, card, mine = map(on_an_old_phone, (space.offered(cat), space.card(), posted))
    question = on_an_old_phone(space.waits_for(ada, "Dan Achterberg would like to help", button="Introduce us"))
    ada.press(mine, button)
    ada.press(mine, button)
    space.settles()

    told = f"Ada {verb} this lead. Nothing more to do, and thanks for being there."
    assert len(space.all_heard(cat, told)) == 1
    assert len(space.all_heard(dan, told)) == 1
    assert space.all_heard(bob, told) == []
    introduction = space.waits_for_group(ada, bob, "meet").messages[0]
    assert [reply.words.splitlines()[0] for reply in introduction.replies] == [
        f"Ada {verb} lead 1. What you two have agreed stays between you."
    ]
    assert f"Your lead 1 is {state}" in space.waits_for(ada, "Your lead 1", button="Reopen").words
    card_now = space.card(f"Ada {verb} this lead.")
    assert labels(card_now) == []
    assert "introductions made" not in card_now.words
    assert "Looking for" not in card_now.words
    assert space.heard(cat, "bakery", button="I'm interested") is None
    assert "The place is free again." in space.waits_for(ada, "Dan Achterberg would like").words

    late = f"The one who posted this has {state} it."
    cat.press(offer, "I'm interested")
    assert late in space.whispered(cat, late, cat.dm).words
    cat.press(card, "I can help")
    assert late in space.whispered(cat, late).words
    cat.press(card, "Know someone?")
    assert late in space.whispered(cat, late).words
    ada.press(question, "Introduce us")
    space.whispered(ada, f"You have {state} this.", ada.dm)
    assert cat.group_with(ada) is None
    assert dan.group_with(ada) is None


def test_a_closed_lead_is_reopened_and_asked_again(space):
    ada, bob, cat, dan, posted = with_everybody(space)
    ada.press(posted, "Close")
    space.settles()
    reopens(space, ada)

    assert "Your lead 1 is out" in space.waits_for(ada, "bakery", button="Edit").words
    introduction = space.waits_for_group(ada, bob, "meet").messages[0]
    assert introduction.replies[-1].words.startswith("Ada has opened lead 1 again.")
    assert "Step back" in labels(introduction)
    assert "I can help" in labels(space.card("1 of 2 introductions made"))
    space.accepts(cat)
    space.waits_for_group(ada, cat, "meet")
    assert space.heard(bob, "bakery", button="I'm interested") is None
    assert "Ada's lead that you offered to help with is open again" in space.offered(dan).words
    space.accepts(dan)
    space.waits_for(dan, "You're first reserve")


@on_one_engine
def test_who_wants_to_be_left_alone_meanwhile_is_not_asked_again_on_reopening(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    ada.press(posted, "Close")
    space.settles()
    space.posts(ada, "WordPress for a dentist", skills=["wordpress"])
    space.passes(bob, "busy", words="dentist")
    reopens(space, ada)
    space.offered(cat, "bakery")
    assert space.heard(bob, "bakery", button="I'm interested") is None


def test_who_was_in_reserve_waits_in_reserve_again_after_reopening(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.accepts(cat)
    ada.press(posted, "Close")
    space.settles()
    assert len(space.all_heard(cat, "Ada closed this lead.")) >= 1
    reopens(space, ada)
    assert space.heard(cat, "bakery", button="I'm interested") is None
    assert "You're first reserve" in space.waits_for(cat, "reserve").words

    space.steps_back(bob, ada)
    space.accepts(cat, "A place has come free")
    space.waits_for_group(ada, cat, "meet")


@on_one_engine
def test_after_thirty_days_nothing_is_reopened(space):
    ada, _, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    ada.press(posted, "Withdraw")
    space.settles()
    space.time.passes(days=31)
    ada.press(space.waits_for(ada, "Your lead 1", button="Reopen"), "Reopen")
    refused = "It ended more than 30 days ago, so it can't be reopened. You can post it again."
    assert refused in space.whispered(ada, "30 days", ada.dm).words
    space.settles()
    assert "is withdrawn" in space.heard(ada, "Your lead 1").words
    assert space.heard(cat, "bakery", button="I'm interested") is None


@on_one_engine
def test_only_the_poster_ends_it(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    [reference] = [button.value for button in posted.buttons if button.label == "Close"]
    for action in ("opportunity_close", "opportunity_withdraw", "opportunity_reopen", "opportunity_edit"):
        space.forges(bob, space.offered(bob), action, reference)
        assert "Only the person who posted it can do that." in space.whispered(bob, "Only", bob.dm).words
    assert bob.form is None
    space.offered(bob)


@on_one_engine
def test_closed_before_anybody_was_asked_nobody_hears_of_it(space):
    ada = space.joins("Ada Okafor")
    posted = space.posts(ada, "Logo for a bakery", reach="matched")
    ada.press(posted, "Close")
    space.settles()
    bob = space.joins("Bob Lindqvist", "logo design")
    space.settles()
    assert bob.inbox[1:] == []
