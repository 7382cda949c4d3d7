"""Not for me: three ways to pass, each with its effect on the one who passes and on the next in line."""

import pytest

from tests.stories.space import on_one_engine


def asked(space, people, words):
    """Those who were offered something that says so."""
    return [person for person in people if space.heard(person, words, button="I'm interested")]


def test_who_passes_as_busy_is_left_alone_for_five_working_days(space):
    ada, bob, cat, dan = space.moves_in()
    space.posts(ada)
    assert space.passes(bob, "busy") is None
    assert "You passed on this one. No offers until Mon" in space.waits_for(bob, "You passed").words

    space.time.passes(days=4)
    space.posts(dan, "Logo for a bakery")
    space.waits_for(cat, "bakery")
    assert space.heard(bob, "bakery") is None

    space.time.passes(days=4)
    space.posts(dan, "Logo for a brewery")
    space.waits_for(bob, "brewery", button="I'm interested")


def test_who_lacks_the_skill_is_not_asked_for_it_again_though_their_profile_stays(space):
    ada, bob, cat, _ = space.moves_in()
    space.posts(ada, "Logo for a bakery")
    assert space.passes(bob, "not_my_skill") is None
    assert "You passed on this one. I won't ask you for logo design again." in space.waits_for(bob, "You passed").words

    space.posts(ada, "Logo for a brewery")
    space.waits_for(cat, "brewery")
    assert space.heard(bob, "brewery") is None

    space.posts(ada, "WordPress help for a dentist")
    space.waits_for(bob, "dentist", button="I'm interested")
    bob.types("/skills")
    assert "logo-design" in bob.wait_for_form(callback_id="skills_form").values()["skills"]


def test_someone_better_is_asked_with_credit_and_the_introduction_thanks(space):
    ada, bob, _, dan = space.moves_in()
    space.posts(ada)
    assert space.passes(bob, "someone_better", dan) is None
    assert "It goes to Dan Achterberg, with credit to you." in space.waits_for(bob, "You passed").words

    assert "Bob thought of you for Ada's lead" in space.offered(dan).words
    assert "Posted by Ada Okafor" in space.offered(dan).words
    space.accepts(dan)
    group = space.waits_for_group(ada, dan, "meet")
    assert "With thanks to Bob, who thought of this." in group.messages[0].words
    assert "Introduced to you: Dan Achterberg" in space.waits_for(ada, "Introduced to you").words


@on_one_engine
def test_why_me_names_who_thought_of_you(space):
    ada, bob, _, dan = space.moves_in()
    space.posts(ada)
    space.passes(bob, "someone_better", dan)
    dan.press(space.offered(dan), "Why me?")
    told = "Bob thought of you for this. To be asked for other things, change your skills with /skills."
    assert space.waits_for(dan, "To be asked for other things").screen == told


@on_one_engine
def test_someone_better_needs_a_name_and_keeps_the_reason(space):
    ada, bob, _, _ = space.moves_in()
    space.posts(ada)
    form = space.passes(bob, "someone_better")
    assert form.errors == {"someone": "Please say whom you have in mind."}
    assert form.values()["reason"] == "someone_better"
    assert "I'm interested" in [label for label, *_ in space.offered(bob).buttons]


@on_one_engine
def test_someone_better_is_not_the_poster(space):
    ada, bob, _, _ = space.moves_in()
    space.posts(ada)
    form = space.passes(bob, "someone_better", ada)
    assert form.errors == {"someone": "Ada Okafor posted this. Please name somebody else."}
    space.offered(bob)


def test_when_the_whole_wave_has_passed_the_next_in_line_is_asked(space):
    ada = space.joins("Ada Okafor")
    designers = space.designers()
    space.posts(ada, "Logo for a bakery")
    wave = asked(space, designers, "bakery")
    [next_in_line] = [person for person in designers if person not in wave]
    assert len(wave) == 3

    first, second, third = wave
    space.passes(first, "busy")
    space.passes(second, "not_my_skill")
    assert asked(space, [next_in_line], "bakery") == []
    space.passes(third, "busy")
    assert "Ada has a lead that looks like you" in space.offered(next_in_line).words


def test_who_passed_can_change_their_mind_on_the_card(space):
    ada, bob, _, _ = space.moves_in()
    space.posts(ada)
    space.passes(bob, "busy")
    bob.press(space.card(), "I can help")
    space.waits_for_group(ada, bob, "meet")
    assert "I have introduced you" in space.whispered(bob, "Lovely").words


@on_one_engine
@pytest.mark.case("RACE-03")
def test_who_is_introduced_already_steps_back_instead_of_passing(space):
    ada, bob, _, _ = space.moves_in()
    space.posts(ada)
    offer = space.offered(bob)
    bob.press(offer, "Not for me")
    form = bob.wait_for_form(callback_id="pass_form").fill(reason="busy")
    space.accepts(bob)
    assert "You have taken this up already. You can step back in the group message." in form.submit().errors["reason"]
    assert len(space.waits_for_group(ada, bob, "meet").messages) == 1
