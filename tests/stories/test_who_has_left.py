"""Nobody who has left is written to, and what they posted is put to nobody."""

from sqlalchemy import update

from leadbot.db.tables import Member
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


def test_a_poster_who_turns_out_to_have_left_when_their_lead_is_spoken_of_is_followed(space):
    hope = space.joins("Hope Adeyemi", "bookkeeping", is_admin=True)
    ada, bob = space.joins("Ada Okafor"), space.joins("Bob Lindqvist", "logo design")
    space.settles()
    space.posts(ada, "Logo for a bakery")
    with space.leadbot.worker_database.transaction() as session:  # an older release let her post before it knew her
        session.execute(update(Member).where(Member.slack_user_id == ada.id).values(looked_up_at=None))
    ada.deleted = True  # nobody tells Leadbot so
    space.accepts(bob)
    assert space.waits_for(hope, "lead 1 goes on without them", button="Take it on")


def test_slack_is_asked_once_who_the_hosts_are_where_there_is_none(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    space.slack.fail("users.list", "internal_error", after=9, times=99)  # so that asking for ever comes to an end here
    before = len(space.slack.calls_to("users.list"))
    space.slack.deactivate(ada)
    later(space, days=2)
    assert len(space.slack.calls_to("users.list")) == before + 1
    later(space, days=8)
    assert len(space.slack.calls_to("users.list")) == before + 2, "who is a host may change: Slack is asked once a week"
