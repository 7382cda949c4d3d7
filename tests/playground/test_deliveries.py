"""What the app is sent: signed, in Slack's shapes, and again only where Slack does so."""

import socket
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from flask import Response
from slack_sdk.signature import SignatureVerifier

from leadbot.playground.local_slack import LocalSlack
from tests.playground.conftest import BareApp
from tests.playground.shapes import actions, button, section, select


def test_every_kind_of_request_is_signed(slack, app, ada, leads):
    app.bolt.command("/lead")(lambda ack: ack())
    app.bolt.action("press")(lambda ack: ack())
    app.bolt.event("message")(lambda: None)
    ada.types("/lead Café")
    app.client.chat_postMessage(channel=leads.id, text="t", blocks=[actions(button())])
    ada.press(leads.messages[0], "Press")
    ada.says(None, "hello")
    verifier = SignatureVerifier(slack.signing_secret)
    assert len(app.requests) == 3
    assert all(verifier.is_valid_request(body, headers) for headers, body in app.requests)
    other = SignatureVerifier("another secret")
    assert not any(other.is_valid_request(body, headers) for headers, body in app.requests)


def test_a_command_carries_what_slack_puts_in_it(slack, app, ada, bob, leads):
    got = {}
    app.bolt.command("/lead")(lambda ack, body: (got.update(body), ack()))
    ada.types("/lead  R&D <b> for @Bob Lee in #leads, see https://example.com/?a=1&b=2 or ask me@example.com", leads)
    assert got["text"] == (
        f"R&amp;D &lt;b&gt; for <@{bob.id}|bob.lee> in <#{leads.id}|leads>, see <https://example.com/?a=1&amp;b=2>"
        " or ask <mailto:me@example.com|me@example.com>"
    )
    assert (got["channel_id"], got["channel_name"], got["user_id"]) == (leads.id, "leads", ada.id)
    assert (got["team_id"], got["team_domain"], got["api_app_id"]) == (slack.team_id, "union-yard", slack.app_id)
    assert got["response_url"].startswith(slack.url)
    headers, body = app.requests[0]
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode())["command"] == ["/lead"]


def test_without_a_channel_a_command_is_typed_to_the_app(slack, app, ada):
    app.bolt.command("/lead")(lambda ack: ack("Hello &amp; welcome"))
    answer = ada.types("/lead")
    assert (answer.ok, answer.text, answer.ephemeral) == (True, "Hello &amp; welcome", True)
    assert slack.deliveries[0].body["channel_name"] == "directmessage"
    assert [message.words for message in ada.inbox] == ["Hello & welcome"]
    assert ada.dm.messages == []


def test_an_answer_in_the_channel_is_seen_by_all(app, ada, bob, leads):
    app.bolt.command("/lead")(lambda ack: ack(text="Look", blocks=[section("Look")], response_type="in_channel"))
    assert not ada.types("/lead", leads).ephemeral
    assert [message.text for message in bob.sees(leads)] == ["Look"]


def test_a_command_that_fails_is_not_sent_again(slack, app, ada):
    app.broken = [Response("", 500)]
    answer = ada.types("/lead")
    assert (answer.ok, answer.text) == (False, '/lead failed with the error "dispatch_failed"')
    assert len(app.requests) == 1
    assert "dispatch_failed" in str(slack.faults[0])


def test_a_command_that_is_answered_too_late_has_timed_out(slack, app, ada):
    slack.courier.patience = 0.5
    app.broken = [0.8]
    answer = ada.types("/lead")
    assert answer.text == '/lead failed with the error "operation_timeout"'
    assert answer.seconds >= 0.5
    assert len(app.requests) == 1


@pytest.mark.parametrize("answer", [{"blocks": [{"type": "nonsense"}]}, {"text": "x" * 40_001}])
def test_a_command_answered_with_what_slack_refuses(slack, app, ada, answer):
    app.bolt.command("/lead")(lambda ack: ack(**answer))
    assert "invalid_command_response" in ada.types("/lead").text
    assert ada.inbox == []
    assert len(slack.faults) == 1


def test_an_app_that_is_not_there(slack, ada):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    assert slack.event({"type": "team_join"}).failure == "connection_failed"
    assert "dispatch_failed" in ada.types("/lead").text


