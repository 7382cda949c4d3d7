"""What a person sees of a view, and what they can press there."""

import json

from leadbot.playground.accounts import Account
from leadbot.playground.deliver import Courier
from leadbot.playground.entries import entry, option_with
from leadbot.playground.inputs import STATE_KEYS, is_stateful
from leadbot.playground.messages import Button, buttons_in, elements_in
from leadbot.playground.payloads import action_in_view
from leadbot.playground.records import Answer, Delivery, Json
from leadbot.playground.state import Workspace
from leadbot.playground.views import View
from leadbot.playground.words import block_words


class Screen:
    """A view before a person: a form, or their Home tab."""

    def __init__(self, workspace: Workspace, courier: Courier, person: Account, view: View) -> None:
        self.workspace = workspace
        self.courier = courier
        self.person = person
        self.view = view

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        return self.view.blocks

    @property
    def callback_id(self) -> str:
        """What the app calls it."""
        return str(self.view.content.get("callback_id", ""))

    @property
    def buttons(self) -> list[Button]:
        """The buttons in it (not the one that sends it off)."""
        return buttons_in(self.blocks)

    @property
    def words(self) -> str:
        """All that can be read in it."""
        return block_words(self.blocks, self.workspace.name_of)

    def press(self, button: str | Button) -> Answer:
        """Press a button in it, by its label or action_id."""
        block, element = find_button(self.blocks, button)
        return self._act(block, pressed(element))

    def picks(self, action_id: str, value: str) -> Answer:
        """Choose from a menu that is not an input: the app hears of it at once."""
        block, element = find_element(self.blocks, action_id)
        if not is_stateful(element):  # an overflow menu keeps nothing
            return self._act(block, {"selected_option": option_with(element, value), **named(element)})
        state = self.view.values[block["block_id"]][action_id]
        with self.workspace.change():
            state[STATE_KEYS[element["type"]]] = entry(element, value)
        return self._act(block, state | named(element))

    def _act(self, block: Json, action: Json) -> Answer:
        trigger = self.workspace.triggers.give(self.person.id)
        action = action | {"block_id": block["block_id"]}
        delivery = self.courier.send(
            "interaction", action_in_view(self.workspace, self.person, self.view, action, trigger)
        )
        return acted(self.workspace, delivery)


class Home(Screen):
    """A person's Home tab."""


def find_button(blocks: list[Json], wanted: str | Button) -> tuple[Json, Json]:
    """The button with this label or action_id, or this very one of several alike; and its block."""
    there = [(b, e) for b, e in elements_in(blocks) if e["type"] == "button"]
    for block, element in there:
        label = block_words([element["text"]])
        if wanted in (element["action_id"], label, (label, element["action_id"], element.get("value"))):
            return block, element
    raise AssertionError(f"no button {wanted!r}; there are {[tuple(each[:2]) for each in buttons_in(blocks)]}")


def find_element(blocks: list[Json], action_id: str) -> tuple[Json, Json]:
    """The element with this action_id, and its block."""
    for block, element in elements_in(blocks):
        if element["action_id"] == action_id:
            return block, element
    raise AssertionError(f"no {action_id!r}; there are {[element['action_id'] for _, element in elements_in(blocks)]}")


def named(element: Json) -> Json:
    """What an action says about the element that it comes from."""
    return {name: element[name] for name in ("type", "action_id", "placeholder") if name in element}


def pressed(button: Json) -> Json:
    """The action of a button."""
    kept = ("type", "action_id", "text", "value", "style", "url", "confirm")
    return {name: button[name] for name in kept if name in button}


def json_answer(delivery: Delivery) -> Json | None:
    """The body of an answer, if it is a JSON object."""
    try:
        answer = json.loads(delivery.answer)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def acted(workspace: Workspace, delivery: Delivery) -> Answer:
    """What a person notices of a press: nothing, or a warning sign when the app did not answer in time."""
    if not delivery.ok:
        workspace.fault("an interaction was not answered", str(delivery))
    return Answer(delivery.ok, delivery.status, seconds=delivery.seconds)
