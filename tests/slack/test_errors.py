"""What is done about each of Slack's errors, in the test's own words; and what the real client makes of broken answers."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from slack_sdk import WebClient

from leadbot.domain.reactions import Delivered, Failed, Reaction
from leadbot.playground.local_slack import LocalSlack
from leadbot.slack.errors import REACTIONS, failure_of
from leadbot.slack.messenger import call
from leadbot.slack.scopes import METHODS
from tests.slack.answers import OWN, Codes, pairs

# What these may answer beside what every method may.
BESIDES: Mapping[str, Codes] = {
    "conversations.history and conversations.replies": {
        Reaction.BACK_OFF: "list_record_comment_fetch_failed",
        Reaction.STOP_CHANNEL: "channel_is_limited_access channel_not_found not_in_channel thread_not_found",
        Reaction.GIVE_UP: """
            invalid_cursor invalid_limit invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest
        """,
    },
    "conversations.list and conversations.join": {
        Reaction.STOP_CHANNEL: "channel_not_found is_archived too_many_members",
        Reaction.GIVE_UP: "invalid_arguments invalid_cursor invalid_limit invalid_types missing_argument",
    },
    "views.push and views.update": {Reaction.PRESS_AGAIN: "not_found", Reaction.RELOAD: "hash_conflict"},
}


@pytest.mark.case("SLACK-01")
@pytest.mark.parametrize("method", OWN)
def test_every_code_that_a_method_may_answer_has_the_class_that_its_description_asks_for(method: str) -> None:
    expected = pairs(method)
    assert {code: REACTIONS.get(code) for code in expected} == expected


@pytest.mark.parametrize("methods", BESIDES)
def test_so_has_every_code_of_what_is_called_to_look(methods: str) -> None:
    expected = {code: reaction for reaction, codes in BESIDES[methods].items() for code in codes.split()}
    assert {code: REACTIONS.get(code) for code in expected} == expected


@pytest.mark.case("SLACK-01")
def test_the_methods_whose_answers_are_described_are_called_by_leadbot() -> None:
    assert set(OWN) <= set(METHODS)
    assert sum(len(pairs(method)) for method in OWN) == 271


def test_no_code_is_in_two_classes() -> None:
    from leadbot.slack.errors import CODES

    codes = [code for codes in CODES.values() for code in codes.split()]
    assert sorted(codes) == sorted(set(codes))


# ---- through the real client

KEYS = {"channel": "C1", "text": "Hello", "metadata": {"event_type": "test", "event_payload": {"key": "1"}}}


def says(api_url: str, timeout: int = 1) -> Delivered | Failed:
    """Says something with the client that Leadbot uses."""
    client = WebClient("xoxb-test", base_url=api_url, timeout=timeout, retry_handlers=[])
    return call("chat.postMessage", lambda: client.chat_postMessage(**KEYS))


@contextmanager
def a_server(answer: bytes | None, *, reset: bool = False) -> Iterator[str]:
    """A server that reads a whole request, and then gives this answer: None for none, as long as anybody waits."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(10)
                while b'"key": "1"' not in (given := connection.recv(65536)) and b"key" not in given:
                    pass
                if reset:  # closing with linger 0 sends RST
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                elif answer is None:
                    done.wait(10)
                else:
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/api/"
        finally:
            done.set()
            thread.join(10)


