"""A full day: Leadbot starts three conversations with a member, and the rest come together in the morning."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from leadbot.db.tables import Workspace
from tests.stories.space import labels, open_space

THINGS = ("bakery", "brewery", "florist", "gallery", "hotel", "inn", "joiner", "kennel", "laundry", "museum", "nursery")
MORE = ("opera", "pub", "quarry", "ropemaker")
ANSWERS = ["I'm interested", "Not for me", "Remind me tomorrow", "Why me?"]
WAITED = "waited for you"


@pytest.fixture
def ada(space):
    return space.joins("Ada Okafor")


@pytest.fixture
def bob(ada, space):
    return space.joins("Bob Lindqvist", "logo design")


def later(space, **amount):
    space.time.passes(**amount)
    space.settles()


def set_cap(space, cap):
    with space.leadbot.database.transaction() as session:
        session.scalars(select(Workspace)).one().daily_cap = cap


def set_capacity(space, capacity):
    with space.leadbot.database.transaction() as session:
        session.scalars(select(Workspace)).one().capacity = capacity


def posts(space, poster, things, **changes):
    """One lead after another, for which only Bob is the one."""
    return [space.posts(poster, f"Logo for a {thing}", **changes) for thing in things]


def shortly_after_nine(space, bob):
    """From Monday, some minutes after ten, to the next morning; not a minute too early."""
    before = len(told(bob))
    later(space, hours=22, minutes=55)
    assert len(told(bob)) == before
    later(space, minutes=10)


def told(person):
    """What Leadbot said to them, oldest first; not what only answers a command."""
    return [message for message in person.inbox if message.metadata]


def accept_in(bundle, number):
    """The button under one of its items."""
    return [button for button in bundle.buttons if button.label == "I'm interested"][number]


def test_the_fourth_and_fifth_come_in_the_morning_as_one_message_each_with_its_own_buttons(space, ada, bob):
    dan = space.joins("Dan Achterberg")
    posts(space, ada, THINGS[:3])
    posts(space, dan, THINGS[3:5])
    assert len(told(bob)) == 3

    shortly_after_nine(space, bob)
    (bundle,) = space.all_heard(bob, WAITED)
    assert "Two things waited for you" in bundle.words
    assert labels(bundle) == ANSWERS * 2
    assert "gallery" in bundle.text
    assert "hotel" in bundle.text, "a phone shows both"

    bob.press(bundle, accept_in(bundle, 0))
    space.settles()
    assert "You said yes, and I have introduced you to Dan." in bundle.words
    assert labels(bundle) == ANSWERS, "the other still waits for its answer"
    assert space.waits_for_group(bob, dan, "gallery")
    bob.press(bundle, "Not for me")
    bob.wait_for_form(callback_id="pass_form").fill(reason="not_my_skill").submit()
    space.settles()
    assert "You passed on this one." in bundle.words
    assert labels(bundle) == []
    assert len(space.all_heard(bob, WAITED)) == 1


def test_the_clock_of_an_offer_starts_when_its_bundle_arrives(space, ada, bob):
    set_cap(space, 2)
    set_capacity(space, 5)
    posts(space, ada, THINGS[:4])
    space.accepts(bob, "bakery")
    space.accepts(bob, "brewery")
    shortly_after_nine(space, bob)
    bundle = space.heard(bob, WAITED)
    assert not space.heard(bob, "is still open to you")

    later(space, hours=23, minutes=30)
    assert not space.heard(bob, "is still open to you")
    later(space, minutes=31)
    assert [message.text.rpartition(" ")[2] for message in space.all_heard(bob, "is still open to you")] == [
        "gallery",
        "florist",
    ]
    later(space, hours=23, minutes=30)
    assert labels(bundle) == ANSWERS * 2
    later(space, minutes=31)
    assert bundle.text.count("The time for this one has passed") == 2
    assert labels(bundle) == []


def test_what_was_withdrawn_overnight_is_left_out_and_one_alone_comes_as_itself(space, ada, bob):
    leads = posts(space, ada, THINGS[:6])
    for lead in leads[3:5]:
        ada.press(lead, "Withdraw")
        space.settles()
    assert len(told(bob)) == 3, "of what he never saw he need not hear the end"

    shortly_after_nine(space, bob)
    offer = told(bob)[3]
    assert "Ada has a lead that looks like you" in offer.words
    assert "inn" in offer.words
    assert WAITED not in offer.words
    assert labels(offer) == ANSWERS
    bob.press(offer, "I'm interested")
    space.settles()
    assert "You said yes, and I have introduced you to Ada." in offer.words


def test_nothing_comes_when_nothing_is_left(space, ada, bob):
    leads = posts(space, ada, THINGS[:4])
    ada.press(leads[3], "Withdraw")
    shortly_after_nine(space, bob)
    assert space.all_heard(bob, "gallery") == []


def test_answers_introductions_and_withdrawals_are_never_held_back(space, ada, bob):
    leads = posts(space, ada, THINGS[:4])
    ada.press(leads[0], "Withdraw")
    space.settles()
    assert space.heard(bob, "Nothing more to do")
    space.accepts(bob, "brewery")
    assert space.waits_for_group(ada, bob, "brewery")


def test_what_is_urgent_comes_at_once(space, ada, bob):
    posts(space, ada, THINGS[:3])
    soon = space.time().date() + timedelta(days=1)
    posts(space, ada, THINGS[3:4], deadline=soon)
    assert len(told(bob)) == 4
    posts(space, ada, THINGS[4:5], deadline=soon + timedelta(days=7))
    assert len(told(bob)) == 4


def test_the_space_says_how_many_are_enough(space, ada, bob):
    set_cap(space, 1)
    posts(space, ada, THINGS[:3])
    assert len(told(bob)) == 1
    shortly_after_nine(space, bob)
    assert "Two things waited for you" in told(bob)[1].words
    later(space, hours=2)
    assert len(told(bob)) == 2, "the bundle was today's one: even the first reminder waits"


def test_ten_come_in_the_morning_and_the_rest_on_the_morning_after(space, ada, bob):
    posts(space, ada, THINGS[:8])
    posts(space, space.joins("Dan Achterberg"), (*THINGS[8:], *MORE))
    assert len(told(bob)) == 3

    shortly_after_nine(space, bob)
    (bundle,) = space.all_heard(bob, WAITED)
    assert "Ten things waited for you" in bundle.words
    assert labels(bundle) == ANSWERS * 10
    assert all(thing in bundle.text for thing in (*THINGS[3:], *MORE[:2]))
    later(space, hours=23, minutes=55)
    assert "quarry" in space.all_heard(bob, "Two things")[0].words


def test_held_on_friday_it_comes_on_monday(space, ada, bob):
    later(space, days=4)
    posts(space, ada, THINGS[:5])
    later(space, hours=23)
    later(space, days=1)
    assert len(told(bob)) == 3
    later(space, days=1)
    assert space.heard(bob, "Two things waited for you")


def test_a_neighbour_far_away_has_a_day_of_their_own(space, ada):
    kiri = space.joins("Kiri Ngata", "logo design", tz="Pacific/Auckland")
    posts(space, ada, THINGS[:2])
    later(space, hours=11)
    assert len(told(kiri)) == 2, "Tuesday morning, by her clock"
    posts(space, ada, THINGS[2:4])
    assert len(told(kiri)) == 3
    later(space, hours=13)
    assert len(told(kiri)) == 3, "Tuesday in London, and late on Tuesday in Auckland"
    later(space, hours=11)
    assert space.all_heard(kiri, "gallery")


def test_whoever_leaves_hears_nothing_in_the_morning(space, ada, bob):
    posts(space, ada, THINGS[:5])
    space.slack.deactivate(bob)
    space.settles()
    later(space, days=1)
    assert len(told(bob)) == 3


def test_a_machine_that_slept_nine_days_says_once_what_is_still_useful(migrated_database_url, capfd):
    with open_space(migrated_database_url, log_level="INFO") as space:
        ada = space.joins("Ada Okafor")
        bob = space.joins("Bob Lindqvist", "logo design")
        leads = posts(space, ada, THINGS[:8])
        posts(space, space.joins("Dan Achterberg"), (*THINGS[8:], *MORE))  # nobody posts more than ten in a day
        with space.leadbot.courier.at_rest(seconds=30):
            space.time.passes(days=9)
            ada.press(leads[3], "Withdraw")
        before = len(told(bob))
        capfd.readouterr()
        space.settles()

        woken = told(bob)[before:]
        assert len([message for message in woken if WAITED in message.words]) == 1
        assert len(woken) <= 3
        assert not any("gallery" in message.words for message in woken)
        log = re.sub(r"\x1b\[[0-9;]*m", "", capfd.readouterr().err)
        assert re.search(r"message dropped .*purpose=offer$", log, re.MULTILINE), log
        later(space, days=1)
        assert len(space.all_heard(bob, WAITED)) == 2
