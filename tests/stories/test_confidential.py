"""Confidential details are in no payload, log or page before the introduction; then in the group message only."""

import http.client
import json
import logging
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from tests.stories.space import on_one_engine, open_space
from tests.stories.weekly import monday_comes, summaries

CANARY = "canary-0161-496-0000"
SECOND = "canary-0161-496-0999"


def page(space, path):
    """What a page of Leadbot shows."""
    connection = http.client.HTTPConnection(urlsplit(space.address).netloc, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def said(space, since=0):
    """All that Leadbot said to Slack, one text for each call or answer."""
    calls = [f"{call.method} {json.dumps(call.args)}" for call in space.slack.calls[since:]]
    return calls + [delivery.answer for delivery in space.slack.deliveries]


@pytest.mark.case("PRIVACY-01")
def test_they_are_said_in_the_group_message_only(migrated_database_url, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    with open_space(migrated_database_url, log_level="DEBUG") as space:
        ada, bob, cat, dan = space.moves_in()
        posted = space.posts(ada, "Logo for a bakery", places="2", introduce="ask_me", confidential=CANARY)
        space.names(bob, dan)
        dan.press(space.offered(dan), "Why me?")
        space.accepts(dan)
        cat.press(space.card(), "I can help")
        for person, typed in ((ada, "/leads mine"), (bob, "/leads"), (bob, "/leads bakery"), (dan, "/leads why 1")):
            person.types(typed)
        space.forges(bob, space.offered(bob), "button_of_1999", posted.buttons[0].value)
        space.edits(ada, posted, budget="£900")
        opened = [call for call in said(space) if call.startswith("views.open") and CANARY in call]
        assert len(opened) == 1  # the poster's own form
        assert [text for text in said(space) if CANARY in text and text not in opened] == []
        assert CANARY not in page(space, "/healthz") + page(space, "/readyz")

        since = len(space.slack.calls)
        ada.press(space.waits_for(ada, "Dan Achterberg would like", button="Introduce us"), "Introduce us")
        group = space.waits_for_group(ada, dan, CANARY)
        space.edits(ada, posted, confidential=SECOND)
        space.waits_for_group(ada, dan, SECOND)
        space.steps_back(dan, ada)
        ada.press(posted, "Close")
        space.settles()
        telling = [call for call in space.slack.calls[since:] if "canary" in json.dumps(call.args)]
        forms = [call for call in telling if call.method == "views.open"]
        assert len(forms) == 1  # the poster's own
        assert {call.args["channel"] for call in telling if call not in forms} == {group.id}
        for person in (bob, cat, dan):
            assert person.inbox
            assert SECOND not in "\n".join(message.words for message in person.inbox)
        assert SECOND not in space.card().words
    captured = capfd.readouterr()
    assert "canary" not in captured.out + captured.err + caplog.text


@on_one_engine
@pytest.mark.case("PRIVACY-01")
def test_a_form_that_is_refused_or_fails_logs_nothing_of_them(migrated_database_url, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    with open_space(migrated_database_url, log_level="DEBUG") as space:
        ada, *_ = space.moves_in()
        ada.types("/lead Logo for a bakery")
        form = ada.wait_for_form(callback_id="lead_form").fill(confidential=CANARY)
        form.view.values["title"]["value"]["value"] = "\u200b"
        assert form.submit().errors
        form.view.values["places"]["value"]["selected_option"] = "no option at all"
        assert "Something went wrong on our side." in form.submit().errors["title"]
        assert form.values()["confidential"] == CANARY
    captured = capfd.readouterr()
    assert "canary" not in captured.out + captured.err + caplog.text


@on_one_engine
@pytest.mark.case("PRIVACY-01")
def test_they_are_not_on_a_home_tab_in_the_summary_or_in_a_form_of_others(migrated_database_url, capfd):
    with open_space(migrated_database_url, log_level="DEBUG") as space:
        ada, bob, cat, _ = space.moves_in()
        space.posts(ada, "Logo for a bakery", confidential=CANARY)
        for person in (ada, bob, cat):
            person.opens_home()
            space.slack.wait_until(lambda person=person: person.home, what="a Home tab")
        bob.press(space.offered(bob), "Not for me")
        bob.wait_for_form(callback_id="pass_form").close()
        bob.press(space.card(), "card_recommend")
        bob.wait_for_form(callback_id="recommend_form").close()
        monday_comes(space)
        assert "Logo for a bakery" in summaries(space)[0].words
        assert [text for text in said(space) if CANARY in text] == []
    captured = capfd.readouterr()
    assert CANARY not in captured.out + captured.err


@on_one_engine
@pytest.mark.case("PRIVACY-05")
def test_metadata_is_keys_that_tell_nothing(migrated_database_url):
    with open_space(migrated_database_url) as space:
        ada, bob, *_ = space.moves_in()
        space.posts(ada, "Logo for a bakery")
        space.accepts(bob)
        said_with = [call.args["metadata"] for call in space.slack.calls if call.method.startswith("chat.")]
        assert len(said_with) > 4
        for metadata in said_with:
            assert metadata.keys() == {"event_type", "event_payload"}
            assert metadata["event_type"] == "leadbot_message"
            assert metadata["event_payload"].keys() <= {"key", "once"}
            assert all(str(UUID(value)) == value for value in metadata["event_payload"].values())
