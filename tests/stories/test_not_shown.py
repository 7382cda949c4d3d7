"""Every answer that Slack may give when a form is opened or the Home tab is drawn: the person hears, or presses again."""

import time

import pytest

from leadbot.db.tables import Workspace
from leadbot.domain.reactions import Reaction
from tests.slack.answers import pairs
from tests.stories.space import on_one_engine
from tests.stories.weekly import changes


def is_stopped_for(space, code):
    """Whether the workspace is as it should be, within ten seconds: what follows an ack has threads of its own."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with space.leadbot.database.reading() as session:
            if session.query(Workspace).one().stopped_for == code:
                return True
    return False


def called(space, method):
    return len(space.slack.calls_to(method))


@pytest.mark.case("SLACK-01")
@on_one_engine
def test_a_form_that_is_not_opened_is_told_whatever_the_reason_and_asked_for_once(space):
    ada = space.joins("Ada Okafor", "copywriting")
    for heard, (code, reaction) in enumerate(pairs("views.open").items(), len(ada.inbox) + 1):
        before = called(space, "views.open")
        space.slack.fail("views.open", code, times=99)
        ada.types("/lead Logo for a bakery")
        late = reaction is Reaction.PRESS_AGAIN
        told = "That took too long." if late else "Slack did not open the form."
        space.slack.wait_until(lambda heard=heard: len(ada.inbox) == heard, what=f"{code} is told")
        assert f"{told} Please try again. Here is what you typed: /lead Logo for a bakery" in ada.inbox[-1].words, code
        stops = code if reaction is Reaction.STOP_WORKSPACE else None
        assert is_stopped_for(space, stops), code
        assert called(space, "views.open") == before + 1
        changes(space, stopped_for=None)
        space.slack.recover()
    ada.types("/lead Logo for a bakery")
    assert ada.wait_for_form(callback_id="lead_form").values()["title"] == "Logo for a bakery"


@pytest.mark.case("SLACK-01")
@on_one_engine
def test_a_home_tab_that_is_not_drawn_is_drawn_when_it_is_opened_again(space):
    ada = space.joins("Ada Okafor")
    for code, reaction in pairs("views.publish").items():
        before, calls = called(space, "views.publish"), 2 if reaction is Reaction.RELOAD else 1
        space.slack.fail("views.publish", code, times=99)
        space.slack.event({"type": "app_home_opened", "user": ada.id, "tab": "home"})
        tried = before + calls
        space.slack.wait_until(lambda tried=tried: called(space, "views.publish") >= tried, what=f"{code} is answered")
        stops = code if reaction is Reaction.STOP_WORKSPACE else None
        assert is_stopped_for(space, stops), code
        space.settles()
        assert called(space, "views.publish") == tried
        changes(space, stopped_for=None)
        space.slack.recover()
    space.slack.fail("views.publish", "hash_conflict")
    ada.opens_home()
    assert space.slack.wait_until(lambda: ada.home, what="her Home tab")


@on_one_engine
def test_who_could_not_be_reached_is_asked_again_once_they_type_something(space):
    ada, bob, *_ = space.moves_in()
    space.slack.fail("conversations.open", "user_disabled", when=lambda args: args["users"] == bob.id)
    space.posts(ada, "Logo for a bakery")
    space.posts(ada, "Logo for a brewery")
    assert space.heard(bob, "bakery") is space.heard(bob, "brewery") is None
    bob.types("/leads mine")
    space.posts(ada, "Logo for a butcher")
    assert "butcher" in space.offered(bob).words
