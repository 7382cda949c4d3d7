"""Any direct message to Leadbot gets help, once a day."""

from leadbot.playground.payloads import event_envelope
from tests.stories.space import on_one_engine

CANNOT_CHAT = "I can't chat, and I keep nothing of what you write here. This is what I can do."


def helps(space, person):
    """How often this person was helped."""
    space.settles()
    return len(space.all_heard(person, CANNOT_CHAT))


def tells(space, person, **event):
    """Slack tells Leadbot of a message in this person's direct message."""
    said = {
        "type": "message",
        "channel": person.dm.id,
        "channel_type": "im",
        "ts": "1796032800.000100",
        "text": "Hello",
    }
    space.slack.courier.event(event_envelope(space.slack.workspace, said | event))


def test_whoever_writes_gets_help_once_a_day(space):
    dee = space.joins("Dee Abara")
    dee.says(None, "Hello")
    told = space.waits_for(dee, CANNOT_CHAT).words
    assert "/lead – pass on work that you heard of." in told
    assert "/leadbot pause" in told
    dee.says(None, "Is anybody there?")
    assert helps(space, dee) == 1

    space.time.passes(hours=15)
    dee.says(None, "Good morning")
    assert helps(space, dee) == 2


@on_one_engine
def test_the_day_is_their_own(space):
    kim = space.joins("Kim Tane", tz="Pacific/Auckland")  # where Monday ends at eleven in the morning of the space
    kim.types("/leadbot help")
    space.settles()
    kim.says(None, "Hello")
    assert helps(space, kim) == 1
    space.time.passes(hours=2)
    kim.says(None, "Hello again")
    assert helps(space, kim) == 2


def test_it_comes_outside_working_hours_too_and_keeps_nothing_else_back(space):
    ada, bob, *_ = space.moves_in()
    space.time.passes(hours=10)
    bob.says(None, "Hello")
    assert helps(space, bob) == 1
    space.time.passes(hours=14)
    for name in ("bakery", "brewery", "dentist"):
        space.posts(ada, f"Logo for a {name}")
        space.offered(bob, name)


@on_one_engine
def test_a_file_and_a_reply_in_a_thread_are_messages_too(space):
    bob, cat = space.joins("Bob Lindqvist"), space.joins("Cat Morgan")
    tells(space, bob, user=bob.id, subtype="file_share", text="")
    assert helps(space, bob) == 1
    cat.says(None, "Hello")
    space.waits_for(cat, CANNOT_CHAT)
    space.time.passes(days=1)
    cat.says(None, "Thank you", thread=cat.inbox[-1])
    assert helps(space, cat) == 2


@on_one_engine
def test_what_is_no_new_message_of_a_members_gets_no_answer(space):
    bob = space.joins("Bob Lindqvist")
    olu = space.joins("Olu Outsider", team_id="T0ELSEWHERE")
    gus = space.joins("Gus Guest", is_restricted=True)
    clock = space.joins("Clock Bot", is_bot=True)
    for subtype in ("message_changed", "message_deleted", "thread_broadcast", "bot_message"):
        tells(space, bob, user=bob.id, subtype=subtype)
    tells(space, bob, user=bob.id, bot_id="B0CLOCK")
    tells(space, bob, user=space.slack.bot_user_id)
    tells(space, bob)
    tells(space, bob, user=bob.id, channel_type="channel", channel=space.leads.id)
    tells(space, olu, user=olu.id, team=olu.team_id)
    for person in (gus, clock):
        tells(space, person, user=person.id)
    assert [helps(space, person) for person in (bob, olu, gus, clock)] == [0, 0, 0, 0]


@on_one_engine
def test_leadbot_does_not_answer_itself(space):
    space.slack.workspace.echo = True
    ada, bob, *_ = space.moves_in()
    space.posts(ada)
    space.offered(bob)
    bob.says(None, "Hello")
    assert helps(space, bob) == 1
    assert helps(space, ada) == 0


@on_one_engine
def test_slack_may_tell_of_it_twice_and_its_answer_may_be_lost(space):
    bob = space.joins("Bob Lindqvist")
    space.slack.fail("chat.postMessage", status=500, applied=True)
    bob.says(None, "Hello")
    bob.says(None, "Hello")
    space.settles()
    space.time.passes(minutes=5)
    assert helps(space, bob) == 1
