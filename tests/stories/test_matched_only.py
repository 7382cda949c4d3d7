"""Only the best matches: nobody else sees it, by list, by number or by a forged press, until the poster says so."""

from tests.stories.space import HOW_TO_POST, on_one_engine


def secret_lead(space):
    """Ada's lead that goes to its matches only, and everybody."""
    people = space.moves_in()
    posted = space.posts(people[0], "Logo for a bakery", reach="matched")
    return *people, posted


def test_only_its_matches_and_its_poster_see_it(space):
    ada, bob, cat, dan, posted = secret_lead(space)
    assert "Only those I ask can see it." in posted.words
    space.offered(bob)
    assert space.leads.messages == []
    assert dan.inbox[-1].words.startswith("Saved.")
    assert dan.types("/leads").text == f"Nothing is open just now. {HOW_TO_POST}"
    assert "Nothing open has to do with" in dan.types("/leads logo").text
    assert dan.types("/leads why 1").text == "There is no number 1 here. `/leads` lists what is open."
    for person in (ada, bob, cat):
        assert "bakery" in person.types("/leads").text


def test_a_forged_press_gets_nobody_in(space):
    ada, bob, _, dan, posted = secret_lead(space)
    [reference] = {button.value for button in posted.buttons}
    offer = space.offered(bob)
    [of_bob] = {button.value for button in offer.buttons}
    somewhere = dan.inbox[-1]
    for action, value in (
        ("card_interested", reference),
        ("card_recommend", reference),
        ("some_old_button", reference),
    ):
        space.forges(dan, somewhere, action, value)
        answer = space.whispered(dan, "out of date", dan.dm)
        assert "bakery" not in answer.words
    for action in ("offer_accept", "offer_pass", "offer_why"):
        space.forges(dan, somewhere, action, of_bob)
        assert "This offer is for somebody else." in space.whispered(dan, "somebody else", dan.dm).words
    assert dan.form is None
    assert dan.group_with(ada) is None
    space.accepts(bob)
    space.waits_for_group(ada, bob, "meet")


def test_put_on_the_channel_later_everybody_sees_it(space):
    ada, _, _, dan, posted = secret_lead(space)
    ada.press(posted, "Put it on the channel")
    space.settles()
    assert "bakery" in space.card("Ada has a lead to pass on").words
    assert "It is on the leads channel for everybody to see." in space.waits_for(ada, "bakery", button="Edit").words
    assert "bakery" in dan.types("/leads").text
    dan.press(space.card(), "I can help")
    space.waits_for(ada, "Dan Achterberg would like to help")
    assert len(space.leads.messages) == 1


@on_one_engine
def test_whose_place_was_not_kept_is_told_of_what_they_can_see(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery", reach="matched", introduce="ask_me")
    space.accepts(bob)
    space.time.passes(days=1, hours=1)
    space.settles()
    told = space.waits_for(bob, "I'm not holding the place any longer")
    assert "While it is open, /leads shows it." in told.words
    assert "ask them to press I can help in /leads" in space.waits_for(ada, "I held a place").words
    bob.types("/leads")
    bob.press(bob.inbox[-1], "I can help")
    space.waits_for(ada, "Bob Lindqvist would like to help", button="Introduce us")


@on_one_engine
def test_taken_off_the_channel_the_card_says_no_more(space):
    ada, _, _, dan = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    space.card("bakery")
    assert space.edits(ada, posted, reach="matched") is None
    card = space.card("Lead 1 is now with those it suits best.")
    assert "bakery" not in card.words
    assert card.buttons == []
    assert "Nothing is open" in dan.types("/leads").text
