"""The last place: who comes just too late is in reserve, and is asked first when a place comes free."""

import threading

import pytest

from tests.stories.passing import sets
from tests.stories.space import labels, on_one_engine

ROUNDS = 8


def together(*doings):
    """People do these things at the same moment."""
    barrier = threading.Barrier(len(doings))

    def one(doing):
        barrier.wait()
        doing()

    threads = [threading.Thread(target=one, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_first_reserve_is_asked_first_when_the_place_comes_free(space):
    ada = space.joins("Ada Okafor")
    bob, cat, eve, fay = space.designers()
    space.posts(ada, "Logo for a bakery")
    first, second, third = [one for one in (bob, cat, eve, fay) if space.heard(one, "bakery")]
    late = next(one for one in (bob, cat, eve, fay) if one not in (first, second, third))

    space.accepts(first)
    space.accepts(second)
    assert "Just gone. You're first reserve" in space.waits_for(second, "reserve").words
    third.press(space.card(), "I can help")
    assert "You're number 2 in reserve" in space.whispered(third, "Just gone").words
    space.settles()
    assert "You're number 2 in reserve" in space.heard(third, "bakery").words
    space.steps_back(first, ada)
    assert "Just gone. You're first reserve" in space.heard(third, "bakery").words

    assert "you're next in line" in space.offered(second, "A place has come free in Ada's lead").words
    assert space.heard(third, "A place has come free") is None
    assert space.heard(late, "bakery") is None
    space.accepts(second, "A place has come free")
    space.waits_for_group(ada, second, "meet")
    space.steps_back(second, ada)
    space.offered(third, "A place has come free")


def test_a_reserve_who_passes_makes_way_for_the_next(space):
    ada, bob, cat, _dan = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.accepts(cat)
    space.steps_back(bob, ada)
    space.passes(cat, "busy", words="A place has come free")
    assert space.heard(cat, "bakery", button="I'm interested") is None
    assert len(space.all_heard(ada, "was asked, and nobody could take it")) == 1


@on_one_engine
def test_the_card_says_who_is_first_reserve(space):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada)
    space.accepts(bob)
    assert "No place is free just now; you can still be in reserve." in space.card("No place is free").words
    cat.press(space.card(), "I can help")
    assert (
        "Just gone. You're first reserve: if a place comes free, I'll ask you first."
        in space.whispered(cat, "gone").words
    )
    cat.press(space.card(), "I can help")
    assert "You're first reserve" in space.whispered(cat, "first reserve").words


def test_two_who_press_at_once_for_the_last_place_get_one_introduction(space):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada)
    offers = {person: space.offered(person) for person in (bob, cat)}
    together(*(lambda one=one: one.press(offers[one], "I'm interested") for one in offers))

    for _ in range(ROUNDS):
        space.settles()
        groups = {person: person.group_with(ada) for person in (bob, cat)}
        met = [
            person
            for person, group in groups.items()
            if group and any("Step back" in labels(message) for message in group.messages)
        ]
        assert len(met) == 1
        [winner], [loser] = met, [person for person in (bob, cat) if person not in met]
        told = space.waits_for(ada, "Introduced to you").words
        assert winner.name in told
        assert loser.name not in told
        assert "first reserve" in space.waits_for(loser, "reserve").words

        space.steps_back(winner, ada)
        space.offered(loser, "A place has come free")
        together(
            lambda one=loser: one.press(space.offered(one, "A place has come free"), "I'm interested"),
            lambda one=winner: one.press(space.card(), "I can help"),
        )


def test_to_press_twice_is_to_press_once(space):
    ada, bob, _, _ = space.moves_in()
    space.posts(ada)
    offer, card = space.offered(bob), space.card()
    together(*[lambda: bob.press(offer, "I'm interested")] * 3, lambda: bob.press(card, "I can help"))
    space.settles()
    bob.press(card, "I can help")
    assert "I have introduced you" in space.whispered(bob, "Lovely").words
    assert len(space.waits_for_group(ada, bob, "meet").messages) == 1
    assert "Introduced to you: Bob Lindqvist. All" in space.waits_for(ada, "Introduced to you").words
    assert len(space.all_heard(bob, "in reserve")) == 0


@pytest.mark.case("RACE-02")
@pytest.mark.parametrize("road", ["http"], indirect=True)
@pytest.mark.parametrize("rounds", [2, pytest.param(250, marks=pytest.mark.soak)])
def test_a_double_click_is_one_claim_one_word_to_the_poster_and_twice_the_same_answer(space, rounds):
    ada, bob, _, dan = space.moves_in()
    sets(space, capacity=rounds, daily_cap=rounds)
    skills_are_saved = len(only_for(bob, bob.dm))
    for number in range(1, rounds + 1):
        space.posts(ada, f"Logo for bakery {number}", places="2")
        offer, card = space.offered(bob, f"bakery {number}"), space.card(f"bakery {number}")
        together(*[lambda offer=offer: bob.press(offer, "I'm interested")] * 2)
        together(*[lambda card=card: dan.press(card, "I can help")] * 2)
        answers = space.slack.wait_until(
            lambda number=number: twice(only_for(dan, space.leads), number), what="Dan is answered twice"
        )
        space.settles()
        assert len(set(answers)) == 1
        assert answers[0].startswith("Thank you. I'm asking Ada, and keep the place for a working day.")
        assert len(only_for(bob, bob.dm)) == skills_are_saved, "the offer itself says what came of it"
        assert "I have introduced you" in space.waits_for(bob, f"bakery {number}").words
        assert len(space.waits_for_group(ada, bob, f"bakery {number}").messages) == number
        assert len(space.all_heard(ada, "Dan Achterberg", button="Introduce us")) == number
        assert "Introduced to you: Bob Lindqvist." in space.waits_for(ada, f"lead {number} is out").words


def only_for(person, where):
    """What only this person sees there."""
    return [message.words for message in person.sees(where) if message.only_for]


def twice(told, number):
    """The two newest answers, once there are two for each of so many double clicks."""
    return told[-2:] if len(told) == 2 * number else None


def test_a_lead_for_two_introduces_two(space):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada, places="2")
    space.accepts(bob)
    space.card("1 of 2 introductions made")
    space.accepts(cat)
    space.waits_for_group(ada, cat, "meet")
    assert "Introduced to you: Bob Lindqvist and Cat Morgan" in space.waits_for(ada, "Introduced to you").words
    space.card("No place is free")


def test_more_places_than_reserves_are_put_to_others_too(space):
    ada = space.joins("Ada Okafor")
    first, second, *others = space.designers()
    posted = space.posts(ada, "Logo for a bakery")
    asked = [one for one in (first, second, *others) if space.heard(one, "bakery")]
    [late] = [one for one in (first, second, *others) if one not in asked]
    space.accepts(asked[0])
    space.accepts(asked[1])
    space.passes(asked[2], "busy")

    space.edits(ada, posted, places="3")
    assert space.offered(asked[1], "A place has come free")
    assert space.offered(late)
