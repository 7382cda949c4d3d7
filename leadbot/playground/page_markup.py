"""Draws Slack's markup as HTML: escaped first, then marked up, so that no word of anybody's becomes a tag.

The markup is that of docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from leadbot.playground.page_dates import slack_date
from leadbot.playground.words import NameOf, unescape

OPEN, CLOSE = "\ue000", "\ue001"  # stand around the number of a piece that is drawn already
PIECE = re.compile(f"{OPEN}(\\d+){CLOSE}")
FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
ENTITY = re.compile(r"<([^<>\n]+)>")
BARE_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
SAFE_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
QUOTE = re.compile(r"^(?:&gt;) ?")
BULLET = re.compile(r"^(?:•|◦) ?")
LOUD = ("here", "channel", "everyone")


def _mark(sign: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w{sign}]){re.escape(sign)}(?=\S)([^\n{sign}]+?)(?<=\S){re.escape(sign)}(?![\w{sign}])")


MARKS = ((_mark("*"), "b"), (_mark("_"), "i"), (_mark("~"), "s"))


@dataclass(frozen=True)
class Reader:
    """Who reads: mentions of them stand out, and moments are told in their time zone and language."""

    id: str = ""
    tz: str = "Europe/London"
    locale: str = "en-GB"
    name_of: NameOf = field(default=str)
    room_link: Callable[[str], str] = field(default=lambda _room: "")


def plain_words(text: str) -> str:
    """A plain text as it is read: Slack's escapes undone once. Jinja escapes it afterwards."""
    return unescape(text)


def drawn(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """A mrkdwn text as HTML. Where it is not `verbatim`, addresses that stand alone become links."""
    pieces: list[Markup] = []

    def keep(piece: Markup) -> str:
        pieces.append(piece)
        return f"{OPEN}{len(pieces) - 1}{CLOSE}"

    def code(tag: str) -> Callable[[re.Match[str]], str]:
        return lambda found: keep(Markup("<{0}>{1}</{0}>").format(Markup(tag), unescape(found[1])))  # noqa: S704

    text = text.replace(OPEN, "").replace(CLOSE, "")
    text = FENCE.sub(code("pre"), text)
    text = CODE.sub(code("code"), text)
    text = ENTITY.sub(lambda found: keep(_entity(found[1], reader)), text)
    if not verbatim:
        text = BARE_LINK.sub(lambda found: keep(_link(found[0], found[0])), text)
    html = str(escape(unescape(text)))
    for pattern, tag in MARKS:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    html = _lines(html)
    # A link's label may hold marks of its own, so what stands inside a piece is put in its place until none is left.
    while PIECE.search(html):
        html = PIECE.sub(lambda found: str(pieces[int(found[1])]), html)
    return Markup(html)  # noqa: S704 everything that people typed went through escape() above


def _lines(html: str) -> str:
    """Quotes and bullets, which go by the line; other lines keep their breaks."""
    shown: list[str] = []
    quoted: list[str] = []
    for line in [*html.split("\n"), None]:
        if line is not None and QUOTE.match(line):
            quoted.append(QUOTE.sub("", line))
            continue
        if quoted:
            shown.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
            quoted = []
        if line is not None:
            shown.append(_line(line))
    return "".join(shown).removesuffix("<br>").replace("<br><blockquote>", "<blockquote>")


def _line(line: str) -> str:
    if BULLET.match(line):
        return f'<span class="bullet">{BULLET.sub("", line)}</span>'
    return f"{line}<br>"


def _entity(inside: str, reader: Reader) -> Markup:
    """What stands between angle brackets: somebody, a channel, a moment, a call to everybody, or a link."""
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        name = reader.name_of(target[1:])
        mine = " me" if target[1:] == reader.id else ""
        return Markup('<span class="mention{}">@{}</span>').format(mine, name if name != target[1:] else label or name)
    if target.startswith("#"):
        name, link = label or reader.name_of(target[1:]), reader.room_link(target[1:])
        if link:
            return Markup('<a class="mention" href="{}">#{}</a>').format(link, name)
        return Markup('<span class="mention">#{}</span>').format(name)
    if target.startswith("!date^"):
        return escape(slack_date(target, unescape(label), reader.tz, reader.locale))
    if target.startswith("!"):
        loud = target[1:].split("^")[0]
        shown = label or f"@{loud}"
        return Markup('<span class="mention{}">{}</span>').format(" me" if loud in LOUD else "", unescape(shown))
    return _link(target, label or target.removeprefix("mailto:"))


def _link(target: str, label: str) -> Markup:
    address = unescape(target)
    if not SAFE_LINK.match(address):
        return escape(unescape(label))
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>').format(
        address, unescape(label)
    )