def test_a_press_carries_the_message_as_it_is_stored(slack, app, ada, leads):
    got = {}
    app.bolt.action("press")(lambda ack, body: (ack(), got.update(body)))
    blocks = [actions(button(value="ref"), select("a", "b"), block_id="row")]
    sent = app.client.chat_postMessage(channel=leads.id, text="Choose", blocks=blocks)
    assert ada.press(leads.messages[0], "Press").ok
    assert got["container"] == {
        "type": "message",
        "message_ts": sent["ts"],
        "channel_id": leads.id,
        "is_ephemeral": False,
    }
    assert got["channel"] == {"id": leads.id, "name": "leads"}
    assert got["message"]["ts"] == sent["ts"]
    assert got["message"]["blocks"] == leads.messages[0].blocks
    assert got["user"] == {"id": ada.id, "username": "ada.okafor", "name": "ada.okafor", "team_id": slack.team_id}
    assert got["team"] == {"id": slack.team_id, "domain": "union-yard"}
    assert (got["api_app_id"], got["is_enterprise_install"]) == (slack.app_id, False)
    assert got["state"]["values"] == {"row": {"value": {"type": "static_select", "selected_option": None}}}
    (action,) = got["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("press", "row", "ref")
    assert {"response_url", "trigger_id"} <= got.keys()


def test_a_choice_from_a_menu_in_a_message_is_remembered_for_who_made_it(slack, app, ada, bob, leads):
    got = []
    app.bolt.action("value")(lambda ack, body: (ack(), got.append(body)))
    app.client.chat_postMessage(channel=leads.id, text="t", blocks=[actions(select("a", "b"), block_id="row")])
    ada.picks(leads.messages[0], "value", "b")
    bob.picks(leads.messages[0], "value", "A")
    assert [body["actions"][0]["selected_option"]["value"] for body in got] == ["b", "a"]
    assert [body["state"]["values"]["row"]["value"]["selected_option"]["value"] for body in got] == ["b", "a"]


def test_a_button_that_is_not_there_names_those_that_are(app, ada, leads):
    app.client.chat_postMessage(channel=leads.id, text="t", blocks=[actions(button("Yes", "yes"))])
    with pytest.raises(AssertionError, match=r"no button 'No'; there are \[\('Yes', 'yes'\)\]"):
        ada.press(leads.messages[0], "No")


def test_of_an_ephemeral_message_the_app_is_not_sent_the_content(slack, app, ada, leads):
    got = {}
    app.bolt.action("press")(lambda ack, body: (ack(), got.update(body)))
    app.client.chat_postEphemeral(channel=leads.id, user=ada.id, text="t", blocks=[actions(button())])
    ada.press(ada.sees(leads)[0], "Press")
    assert got["container"]["is_ephemeral"]
    assert "message" not in got


def test_a_press_that_is_not_answered_shows(slack, app, ada, leads):
    app.client.chat_postMessage(channel=leads.id, text="t", blocks=[actions(button())])
    app.broken = [Response("", 500)]
    assert not ada.press(leads.messages[0], "Press").ok
    assert len(app.requests) == 1
    assert len(slack.faults) == 1


def test_an_answer_through_the_response_url(slack, app, ada, bob, leads):
    app.bolt.action("press")(
        lambda ack, respond: (ack(), respond("Only you"), respond("All", response_type="in_channel"))
    )
    app.bolt.action("done")(lambda ack, respond: (ack(), respond("Done", replace_original=True)))
    app.bolt.action("away")(lambda ack, respond: (ack(), respond(delete_original=True)))
    row = actions(button(), button("Done", "done"), button("Away", "away"))
    app.client.chat_postMessage(channel=leads.id, text="t", blocks=[row])
    app.client.chat_postMessage(channel=leads.id, text="t", blocks=[row])
    first, second = leads.messages
    ada.press(first, "press")
    assert [message.text for message in ada.sees(leads)[2:]] == ["Only you", "All"]
    assert [message.text for message in bob.sees(leads)[2:]] == ["All"]
    ada.press(first, "done")
    assert (first.text, first.buttons) == ("Done", [])
    ada.press(second, "away")
    assert second not in leads.messages


def test_a_response_url_serves_five_times():
    with LocalSlack() as slack:
        app = BareApp(slack)
        slack.deliver_to(app.url)
        ada = slack.add_person("Ada Okafor")
        got = []
        app.bolt.command("/lead")(
            lambda ack, respond: (ack(), got.extend(respond("again").status_code for _ in range(6)))
        )
        ada.types("/lead")
        app.stop()
    assert got == [200] * 5 + [404]
    assert "used_url" in str(slack.faults[0])


def test_a_response_url_serves_half_an_hour():
    now = [datetime(2026, 1, 5, 9, tzinfo=UTC)]
    with LocalSlack(clock=lambda: now[0]) as slack:
        app = BareApp(slack)
        slack.deliver_to(app.url)
        ada = slack.add_person("Ada Okafor")
        got = []
        app.bolt.command("/lead")(lambda ack, respond: (ack(), got.append(respond)))
        ada.types("/lead")
        now[0] += timedelta(minutes=30)
        assert got[0]("in time").status_code == 200
        now[0] += timedelta(seconds=1)
        assert got[0]("too late").body == "expired_url"
        app.stop()


def test_shortcuts(slack, app, ada, leads):
    got = []
    app.bolt.shortcut("post_opportunity")(lambda ack, body: (ack(), got.append(body)))
    app.bolt.shortcut("share_as_lead")(lambda ack, body: (ack(), got.append(body)))
    message = ada.says(leads, "who can do R&D?")
    assert ada.uses_shortcut("post_opportunity").ok
    assert ada.shares(message, "share_as_lead").ok
    assert [body["type"] for body in got] == ["shortcut", "message_action"]
    assert (got[1]["message"]["text"], got[1]["message_ts"]) == ("who can do R&amp;D?", message.ts)
    assert "response_url" not in got[0]


def test_two_workspaces_share_no_ids():
    with LocalSlack(team_name="One") as one, LocalSlack(team_name="Two") as two:
        assert one.team_id != two.team_id
        assert one.bot_token != two.bot_token
        assert one.add_person("Ada").id != two.add_person("Ada").id
