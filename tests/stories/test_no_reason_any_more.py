"""What waits for a morning is said only if there is a reason for it by then; and a new reason is told anew."""

from datetime import timedelta

from tests.stories.passing import later
from tests.stories.space import on_one_engine

pytestmark = on_one_engine
NOBODY = "could take it"


def test_the_poster_is_not_asked_what_to_do_while_somebody_is_asked(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    dan, eve = (space.joins(name, "bookkeeping") for name in ("Dan Achterberg", "Eve Sato"))
    space.posts(ada, "Logo for a bakery")
    later(space, hours=10)  # Monday at eight in the evening
    space.passes(bob, "busy")
    space.names(dan, eve)
    later(space, hours=13, minutes=30)
    assert space.heard(eve, "thought of you")
    assert space.heard(ada, NOBODY) is None
    assert space.heard(ada, "asking again about your lead") is None
    space.passes(eve, "busy")
    assert space.heard(ada, NOBODY), "now there is nobody"


def test_the_poster_hears_when_whom_they_named_passes_too(space):
    ada, bob, eve = (space.joins(name) for name in ("Ada Okafor", "Bob Lindqvist", "Eve Sato"))
    bob.types("/skills logo design")
    space.posts(ada, "Logo for a bakery")
    space.passes(bob, "busy")
    space.names(ada, eve, space.waits_for(ada, NOBODY))
    assert len(space.all_heard(ada, NOBODY)) <= 1
    before = len(ada.inbox)
    space.passes(eve, "busy")
    assert len(ada.inbox) == before + 1
    assert space.heard(ada, NOBODY)


def test_nobody_is_warned_of_a_closing_that_has_been_put_off(space):
    ada, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    later(space, days=27, hours=1)  # a Sunday: the warning waits for Monday
    space.edits(ada, posted, deadline=space.time().date() + timedelta(days=20))
    later(space, days=1)
    assert space.heard(ada, "closes on") is None


def test_whoever_comes_again_after_a_release_is_not_told_of_it_nor_is_the_poster(space):
    ada, _, _, dan = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    later(space, hours=10)
    dan.press(space.card(), "I can help")
    space.settles()
    later(space, hours=24, minutes=1)  # Tuesday at eight in the evening: released
    dan.press(space.card(), "I can help")
    space.settles()
    later(space, hours=13)
    assert space.heard(ada, "would like to help", button="Introduce us")
    assert space.heard(ada, "It is free again") is None
    assert space.heard(dan, "has not answered yet") is None


def test_who_is_asked_again_and_finds_the_place_taken_by_the_morning_is_waited_for_no_more(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    ada.press(posted, "Withdraw")
    later(space, days=3, hours=10)  # by then their time for it would have been over
    ada.press(space.waits_for(ada, "Your lead 1", button="Reopen"), "Reopen")
    space.settles()
    cat.press(space.card(), "I can help")
    space.settles()
    later(space, hours=14)
    space.settles()
    bob.opens_home()
    shown = space.slack.wait_until(lambda: bob.home, what="a Home tab")
    assert "Nothing waits for you just now." in shown.words
