"""The front door: what Slack did not sign does nothing, and nothing that anybody sends is answered with an error of ours."""

import json
import time
from io import BytesIO
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import event, func, select
from structlog.testing import capture_logs

from leadbot.bootstrap import build
from leadbot.db.base import Base
from leadbot.playground.local_slack import LocalSlack
from leadbot.slack.haste import Haste
from tests.stories.space import UNHURRIED, on_one_engine, settings_for

COMMAND = {
    "command": "/skills",
    "text": "logo design",
    "team_id": "T1",
    "user_id": "U1",
    "trigger_id": "1.2.a",
    "channel_id": "C1",
}
PRESS = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1", "team_id": "T1"},
    "trigger_id": "1.2.b",
    "actions": [{"type": "button", "block_id": "b", "action_id": "offer_accept", "value": "1"}],
}
FORM = "application/x-www-form-urlencoded"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


class Door:
    """Leadbot behind its WSGI application, where no server stands before it."""

    def __init__(self, slack, database_url):
        self.leadbot = build(settings_for(slack, database_url, "DEBUG"), haste=Haste(UNHURRIED))
        self.slack = slack
        self.statements = []  # that the database has heard
        for database in (self.leadbot.database, self.leadbot.worker_database):
            event.listen(database.engine, "before_cursor_execute", lambda *given: self.statements.append(given[2]))
        self.team = slack.team_id

    def rows(self):
        """How many rows there are, of all tables."""
        with self.leadbot.database.reading() as session:
            return {
                table.name: session.scalar(select(func.count()).select_from(table))
                for table in Base.metadata.sorted_tables
            }

    def sends(self, body, headers, content=FORM, length=None):
        """One request; gives the status and the body of the answer."""
        answered = []
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/slack/events",
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": content,
            "CONTENT_LENGTH": str(len(body)) if length is None else length,
            "wsgi.input": BytesIO(body),
        } | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        said = b"".join(self.leadbot.wsgi(environ, lambda status, _headers, _trouble=None: answered.append(status)))
        return int(answered[0].split()[0]), said.decode()

    def signed(self, body, stamp=None):
        """The headers with which Slack would send it."""
        stamp = str(int(time.time())) if stamp is None else stamp
        signature = SignatureVerifier(self.slack.signing_secret).generate_signature(timestamp=stamp, body=body)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


@pytest.fixture
def door(migrated_database_url):
    with LocalSlack() as slack:
        door = Door(slack, migrated_database_url)
        yield door
        door.leadbot.stop()


def as_form(body):
    """A command as Slack encodes it."""
    return urlencode(body).encode()


@pytest.mark.case("REQ-02")
@on_one_engine
@pytest.mark.parametrize("stamp", ["abc", "", "1e9", "5" * 5000, "-1", "١٢٣", " 1 "])
def test_a_time_stamp_that_is_none_is_refused_and_never_an_error(door, stamp):
    before = door.rows()
    body = as_form(COMMAND)
    signature = SignatureVerifier(door.slack.signing_secret).generate_signature(timestamp=stamp, body=body)
    for each in (f"v0={'a' * 64}", signature):
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": each}
        assert door.sends(body, headers) == (401, "")
    assert door.rows() == before


@pytest.mark.case("REQ-01", "REQ-02")
@on_one_engine
@pytest.mark.parametrize(
    "signature", ["", "v0=", "v1=" + "a" * 64, "v0=" + "é" * 64, "v0=" + "A" * 64, "v0=" + "a" * 63]
)
def test_a_signature_that_is_none_is_refused_and_never_an_error(door, signature):
    before = door.rows()
    stamp = str(int(time.time()))
    assert door.sends(as_form(COMMAND), {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature})[0] == 401
    assert door.sends(as_form(COMMAND), {"X-Slack-Request-Timestamp": stamp})[0] == 401
    assert door.sends(as_form(COMMAND), {})[0] == 401
    assert door.rows() == before


@on_one_engine
def test_what_was_signed_more_than_five_minutes_ago_is_refused(door):
    body = as_form(COMMAND | {"team_id": door.team})
    assert door.sends(body, door.signed(body, str(int(time.time()) - 400)))[0] == 401
    assert door.sends(body, door.signed(body))[0] == 200


@on_one_engine
@pytest.mark.parametrize("length", ["abc", "-5", "1e3", "9" * 13, ""])
def test_a_length_that_is_none_is_no_error(door, length):
    body = as_form(COMMAND)
    assert door.sends(body, door.signed(body), length=length)[0] in (401, 413)


@on_one_engine
def test_what_is_too_long_is_not_read(door):
    body = b"text=" + b"a" * 1024 * 1024
    assert door.sends(body, door.signed(body))[0] == 413


