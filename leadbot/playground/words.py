"""What a screen shows of Slack's markup, and whom a text would ping.

The markup is that of docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

NameOf = Callable[[str], str]
ENTITY = re.compile(r"<([^<>]+)>")
EMPHASIS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])")
LOUD = ("channel", "here", "everyone")
BARE_LOUD = re.compile(rf"(?<![\w@])@({'|'.join(LOUD)})\b")
SILENT_KEYS = ("confirm", "alt_text", "metadata", "value", "action_id", "block_id")


def same(identifier: str) -> str:
    """The name of somebody whose name is not known: the id."""
    return identifier


def unescape(text: str) -> str:
    """Undo Slack's own three escapes, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def readable(mrkdwn: str, name_of: NameOf = same) -> str:
    """What a screen shows of a mrkdwn text."""
    shown = ENTITY.sub(lambda found: _shown_entity(found[1], name_of), mrkdwn)
    for _ in range(3):  # bold may hold italics, which may hold a strike-through
        shown = EMPHASIS.sub(r"\2", shown)
    return unescape(shown)


def _shown_entity(inside: str, name_of: NameOf) -> str:
    target, bar, label = inside.partition("|")
    if target.startswith(("@", "#")):
        return target[0] + (label or name_of(target[1:]))
    if target.startswith("!"):
        return label if bar else "@" + target[1:].split("^")[0]
    return label or target.removeprefix("mailto:")


def texts(blocks: object) -> Iterator[tuple[str, str, bool]]:
    """Every text in some blocks, in reading order: (type, text, verbatim)."""
    if isinstance(blocks, list):
        for each in blocks:
            yield from texts(each)
    elif isinstance(blocks, dict):
        type_, text = blocks.get("type"), blocks.get("text")
        if type_ in ("plain_text", "mrkdwn", "text", "markdown") and isinstance(text, str):
            yield str(type_), text, bool(blocks.get("verbatim"))
            return
        for key, each in blocks.items():
            if key not in SILENT_KEYS:
                yield from texts(each)


def block_words(blocks: list[dict[str, Any]], name_of: NameOf = same) -> str:
    """What a screen shows of some blocks, one line for each text."""
    return "\n".join(
        readable(text, name_of) if type_ == "mrkdwn" else unescape(text) for type_, text, _ in texts(blocks)
    )


def all_words(text: str, blocks: list[dict[str, Any]], name_of: NameOf = same) -> str:
    """All readable words: the text that a notification shows, then what the blocks show."""
    return "\n".join(part for part in (readable(text, name_of), block_words(blocks, name_of)) if part)


def pings(text: str, blocks: list[dict[str, Any]], *, parse: str = "none", link_names: bool = False) -> list[str]:
    """Who would be notified: user ids, and `@channel`, `@here`, `@everyone` or `@S…` for a group.

    A mrkdwn text that is not `verbatim` is also searched for mentions as people type them
    (docs.slack.dev/reference/block-kit/composition-objects/text-object).
    """
    found = _pinged(text, bare=link_names or parse == "full")
    for type_, words, verbatim in texts(blocks):
        if type_ == "mrkdwn":
            found += _pinged(words, bare=not verbatim)
    return list(dict.fromkeys(found))


def _pinged(mrkdwn: str, *, bare: bool) -> list[str]:
    found = []
    for entity in ENTITY.findall(mrkdwn):
        target = entity.partition("|")[0]
        if target.startswith("@"):
            found.append(target[1:])
        elif target.startswith("!subteam^"):
            found.append("@" + target.removeprefix("!subteam^"))
        elif target.startswith("!") and target[1:] in LOUD:
            found.append("@" + target[1:])
    if bare:
        found += ["@" + name for name in BARE_LOUD.findall(mrkdwn)]
    return found
