"""Nobody hears at night what no person's act has caused; and what the calendar brings never comes as a burst."""

from datetime import timedelta

from tests.stories.passing import later, sets
from tests.stories.space import on_one_engine

pytestmark = on_one_engine
THINGS = ("bakery", "brewery", "florist", "gallery", "hotel", "inn")


def test_whoever_waited_in_vain_for_the_poster_hears_so_in_the_morning(space):
    _, _, _, dan = people = space.moves_in()
    space.posts(people[0], "Logo for a bakery")
    later(space, hours=10)
    dan.press(space.card(), "I can help")
    space.settles()
    later(space, hours=24, minutes=1)  # Tuesday, a minute past eight in the evening
    assert "one place free" in dan.types("/leads").words
    assert space.heard(dan, "has not answered yet") is None
    later(space, hours=13)
    assert space.heard(dan, "has not answered yet")


def test_whoever_named_somebody_in_vain_hears_so_in_the_morning(space):
    ada, dan = space.joins("Ada Okafor"), space.joins("Dan Achterberg", "bookkeeping")
    kiri = space.joins("Kiri Ngata", "ceramics", tz="Pacific/Auckland")
    space.posts(ada, "Ceramics for a tearoom")
    later(space, hours=11)  # Tuesday morning in Auckland
    asked = space.offered(kiri, "tearoom")
    later(space, hours=13)  # ten in London
    space.posts(ada, "Logo for a bakery")
    space.names(dan, kiri)
    kiri.press(asked, "Not for me")
    kiri.wait_for_form(callback_id="pass_form").fill(reason="busy").submit()
    space.settles()
    later(space, hours=11)  # morning in Auckland, nine in the evening in London
    assert space.heard(dan, "I couldn't put this to") is None
    later(space, hours=12, minutes=5)
    assert space.heard(dan, "I couldn't put this to")


def test_six_leads_that_end_on_one_day_are_no_burst_for_anybody(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    sets(space, daily_cap=10)
    for thing in THINGS:
        space.posts(ada, f"Logo for a {thing}", deadline=space.time().date() + timedelta(days=4))
    sets(space, daily_cap=3)
    heard = {person: len(person.inbox) for person in (ada, bob)}
    later(space, days=4, hours=11)  # Friday at nine in the evening: on Saturday nobody works
    later(space, days=2, hours=13)  # Monday morning
    for person, before in heard.items():
        ended = [
            message for message in person.inbox[before:] if "ended" in message.words or "deadline" in message.words
        ]
        assert len(ended) <= 3, (person.name, [message.text for message in person.inbox[before:]])
    later(space, days=1)
    told = "\n".join(message.words for message in ada.inbox[heard[ada] :])
    assert all(thing in told for thing in THINGS), "the rest came on the next morning"
    assert space.heard(ada, "Three things waited for you")


def test_nine_days_of_sleep_are_no_burst_either(space):
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    sets(space, daily_cap=10)
    for thing in THINGS:
        space.posts(ada, f"Logo for a {thing}", deadline=space.time().date() + timedelta(days=4))
    sets(space, daily_cap=3)
    heard = {person: len(person.inbox) for person in (ada, bob)}
    with space.leadbot.courier.at_rest(seconds=30):
        space.time.passes(days=9)
    space.settles()
    for person, before in heard.items():
        assert len(person.inbox) - before <= 3, [message.text for message in person.inbox[before:]]
