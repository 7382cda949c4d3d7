"""Trouble that is ordered, and waiting for what is to come."""

import threading

import pytest
from slack_sdk.errors import SlackApiError

from leadbot.playground.records import Fault


def post(client, channel, text="hi"):
    return client.chat_postMessage(channel=channel.id, text=text)


def test_an_error_comes_as_often_as_it_was_ordered(slack, client, leads):
    slack.fail("chat.postMessage", "channel_not_found", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            post(client, leads)
    post(client, leads)
    assert len(leads.messages) == 1
    assert slack.faults == []


def test_a_rate_limit_says_when_to_come_back(slack, client, leads):
    slack.fail("chat.postMessage", "ratelimited", retry_after=30)
    with pytest.raises(SlackApiError) as error:
        post(client, leads)
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "30"
    assert leads.messages == []
    assert slack.calls[-1].http_status == 429


@pytest.mark.parametrize(("applied", "messages"), [(False, 0), (True, 1)])
def test_a_server_error_may_come_before_or_after_the_work(slack, client, leads, applied, messages):
    slack.fail("chat.postMessage", status=503, applied=applied)
    with pytest.raises(SlackApiError) as error:
        post(client, leads)
    assert error.value.response.status_code == 503
    assert len(leads.messages) == messages


def test_a_lost_answer_was_applied_once(slack, client, leads):
    slack.fail("chat.postMessage", lose_answer=True)
    with pytest.raises((ConnectionError, OSError)):
        post(client, leads)
    assert [message.text for message in leads.messages] == ["hi"]
    assert [call.http_status for call in slack.calls] == [None]
    post(client, leads, "again")
    assert [message.text for message in leads.messages] == ["hi", "again"]


def test_trouble_waits_for_its_turn_and_its_arguments(slack, client, ada, leads):
    slack.fail("chat.postMessage", "fatal_error", after=1, when=lambda args: args["channel"] == leads.id)
    post(client, leads)
    client.chat_postMessage(channel=ada.id, text="hi")
    with pytest.raises(SlackApiError, match="fatal_error"):
        post(client, leads)
    assert len(leads.messages) == 1


def test_a_late_answer_is_applied_at_once(slack, client, leads):
    slack.fail("chat.postMessage", delay=0.5)
    thread = threading.Thread(target=post, args=(client, leads))
    thread.start()
    slack.wait_until(lambda: leads.messages, what="the message")
    assert thread.is_alive()
    assert slack.calls == []
    thread.join()
    assert slack.calls[0].ok


@pytest.mark.parametrize("applied", [False, True])
def test_a_call_can_be_held_before_or_after_it_is_applied(slack, client, leads, applied):
    hold = slack.hold("chat.postMessage", applied=applied)
    thread = threading.Thread(target=post, args=(client, leads))
    thread.start()
    assert hold.arrived.wait(5)
    assert len(leads.messages) == applied
    hold.release()
    thread.join()
    assert len(leads.messages) == 1


def test_stopping_lets_go_what_is_held(slack, client, leads):
    hold = slack.hold("chat.postMessage")
    thread = threading.Thread(target=post, args=(client, leads))
    thread.start()
    assert hold.arrived.wait(5)
    slack.recover()
    thread.join(5)
    assert not thread.is_alive()


def test_a_response_url_can_be_in_trouble_too(slack, app, ada):
    got = []
    app.bolt.command("/lead")(lambda ack, respond: (ack(), got.append(respond("hi").status_code)))
    slack.fail("response_url", status=500)
    ada.types("/lead")
    assert got == [500]
    assert ada.inbox == []


def test_trouble_must_be_said(slack):
    with pytest.raises(AssertionError, match="say what is to go wrong"):
        slack.fail("chat.postMessage")


def test_waiting_ends_with_the_change_that_is_waited_for(slack, ada, leads):
    threading.Timer(0.05, ada.says, (leads, "at last")).start()
    message = slack.wait_until(lambda: leads.messages and leads.messages[0], 5, "a message")
    assert message.text == "at last"


def test_waiting_in_vain_tells_what_happened_instead(slack, client, leads):
    post(client, leads)
    slack.workspace.fault("something", "in detail")
    with pytest.raises(AssertionError) as error:
        slack.wait_until(lambda: False, 0.02, "a miracle")
    said = str(error.value)
    assert said.startswith("a miracle did not happen within 0.02 s")
    assert "chat.postMessage" in said
    assert "something: in detail" in said


def test_faults_may_be_cleared_by_the_test_that_brought_them_about(slack):
    slack.workspace.fault("something")
    assert slack.faults == [Fault("something")]
    slack.faults.clear()
    assert slack.faults == []


def test_people_and_conversations_are_found_by_name(slack, ada, leads):
    assert slack.person("ada") is slack.person("Ada Okafor") is ada
    assert slack.conversation("#leads") is leads
    assert ada.conversations == [leads]
    with pytest.raises(AssertionError, match="nobody is called"):
        slack.person("Zoe")
    with pytest.raises(AssertionError, match="no conversation"):
        slack.conversation("nowhere")
    assert slack.add_person("Ada Okafor").username == "ada.okafor2"