def http(status: str, body: str, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", body]).encode()


def test_a_refused_connection_said_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    outcome = says(f"http://127.0.0.1:{port}/api/")
    assert outcome == Failed(Reaction.BACK_OFF, "ConnectionRefusedError")


def test_a_host_that_does_not_exist_was_told_nothing() -> None:
    outcome = says("http://slack.invalid/api/")
    assert isinstance(outcome, Failed)
    assert outcome.reaction is Reaction.BACK_OFF


def test_a_connection_that_is_not_encrypted_as_it_should_be_was_told_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        outcome = says(f"https://127.0.0.1:{listening.getsockname()[1]}/api/")
        thread.join(10)
    assert isinstance(outcome, Failed)
    assert outcome.reaction is Reaction.BACK_OFF


def test_a_connection_that_is_reset_after_the_request_leaves_a_doubt() -> None:
    with a_server(None, reset=True) as api:
        outcome = says(api)
    assert isinstance(outcome, Failed)
    assert outcome.reaction is Reaction.LOOK_FIRST


def test_an_answer_that_does_not_come_leaves_a_doubt() -> None:
    with a_server(None) as api:
        outcome = says(api)
    assert isinstance(outcome, Failed)
    assert outcome.reaction is Reaction.LOOK_FIRST


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        http("200 OK", "", "Content-Type: application/json"),
        http("200 OK", "<html>Please stand by</html>", "Content-Type: text/html"),
        http("200 OK", '{"ok": true}', "Content-Type: application/json"),
        http("200 OK", '{"ok": true, "channel": "C1"}', "Content-Type: application/json"),
        http("200 OK", "[]", "Content-Type: application/json"),
        http("200 OK", '{"ok": false}', "Content-Type: application/json"),
        http("200 OK", '{"ok": tr', "Content-Type: application/json"),
        http("404 Not Found", "<html>No such page</html>", "Content-Type: text/html"),
        http("500 Internal Server Error", "", "Content-Type: text/html"),
        http("500 Internal Server Error", '{"ok": false, "error": "not_in_channel"}', "Content-Type: application/json"),
        http("502 Bad Gateway", "<html>502</html>", "Content-Type: text/html"),
        http("503 Service Unavailable", "<html>503</html>", "Content-Type: text/html"),
        http("504 Gateway Timeout", "", "Content-Type: text/html"),
    ],
    ids=[
        "closed without a word",
        "empty body",
        "HTML",
        "ok without ts",
        "ok without ts but with a channel",
        "a list",
        "no error code",
        "half an answer",
        "404 HTML",
        "500",
        "500 JSON",
        "502",
        "503",
        "504",
    ],
)
def test_an_answer_that_is_no_answer_leaves_a_doubt(answer: bytes) -> None:
    with a_server(answer) as api:
        outcome = says(api)
    assert isinstance(outcome, Failed)
    assert outcome.reaction is Reaction.LOOK_FIRST


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Retry-After: 30", 30.0),
        ("retry-after: 7", 7.0),
        ("X-Nothing: here", 30.0),
        ("Retry-After: 0", 1.0),
        ("Retry-After: -5", 1.0),
        ("Retry-After: abc", 30.0),
        ("Retry-After: inf", 3600.0),
        ("Retry-After: 99999", 3600.0),
    ],
)
@pytest.mark.parametrize("body", ['{"ok": false, "error": "ratelimited"}', "", "<html>Slow down</html>"])
def test_too_fast_waits_as_long_as_it_is_told_within_reason(header: str, seconds: float, body: str) -> None:
    with a_server(http("429 Too Many Requests", body, "Content-Type: application/json", header)) as api:
        outcome = says(api)
    assert outcome == Failed(Reaction.WAIT, "ratelimited", seconds, "chat.postMessage")


def test_a_code_that_nobody_has_described_is_a_puzzle() -> None:
    body = '{"ok": false, "error": "moon_in_the_wrong_quarter"}'
    with a_server(http("200 OK", body, "Content-Type: application/json")) as api:
        outcome = says(api)
    assert outcome == Failed(Reaction.PUZZLE, "moon_in_the_wrong_quarter")


def test_any_other_exception_leaves_a_doubt() -> None:
    assert failure_of(ValueError("unlikely"), "chat.postMessage") == Failed(Reaction.LOOK_FIRST, "ValueError")


def test_the_local_slack_answers_as_expected() -> None:
    with LocalSlack() as slack:
        channel = slack.add_channel("leads")
        client = WebClient(slack.bot_token, base_url=slack.api_url, timeout=2, retry_handlers=[])

        def post() -> Delivered | Failed:
            return call("chat.postMessage", lambda: client.chat_postMessage(channel=channel.id, text="Hello"))

        slack.fail("chat.postMessage", "ratelimited", retry_after=12)
        slack.fail("chat.postMessage", lose_answer=True)
        assert post() == Failed(Reaction.WAIT, "ratelimited", 12.0, "chat.postMessage")
        lost = post()
        assert isinstance(lost, Failed)
        assert lost.reaction is Reaction.LOOK_FIRST
        assert post() == Delivered(channel.id, channel.messages[-1].ts)
        assert len(channel.messages) == 2
