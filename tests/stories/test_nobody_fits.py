"""Nobody fits: the poster hears so at once, with what would help; and once more when everybody has passed."""

from tests.stories.space import labels, on_one_engine


def test_the_poster_hears_at_once_what_would_help(space):
    ada, _, _, dan = space.moves_in()
    posted = space.posts(ada, "Harpsichord tuning before a concert", skills=["new:harpsichord tuning"])
    helps = "Nobody here lists what this needs yet. Other skills might help, or somebody whom you know."
    assert helps in posted.words
    assert {"Edit", "Name someone"} <= set(labels(posted))

    assert space.names(ada, dan, posted) is None
    assert "Ada thought of you for their lead" in space.offered(dan).words
    assert "I have asked one neighbour" in space.waits_for(ada, "Harpsichord", button="Edit").words


@on_one_engine
def test_other_skills_find_somebody(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Harpsichord tuning", skills=["new:harpsichord tuning"])
    assert space.heard(bob, "Harpsichord") is None
    assert space.edits(ada, posted, skills=["logo-design"]) is None
    space.offered(bob, "Harpsichord")
    assert "I have asked 2 neighbours who fit" in space.waits_for(ada, "Harpsichord", button="Edit").words


def test_when_everybody_has_passed_the_poster_is_told_once(space):
    ada, bob, cat, _ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery", reach="matched")
    space.passes(bob, "busy")
    told = "Everybody here who fits your lead 1 was asked, and nobody could take it."
    assert space.heard(ada, told) is None
    space.passes(cat, "not_my_skill")
    [message] = space.all_heard(ada, told)
    assert {"Widen the skills", "Name someone", "Put it on the channel", "Close"} <= set(labels(message))

    space.settles()
    assert len(space.all_heard(ada, told)) == 1
    eve = space.joins("Eve Sato", "logo design")
    assert space.names(ada, eve, message) is None
    assert "I'm asking again about your lead 1." in message.words
    assert labels(message) == []
    space.passes(eve, "busy")
    assert told in message.words
    ada.press(message, "Put it on the channel")
    space.settles()
    space.card("bakery")
    assert "Put it on the channel" not in labels(message)
    assert "Put it on the channel" not in labels(posted)
    bob.press(space.card(), "I can help")
    space.settles()
    assert "Your lead 1 has found its neighbours after all." in message.words
    assert labels(message) == []
