"""All that people can type, press and submit. What is registered here is what Slack's manifest and the help page name."""

from collections.abc import Callable
from dataclasses import dataclass, field

from leadbot.slack.listening import Handler


@dataclass(frozen=True)
class Command:
    """A slash command. `hint` is what Slack shows behind it; `help` is its line on the help page, with an example."""

    name: str
    hint: str
    help: str
    example: str
    handle: Handler


@dataclass
class Registry:
    """The listeners, by what calls them."""

    commands: list[Command] = field(default_factory=list)
    buttons: dict[str, Handler] = field(default_factory=dict)
    forms: dict[str, Handler] = field(default_factory=dict)

    def command(self, name: str, hint: str, help: str, example: str = "") -> Callable[[Handler], Handler]:
        """Registers a slash command. Its hint is its example, unless there is another."""

        def add(handle: Handler) -> Handler:
            self.commands.append(Command(name, hint, help, example or hint, handle))
            return handle

        return add

    def button(self, action: str) -> Callable[[Handler], Handler]:
        """Registers a button, by its action_id."""

        def add(handle: Handler) -> Handler:
            self.buttons[action] = handle
            return handle

        return add

    def form(self, callback: str) -> Callable[[Handler], Handler]:
        """Registers a form's submission, by its callback_id."""

        def add(handle: Handler) -> Handler:
            self.forms[callback] = handle
            return handle

        return add
