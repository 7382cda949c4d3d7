"""Block Kit, with its limits: whatever goes in, what comes out is accepted by Slack.

The limits are those of docs.slack.dev/reference/block-kit; no other file of ours counts characters for Slack.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from leadbot.domain.lengths import length
from leadbot.slack.text import clean, clean_line, cut, keep, plain

Block = dict[str, Any]

SECTION = 3000
HEADER = 150
BUTTON = 75
BUTTON_VALUE = 2000
OPTION = 75
OPTION_VALUE = 150
OPTIONS = 100
CONTEXT = 10  # elements
LABEL = 2000
HINT = 2000
PLACEHOLDER = 150
FORM_TITLE = 24
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
INPUT = 3000
PASSAGE = 700  # of one item among ten: with their buttons they are no longer than a message holds
TEXT = 3000  # of a message, the plain version: Slack splits what is longer than 4,000
BLOCKS = 50
VIEW_BLOCKS = 100
# Of all texts of a message together. Slack names no limit, but has refused 11,341 characters (slackapi/bolt-js#2867).
ALL_TEXTS = 10_000
NOTHING = "–"  # Slack takes no empty text
HOME = "home"  # how the routing begins of what was begun on the Home tab


@dataclass(frozen=True)
class File:
    """A file that comes with a message."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Said:
    """A message: the version that reads well as plain text, and the blocks. One with files has no blocks."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    files: tuple[File, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", cut(clean(self.text), TEXT) or NOTHING)
        object.__setattr__(self, "blocks", self.blocks[:BLOCKS])
        shorten(list(texts_in(self.blocks)))


def unlinked(text: str, blocks: list[Block]) -> Said:
    """An answer. Slack links addresses and names in a bare text, so that is shown as a block, which says not to."""
    return Said(text, blocks or [section(text)])


def texts_in(part: Any) -> Iterator[Block]:
    """Every text object in some blocks; the pieces of a rich text too."""
    if isinstance(part, dict) and part.get("type") in ("plain_text", "mrkdwn", "text"):
        yield part
    else:
        for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from texts_in(each)


def shorten(texts: list[Block]) -> None:
    """Cuts the longest texts, all to one length, until together they are no longer than a message holds."""
    longest = SECTION
    while sum(length(text["text"]) for text in texts) > ALL_TEXTS:
        longest //= 2
        for text in texts:
            text["text"] = cut(text["text"], longest)


def mrkdwn(text: str, most: int = SECTION) -> Block:
    """Text with marks. People's own words in it must have gone through `text.words`; nothing is linked on its own."""
    return {"type": "mrkdwn", "text": cut(clean(text), most) or NOTHING, "verbatim": True}


def plain_text(text: str, most: int) -> Block:
    """Text as it is."""
    return {"type": "plain_text", "text": plain(text, most) or NOTHING, "emoji": False}


def section(text: str) -> Block:
    """A paragraph."""
    return {"type": "section", "text": mrkdwn(text)}


def passage(text: str) -> Block:
    """One of several things in a message, in short: plain text, so nothing that people wrote in it is live."""
    return {"type": "section", "text": plain_text(text, PASSAGE)}


def title(text: str) -> Block:
    """A person's own title, on a line of its own: plain text, so nothing in it is live."""
    return {"type": "header", "text": plain_text(clean_line(text), HEADER)}


def context(*lines: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(line) for line in lines if line][:CONTEXT] or [mrkdwn(NOTHING)]}


def button(label: str, action: str, value: object, *, style: str | None = None, confirm: Block | None = None) -> Block:
    """A button. Its value is a reference, never a permission."""
    made: Block = {
        "type": "button",
        "text": plain_text(clean_line(label), BUTTON),
        "action_id": action,
        "value": keep(str(value), BUTTON_VALUE) or NOTHING,
    }
    if style is not None:
        made["style"] = style
    if confirm is not None:
        made["confirm"] = confirm
    return made


def confirm(question: str, text: str, yes: str, no: str = "Not now") -> Block:
    """A question before something that cannot be taken back quietly."""
    return {
        "title": plain_text(clean_line(question), CONFIRM_TITLE),
        "text": plain_text(text, CONFIRM_TEXT),
        "confirm": plain_text(clean_line(yes), CONFIRM_BUTTON),
        "deny": plain_text(clean_line(no), CONFIRM_BUTTON),
    }


def actions(*buttons: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def option(value: str, label: str) -> Block:
    """One choice of a menu."""
    return {"text": plain_text(clean_line(label), OPTION), "value": keep(value, OPTION_VALUE) or NOTHING}


def options(pairs: Sequence[tuple[str, str]]) -> list[Block]:
    """The choices of a menu."""
    return [option(value, label) for value, label in pairs][:OPTIONS]


def question(name: str, label: str, element: Block, *, hint: str = "", required: bool = False) -> Block:
    """One question of a form. The element's action_id is always `value`: the block id names the field."""
    made: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, LABEL),
        "element": element | {"action_id": "value"},
        "optional": not required,
    }
    if hint:
        made["hint"] = plain_text(hint, HINT)
    return made


def form(callback: str, heading: str, submit: str, blocks: list[Block], *, routing: str = "") -> Block:
    """A dialog. `routing` comes back with its answers; it is routing, never permission."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(heading, FORM_TITLE),
        "submit": plain_text(submit, FORM_TITLE),
        "close": plain_text("Cancel", FORM_TITLE),
        "private_metadata": routing,
        "blocks": blocks,
    }


def home(blocks: list[Block]) -> Block:
    """The Home tab."""
    return {"type": "home", "private_metadata": HOME, "blocks": blocks[:VIEW_BLOCKS]}


def begun_at_home(view: Block) -> Block:
    """A dialog that is opened from the Home tab, and says so wherever its routing comes back."""
    return view | {"private_metadata": f"{HOME} {view.get('private_metadata', '')}".strip()}


def routing_in(metadata: str) -> tuple[bool, str]:
    """Whether something was begun on the Home tab, and what its routing is besides."""
    first, _, rest = metadata.partition(" ")
    return (True, rest) if first == HOME else (False, metadata)


def notice(heading: str, text: str) -> Block:
    """A dialog that only says something."""
    return dialog(heading, [section(text)])


def dialog(heading: str, blocks: list[Block]) -> Block:
    """A dialog in which nothing is filled in."""
    return {
        "type": "modal",
        "callback_id": "notice",
        "title": plain_text(heading, FORM_TITLE),
        "close": plain_text("Close", FORM_TITLE),
        "blocks": blocks,
    }
