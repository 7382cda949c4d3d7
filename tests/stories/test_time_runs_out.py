"""At its deadline, or after 30 days without one, offering stops: the poster is warned, told, and can extend it."""

from datetime import timedelta

import pytest

from tests.stories.space import Space, labels


def goes_on(space: Space, **amount: float) -> None:
    """Time passes, and what is due is done."""
    space.time.passes(**amount)
    space.settles()


@pytest.fixture
def people(space: Space):
    return space.moves_in()


def test_nobody_took_it_and_it_closes_after_thirty_days(space, people):
    ada, bob, *_ = people
    space.posts(ada, "Logo for a bakery")
    goes_on(space, days=7)
    assert space.waits_for(ada, "nobody could take it")
    goes_on(space, days=19, hours=23)  # on a Sunday
    assert space.heard(ada, "closes on") is None
    goes_on(space, days=1, hours=3)  # three days before is a Sunday, so on the Monday
    warned = space.waits_for(ada, "Your lead 1 closes on", button="Extend")
    assert "no deadline of its own" in warned.words

    goes_on(space, days=4)
    told = space.waits_for(ada, "Its time is up, so I have closed your lead 1", button="Extend")
    assert "Nobody took it this time." in told.words
    space.card("The time for this lead is over.")
    assert labels(space.heard(ada, "Your lead 1 has ended")) == []
    assert len(space.all_heard(ada, "so I have closed your lead 1")) == 1
    assert "bakery" not in bob.types("/leads").words


def test_one_press_extends_it_by_thirty_days(space, people):
    ada, *_ = people
    space.posts(ada, "Logo for a bakery")
    goes_on(space, days=28)
    ada.press(space.waits_for(ada, "Your lead 1 closes on", button="Extend"), "Extend")
    space.settles()
    goes_on(space, days=20)
    assert "bakery" in ada.types("/leads").words
    goes_on(space, days=9)
    assert len(space.all_heard(ada, "Your lead 1 closes on")) == 2
    goes_on(space, days=4)
    assert "bakery" not in ada.types("/leads").words


def test_at_its_deadline_those_who_were_asked_hear_it_in_their_morning(space, people):
    ada, bob, cat, _ = people
    friday = space.time().date() + timedelta(days=4)
    space.posts(ada, "Logo for a bakery", deadline=friday)
    goes_on(space, days=3, hours=23)  # Friday at nine
    cat_offer = space.heard(cat, "bakery", button="I'm interested")
    goes_on(space, hours=16)  # the deadline ended at midnight; it is Saturday
    assert space.heard(ada, "Its deadline has passed") is None, "nobody is told at night"
    assert "bakery" not in bob.types("/leads").words
    goes_on(space, days=2, hours=9)
    told = space.waits_for(ada, "Its deadline has passed, so I have closed your lead 1", button="Extend")

    ada.press(told, "Extend")
    form = ada.wait_for_form(callback_id="extend_form")
    left = form.fill(deadline=space.time().date() - timedelta(days=1)).submit()
    assert left.errors == {"deadline": "That day has passed. Please choose today or later."}
    left = left.fill(deadline=space.time().date() + timedelta(days=10)).submit()
    assert left is None, left.errors
    space.settles()
    assert "bakery" in ada.types("/leads").words
    assert "Your lead 1 is open again." in space.heard(ada, "lead 1 is open again").words
    assert cat_offer is None or "bakery" in cat_offer.words


def test_two_who_were_introduced_are_asked_beyond_the_deadline(space, people):
    ada, bob, *_ = people
    space.posts(ada, "Logo for a bakery", deadline=space.time().date() + timedelta(days=1))
    space.accepts(bob)
    goes_on(space, days=2, hours=1)
    told = space.waits_for(ada, "Its deadline has passed")
    assert "I'll still ask how it goes with Bob." in told.words
    asked = space.waits_for(bob, "Have you and Ada spoken yet?", button="We've met")
    bob.press(asked, "Say what came of it")
    assert bob.wait_for_form(callback_id="outcome_form").fill(outcome="fell_through").submit() is None
    space.settles()
    assert "it fell through" in space.waits_for(ada, "Bob tells me about lead 1").words


def test_a_withdrawal_ends_the_asking_and_a_reopening_begins_it_again(space, people):
    ada, bob, *_ = people
    posted = space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    ada.press(posted, "Withdraw")
    goes_on(space, days=9)
    assert space.heard(bob, "spoken yet") is None
    ada.press(space.waits_for(ada, "Your lead 1", button="Reopen"), "Reopen")
    space.settles()
    goes_on(space, days=2, hours=1)
    assert space.waits_for(bob, "Have you and Ada spoken yet?")


def test_what_the_poster_closed_is_still_followed_up(space, people):
    ada, bob, *_ = people
    posted = space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    ada.press(posted, "Close")
    goes_on(space, days=3)
    assert space.waits_for(bob, "Have you and Ada spoken yet?", button="We've spoken")
