"""Nobody who has left is written to, and what they posted is put to nobody."""

from tests.stories.passing import later, questions
from tests.stories.space import on_one_engine

pytestmark = on_one_engine


def test_a_poster_who_has_left_hears_nothing_more(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.slack.deactivate(ada)
    space.settles()
    heard = len(ada.inbox)
    for _ in range(5):
        later(space, days=7)
    assert [message.text for message in ada.inbox[heard:]] == []
    assert questions(bob), "the other of the two may still tell what came of it"


def test_what_they_posted_is_neither_offered_nor_reminded_of(space):
    ada, people = space.joins("Ada Okafor"), space.designers()
    space.posts(ada, "Logo for a bakery")
    first = [person for person in people if space.heard(person, "bakery")]
    space.slack.deactivate(ada)
    space.settles()
    later(space, days=1, minutes=5)
    assert not any(space.heard(person, "is still open to you") for person in people)
    space.passes(first[0], "busy")
    later(space, days=1)
    later(space, days=1)
    assert [person for person in people if space.heard(person, "bakery")] == first