@on_one_engine
def test_slack_may_look_at_the_certificate_without_a_signature(door):
    before = door.rows()
    assert door.sends(b"ssl_check=1&token=x&team_id=T1", {})[0] == 200
    assert door.rows() == before


@on_one_engine
@pytest.mark.parametrize(
    ("body", "content"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"authorizations": {"a": 1}}', "application/json"),
        (b'{"type": "event_callback", "event": []}', "application/json"),
        (b"payload=%7B", FORM),
        (b"payload=1", FORM),
        (b"payload=%5B%5D", FORM),
        (b"\xff\xfe", FORM),
        (b"", FORM),
    ],
)
def test_what_nobody_can_read_is_no_error_signed_or_not(door, body, content):
    before = door.rows()
    assert door.sends(body, {}, content)[0] == 401
    status, said = door.sends(body, door.signed(body) if body != b"\xff\xfe" else {}, content)
    assert status < 500
    assert "Traceback" not in said
    assert door.rows() == before


@on_one_engine
def test_a_press_without_a_button_is_no_error(door):
    body = as_form({"payload": json.dumps(PRESS | {"team": {"id": door.team}, "actions": []})})
    assert door.sends(body, door.signed(body))[0] < 500


def errors_of_ours(door, places):
    """Which of a command and a press, changed in these places and signed, are answered with an error of ours."""
    found = []
    press = PRESS | {"team": {"id": door.team}} | places
    for body in (as_form(COMMAND | {"team_id": door.team} | places), as_form({"payload": json.dumps(press)})):
        status, said = door.sends(body, door.signed(body))
        found += [(status, said, body)] * (status >= 500 or "Traceback" in said)
    return found


PLACES = st.dictionaries(st.sampled_from([*COMMAND, *PRESS, "view", "event", "authorizations"]), ANYTHING, max_size=4)
IN_ONE_DOOR = [HealthCheck.function_scoped_fixture]


@on_one_engine
@settings(max_examples=300, suppress_health_check=IN_ONE_DOOR)
@given(places=PLACES)
def test_whatever_slack_would_sign_is_no_error_of_ours(door, places):
    assert errors_of_ours(door, places) == []


@pytest.mark.soak
@on_one_engine
@settings(max_examples=5000, suppress_health_check=IN_ONE_DOOR)
@given(places=PLACES)
def test_ten_thousand_requests_that_slack_would_sign_are_no_error_of_ours(door, places):
    assert errors_of_ours(door, places) == []


WORD = "marzipan"  # of which nothing may be heard again
OTHERS = SignatureVerifier("n" * 32)
TRIPLES = st.tuples(
    st.one_of(
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.just(as_form(COMMAND)),
        ANYTHING.map(lambda any: json.dumps(any).encode()),
    ),
    st.one_of(st.text(max_size=12), st.integers().map(str), st.just("now")),
    st.one_of(
        st.none(), st.text(max_size=80), st.sampled_from(["v1", "older", "of another body", "with another secret"])
    ),
)


def unsigned(door, body, stamp, signature):
    """The headers of a request that Slack did not sign, though somebody may have tried hard."""
    stamp = str(int(time.time())) if stamp == "now" else stamp
    right = SignatureVerifier(door.slack.signing_secret).generate_signature
    given = {
        "v1": lambda: right(timestamp=stamp, body=body).replace("v0=", "v1="),
        "older": lambda: right(timestamp=str(int(time.time()) - 400), body=body),
        "of another body": lambda: right(timestamp=stamp, body=body + b"x"),
        "with another secret": lambda: OTHERS.generate_signature(timestamp=stamp, body=body),
    }.get(signature, lambda: signature)()
    return {"X-Slack-Request-Timestamp": stamp} | ({} if given is None else {"X-Slack-Signature": given})


def refused_unread(door, triple):
    """What was answered to something that Slack did not sign, and which statements the database heard meanwhile."""
    body, stamp, signature = triple
    body += f"&text={WORD}".encode()
    door.statements.clear()
    return *door.sends(body, unsigned(door, body, stamp, signature)), door.statements


@pytest.mark.case("REQ-01")
@on_one_engine
@settings(max_examples=300, suppress_health_check=IN_ONE_DOOR)
@given(triple=TRIPLES)
def test_what_slack_did_not_sign_reaches_neither_the_database_nor_the_log(caplog, door, triple):
    with capture_logs() as said:
        assert refused_unread(door, triple) == (401, "", [])
    assert said == [{"event": "request not signed by Slack", "log_level": "warning"}]
    assert caplog.records == []


