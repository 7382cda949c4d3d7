"""What the templates need to draw blocks: texts, what is chosen in an input, what may be chosen."""

from typing import Any

from markupsafe import Markup

from leadbot.playground.entries import rooms_for
from leadbot.playground.form import Form
from leadbot.playground.inputs import STATE_KEYS, first_state
from leadbot.playground.messages import Message, StateValues
from leadbot.playground.page_markup import Reader, drawn, plain_words
from leadbot.playground.page_view import Place
from leadbot.playground.records import Json
from leadbot.playground.screen import Home
from leadbot.playground.world import World

Option = tuple[str, str, str]  # value, text, description


class Surface:
    """Something with blocks on it, as one person sees it. `surface` is message, form or home; `key` makes ids unique."""

    def __init__(
        self,
        surface: str,
        key: str,
        blocks: list[Json],
        place: Place,
        states: StateValues,
        errors: dict[str, str] | None = None,
    ) -> None:
        self.surface = surface
        self.key = key
        self.blocks = blocks
        self.slack: World = place.person.slack
        self.reader: Reader = place.reader
        self.states = states
        self.errors = errors or {}

    def text(self, thing: Json) -> Markup | str:
        """A text object, drawn; its lines keep their ends, as they do in Slack."""
        words = str(thing.get("text", ""))
        if thing.get("type") == "mrkdwn":
            return drawn(words, self.reader, verbatim=bool(thing.get("verbatim")))
        return Markup("<br>").join(plain_words(words).split("\n")) if "\n" in words else plain_words(words)

    def held(self, block: Json, element: Json) -> Any:
        """What is entered: a text, a value, or a list of values."""
        state = self.states.get(block["block_id"], {}).get(element["action_id"]) or first_state(element)
        inside = state[STATE_KEYS[element["type"]]]
        if isinstance(inside, list):
            return [each["value"] if isinstance(each, dict) else each for each in inside]
        return inside["value"] if isinstance(inside, dict) else inside if inside is not None else ""

    def chosen(self, block: Json, element: Json) -> list[Option]:
        """The choices of a menu that takes several, or of one that is found by typing."""
        state = self.states.get(block["block_id"], {}).get(element["action_id"]) or first_state(element)
        inside = state[STATE_KEYS[element["type"]]] or []
        if isinstance(inside, dict):
            return [self._option(inside)]
        if "options" in STATE_KEYS[element["type"]]:
            return [self._option(each) for each in inside]
        return [(each, self.slack.workspace.name_of(each), "") for each in inside]

    def options(self, element: Json) -> list[Option]:
        """What a menu offers without groups."""
        type_ = element["type"].removeprefix("multi_")
        if type_ == "users_select":
            return [(each.id, each.name, each.title) for each in self.slack.people if not each.deleted]
        if type_ in ("channels_select", "conversations_select"):
            return [(each.id, f"#{each.name}", "") for each in rooms_for(element, self.slack.conversations)]
        return [self._option(each) for each in element.get("options") or []]

    def groups(self, element: Json) -> list[tuple[str, list[Option]]]:
        """What a menu offers in groups."""
        return [
            (plain_words(group["label"]["text"]), [self._option(each) for each in group["options"]])
            for group in element.get("option_groups") or []
        ]

    def choices(self, element: Json) -> list[Option]:
        """All that a menu offers, in groups or not."""
        return [*self.options(element), *(option for _, options in self.groups(element) for option in options)]

    def rich(self, element: Json, value: str) -> tuple[Markup | str, Markup | str]:
        """The text and the description of a box to tick, which may have marks in them."""
        option = next(each for each in element["options"] if each["value"] == value)
        return self.text(option["text"]), self.text(option["description"]) if "description" in option else ""

    @staticmethod
    def _option(option: Json) -> Option:
        description = option.get("description", {}).get("text", "")
        return option["value"], plain_words(option["text"]["text"]), plain_words(description)


def message_surface(message: Message, place: Place) -> Surface:
    """The blocks of a message."""
    return Surface("message", f"m{message.ts}", message.blocks, place, message.entered.get(place.person.id, {}))


def form_surface(form: Form, place: Place) -> Surface:
    """The blocks of a form, with what is entered and what is wrong."""
    return Surface("form", form.view.id, form.blocks, place, form.view.values, form.errors)


def home_surface(home: Home, place: Place) -> Surface:
    """The blocks of the Home tab."""
    return Surface("home", home.view.id, home.blocks, place, home.view.values)
