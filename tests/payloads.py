"""What holds for everything that Leadbot sends to Slack, whatever people have typed: looked at after every story.

Written from Slack's documentation, not from ours: docs.slack.dev/messaging/formatting-message-text.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from leadbot.playground.local_slack import LocalSlack
from leadbot.playground.records import Call, Delivery
from leadbot.playground.words import texts

ELSEWHERE = "Leadbot is not in your Slack workspace, so there is nothing here for you. Ask your host to have it added."
LONGEST = 3000  # of a message's text: Slack splits what is longer than 4,000
SAID = ("chat.postMessage", "chat.update")
HALF_AN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]"
)


def broken_rules(slack: LocalSlack) -> list[str]:
    """Each rule that a payload of this story breaks, with the payload's place and words."""
    known = {f"<@{account}>" for account in slack.workspace.accounts}
    calls = [f"{call.method}: {broken}" for call in slack.calls for broken in in_call(call, known)]
    acks = [f"ack: {broken}" for delivery in slack.deliveries for broken in in_ack(delivery, known)]
    return calls + acks


def in_call(call: Call, known: set[str]) -> Iterator[str]:
    """What is wrong with one call."""
    args = call.args
    if call.method in SAID:
        wanted = {"parse": "none", "link_names": False}
        if call.method == "chat.postMessage":
            wanted |= {"unfurl_links": False, "unfurl_media": False}
        yield from (f"{name} is {args.get(name)!r}" for name, value in wanted.items() if args.get(name) != value)
    if "metadata" in args:
        yield from in_metadata(args["metadata"])
    yield from in_message(args, known)


def in_ack(delivery: Delivery, known: set[str]) -> Iterator[str]:
    """What is wrong with one answer: a command's words, a form's view or faults."""
    if delivery.answer.startswith("{"):
        yield from in_message(json.loads(delivery.answer), known)


def in_message(args: dict[str, Any], known: set[str]) -> Iterator[str]:
    """What is wrong with the words of a message or a view, wherever in it they stand."""
    text = args.get("text") or ""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        yield f"text of {len(text)} characters"
    yield from in_mrkdwn(text, known)
    if text and not args.get("blocks") and text != ELSEWHERE:
        yield f"a bare text, in which Slack links addresses: {text!r}"
    for kind, words, verbatim in texts([args.get("blocks"), args.get("view")]):
        if UNSEEN.search(words):
            yield f"something that nobody can see in {words!r}"
        if kind == "mrkdwn":
            yield from in_mrkdwn(words, known)
            if not verbatim:
                yield f"not verbatim: {words!r}"


def in_mrkdwn(words: str, known: set[str]) -> Iterator[str]:
    """Whether anything is live in it but a mention of somebody who is there, and whether an entity is cut in two."""
    rest = re.sub(r"<@\w+>", lambda mention: "" if mention[0] in known else mention[0], words)
    if "<" in rest or HALF_AN_ENTITY.search(rest):
        yield f"live, or cut in two: {words!r}"


def in_metadata(metadata: dict[str, Any]) -> Iterator[str]:
    """Metadata is shown to every app of the workspace: a key that tells nothing, and nothing else."""
    payload = metadata["event_payload"]
    if metadata.keys() != {"event_type", "event_payload"} or not payload.keys() <= {"key", "once"}:
        yield f"metadata with {metadata}"
    for value in payload.values():
        try:
            UUID(value)
        except ValueError:
            yield f"metadata that is no UUID: {value!r}"
