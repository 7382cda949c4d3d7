"""All that people can type, press and submit, and whose it is to do so.

What is registered here is what Slack's manifest and the help page name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from leadbot.services.authority import Right, enter, refuse_unasked
from leadbot.services.welcome import welcome
from leadbot.slack.blocks import Block
from leadbot.slack.listening import Answer, Handler, Request


@dataclass(frozen=True)
class Guarded:
    """A handler, and whose it is to use. What it did without asking for that right is undone, and never told."""

    right: Right  # or one of several
    handle: Handler

    def __call__(self, request: Request) -> Answer:
        enter(request.scope, request.member, self.right)
        answer = self.handle(request)
        refuse_unasked(request.scope, self.right)
        if request.scope.asker is None:  # they come for the first time
            welcome(request.scope, request.member)
        return answer


@dataclass(frozen=True)
class Command:
    """A slash command. `hint` is what Slack shows behind it; `help` is its line on the help page, with an example."""

    name: str
    hint: str
    help: str
    example: str
    handle: Guarded

    @property
    def pattern(self) -> re.Pattern[str]:
        """What people type for it: its name, or the name with the prefix of a manifest, such as `/coop-lead`."""
        return re.compile(rf"^/(?:[\w-]+-)?{re.escape(self.name.removeprefix('/'))}\Z")


@dataclass(frozen=True)
class Word:
    """What may be typed after `/leadbot`. `hint` is what may follow it; `help` is its line on the help page."""

    name: str
    hint: str
    help: str
    handle: Guarded


class On(StrEnum):
    """Where a shortcut is offered, by Slack's name for it."""

    MESSAGE = "message"  # under a message
    ANYWHERE = "global"


@dataclass(frozen=True)
class Shortcut:
    """A shortcut. `label` is what people choose; `help` is its line on the help page."""

    callback: str
    on: On
    label: str
    help: str
    handle: Guarded


Suggest = Callable[[str], list[Block]]  # the options of a type-ahead menu, for what was typed


@dataclass
class Registry:
    """The listeners, by what calls them."""

    commands: list[Command] = field(default_factory=list)
    buttons: dict[str, Guarded] = field(default_factory=dict)
    forms: dict[str, Guarded] = field(default_factory=dict)
    shortcuts: list[Shortcut] = field(default_factory=list)
    words: dict[str, Word] = field(default_factory=dict)
    menus: dict[str, Suggest] = field(default_factory=dict)

    def command(self, name: str, right: Right, hint: str, help: str, example: str = "") -> Callable[[Handler], Handler]:
        """Registers a slash command. Its hint is its example, unless there is another."""

        def add(handle: Handler) -> Handler:
            self.commands.append(Command(name, hint, help, example or hint, Guarded(right, handle)))
            return handle

        return add

    def button(self, action: str, right: Right) -> Callable[[Handler], Handler]:
        """Registers a button, by its action_id."""

        def add(handle: Handler) -> Handler:
            self.buttons[action] = Guarded(right, handle)
            return handle

        return add

    def form(self, callback: str, right: Right) -> Callable[[Handler], Handler]:
        """Registers a form's submission, by its callback_id."""

        def add(handle: Handler) -> Handler:
            self.forms[callback] = Guarded(right, handle)
            return handle

        return add

    def shortcut(self, callback: str, right: Right, on: On, label: str, help: str) -> Callable[[Handler], Handler]:
        """Registers a shortcut, by its callback_id."""

        def add(handle: Handler) -> Handler:
            self.shortcuts.append(Shortcut(callback, on, label, help, Guarded(right, handle)))
            return handle

        return add

    def word(self, name: str, right: Right, hint: str, help: str) -> Callable[[Handler], Handler]:
        """Registers what may be typed after `/leadbot`; the handler gets the rest of the line."""

        def add(handle: Handler) -> Handler:
            self.words[name] = Word(name, hint, help, Guarded(right, handle))
            return handle

        return add

    def menu(self, block: str) -> Callable[[Suggest], Suggest]:
        """Registers a type-ahead menu, by its block id; one for `skills` serves `role_3_skills` too."""

        def add(suggest: Suggest) -> Suggest:
            self.menus[block] = suggest
            return suggest

        return add

    def suggestions(self, block: str, typed: str) -> list[Block]:
        """What the menu of a block offers for what was typed; nothing, if there is no such menu."""
        suggest = self.menus.get(block) or self.menus.get(block.rpartition("_")[2])
        return suggest(typed) if suggest else []
