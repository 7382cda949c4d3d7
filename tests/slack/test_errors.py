"""What is done about each of Slack's errors, in the test's own words; and what the real client makes of broken answers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_sdk import WebClient

from leadbot.domain.reactions import Delivered, Failed, Reaction
from leadbot.playground.local_slack import LocalSlack
from leadbot.slack.errors import REACTIONS, failure_of
from leadbot.slack.messenger import call

# What every method may answer.
EVERYWHERE = {
    Reaction.WAIT: "ratelimited",
    Reaction.BACK_OFF: "org_login_required request_timeout service_unavailable team_added_to_org",
    Reaction.LOOK_FIRST: "fatal_error internal_error",
    Reaction.STOP_CHANNEL: "ekm_access_denied",
    Reaction.STOP_WORKSPACE: """
        access_denied accesslimited account_inactive enterprise_is_restricted invalid_auth is_bot missing_scope
        no_permission not_allowed_token_type not_authed token_expired token_revoked two_factor_setup_required
    """,
    Reaction.GIVE_UP: """
        deprecated_endpoint invalid_arg_name invalid_arguments invalid_array_arg invalid_charset invalid_form_data
        invalid_post_type method_deprecated missing_post_type unknown_method
    """,
}
# What only these may answer.
OF_METHODS = {
    "chat.postMessage": {
        Reaction.WAIT: "rate_limited",
        Reaction.BACK_OFF: "message_limit_exceeded",
        Reaction.STOP_PERSON: "cannot_dm_bot",
        Reaction.STOP_CHANNEL: """
            app_access_restricted cannot_reply_to_message channel_not_found is_archived messages_tab_disabled
            not_in_channel restricted_action restricted_action_non_threadable_channel
            restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
            send_on_behalf_not_allowed slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
            slack_connect_lists_sharing_blocked team_not_found
        """,
        Reaction.GIVE_UP: """
            as_user_not_supported attachment_payload_limit_exceeded draft_already_deleted draft_already_sent
            draft_has_conflict draft_not_found duplicate_channel_not_found duplicate_message_not_found invalid_blocks
            invalid_blocks_format invalid_metadata_format invalid_metadata_schema markdown_text_conflict
            metadata_must_be_sent_from_app metadata_too_large missing_file_data msg_blocks_too_long msg_too_long
            no_text too_many_attachments too_many_contact_cards
        """,
    },
    "chat.update": {
        Reaction.BACK_OFF: "external_channel_migrating streaming_state_conflict update_failed",
        Reaction.STOP_CHANNEL: """
            is_inactive posting_to_channel_denied slack_connect_blocked_file_type slack_connect_clip_sharing_blocked
            slack_connect_file_upload_sharing_blocked
        """,
        Reaction.SAY_AFRESH: """
            block_mismatch cant_broadcast_message cant_update_message edit_window_closed message_not_found
            no_dual_broadcast_content_update
        """,
        Reaction.GIVE_UP: """
            blocked_file_type file_deleted file_is_deleted file_not_found file_share_limit_reached invalid_attachments
            max_file_sharing_exceeded unable_to_share_files
        """,
    },
    "conversations.open": {
        Reaction.STOP_PERSON: "invalid_user_combination user_disabled user_not_found user_not_visible",
        Reaction.STOP_CHANNEL: "channel_not_found method_not_supported_for_channel_type",
        Reaction.GIVE_UP: "not_enough_users too_many_users users_list_not_supplied",
    },
    "conversations.history and conversations.replies": {
        Reaction.BACK_OFF: "list_record_comment_fetch_failed",
        Reaction.STOP_CHANNEL: "channel_is_limited_access channel_not_found not_in_channel thread_not_found",
        Reaction.GIVE_UP: """
            invalid_cursor invalid_limit invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest
        """,
    },
    "conversations.list and conversations.join": {
        Reaction.STOP_CHANNEL: "channel_not_found is_archived too_many_members",
        Reaction.GIVE_UP: "invalid_cursor invalid_limit invalid_types missing_argument",
    },
    "users.info": {
        Reaction.STOP_PERSON: "user_not_found user_not_visible",
        Reaction.GIVE_UP: "too_many_users",
    },
    "views.open, views.update and views.publish": {
        Reaction.PRESS_AGAIN: "exchanged_trigger_id expired_trigger_id invalid_trigger_id not_found",
        Reaction.RELOAD: "hash_conflict",
        Reaction.STOP_CHANNEL: "not_enabled not_implemented",
        Reaction.GIVE_UP: "duplicate_external_id missing_profile_id view_too_large",
    },
}


@pytest.mark.parametrize("method", OF_METHODS)
def test_every_code_that_a_method_may_answer_has_the_class_that_its_description_asks_for(method: str) -> None:
    expected = {
        code: reaction
        for classes in (EVERYWHERE, OF_METHODS[method])
        for reaction, codes in classes.items()
        for code in codes.split()
    }
    assert {code: REACTIONS.get(code) for code in expected} == expected


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
