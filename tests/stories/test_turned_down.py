"""Whoever was told "not this time" stays outside; and asking goes on for everybody else."""

from tests.stories.space import on_an_old_phone, on_one_engine


def declines(space, ada, words):
    question = space.waits_for(ada, words, button="Not this time")
    ada.press(question, "Not this time")
    space.settles()


def test_two_helpers_turned_down_in_turn_do_not_keep_others_from_being_asked(space):
    ada, bob, cat, dan = space.moves_in()
    space.posts(ada, "Harpsichord tuning", skills=["new:harpsichord tuning"])
    for helper in (cat, dan):
        helper.press(space.card(), "I can help")
        declines(space, ada, f"{helper.name} would like to help")

    space.posts(dan, "Logo for a bakery")
    assert "Dan has a lead that looks like you" in space.offered(bob).words


@on_one_engine
def test_whoever_was_turned_down_cannot_come_in_by_an_older_message(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", introduce="ask_me", confidential="Ring Jo")
    space.offered(bob)
    space.edits(ada, posted, details="On the corner")
    changed = on_an_old_phone(space.waits_for(bob, "changed", button="I'm interested"))
    space.accepts(bob)
    declines(space, ada, "Bob Lindqvist would like to help")
    space.edits(ada, posted, introduce="at_once", details="On the corner")

    bob.press(changed, "I'm interested")
    assert "going another way this time" in space.whispered(bob, "another way this time", bob.dm).words
    assert bob.group_with(ada) is None
    assert space.heard(bob, "Logo for a bakery", button="I'm interested") is None


@on_one_engine
def test_a_reserve_who_was_reminded_can_be_reminded_no_more_and_others_still_are(space):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.time.passes(days=1)
    space.settles()
    assert len(space.all_heard(bob, "is still open to you")) == 1
    space.accepts(cat)
    space.accepts(bob, "is still open to you")
    space.steps_back(cat, ada)
    space.offered(bob, "A place has come free")

    space.posts(ada, "Logo for a brewery")
    space.time.passes(days=1)
    space.settles()
    assert len(space.all_heard(bob, "Logo for a brewery", button="I'm interested")) == 2
