"""Leadbot is for the members of the space: guests, bots and outsiders get that sentence, whatever they try."""

import pytest

from tests.stories.space import on_one_engine

REFUSED = "Leadbot is for the members of this workspace. Ask your host to have you added."


@on_one_engine
@pytest.mark.parametrize("about", [{"is_restricted": True}, {"is_bot": True}])
def test_a_stranger_can_neither_post_nor_list_skills_nor_look_around(space, about):
    ada, *_ = space.moves_in()
    gus = space.joins("Gus Guest", **about)
    gus.types("/leadbot help")  # so that Leadbot knows who they are
    space.settles()
    for typed in ("/lead Logo for a bakery", "/skills logo design", "/skills", "/leads", "/leads why 1", "/leadbot"):
        assert gus.types(typed).text == REFUSED
    assert gus.form is None

    space.posts(ada, "Logo for a brewery")
    assert space.heard(gus, "brewery") is None
    gus.press(space.card(), "Know someone?")
    assert space.whispered(gus, REFUSED).only_for == gus.id
    assert gus.form is None


@on_one_engine
def test_who_has_become_a_guest_can_send_off_no_form_that_was_still_open(space):
    ada, bob, *_ = space.moves_in()
    posted = space.posts(ada, "Logo for a bakery")
    ada.press(posted, "Edit")
    form = ada.wait_for_form(callback_id="lead_form").fill(details="On the corner")
    space.slack.user_changed(ada, is_restricted=True)
    space.slack.wait_until(lambda: ada.types("/leads").text == REFUSED, what="Leadbot knows that she is a guest")
    assert form.submit().errors == {"title": REFUSED}
    assert "On the corner" not in space.offered(bob).words
