"""Somebody who posted has left the space: a host takes it on or closes it, and its partners are told."""

import pytest

from tests.stories.contracts import (
    PAIR,
    TRIO,
    brings_together,
    group_of,
    groups_of,
    in_days,
    invites_all,
    moves_in,
    posts,
)
from tests.stories.passing import later
from tests.stories.space import labels, on_one_engine


def hosts(space, *names):
    """The hosts of the space, whom Leadbot knows."""
    people = [space.joins(name, is_admin=True) for name in names]
    for person in people:
        person.types("/leads")
    space.settles()
    return people


def leaves(space, person):
    """Somebody leaves the space."""
    space.slack.deactivate(person)
    space.settles()


def test_a_host_takes_on_a_team_and_those_who_were_not_gathered_yet(space):
    ada, *_ = moves_in(space)
    hope, ivo = hosts(space, "Hope Adeyemi", "Ivo Marsh")
    told = posts(space, ada, TRIO, bid_deadline=in_days(space, 20), confidential="The client is the council")
    invites_all(space, ada, told)
    asked = [person for person in space.slack.people if space.heard(person, "has a place for you")]
    copy, photo, web = (next(each for each in asked if each in pair) for pair in pairs(space))
    space.accepts(copy, "contract")
    brings_together(space, ada, told)
    first = group_of(copy)
    leaves(space, ada)

    for host in (hope, ivo):
        question = space.waits_for(host, "Ada Okafor has left the space, and contract 1 goes on without them")
        assert labels(question) == ["Take it on", "Close it"]
    assert "I have asked the hosts" in space.waits_for(copy, "Ada Okafor has left the space").words
    assert space.heard(photo, "Ada Okafor has left") is None, "who has no place in it is told nothing"
    photo.press(space.all_heard(photo, "has a place for you")[0], "I'm interested")
    space.settles()
    later(space, days=2)
    assert [len(space.all_heard(host, "Ada Okafor has left the space")) for host in (hope, ivo)] == [1, 1]

    old = space.heard(ivo, "Ada Okafor has left")
    hope.press(space.heard(hope, "Ada Okafor has left"), "Take it on")
    space.settles()
    assert "Hope Adeyemi looks after contract 1 now." in space.waits_for(hope, "looks after").words
    assert "Hope Adeyemi looks after contract 1 now." in space.waits_for(copy, "looks after").words
    assert labels(space.heard(ivo, "looks after")) == []
    second = group_of(hope)
    assert second is not first
    start = second.messages[0]
    assert "The client is the council" in start.words
    assert "@Hope Adeyemi" in start.words
    assert "convenes the team" in start.words
    assert {hope.id, copy.id, photo.id} <= {member.id for member in second.members}
    assert ada.id not in {member.id for member in second.members}
    mine = space.waits_for(hope, "Your contract 1 is out", button="Edit")
    assert copy.name in mine.words
    space.forges(ivo, old, "opportunity_adopt", old_value(hope, mine))
    space.whispered(ivo, "Hope Adeyemi looks after this now.", ivo.dm)
    space.forges(ivo, old, "orphan_close", old_value(hope, mine))
    space.whispered(ivo, "Hope Adeyemi looks after this now.", ivo.dm)
    assert "Your contract 1 is out" in space.heard(hope, "Your contract 1").words
    assert space.heard(web, "has a place for you", button="I'm interested") is None, "their time went by meanwhile"
    other = next(each for each in pairs(space)[2] if each is not web)
    space.accepts(other, "Hope is putting a team together")
    assert "The team is complete" in group_of(other).messages[0].words


def pairs(space):
    """Who could write, photograph, and design."""
    by_name = {person.name.split()[0]: person for person in space.slack.people}
    names = (("Dan", "Eve"), ("Fay", "Gil"), ("Bob", "Cat"))
    return [[by_name[name] for name in each] for each in names]


def old_value(host, told):
    """The reference behind the buttons of a poster's message."""
    return next(button.value for button in told.buttons if button.label == "Edit")


@on_one_engine
def test_a_host_takes_on_a_lead_with_those_who_were_introduced(space):
    ada, bob, cat, _ = space.moves_in()
    [hope] = hosts(space, "Hope Adeyemi")
    space.posts(ada, "Logo for a bakery", places="2", confidential="Ring Jo")
    space.accepts(bob)
    leaves(space, ada)
    assert "I have asked the hosts who takes lead 1 on." in space.waits_for(bob, "Ada Okafor has left").words
    assert space.heard(cat, "has left the space") is None
    hope.press(space.waits_for(hope, "lead 1 goes on without them"), "Take it on")
    space.settles()
    start = space.waits_for_group(hope, bob, "meet").messages[0]
    assert "Ring Jo" in start.words
    assert "Introduced to you: Bob Lindqvist." in space.waits_for(hope, "Your lead 1 is out").words
    space.accepts(cat)
    space.waits_for_group(hope, cat, "Ring Jo")


@on_one_engine
@pytest.mark.case("INJECT-01")
def test_the_name_of_whoever_took_it_on_is_no_markup(space):
    ada, *_ = space.moves_in()
    hope, ivo = hosts(space, "Hope <!channel> & *Co*", "Ivo Kaya")
    space.posts(ada, "Logo for a bakery")
    leaves(space, ada)
    asked = space.waits_for(ivo, "lead 1 goes on without them")
    reference = next(button.value for button in asked.buttons)
    hope.press(space.waits_for(hope, "lead 1 goes on without them"), "Take it on")
    space.settles()
    space.forges(ivo, asked, "opportunity_adopt", reference)
    told = space.whispered(ivo, "looks after this now.", ivo.dm)
    assert told.text == "Hope &lt;!channel&gt; &amp; ∗Co∗ looks after this now."
    assert not told.pings


