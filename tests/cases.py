"""The faults that Leadbot is held to, and the table of them that ends every run: each id, what must hold, and its tests.

A test bears ids by `@pytest.mark.case("REQ-01")`, and asserts what they say. `tests/test_cases.py` reads the marks; what
nobody bears yet is in `STILL_TO_COME`, with what has to be built first.
"""

from collections import defaultdict
from collections.abc import Iterable

import pytest

CASES = {
    "REQ-01": "a wrong, absent or older signature is answered 401, and nothing of it is done, kept or logged",
    "REQ-02": "a timestamp or signature that is no such thing is answered 401, never 500",
    "REQ-04": "a command that is replayed is answered 200, and done once",
    "REQ-06": "an event that Slack sends again is answered 200, and done once",
    "REQ-07": "one message that comes in two envelopes has one effect",
    "REQ-08": "what is unknown, empty or from an older release is answered kindly, without an exception",
    "REQ-10": "an ack does not wait for Slack, however slow Slack is",
    "TENANT-01": "a button with an id of another workspace shows nothing, changes nothing, and is logged",
    "TENANT-02": "a form that carries an id of another workspace, or nonsense, is refused",
    "TENANT-03": "the database refuses a row that points into another workspace",
    "TENANT-04": "the same Slack ids in two workspaces never cross over",
    "TENANT-05": "somebody of another workspace, in a shared channel, is refused and shown nothing",
    "TENANT-07": "every call uses the token of the workspace that it is about",
    "AUTHZ-01": "whoever presses what is somebody else's changes nothing",
    "AUTHZ-02": "only the poster edits, closes and reopens, whatever buttons others press",
    "AUTHZ-04": "guests by the host's choice; bots, outsiders and whoever has left never",
    "INJECT-01": "a mention of everybody that somebody typed is shown, and pings nobody",
    "INJECT-02": "a link or a mention that somebody typed is shown as it was typed",
    "INJECT-03": "nothing that somebody typed is linked, parsed or unfurled",
    "INJECT-06": "text is cut after escaping, never inside an entity or a grapheme",
    "INJECT-07": "what is long is one message, and short enough for Slack",
    "INJECT-08": "naughty strings, in every field and on every surface, are shown again or visibly cleaned",
    "INJECT-09": "NUL, lone surrogates and controls go at the door; joined emoji stay",
    "INJECT-10": "empty, blank, invisible or endless input gets its sentence, and nothing is stored",
    "INJECT-11": "what is searched for is a parameter, never SQL",
    "INJECT-12": "a cell of a file that begins like a formula is shown as text",
    "PRIVACY-01": "what is confidential is nowhere before an introduction",
    "PRIVACY-03": "what was shared in private is nowhere in public, and what is doubtful counts as private",
    "PRIVACY-05": "a message's metadata is an opaque UUID",
    "PRIVACY-06": "a member gets all that is kept about them, and nothing of others",
    "PRIVACY-07": "who asks to be forgotten is forgotten, in every table, once and again",
    "PRIVACY-08": "what is older than its time is purged, also after a kill",
    "PRIVACY-09": "an uninstalled workspace loses its token at once and its data later, in whatever order Slack says so",
    "BOARD-01": "what somebody typed never becomes part of a page",
    "BOARD-03": "a wrong token is answered like any other wrong token",
    "BOARD-04": "the wall screen names nobody and tells nothing confidential",
    "BOARD-05": "every page has its headers, errors too",
    "BOARD-07": "no page makes anybody fetch anything from elsewhere",
    "BOARD-09": "the wall screen outlives a database that is down",
    "OAUTH-01": "a code without the state of this browser installs nothing",
    "OAUTH-02": "a state is used once, also by eight at the same instant",
    "OAUTH-05": "a workspace has one live token, however often it is installed",
    "SECRET-01": "no secret stands in the database in clear",
    "SECRET-02": "the longest token fits its column",
    "SECRET-03": "keys can be rotated, also after a kill",
    "SECRET-05": "no secret is in any log, metric, error or file",
    "SECRET-06": "a start without its settings is refused, naming them and no value",
    "SLACK-01": "each error code of each method has its class, and what is done about it is done",
    "SLACK-02": "a revoked token stops its workspace at once, and no other",
    "SLACK-03": "a channel that is gone is told once, and not tried every week",
    "SLACK-05": "too fast: that lane rests as long as Slack says, and everything is said once",
    "SLACK-06": "three hundred messages at once are paced",
    "SLACK-07": "an answer that is lost makes no second message",
    "SLACK-09": "after hours without Slack everything is said in order, and what is stale is not",
    "SLACK-13": "what was missed while Slack sent no events is made good",
    "RACE-01": "six at once for the last place: one has it",
    "RACE-02": "a double click counts once",
    "RACE-03": "in whatever order people act, no state is reached that may not be",
    "RACE-04": "a message is sent by one worker, also when another one had been asleep",
    "RACE-05": "a request's key used again with other words: the first result stands, and it is logged",
    "CRASH-01": "killed at any instant: nothing is lost, nothing is said twice",
    "CRASH-02": "no ack before the commit",
    "CRASH-03": "after a kill the look-up waits until no call can be under way",
    "CRASH-04": "asked to stop, it finishes what is open, in time, and loses nothing",
    "CRASH-07": "killed during upkeep, it goes on where it was",
    "DB-01": "a database that is down: a clear sentence, no false ack, and it recovers by itself",
    "DB-02": "a database that is locked: an answer in time, or a clear sentence",
    "DB-04": "old and new code run on the new schema",
    "DB-06": "a transaction that met another one is done again, three times at most",
    "TIME-01": "once a week, also when the clocks go back",
    "TIME-02": "one summary a week in every time zone, at its time or the first minute after",
    "TIME-05": "nobody hears in their night, in whatever zone they are",
    "TIME-06": "times are UTC, and say so",
    "OPS-02": "neither memory nor threads grow",
    "OPS-04": "what an operator must know moves a metric",
    "OPS-05": "dependencies are known, and their holes too",
    "OPS-06": "each scope is needed by a call, and no call needs more",
}

