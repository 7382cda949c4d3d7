"""`/leadbot pause`: nothing new until a day, or until they resume; what they have already goes on."""

from datetime import timedelta

import pytest

from leadbot.domain.dates import say_date
from tests.stories.space import on_one_engine

STANDS = "You can still answer what I have put to you, and what you are introduced to goes on."


def day_ahead(space, days):
    """A day, so many days from the space's Monday: as it is typed, and as Leadbot says it."""
    day = space.time().date() + timedelta(days=days)
    return day.isoformat(), say_date(day, locale="en_GB", today=space.time().date())


def test_who_has_paused_is_offered_nothing_until_that_day_begins(space):
    ada, bob, cat, _ = space.moves_in()
    typed, said = day_ahead(space, 7)
    assert bob.types(f"/leadbot pause until {typed}").text == (
        f"Paused until {said}: from then on I'll ask you again. {STANDS} Back sooner? `/leadbot resume`"
    )
    space.posts(ada, "Logo for a bakery")
    space.offered(cat, "bakery")
    assert space.heard(bob, "bakery") is None

    space.time.passes(days=6, hours=13, minutes=58)  # two minutes before that day
    space.posts(ada, "Logo for a brewery")
    space.time.passes(hours=11)
    space.settles()
    assert space.heard(bob, "brewery") is None

    space.posts(ada, "Logo for a dentist")
    space.offered(bob, "dentist")


def test_without_a_day_it_lasts_until_they_resume(space):
    ada, bob, *_ = space.moves_in()
    assert bob.types("/leadbot pause").text == f"Paused until you type `/leadbot resume`. {STANDS}"
    space.time.passes(days=70)
    space.posts(ada, "Logo for a bakery")
    assert space.heard(bob, "bakery") is None

    assert bob.types("/leadbot resume").text == "Welcome back. I'll ask you again when something fits."
    space.posts(ada, "Logo for a brewery")
    space.offered(bob, "brewery")


def test_what_they_have_can_be_answered_and_is_not_reminded_of(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    offer = space.offered(bob)
    bob.types("/leadbot pause")
    space.time.passes(days=1)
    space.settles()
    assert space.heard(bob, "is still open to you") is None

    bob.press(offer, "Remind me tomorrow")
    space.whispered(bob, "You have paused, so I won't remind you.", bob.dm)
    space.accepts(bob)
    space.waits_for_group(ada, bob, "meet")
    space.time.passes(days=2)
    space.settles()
    space.waits_for(bob, "Have you and Ada spoken yet?")


def test_a_reminder_that_was_promised_is_taken_back(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    bob.press(space.offered(bob), "Remind me tomorrow")
    space.settles()
    assert "I'll remind you on" in space.offered(bob).words
    bob.types("/leadbot pause")
    space.settles()
    assert "I'll remind you on" not in space.offered(bob).words
    space.time.passes(days=1)
    space.settles()
    assert space.heard(bob, "is still open to you") is None


def test_what_had_not_reached_them_goes_to_the_next_in_line_and_to_them_once_they_are_back(space):
    ada = space.joins("Ada Okafor")
    bob, cat, eve, fay = space.designers()
    space.time.passes(hours=9)  # it is seven in the evening, and three of them are to hear of it in the morning
    space.posts(ada, "Logo for a bakery")
    for person in (bob, cat):
        person.types(f"/leadbot pause until {day_ahead(space, 2)[0]}")
    space.settles()
    space.time.passes(hours=15)
    space.settles()
    assert space.heard(bob, "bakery") is None
    assert space.heard(cat, "bakery") is None
    space.offered(eve, "bakery")
    space.offered(fay, "bakery")

    space.time.passes(days=1)
    space.settles()
    space.passes(eve, "busy")
    space.passes(fay, "busy")
    space.offered(bob, "bakery")
    space.accepts(cat, "bakery")
    space.waits_for_group(ada, cat, "meet")


def test_who_waits_in_reserve_is_passed_over_while_they_pause(space):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    offer = space.offered(cat)
    space.accepts(bob)
    cat.press(offer, "I'm interested")
    space.settles()
    assert "You're first reserve" in space.heard(cat, "bakery").words
    cat.types("/leadbot pause")
    space.steps_back(bob, ada)
    assert space.heard(cat, "A place has come free") is None


@on_one_engine
def test_to_pause_again_changes_the_day(space):
    ada, bob, *_ = space.moves_in()
    (near, _), (far, said) = day_ahead(space, 2), day_ahead(space, 9)
    bob.types(f"/leadbot pause until {near}")
    assert bob.types(f"/leadbot pause until {far}").text.startswith(f"Paused until {said}:")
    space.time.passes(days=3)
    space.posts(ada, "Logo for a bakery")
    assert space.heard(bob, "bakery") is None


@on_one_engine
def test_who_passed_as_busy_can_come_back_too(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada)
    space.passes(bob, "busy")
    assert bob.types("/leadbot resume").text.startswith("Welcome back.")
    space.posts(ada, "Logo for a brewery")
    space.offered(bob, "brewery")


@on_one_engine
def test_to_resume_without_a_pause_is_no_fault(space):
    bob = space.joins("Bob Lindqvist")
    assert bob.types("/leadbot resume").text == "You're not paused. I'll ask you when something fits."


@on_one_engine
@pytest.mark.parametrize(
    "typed",
    [
        "until the cows come home",
        "until 2020-12-01",
        "until today",
        "until",
        "until 31 June",
        "?",
        "until after 12 May",
    ],
)
def test_a_day_that_is_none_changes_nothing(space, typed):
    bob = space.joins("Bob Lindqvist")
    assert bob.types(f"/leadbot pause {typed}").text == (
        "I need a day on the calendar that is still to come, like this: `/leadbot pause until 12 December`"
    )
    assert bob.types("/leadbot resume").text.startswith("You're not paused.")


@on_one_engine
@pytest.mark.parametrize(
    "typed", ["until tomorrow", "tomorrow", "UNTIL TOMORROW", "till tomorrow", "until Tuesday", "tue"]
)
def test_the_day_is_read_as_the_lead_form_reads_it(space, typed):
    bob = space.joins("Bob Lindqvist")
    _, said = day_ahead(space, 1)
    assert bob.types(f"/leadbot pause {typed}").text.startswith(f"Paused until {said}:")


@on_one_engine
def test_the_day_is_written_as_its_reader_writes_days(space):
    max_ = space.joins("Max Weber", locale="de-DE")
    max_.types("/leadbot help")
    space.settles()
    typed, _ = day_ahead(space, 1)
    assert max_.types(f"/leadbot pause until {typed}").text.startswith("Paused until Di., ")


@on_one_engine
def test_whoever_named_somebody_who_then_pauses_hears_so(space):
    ada, _, cat, dan = space.moves_in()
    space.time.passes(hours=9)
    space.posts(ada, "Logo for a bakery")
    space.names(cat, dan)
    dan.types("/leadbot pause")
    space.settles()
    assert "I couldn't put this to Dan Achterberg: they can't be asked at the moment." in (
        space.waits_for(cat, "I couldn't put this to").words
    )


@on_one_engine
def test_help_names_both(space):
    told = space.joins("Bob Lindqvist").types("/leadbot help").text
    assert "• `/leadbot pause until 12 December` – be offered nothing new; without a date, until you resume." in told
    assert "• `/leadbot resume` – be offered work again." in told
