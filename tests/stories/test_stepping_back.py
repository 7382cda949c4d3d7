"""A partner steps back with one press: the thread says so, the poster is called, and the next in line is asked."""

from tests.stories.space import labels, on_one_engine


def test_the_thread_says_so_the_poster_is_called_and_the_next_is_asked(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", confidential="Ring Jo")
    space.accepts(bob)
    space.accepts(cat)
    space.steps_back(bob, ada)

    introduction = space.waits_for_group(ada, bob, "has stepped back").messages[0]
    assert "Step back" not in labels(introduction)
    [told] = introduction.replies
    assert "Bob has to step back from this." in told.words
    assert ada.id in told.pings
    assert bob.id not in told.pings
    group = bob.group_with(ada)
    assert "That's fine. The place is free again" in space.whispered(bob, "That's fine", group).words
    assert "Introduced to you: Bob" not in space.waits_for(ada, "bakery", button="Edit").words
    space.card("Looking for one neighbour")

    space.accepts(cat, "A place has come free")
    assert "Ring Jo" in space.waits_for_group(ada, cat, "meet").messages[0].words
    assert len(group.messages) == 1
    ada.press(posted, "Close")
    space.settles()
    assert [reply.words.splitlines()[0][:10] for reply in introduction.replies] == ["Bob has to"]


@on_one_engine
def test_later_words_about_each_lead_stay_in_its_thread(space):
    ada, bob, *_ = space.moves_in()
    first = space.posts(ada, "Logo for a bakery")
    space.accepts(bob, "bakery")
    second = space.posts(ada, "Logo for a brewery")
    space.accepts(bob, "brewery")
    group = space.waits_for_group(ada, bob, "brewery")
    bakery, brewery = group.messages
    ada.press(second, "Close")
    space.settles()
    space.edits(ada, first, details="On the corner")
    assert ["closed lead 2" in reply.words for reply in brewery.replies] == [True]
    assert ["changed details in lead 1" in reply.words for reply in bakery.replies] == [True]
    assert len(group.messages) == 2


@on_one_engine
def test_only_the_partner_steps_back(space):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    introduction = space.waits_for_group(ada, bob, "meet").messages[0]
    ada.press(introduction, "Step back")
    whisper = space.whispered(ada, "Only the one who was introduced can do that.", bob.group_with(ada))
    [reference] = [button.value for button in introduction.buttons if button.label == "Step back"]
    space.forges(cat, space.offered(cat), "introduction_step_back", reference)
    assert whisper.only_for == ada.id
    assert "Only the one who was introduced" in space.whispered(cat, "Only", cat.dm).words
    assert introduction.replies == []


def test_to_step_back_after_the_end_asks_nobody(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    introduction = space.waits_for_group(ada, bob, "meet").messages[0]
    ada.press(posted, "Close")
    space.settles()
    bob.press(introduction, "Step back")
    assert "That's fine." in space.whispered(bob, "That's fine", bob.group_with(ada)).words
    assert "next in line" not in "".join(reply.words for reply in introduction.replies)
    assert "next in line" not in space.whispered(bob, "That's fine", bob.group_with(ada)).words
    assert space.heard(cat, "bakery", button="I'm interested") is None


def test_who_stepped_back_is_not_asked_again(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "WordPress for a bakery", skills=["wordpress"])
    space.accepts(bob)
    space.steps_back(bob, ada)
    assert space.heard(bob, "bakery", button="I'm interested") is None
    assert "nobody could take it" in space.waits_for(ada, "was asked").words