STILL_TO_COME = {
    "PRIVACY-09": "OAuth",
    "BOARD-01": "the wall screen",
    "BOARD-03": "the wall screen",
    "BOARD-04": "the wall screen",
    "BOARD-05": "the wall screen",
    "BOARD-07": "the wall screen",
    "BOARD-09": "the wall screen",
    "OAUTH-01": "OAuth",
    "OAUTH-02": "OAuth",
    "OAUTH-05": "OAuth",
    "SECRET-01": "OAuth: a token that is not in the environment",
    "SECRET-02": "OAuth",
    "SECRET-03": "key rotation",
    "OPS-02": "the long soak",
    "OPS-04": "metrics",
    "OPS-05": "an audit of dependencies",
}

PROPERTY = "case"


def noted(item: pytest.Item) -> None:
    """The ids that a test bears, kept with its report, so that they reach whoever prints the table."""
    for mark in item.iter_markers(PROPERTY):
        item.user_properties.extend((PROPERTY, case) for case in mark.args)


def table(reports: Iterable[pytest.TestReport]) -> list[str]:
    """A line for each id: what must hold, how many tests hold it, and in which files; at last those still to come."""
    held: defaultdict[str, int] = defaultdict(int)
    files: defaultdict[str, set[str]] = defaultdict(set)
    for report in reports:
        for name, case in report.user_properties:
            if name == PROPERTY and report.when == "call":
                held[str(case)] += report.passed
                files[str(case)].add(report.nodeid.partition("::")[0].removeprefix("tests/"))
    lines = [
        f"{case:<11}{held[case]:>6}  {what}\n{'':19}{', '.join(sorted(files[case]))}"
        for case, what in CASES.items()
        if case in files
    ]
    return [*lines, *(f"{case:<11}{'':>6}  still to come, with {first}" for case, first in STILL_TO_COME.items())]
