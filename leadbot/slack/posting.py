"""Posting: one command and one form for each kind, all of them alike."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from leadbot.kinds import KINDS, Kind
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.authority import Right
from leadbot.services.manage import edit
from leadbot.services.post import post, today
from leadbot.services.understand import understand
from leadbot.slack.blocks import Block, button, dialog, section
from leadbot.slack.forms import draw_kind, posts, read
from leadbot.slack.listening import Answer, Handler, Request
from leadbot.slack.registry import On, Registry
from leadbot.slack.text import clean, sentence, spoken


def register(registry: Registry) -> None:
    """A command, a button and a form for every kind that there is; and a shortcut that opens one from anywhere."""
    for kind in KINDS.values():
        registry.command(kind.command, Right.READER, kind.words.example, kind.words.help)(opens_form(kind))
        registry.button(kind.button, Right.READER)(opens_form(kind))
        registry.form(kind.form, Right.POSTS | Right.POSTER)(takes_form(kind))
        for action, change in kind.presses:
            registry.button(action, Right.MEMBER)(changes_form(kind, change))
    help = "opens the form, from wherever you are"
    registry.shortcut("post_opportunity", Right.READER, On.ANYWHERE, "Post an opportunity", help)(chooses)


def chooses(request: Request) -> Answer:
    """The form; where there are several kinds, first the choice between them."""
    if len(KINDS) == 1:
        [only] = KINDS.values()
        return opens_form(only)(request)
    rows = [
        section(sentence(kind.words.help)) | {"accessory": button(kind.words.form_title, kind.button, kind.name)}
        for kind in KINDS.values()
    ]
    return Answer(form=lambda: dialog("Post an opportunity", rows))


def opens_form(kind: Kind) -> Handler:
    """The command: a form, filled in with what was understood of the words behind it."""

    def handle(request: Request) -> Answer:
        typed, day = clean(spoken(request.text)), today(request.scope)
        currency, routing = request.scope.workspace.currency, request.routing

        def draw() -> Block:
            return draw_kind(kind, understood(kind, typed, day, currency), routing=routing)

        return Answer(form=draw)

    return handle


def understood(kind: Kind, typed: str, day: Any, currency: str) -> dict[str, Any]:
    """The values that a sentence stands for. A field that the kind does not ask for is kept in its details."""
    if not typed:
        return {}
    draft = asdict(understand(typed, today=day, currency=currency, vocabulary=load_vocabulary()))
    draft["skill_names"] = [load_vocabulary().name_of(skill) for skill in draft["skills"]]
    lost = [name for name in ("budget", "deadline") if draft[name] and kind.field(name) is None]
    if lost:
        draft["details"] = typed
    return kind.understood(draft)


def changes_form(kind: Kind, change: Callable[[Mapping[str, Any], str], dict[str, Any]]) -> Handler:
    """A press within the form: it asks more, or less, and keeps what was typed."""

    def handle(request: Request) -> Answer:
        values = change(read(kind.asks(request.values), request.values), request.value)
        routing = request.routing
        return Answer(form=lambda: draw_kind(kind, values, routing=routing), in_place=True)

    return handle


def takes_form(kind: Kind) -> Handler:
    """The form: a new opportunity, or a change to one."""

    def handle(request: Request) -> Answer:
        values = read(kind.asks(request.values), request.values)
        if posts(request.routing):
            post(request.scope, request.member, kind, values)
            return Answer(ends=True)
        edit(request.scope, request.member, request.routing, values)
        return Answer()

    return handle
