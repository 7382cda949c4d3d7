"""Edit while offered: everything that was said is kept true, and whoever waits hears of the change once."""

import pytest

from tests.stories.space import labels, on_one_engine

PHONE = "Ring Jo on 0161 496 0000"


def test_the_offer_and_the_card_are_kept_true_and_each_offer_hears_once(space):
    ada, bob, cat, dan = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", budget="£500")
    assert space.edits(ada, posted, title="Logo for a brewery", budget="£900") is None

    for person in (bob, cat):
        assert "£900" in space.waits_for(person, "Ada has a lead that looks like you").words
        [told] = space.all_heard(person, "in the lead that I put to you")
        assert "Ada changed the title and budget in the lead" in told.words
        assert all("£500" not in message.words and "bakery" not in message.words for message in person.inbox)
    assert "£900" in space.card("brewery").words
    assert "brewery" in space.waits_for(ada, "brewery", button="Edit").words
    assert space.heard(dan, "brewery") is None

    [told] = space.all_heard(bob, "in the lead that I put to you")
    bob.press(told, "I'm interested")
    space.waits_for_group(ada, bob, "brewery")


def test_what_is_confidential_is_told_in_the_thread_only(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", confidential="Ring Mo")
    space.accepts(bob)
    before = len(cat.inbox)
    assert space.edits(ada, posted, confidential=PHONE) is None

    introduction = space.waits_for_group(ada, bob, PHONE).messages[0]
    assert "Ring Mo" not in introduction.words
    [told] = introduction.replies
    assert "Ada changed confidential details in lead 1. The message above is up to date." in told.words
    assert PHONE not in told.words
    assert len(cat.inbox) == before
    assert all(PHONE not in message.words for message in [*cat.inbox, *bob.inbox, space.card()])


@pytest.mark.case("RACE-03")
def test_fewer_places_than_are_taken_are_refused_under_the_field(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", places="3")
    space.accepts(bob)
    space.accepts(cat)
    form = space.edits(ada, posted, places="1", title="Logo for a brewery", details="By the canal")
    assert form.errors == {"places": "2 have been introduced already, so there must be at least that many."}
    assert form.values()["title"] == "Logo for a brewery"
    assert form.values()["details"] == "By the canal"
    assert "bakery" in space.card().words
    assert form.fill(places="2").submit() is None
    space.card("No place is free")


def test_more_places_have_more_people_asked(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.accepts(cat)
    assert space.edits(ada, posted, places="2") is None
    space.accepts(cat, "A place has come free")
    space.waits_for_group(ada, cat, "meet")


@on_one_engine
def test_other_skills_find_other_neighbours(space):
    ada, bob, _, dan = space.moves_in()
    posted = space.posts(ada, "Help for a bakery", skills=["logo-design"])
    assert space.heard(dan, "bakery") is None
    assert space.edits(ada, posted, skills=["bookkeeping"]) is None
    assert "You list" in space.offered(dan, "bakery").words
    space.offered(bob, "bakery")


@on_one_engine
def test_the_form_keeps_everything_that_was_typed(space):
    ada, *_ = space.moves_in()
    filled = {
        "title": "Logo <for> *a* bakery & café",
        "details": 'First line\nsecond line, with "quotes" and `ticks`',
        "confidential": PHONE,
        "budget": "£40/hour",
        "deadline": "2027-12-12",
        "places": "3",
        "client_knows": "not_yet",
        "introduce": "ask_me",
        "reach": "matched",
        "skills": ["logo-design"],
    }
    posted = space.posts(ada, "Logo for a bakery", **filled)
    ada.press(posted, "Edit")
    form = ada.wait_for_form(callback_id="lead_form")
    assert form.values() == filled
    assert form.submit() is None
    space.settles()
    assert space.heard(ada, "changed") is None


@on_one_engine
def test_nothing_changed_is_nothing_told(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    before = len(bob.inbox)
    assert space.edits(ada, posted) is None
    assert space.edits(ada, posted, introduce="ask_me") is None  # steers Leadbot only
    assert len(bob.inbox) == before


@on_one_engine
def test_what_has_ended_is_reopened_before_it_is_edited(space):
    ada, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    ada.press(posted, "Edit")
    form = ada.wait_for_form(callback_id="lead_form").fill(details="Late thought")
    ada.press(posted, "Close")
    assert "You have closed this. Reopen it first." in form.submit().errors["title"]
    assert form.values()["details"] == "Late thought"
    form.close()
    space.settles()
    assert "Edit" not in labels(space.heard(ada, "Your lead 1"))
