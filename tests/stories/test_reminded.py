"""*Remind me tomorrow* moves an offer's reminder and its lapse by a working day; and of one offer one reminder comes."""

from tests.stories.passing import later, sets
from tests.stories.space import on_one_engine

pytestmark = on_one_engine
STILL = "is still open to you"


def reminded(space, person, thing):
    """How often somebody was reminded of the lead about this."""
    return len([message for message in space.all_heard(person, STILL) if thing in message.words])


def offered_at(space, *, days=0, hours=0):
    """Ada's lead is put to Bob so long after Monday at ten; he is to be reminded tomorrow."""
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    later(space, days=days, hours=hours)
    space.posts(ada, "Logo for a bakery")
    bob.press(space.offered(bob, "bakery"), "Remind me tomorrow")
    space.settles()
    return bob


def test_it_comes_no_sooner_than_it_would_have(space):
    bob = offered_at(space, hours=6)  # Monday at four
    later(space, hours=23, minutes=50)
    assert reminded(space, bob, "bakery") == 0
    later(space, minutes=15)
    assert reminded(space, bob, "bakery") == 1


def test_on_friday_tomorrow_is_monday(space):
    bob = offered_at(space, days=4, hours=1)  # Friday at eleven
    later(space, days=2, hours=23, minutes=50)
    assert reminded(space, bob, "bakery") == 0
    later(space, minutes=15)
    assert reminded(space, bob, "bakery") == 1


def test_whoever_presses_in_the_evening_is_reminded_on_the_next_day_at_the_time_that_was_set(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    space.posts(ada, "Logo for a bakery")
    later(space, hours=10)  # Monday at eight in the evening
    bob.press(space.offered(bob, "bakery"), "Remind me tomorrow")
    space.settles()
    later(space, hours=13, minutes=30)
    assert reminded(space, bob, "bakery") == 0, "on Tuesday he would have been reminded at ten"
    later(space, minutes=45)
    assert reminded(space, bob, "bakery") == 1


def test_whoever_presses_in_the_evening_after_a_reminder_is_reminded_in_the_morning(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    space.posts(ada, "Logo for a bakery")
    later(space, days=1, minutes=5)
    later(space, hours=10)  # Tuesday at eight in the evening
    bob.press(space.heard(bob, STILL), "Remind me tomorrow")
    space.settles()
    later(space, hours=12, minutes=45)
    assert reminded(space, bob, "bakery") == 1
    later(space, minutes=15)
    assert reminded(space, bob, "bakery") == 2


def test_a_reminder_that_waits_for_a_morning_is_not_said_beside_the_one_that_was_asked_for(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    space.posts(ada, "Logo for a bakery")
    offer = space.offered(bob, "bakery")
    sets(space, daily_cap=1)
    later(space, hours=23, minutes=30)
    space.posts(ada, "Logo for a brewery")  # Tuesday's one: the reminder of the bakery is held
    later(space, hours=1)
    assert reminded(space, bob, "bakery") == 0
    sets(space, daily_cap=3)
    bob.press(offer, "Remind me tomorrow")
    space.settles()
    for _ in range(3):
        later(space, days=1)
    assert reminded(space, bob, "bakery") == 1


def test_a_second_reminder_of_what_was_reminded_already_comes_once(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    space.posts(ada, "Logo for a bakery")
    later(space, days=1, minutes=5)
    assert reminded(space, bob, "bakery") == 1
    bob.press(space.heard(bob, STILL), "Remind me tomorrow")
    space.settles()
    later(space, days=1)
    assert reminded(space, bob, "bakery") == 2
    later(space, days=1)
    assert reminded(space, bob, "bakery") == 2
