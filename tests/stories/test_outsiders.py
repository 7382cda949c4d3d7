"""Somebody of another company, in a channel that is shared with it: refused politely, and shown nothing of the board."""

import pytest

from leadbot.playground.payloads import command
from tests.stories.forgery import presses_in_silence, whispers
from tests.stories.space import on_one_engine

pytestmark = on_one_engine
REFUSED = "Leadbot is for the members of this workspace."
ELSEWHERE = "Leadbot is not in your Slack workspace, so there is nothing here for you. Ask your host to have it added."


def outsider(space, name="Oli Outside"):
    """Somebody of another company, who is in the leads channel: Slack does not call them a stranger then."""
    space.slack.share(space.leads)
    return space.joins(name, team_id="T0999999999")


@pytest.mark.case("TENANT-05")
def test_they_are_refused_whatever_they_type_or_press(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "Logo for a brewery", skills=["logo-design"])
    offer = space.offered(bob)
    oli = outsider(space)
    oli.types("/leads")
    space.waits_for(oli, REFUSED)
    for typed in ("/lead Logo for a bakery", "/contract", "/skills logo design", "/leads", "/leads why 1", "/leadbot"):
        assert oli.types(typed).text.startswith(REFUSED)
    for pressed in ("I can help", "Know someone?"):
        oli.press(space.card(), pressed)
        assert "brewery" not in space.whispered(oli, REFUSED).words
    oli.says(None, "Hello")
    for button in offer.buttons:
        presses_in_silence(oli, button.action_id, button.value)
    space.settles()
    assert [told.text.startswith(REFUSED) for told in whispers(oli)] == [True] * len(whispers(oli))
    assert oli.form is None
    assert not any("brewery" in message.words for message in oli.inbox)
    assert space.offered(bob).words == offer.words


@pytest.mark.case("TENANT-05")
def test_the_form_that_they_ask_for_is_refused_though_it_was_the_first_thing_that_they_did(space):
    oli = outsider(space)
    assert oli.types("/lead Logo for a bakery").ok
    [told] = space.slack.wait_until(lambda: whispers(oli), what="Oli is answered")
    assert told.text.startswith(REFUSED)
    assert oli.form is None


@pytest.mark.case("TENANT-05")
def test_a_request_in_the_name_of_their_own_workspace_says_that_leadbot_is_not_there(space):
    ada, *_ = space.moves_in()
    space.posts(ada, "Logo for a brewery")
    oli = outsider(space)
    workspace = space.slack.workspace
    url = f"{space.slack.url}/respond/{workspace.new_response_url(oli.id, oli.dm)}"
    body = command(workspace, oli, "/leads", oli.dm, workspace.triggers.give(oli.id), url)
    delivery = space.slack.courier.send("command", body | {"team_id": oli.team_id})
    assert (delivery.status, delivery.answer) == (200, "")
    assert [message.text for message in whispers(oli)] == [ELSEWHERE]


@pytest.mark.case("TENANT-05", "AUTHZ-04")
def test_they_are_put_to_nobody_and_nothing_is_put_to_them(space):
    ada, bob, *_ = space.moves_in()
    space.posts(ada, "VAT return for a brewery", skills=["vat"])
    oli, bot = outsider(space), space.joins("Clock Bot", is_bot=True)
    for nobody in (oli, bot):
        space.names(bob, nobody)
        space.settles()
        assert not any("brewery" in message.words for message in nobody.inbox)
        space.waits_for(bob, f"I couldn't put this to {nobody.name}")
    space.time.passes(days=3)
    space.settles()
    assert not any("brewery" in message.words for nobody in (oli, bot) for message in nobody.inbox)
