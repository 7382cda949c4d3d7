"""Ask me first, and helpers whom nobody matched: the poster decides, within a working day."""

from tests.stories.space import on_an_old_phone, on_one_engine


def asks_first(space, **changes):
    """Ada's lead of the kind where she is asked first, and everybody."""
    people = space.moves_in()
    space.posts(people[0], "Logo for a bakery", introduce="ask_me", **changes)
    return people


def test_the_poster_is_asked_with_reasons_and_introduces_them(space):
    ada, bob, cat, _ = asks_first(space)
    space.accepts(bob)
    assert "You said yes. I have asked Ada, and you'll hear within a working day." in space.waits_for(bob, "yes").words
    question = space.waits_for(ada, "Bob Lindqvist would like to help with your lead 1")
    assert "Bob lists “logo design”." in question.words
    posted = space.waits_for(ada, "Your lead 1 is out")
    assert "Bob Lindqvist would like to help, and waits for your answer." in posted.words
    assert "All the introductions" not in posted.words
    assert bob.group_with(ada) is None
    space.accepts(cat)
    assert "You're first reserve" in space.waits_for(cat, "reserve").words

    ada.press(question, "Introduce us")
    space.waits_for_group(ada, bob, "meet")
    space.settles()
    assert "You said yes, and I have introduced you" in space.waits_for(ada, "Bob Lindqvist would like").words
    assert "I have introduced you to Ada" in space.waits_for(bob, "introduced you to").words


def test_not_this_time_is_told_kindly_and_the_next_is_asked(space):
    ada, bob, cat, _ = asks_first(space)
    space.accepts(bob)
    space.accepts(cat)
    question = space.waits_for(ada, "Bob Lindqvist would like to help", button="Not this time")
    old = on_an_old_phone(question)
    ada.press(question, "Not this time")
    space.settles()

    kind = "Ada is going another way this time. Thanks for offering to help."
    assert len(space.all_heard(bob, kind)) == 1
    assert "You said: not this time. I have told Bob kindly." in space.waits_for(ada, "Bob Lindqvist would like").words
    assert bob.group_with(ada) is None
    space.accepts(cat, "A place has come free")
    space.waits_for(ada, "Cat Morgan would like to help", button="Introduce us")

    ada.press(old, "Introduce us")
    space.whispered(ada, "This was answered with: not this time.", ada.dm)
    assert bob.group_with(ada) is None


def test_without_an_answer_for_a_working_day_the_place_is_free_and_both_are_told(space):
    ada, bob, cat, _ = asks_first(space)
    space.accepts(bob)
    space.accepts(cat)
    question = on_an_old_phone(space.waits_for(ada, "Bob Lindqvist would like to help", button="Introduce us"))
    space.time.passes(hours=20)
    space.settles()
    assert space.heard(bob, "has not answered yet") is None

    space.time.passes(days=3, hours=4)  # Friday at ten
    space.settles()
    assert len(space.all_heard(bob, "Ada has not answered yet, so I'm not holding the place any longer")) == 1
    assert len(space.all_heard(ada, "I held a place in your lead 1 for Bob for a working day. It is free again")) == 1
    space.offered(cat, "A place has come free")
    ada.press(question, "Introduce us")
    space.whispered(ada, "There was no answer in time, so the place is free again.", ada.dm)
    assert bob.group_with(ada) is None

    bob.press(space.card(), "I can help")
    assert "I'm asking Ada" in space.whispered(bob, "Thank you").words
    space.settles()
    assert len(space.all_heard(ada, "Bob Lindqvist would like to help", button="Introduce us")) == 1


def test_a_helper_whom_nobody_matched_is_put_to_the_poster_first(space):
    ada, bob, _, dan = space.moves_in()
    space.posts(ada)
    dan.press(space.card(), "I can help")
    thanks = "Thank you. I'm asking Ada, and keep the place for a working day."
    assert thanks in space.whispered(dan, "Thank you").words
    question = space.waits_for(ada, "Dan Achterberg would like to help", button="Introduce us")
    assert "They saw your card." in question.words
    space.accepts(bob)
    assert "first reserve" in space.waits_for(bob, "reserve").words

    ada.press(question, "Introduce us")
    space.waits_for_group(ada, dan, "meet")


def test_whom_nobody_matched_is_put_to_the_poster_from_the_reserve_too(space):
    ada, bob, _, dan = space.moves_in()
    space.posts(ada)
    space.accepts(bob)
    dan.press(space.card(), "I can help")
    assert "first reserve" in space.whispered(dan, "Just gone").words
    space.steps_back(bob, ada)
    space.accepts(dan, "A place has come free")
    space.waits_for(ada, "Dan Achterberg would like to help", button="Introduce us")
    assert dan.group_with(ada) is None


@on_one_engine
def test_only_the_poster_decides(space):
    ada, bob, cat, _ = asks_first(space)
    space.accepts(bob)
    question = space.waits_for(ada, "Bob Lindqvist would like to help")
    [reference] = [button.value for button in question.buttons if button.label == "Introduce us"]
    space.forges(bob, space.heard(bob, "lead"), "introduce_yes", reference)
    assert "Only the person who posted it can do that." in space.whispered(bob, "Only", bob.dm).words
    space.forges(cat, space.heard(cat, "lead"), "offer_accept", "not-even-an-id")
    assert "out of date" in space.whispered(cat, "out of date", cat.dm).words
    assert bob.group_with(ada) is None


@on_one_engine
def test_the_poster_cannot_help_with_their_own(space):
    ada, *_ = asks_first(space)
    ada.press(space.card(), "I can help")
    assert "This is your own." in space.whispered(ada, "your own").words


def test_a_guest_who_presses_is_not_put_to_the_poster(space):
    ada, *_ = asks_first(space)
    gus = space.joins("Gus Guest", is_restricted=True)
    gus.press(space.card(), "I can help")
    space.settles()
    assert space.heard(ada, "would like to help", button="Introduce us") is None
    space.card("Looking for one neighbour")
    gus.press(space.card(), "I can help")
    assert "Leadbot is for the members of this workspace" in space.whispered(gus, "members").words


def test_whoever_waits_for_the_poster_can_still_step_back(space):
    ada, bob, cat, _ = asks_first(space)
    space.accepts(bob)
    waiting = space.waits_for(bob, "I have asked Ada", button="Step back")
    space.accepts(cat)

    bob.press(waiting, "Step back")
    told = space.waits_for(ada, "Bob has stepped back from your lead 1")
    assert "Logo for a bakery" in told.words
    assert "You stepped back. That's fine." in space.waits_for(bob, "You stepped back").words
    assert "you're next in line" in space.offered(cat, "A place has come free").words


@on_one_engine
def test_whoever_was_told_not_this_time_does_not_ask_again(space):
    ada, bob, *_ = asks_first(space)
    space.accepts(bob)
    ada.press(space.waits_for(ada, "Bob Lindqvist would like to help", button="Not this time"), "Not this time")
    space.waits_for(bob, "Ada is going another way this time")
    space.settles()

    bob.press(space.card(), "I can help")
    assert "going another way this time" in space.whispered(bob, "Thanks for offering").words
    assert len(space.all_heard(ada, "Bob Lindqvist would like to help")) == 1
