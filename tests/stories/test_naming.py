"""Know someone? A neighbour is named on the card, and asked with credit; or a sentence says why they cannot be."""

from tests.stories.space import on_one_engine


def test_a_neighbour_named_on_the_card_is_asked_with_credit(space):
    ada, _, cat, dan = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    assert space.names(cat, dan) is None
    assert "Cat thought of you for Ada's lead" in space.offered(dan).words

    space.accepts(dan)
    group = space.waits_for_group(ada, dan, "meet")
    assert "With thanks to Cat" in group.messages[0].words


@on_one_engine
def test_somebody_who_never_used_leadbot_can_be_named(space):
    ada, *_ = space.moves_in()
    zoe = space.joins("Zoë Quaye")
    space.posts(ada)
    assert space.names(ada, zoe) is None
    assert "Ada thought of you for their lead" in space.offered(zoe).words
    assert "Ada thinks you'd do this well." in space.offered(zoe).words


@on_one_engine
def test_who_cannot_be_named_is_said_under_the_field(space):
    ada, bob, cat, _ = space.moves_in()
    gus = space.joins("Gus Guest", is_restricted=True)
    clock = space.joins("Clock Bot", is_bot=True)
    for stranger in (gus, clock):
        stranger.types("/leadbot help")  # so that Leadbot knows who they are
    space.posts(ada)

    cat.press(space.card(), "Know someone?")
    form = cat.wait_for_form(callback_id="recommend_form")
    for person, sentence in {
        cat: "That is you. Please name somebody else.",
        ada: "Ada Okafor posted this. Please name somebody else.",
        bob: "Bob Lindqvist knows of this already.",
        gus: "Gus Guest can't be asked at the moment. Please name somebody else.",
        clock: "Clock Bot can't be asked at the moment. Please name somebody else.",
    }.items():
        assert form.fill(someone=person).submit().errors == {"someone": sentence}
    space.settles()
    assert space.heard(gus, "thought of you") is None
    assert len(space.all_heard(bob, "thought of you")) == 0


def test_a_guest_whom_leadbot_does_not_know_yet_is_not_written_to(space):
    ada, _, cat, _ = space.moves_in()
    gus = space.joins("Gus Guest", is_restricted=True)
    space.posts(ada)
    space.names(cat, gus)
    assert gus.inbox == []


@on_one_engine
def test_who_is_named_twice_hears_once(space):
    ada, bob, cat, dan = space.moves_in()
    space.posts(ada)
    assert space.names(cat, dan) is None
    assert space.names(bob, dan).errors == {"someone": "Dan Achterberg knows of this already."}
    assert len(space.all_heard(dan, "thought of you")) == 1


@on_one_engine
def test_who_was_named_and_passes_leaves_the_place_to_others(space):
    ada, bob, cat, dan = space.moves_in()
    space.posts(ada)
    space.names(cat, dan)
    space.passes(dan, "busy")
    space.accepts(bob)
    assert space.waits_for_group(ada, bob, "meet")


@on_one_engine
def test_who_named_somebody_that_cannot_be_asked_after_all_hears_so(space):
    ada, _, cat, _ = space.moves_in()
    gus = space.joins("Gus Guest", is_restricted=True)  # whom Leadbot has never seen
    space.posts(ada, "Logo for a bakery")
    assert space.names(cat, gus) is None
    told = space.waits_for(cat, "I couldn't put this to Gus Guest", button="Name someone else")
    assert "Logo for a bakery" in told.words
    assert not gus.inbox