def test_what_a_host_closes_is_over_for_everybody(space):
    ada, *_ = moves_in(space)
    [hope] = hosts(space, "Hope Adeyemi")
    invites_all(space, ada, posts(space, ada, PAIR))
    writer = next(each for each in pairs(space)[0] if space.heard(each, "has a place for you"))
    space.accepts(writer, "contract")
    leaves(space, ada)
    hope.press(space.waits_for(hope, "contract 1 goes on without them"), "Close it")
    space.settles()
    assert "Hope closed" in space.waits_for(writer, "Nothing more to do").words
    assert "Hope closed" in space.card("closed").words
    assert "Nothing is open" in writer.types("/leads").text
    assert labels(space.heard(hope, "Hope Adeyemi looks after contract 1")) == []


@on_one_engine
def test_a_host_who_has_a_place_in_it_leaves_it_to_another(space):
    ada, *_ = space.moves_in()
    hope, ivo = hosts(space, "Hope Adeyemi", "Ivo Marsh")
    told = posts(space, ada, PAIR)
    hope.types("/skills copywriting")
    hope.press(space.card(), "I can help")
    space.settles()
    ada.press(space.waits_for(ada, "Hope Adeyemi would like to help", button="Add to the team"), "Add to the team")
    space.settles()
    assert "Hope Adeyemi" in told.words
    leaves(space, ada)
    for button in ("Take it on", "Close it"):
        hope.press(space.waits_for(hope, "contract 1 goes on without them"), button)
        refused = "You have a place in this yourself. Step back from it first, or leave this to another host."
        space.whispered(hope, refused, hope.dm)
    ivo.press(space.waits_for(ivo, "contract 1 goes on without them"), "Take it on")
    space.settles()
    assert "Ivo Marsh looks after contract 1 now." in space.waits_for(hope, "looks after").words
    assert "Copywriter: Hope Adeyemi" in space.waits_for(ivo, "Your contract 1 is out").words


@on_one_engine
def test_the_only_host_steps_back_from_their_place_and_then_takes_it_on(space):
    ada, *_ = space.moves_in()
    [hope] = hosts(space, "Hope Adeyemi")
    posts(space, ada, PAIR)
    hope.types("/skills copywriting")
    hope.press(space.card(), "I can help")
    space.settles()
    ada.press(space.waits_for(ada, "Hope Adeyemi would like to help", button="Add to the team"), "Add to the team")
    space.settles()
    leaves(space, ada)
    question = space.waits_for(hope, "contract 1 goes on without them")
    hope.press(question, "Take it on")
    space.whispered(hope, "Step back from it first", hope.dm)
    hope.press(space.waits_for(hope, "You're in.", button="Step back"), "Step back")
    space.settles()
    hope.press(question, "Take it on")
    space.settles()
    assert space.waits_for(hope, "Your contract 1 is out", button="Edit")


@on_one_engine
def test_who_waited_for_an_answer_when_the_poster_left_gets_it_from_the_host(space):
    ada, *_, dan = space.moves_in()
    [hope] = hosts(space, "Hope Adeyemi")
    hope.types("/skills logo design")
    space.posts(ada, "Logo for a bakery", introduce="ask_me")
    dan.press(space.card(), "I can help")
    space.settles()
    leaves(space, ada)
    assert space.heard(hope, "Dan Achterberg would like to help") is None
    hope.press(space.waits_for(hope, "lead 1 goes on without them"), "Take it on")
    space.settles()
    assert space.heard(hope, "Ada has a lead", button="I'm interested") is None, "nobody is asked for their own"
    hope.press(space.waits_for(hope, "Dan Achterberg would like to help", button="Introduce us"), "Introduce us")
    space.settles()
    space.waits_for_group(hope, dan, "meet")


@on_one_engine
def test_who_left_before_any_host_was_known_is_followed_once_there_is_one(space):
    ada, bob, *_ = space.moves_in()
    hope = space.slack.add_person("Hope Adeyemi", is_admin=True)
    space.posts(ada, "Logo for a bakery")
    space.accepts(bob)
    leaves(space, ada)
    later(space, minutes=10)
    question = space.waits_for(hope, "lead 1 goes on without them", button="Take it on")
    hope.press(question, "Take it on")
    space.settles()
    assert len(space.waits_for_group(hope, bob, "meet").messages) == 1


@on_one_engine
def test_a_convener_who_leaves_gives_the_team_back_to_its_poster(space):
    ada, *_ = moves_in(space)
    told = posts(space, ada, PAIR, bid_deadline=in_days(space, 20))
    invites_all(space, ada, told)
    writer, snapper = (next(p for p in pair if space.heard(p, "has a place for you")) for pair in pairs(space)[:2])
    space.accepts(writer, "contract")
    space.accepts(snapper, "contract")
    start = group_of(ada).messages[0]
    ada.press(start, "Hand over")
    assert ada.wait_for_form(callback_id="hand_over_form").fill(convener=writer.name).submit() is None
    space.settles()
    leaves(space, writer)
    assert (
        f"{writer.name.split()[0]} has stepped back from your contract 1" in space.waits_for(ada, "stepped back").words
    )
    assert "1 of 2 places taken: needs a copywriter" in space.card().words
    other = next(each for each in pairs(space)[0] if each is not writer)
    space.accepts(other, "contract")
    again = groups_of(ada)[-1].messages[0]
    assert "@Ada Okafor: brought it in, and convenes the team" in again.words
    assert writer.name in again.words
    assert space.heard(other, "has left the space") is None
