"""Nobody hears at night what no person's act has caused; and what the calendar brings never comes as a burst."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from leadbot.db.outbox import Message
from leadbot.db.tables import Member
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


@pytest.mark.case("TIME-05")
def test_a_reminder_waits_for_its_readers_morning_in_whatever_zone_they_are_and_never_comes_after_the_end(space):
    """Whoever has no time zone, or one that does not exist, lives by the workspace's clock."""
    ada = space.joins("Ada Okafor")
    kiri = space.joins("Kiri Ngata", "ceramics", tz="Pacific/Auckland")
    nil, odd = space.joins("Nil Nowhere", "ceramics"), space.joins("Odd Elsewhere", "ceramics")
    space.settles()
    lives(space, nil, None)
    lives(space, odd, "Mars/Phobos")
    posted = space.posts(ada, "Ceramics for a tearoom")
    assert [len(space.all_heard(each, "tearoom")) for each in (nil, odd, kiri)] == [1, 1, 0]
    later(space, hours=11)  # nine in the evening in London, Tuesday morning in Auckland
    assert [len(space.all_heard(each, "tearoom")) for each in (nil, odd, kiri)] == [1, 1, 1]
    later(space, hours=14)  # eleven on Tuesday; in Auckland it is midnight
    assert [reminded(space, each) for each in (nil, odd, kiri)] == [1, 1, 0]
    later(space, hours=4)  # three, or four, at night in Auckland
    assert reminded(space, kiri) == 0
    ada.press(posted, "Close")
    later(space, days=3)
    assert [reminded(space, each) for each in (nil, odd, kiri)] == [1, 1, 0]


def lives(space, person, time_zone):
    """Slack says this of their time zone."""
    with space.leadbot.database.transaction() as session:
        session.execute(update(Member).where(Member.slack_user_id == person.id).values(time_zone=time_zone))


def reminded(space, person):
    """How many reminders they had."""
    with space.leadbot.database.reading() as session:
        mine = select(Message).join(Member, Member.id == Message.to_member_id).where(Member.slack_user_id == person.id)
        return len(session.scalars(mine.where(Message.purpose == "offer_reminder", Message.sent_at.is_not(None))).all())


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