@pytest.mark.soak
@pytest.mark.case("REQ-01")
@on_one_engine
@settings(max_examples=10_000, suppress_health_check=IN_ONE_DOOR)
@given(triple=TRIPLES)
def test_ten_thousand_that_slack_did_not_sign_reach_neither_the_database_nor_the_log(caplog, door, triple):
    with capture_logs() as said:
        assert refused_unread(door, triple) == (401, "", [])
    assert said == [{"event": "request not signed by Slack", "log_level": "warning"}]
    assert caplog.records == []


@on_one_engine
@settings(max_examples=1500, suppress_health_check=IN_ONE_DOOR)
@given(at=st.integers(0, 10_000), to=st.integers(0, 255), where=st.sampled_from(["body", "stamp", "signature"]))
def test_whoever_changes_one_byte_is_refused(door, at, to, where):
    body = as_form(COMMAND | {"team_id": door.team})
    headers = door.signed(body)
    given_bytes = {
        "body": body,
        "stamp": headers["X-Slack-Request-Timestamp"].encode(),
        "signature": headers["X-Slack-Signature"].encode(),
    }
    one = bytearray(given_bytes[where])
    same = one[at % len(one)] == to
    one[at % len(one)] = to
    given_bytes[where] = bytes(one)
    status, _ = door.sends(
        given_bytes["body"],
        {
            "X-Slack-Request-Timestamp": given_bytes["stamp"].decode("latin-1"),
            "X-Slack-Signature": given_bytes["signature"].decode("latin-1"),
        },
    )
    assert status == (200 if same else 401)


# What Slack sends besides what people do, and what it may still send of older releases.
OLD_PRESS = PRESS | {"actions": [{"type": "button", "block_id": "row", "action_id": "lead_accept_v0", "value": "17"}]}
OLD_MENU = PRESS | {
    "actions": [{"type": "overflow", "block_id": "row", "action_id": "more", "selected_option": {"value": "close:17"}}]
}
OLD_ATTACHMENT = {
    "type": "interactive_message",
    "callback_id": "lead_17",
    "actions": [{"name": "accept", "type": "button", "value": "17"}],
    "user": {"id": "U1"},
    "trigger_id": "1.2.d",
}
OLD_FORM = {
    "type": "view_submission",
    "user": {"id": "U1"},
    "trigger_id": "1.2.e",
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": "post_lead_v0",
        "private_metadata": "17|leads|{}",
        "blocks": [{"type": "input", "block_id": "what", "element": {"type": "plain_text_input", "action_id": "t"}}],
        "state": {"values": {"what": {"t": {"type": "plain_text_input", "value": "Logo"}}}},
    },
}
OLD_MENU_ASKS = {
    "type": "block_suggestion",
    "user": {"id": "U1"},
    "action_id": "pick",
    "block_id": "trade",
    "value": "logo",
    "view": {"id": "V1", "type": "modal", "callback_id": "post_lead_v0"},
}
CLOSED = {"type": "view_closed", "user": {"id": "U1"}, "view": {"id": "V1", "callback_id": "post_lead_v0"}}
UNKNOWN = {"type": "a_payload_of_tomorrow", "user": {"id": "U1"}, "trigger_id": "1.2.f"}


@pytest.mark.case("REQ-08")
@on_one_engine
@pytest.mark.parametrize(
    "payload",
    [OLD_PRESS, OLD_MENU, OLD_ATTACHMENT, OLD_FORM, OLD_MENU_ASKS, CLOSED, UNKNOWN, PRESS | {"actions": []}],
    ids=lambda payload: payload["type"],
)
def test_what_is_unknown_empty_or_of_an_older_release_is_answered_without_an_exception(door, payload, capfd):
    before = door.rows()
    body = as_form({"payload": json.dumps({"team": {"id": door.team}} | payload | {"team": {"id": door.team}})})
    assert door.sends(body, door.signed(body))[0] in (200, 404)
    after = door.rows()
    assert {table for table in after if after[table] != before[table]} <= {"members", "seen", "seen_requests"}
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.case("REQ-08")
@on_one_engine
@pytest.mark.parametrize(
    "event", [{"type": "an_event_of_tomorrow"}, {"type": "channel_archive"}, {"type": "message"}, {}]
)
def test_an_event_that_nobody_knows_is_answered_without_an_exception(door, event, capfd):
    envelope = {"type": "event_callback", "team_id": door.team, "event_id": "Ev1", "event": event}
    body = json.dumps(envelope).encode()
    assert door.sends(body, door.signed(body), "application/json")[0] in (200, 404)
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.case("REQ-08")
@on_one_engine
def test_slack_hears_its_own_challenge_when_it_looks_whether_we_are_there(door):
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"}).encode()
    status, said = door.sends(body, door.signed(body), "application/json")
    assert (status, "3eZbrw1a" in said) == (200, True)
    assert door.sends(b"ssl_check=1&token=x&team_id=T1", {})[0] == 200
