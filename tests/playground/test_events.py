"""Events: what the app hears of the workspace, and again when it did not take it."""

import re

from flask import Response

from leadbot.playground.local_slack import LocalSlack
from tests.playground.conftest import BareApp
from tests.playground.shapes import actions, button


def test_an_event_that_is_not_taken_comes_again_with_the_reason(slack, app, ada):
    app.bolt.event("team_join")(lambda: None)
    slack.courier.patience = 0.5
    app.broken = [Response("", 500), 0.8, Response("", 404)]
    slack.event({"type": "team_join", "user": {"id": ada.id}})
    slack.wait_until(lambda: len(slack.deliveries) == 4, what="three retries")
    assert [each.retry_num for each in slack.deliveries] == [0, 1, 2, 3]
    assert [each.retry_reason for each in slack.deliveries] == [None, "http_error", "http_timeout", "http_error"]
    assert app.requests[1][0]["X-Slack-Retry-Num"] == "1"
    assert app.requests[1][0]["X-Slack-Retry-Reason"] == "http_error"
    assert len({each.body["event_id"] for each in slack.deliveries}) == 1
    assert slack.deliveries[-1].ok
    assert slack.faults == []


def test_an_event_is_given_up_after_three_retries(slack, app):
    app.broken = [Response("", 500)] * 4
    slack.event({"type": "user_change", "user": {"id": "U1"}})
    slack.wait_until(lambda: slack.faults, what="it is given up")
    assert len(app.requests) == 4
    assert "never taken" in str(slack.faults[0])


def test_an_app_may_ask_for_no_retry(slack, app):
    app.broken = [Response("", 500, {"X-Slack-No-Retry": "1"})]
    assert not slack.event({"type": "user_change", "user": {"id": "U1"}}).ok
    slack.courier.stop()
    assert len(app.requests) == 1


def test_the_app_hears_what_is_said_to_it_and_nothing_else(slack, app, ada, leads):
    got = []
    app.bolt.event("message")(lambda event: got.append(event))
    ada.says(leads, "not for the app")
    ada.says(None, "for the app")
    (event,) = got
    assert (event["text"], event["channel_type"], event["user"]) == ("for the app", "im", ada.id)


def test_with_echo_the_app_hears_itself_as_it_does_in_slack(ada, bob):
    with LocalSlack(echo=True) as slack:
        app = BareApp(slack)
        slack.deliver_to(app.url)
        person = slack.add_person("Cat Roe")
        app.client.chat_postMessage(channel=person.id, text="hello")
        slack.wait_until(lambda: slack.deliveries, what="the echo")
        app.stop()
    assert slack.deliveries[0].body["event"]["bot_id"] == slack.bot_id


def test_the_home_tab_is_opened_and_pressed(slack, app, ada):
    got = []

    def publish(event, client):
        client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": [actions(button("Post", "home_post"))]}
        )

    app.bolt.event("app_home_opened")(publish)
    app.bolt.action("home_post")(lambda ack, body: (ack(), got.append(body)))
    home = ada.opens_home()
    assert home.buttons[0].label == "Post"
    ada.press(home, "Post")
    assert got[0]["view"]["type"] == "home"
    assert "response_url" not in got[0]


def test_what_happens_in_the_workspace_is_told_to_the_app(slack, app, ada, bob):
    app.bolt.event(re.compile(".*"))(lambda: None)
    cat = slack.add_person("Cat Roe", tell=True)
    channel = slack.add_channel("general", [ada], app_in=False)
    slack.join(channel, bob)
    app.client.conversations_join(channel=channel.id)
    slack.join(channel, cat)
    slack.rename(channel, "yard")
    slack.archive(channel)
    slack.unarchive(channel)
    slack.user_changed(ada, title="Editor")
    slack.deactivate(bob)
    slack.wait_until(lambda: len(slack.deliveries) >= 8, what="all events")
    assert sorted(each.body["event"]["type"] for each in slack.deliveries if not each.retry_num) == [
        "channel_archive",
        "channel_rename",
        "channel_unarchive",
        "member_joined_channel",
        "member_joined_channel",
        "team_join",
        "user_change",
        "user_change",
    ]
    assert bob not in channel.members
