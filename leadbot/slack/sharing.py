"""Sharing a message: the form of a kind, filled in from what somebody wrote; where it was written is told to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadbot.domain.errors import Refused
from leadbot.kinds import KINDS, Kind
from leadbot.services.authority import Right
from leadbot.services.post import today
from leadbot.slack.blocks import Block, texts_in
from leadbot.slack.forms import draw_kind
from leadbot.slack.listening import Answer, Handler, Request
from leadbot.slack.posting import understood
from leadbot.slack.registry import On, Registry
from leadbot.slack.text import clean, keep, spoken, words

MOST = 2000  # characters of a message that a form holds, in its details
CLOSED = ("directmessage", "privategroup")  # what Slack calls a place that is not public, instead of its name
CLOSED_GROUP = "mpdm-"  # how the name of a group message begins


@dataclass(frozen=True)
class Source:
    """A message that is shared, as the one who shares it may know it."""

    text: str
    author: str  # in mrkdwn
    is_public: bool  # it was said in a public channel
    is_cut: bool

    @property
    def note(self) -> str:
        """What the form says of it, to the poster alone."""
        said = [f"From {self.author}."]
        if not self.is_public:
            said.append(
                "It was not said in a public channel, so only the best matches hear of it unless you choose otherwise. "
                "Nobody is told where it comes from."
            )
        if not self.text:
            said.append("I found no words in it, so the form is empty.")
        if self.is_cut:
            said.append("It is long: only its beginning fits here.")
        return " ".join(said)


def register(registry: Registry) -> None:
    """A shortcut on messages for each kind that has one."""
    for kind in KINDS.values():
        if kind.shared_as:
            help = f"{kind.words.help}, filled in from this message"
            registry.shortcut(f"share_as_{kind.name}", Right.READER, On.MESSAGE, kind.shared_as, help)(
                opens_filled_in(kind)
            )


def opens_filled_in(kind: Kind) -> Handler:
    """The form of a kind, filled in with what was understood of a message."""

    def handle(request: Request) -> Answer:
        scope, source = request.scope, source_of(request)
        day, currency = today(scope), scope.workspace.currency

        def draw() -> Block:
            values = understood(kind, source.text, day, currency)
            return draw_kind(kind, values if source.is_public else values | {"reach": "matched"}, note=source.note)

        return Answer(form=draw)

    return handle


def source_of(request: Request) -> Source:
    """The message that is shared.

    Raises:
        Refused: if it is one of Leadbot's own.
    """
    message, is_public = request.message, is_public_place(request.place)
    if message.get("user") == request.scope.workspace.bot_user_id:
        raise Refused("That is one of my own messages. Share a neighbour's, or type `/lead` and say what it is.")
    text = clean(spoken(text_of(message), names_channels=is_public))
    kept = keep(text, MOST)
    return Source(kept, author_of(message, request.member.slack_user_id), is_public, is_cut=kept != text)


def is_public_place(place: Mapping[str, Any]) -> bool:
    """Whether everybody in the workspace may read there; no, if in doubt."""
    name = str(place.get("name") or CLOSED[0])
    return str(place.get("id")).startswith("C") and name not in CLOSED and not name.startswith(CLOSED_GROUP)


def author_of(message: Mapping[str, Any], reader: str) -> str:
    """Whose message it is, in a form that nobody but the reader sees."""
    if message.get("bot_id"):
        profile = message.get("bot_profile") or {}
        name = words(str(message.get("username") or profile.get("name") or ""), 80)
        return f"a message by the app *{name}*" if name else "a message by an app"
    if message.get("user") == reader:
        return "your own message"
    return f"a message by <@{message['user']}>" if message.get("user") else "a message"


def text_of(message: Mapping[str, Any]) -> str:
    """The words of a message, still as Slack writes them: its text; else that of its blocks, or of what it forwards."""
    if text := str(message.get("text") or ""):
        return text
    forwarded = [each for each in message.get("attachments") or [] if isinstance(each, dict)]
    shown = [text["text"] for block in message.get("blocks") or [] for text in texts_in(without_controls(block))]
    return "\n".join([*shown, *(str(each.get("text") or each.get("fallback") or "") for each in forwarded)])


def without_controls(block: Block) -> Block:
    """A block, less its buttons and menus, whose labels are no part of what it says."""
    return {} if block.get("type") == "actions" else {name: part for name, part in block.items() if name != "accessory"}
