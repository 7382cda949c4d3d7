"""An offer's clock: a reminder, a lapse, the next wave; and nobody is disturbed outside their working hours."""

from datetime import timedelta

from tests.stories.passing import later, sets
from tests.stories.space import CAFE

DESIGNERS = (
    "Eve Arden",
    "Fay Brook",
    "Gil Castle",
    "Hope Dale",
    "Ivo East",
    "Jan Ford",
    "Kit Gale",
    "Lou Hart",
    "Mo Ives",
)


def test_an_unanswered_offer_is_reminded_once_then_lapses_and_the_next_are_asked(space):
    ada = space.joins("Ada Okafor")
    people = [space.joins(name, "logo design") for name in DESIGNERS[:4]]
    space.posts(ada, "Logo for a bakery")
    space.settles()
    asked = [person for person in people if space.heard(person, "Ada has a lead that looks like you")]
    assert len(asked) == 3

    later(space, days=1)
    for person in asked:
        assert space.heard(person, "is still open to you")
    later(space, hours=2)
    assert sum("is still open to you" in message.words for message in asked[0].inbox) == 1

    later(space, days=1)
    assert "The time for this one has passed" in space.heard(asked[0], "The time for this one has passed").words
    (fourth,) = set(people) - set(asked)
    assert space.heard(fourth, "Ada has a lead that looks like you")


def test_remind_me_tomorrow_moves_the_reminder_and_the_lapse_once(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada)
    offer = space.waits_for(bob, "looks like you", button="Remind me tomorrow")

    bob.press(offer, "Remind me tomorrow")
    said = space.waits_for(bob, "I'll remind you on Tue")
    assert "Remind me tomorrow" not in [label for label, _, _ in said.buttons]
    later(space, hours=23, minutes=50)
    assert not space.heard(bob, "is still open to you")
    later(space, minutes=15)  # Tuesday, just after ten
    assert space.heard(bob, "is still open to you")
    later(space, days=1)
    assert "time for this one" not in space.heard(bob, "Café", button="I'm interested").words
    later(space, days=1)
    assert space.heard(bob, "The time for this one has passed")


def test_a_deadline_within_three_days_makes_it_urgent(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery", deadline=space.time().date() + timedelta(days=1))
    space.waits_for(bob, "looks like you")
    later(space, hours=3, minutes=50)
    assert not space.heard(bob, "is still open to you")
    later(space, minutes=15)  # four working hours after ten, at two in the afternoon
    assert space.heard(bob, "is still open to you")
    later(space, hours=3, minutes=25)  # half past five: seven and a half of eight, and the day's work is over
    later(space, hours=15, minutes=50)  # twenty past nine
    assert not space.heard(bob, "The time for this one has passed")
    later(space, minutes=20)
    assert space.heard(bob, "The time for this one has passed")


def test_what_starts_a_conversation_waits_for_working_hours(space):
    ada, bob, *_ = space.moves_in()
    later(space, hours=10)  # Monday at eight in the evening
    space.posts(ada, CAFE)
    space.settles()
    assert space.heard(ada, "Your lead 1 is out"), "what answers one's own action is never held back"
    assert not space.heard(bob, "looks like you")
    assert "I'll ask 2 neighbours who fit when their working day begins." in space.heard(ada, "Your lead 1").words
    later(space, hours=13)
    assert "I have asked 2 neighbours who fit, and wait to hear." in space.heard(ada, "Your lead 1").words
    assert space.heard(bob, "looks like you")


def test_a_neighbour_in_another_time_zone_is_asked_in_their_own_working_hours(space):
    ada = space.joins("Ada Okafor")
    kiri = space.joins("Kiri Ngata", "logo design", tz="Pacific/Auckland")
    space.posts(ada, "Logo for a bakery")
    space.settles()
    assert not space.heard(kiri, "looks like you"), "it is late in the evening in Auckland"
    later(space, hours=11)
    assert space.heard(kiri, "looks like you")


def test_whoever_has_no_time_zone_is_asked_in_the_working_hours_of_the_workspace(space):
    ada = space.joins("Ada Okafor")
    sets(space, time_zone="Asia/Kolkata")
    kit = space.joins("Kit Lane", "logo design", tz=None)
    later(space, hours=3)  # one in the afternoon in London is half past six in Kolkata
    space.posts(ada, "Logo for a bakery")
    space.settles()
    assert not space.heard(kit, "looks like you")
    later(space, hours=14, minutes=20)
    assert not space.heard(kit, "looks like you"), "ten to nine in Kolkata"
    later(space, minutes=20)
    assert space.heard(kit, "looks like you")


def test_after_three_waves_the_poster_is_asked_what_to_do(space):
    ada = space.joins("Ada Okafor")
    people = [space.joins(name, "logo design") for name in (*DESIGNERS, "Ned Jay")]
    space.posts(ada, "Logo for a bakery")
    space.settles()
    for _ in range(3):
        later(space, days=1)
        later(space, days=1, minutes=5)
        if space.time().weekday() > 3:
            later(space, days=7 - space.time().weekday())
    asked = [person for person in people if space.heard(person, "Logo for a bakery")]
    assert len(asked) == 9
    question = space.heard(ada, "What shall I do?", button="Ask more neighbours")
    assert question

    ada.press(question, "Ask more neighbours")
    space.settles()
    assert [person for person in people if space.heard(person, "looks like you")]
    assert len([person for person in people if space.heard(person, "Logo for a bakery")]) == 10
