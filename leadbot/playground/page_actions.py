"""What somebody does on the page, done through Person and Form: the same methods that tests call."""

from collections.abc import Callable
from typing import Any

from leadbot.playground.entries import option_with
from leadbot.playground.form import Form
from leadbot.playground.inputs import is_stateful
from leadbot.playground.messages import Message, elements_in
from leadbot.playground.page_view import Place
from leadbot.playground.records import Answer, Json
from leadbot.playground.screen import Screen, named, pressed

UNANSWERED = "Leadbot did not answer in time. Please try again."
Surface = Message | Screen


class NotThere(Exception):
    """What was pressed has gone since the page was drawn; the text is what the person reads."""


def act(what: str, place: Place, given: Json) -> str:
    """Do it; gives a line for the person when something did not go as they meant, else nothing."""
    if what not in ACTIONS:
        raise NotThere(f"There is nothing here called {what}.")
    return ACTIONS[what](place, given) or ""


def send(place: Place, given: Json) -> str | None:
    """Say what was typed, or give the command that it is."""
    text = str(given.get("text", "")).strip()
    if not text:
        return None
    if not text.startswith("/"):
        place.person.says(place.room, text, place.thread)
        return None
    if place.thread is not None:
        return f"{text.split()[0]} does not work in threads. Sorry about that."
    answer = place.person.types(text, place.room)
    return None if answer.ok else answer.text


def press(place: Place, given: Json) -> str | None:
    """Press a button on a message, in a form or on the Home tab."""
    surface = _surface(place, given)
    block, element = _element(surface, given)
    if isinstance(surface, Form):
        enter(surface, given.get("values") or {})
    return _unanswered(_act(place, surface, block, pressed(element)))


def pick(place: Place, given: Json) -> str | None:
    """Choose from a menu that the app hears of at once."""
    surface = _surface(place, given)
    block, element = _element(surface, given)
    if isinstance(surface, Form):
        enter(surface, given.get("values") or {}, but=block["block_id"])
    if not is_stateful(element):  # an overflow menu: several on one message may have the same name
        chosen = {"selected_option": option_with(element, given["value"]), **named(element)}
        return _unanswered(_act(place, surface, block, chosen))
    if isinstance(surface, Form) and block["type"] == "input":
        surface.fill(**{block["block_id"]: given["value"]})
        return None
    return _unanswered(place.person.picks(surface, element["action_id"], given["value"]))


def keep(place: Place, given: Json) -> None:
    """Remember what is entered so far, so that a half-filled form is still there after going elsewhere."""
    enter(_form(place, given), given.get("values") or {})


def submit(place: Place, given: Json) -> None:
    """Send the form off."""
    form = _form(place, given)
    enter(form, given.get("values") or {})
    form.submit()


def close(place: Place, given: Json) -> None:
    """Close the form without sending it off."""
    _form(place, given).close()


def open_home(place: Place, _given: Json) -> None:
    """Open Leadbot's Home tab, of which the app hears."""
    place.person.opens_home()


def share(place: Place, given: Json) -> str | None:
    """Use one of the app's shortcuts on a message."""
    message = find_message(place, str(given.get("ts")))
    if message is None:
        raise NotThere("That message is gone.")
    return _unanswered(place.person.shares(message, str(given.get("shortcut"))))


def use_shortcut(place: Place, given: Json) -> str | None:
    """Use one of the app's shortcuts that work from anywhere."""
    return _unanswered(place.person.uses_shortcut(str(given.get("shortcut"))))


ACTIONS: dict[str, Callable[[Place, Json], str | None]] = {
    "send": send,
    "press": press,
    "pick": pick,
    "keep": keep,
    "submit": submit,
    "close": close,
    "home": open_home,
    "share": share,
    "shortcut": use_shortcut,
}


def suggestions(place: Place, given: Json) -> list[tuple[str, str]]:
    """What the app offers for what is typed into a menu of the form: (value, text) pairs."""
    return _form(place, given).type_ahead(str(given.get("block")), str(given.get("typed", "")))


def enter(form: Form, values: Json, but: str = "") -> None:
    """Put what was entered on the page into the form, input by input; what is as before is left alone."""
    heard_of = {block["block_id"] for block, _ in elements_in(form.blocks) if block["type"] != "input"}
    typed = {block["block_id"] for block, element in elements_in(form.blocks) if "external" in element["type"]}
    before = form.values()
    for block_id, given in values.items():
        if block_id not in before or block_id == but or block_id in heard_of:
            continue  # the form has changed meanwhile, or the app hears of this one on its own
        value, asked_for = _entered(given, before[block_id], found_by_typing=block_id in typed)
        if (before[block_id] or None) != (value or None):
            form.fill(**{block_id: asked_for})


def _entered(given: Any, held: Any, *, found_by_typing: bool) -> tuple[Any, Any]:
    """What was entered, and what to fill in for it. Choices come as [value, text] pairs; those that the app offers are
    asked for by their text, which is what a person types."""
    if not (isinstance(given, list) and given and isinstance(given[0], list)):
        return given, given
    known = held if isinstance(held, list) else [held]
    values = [value for value, _ in given]
    asked_for = [
        text if found_by_typing and value not in known and not value.startswith("new:") else value
        for value, text in given
    ]
    return (values, asked_for) if isinstance(held, list) else (values[-1], asked_for[-1])


# ---- finding what was meant


def find_message(place: Place, ts: str) -> Message | None:
    """The message with this time stamp that this person sees, an ephemeral one too."""
    for each in place.room.everything:
        if each.ts == ts and each.only_for in (None, place.person.id):
            return each
    return None


def _surface(place: Place, given: Json) -> Surface:
    where = given.get("on")
    if where == "form":
        return _form(place, given)
    if where == "home":
        if place.person.home is None:
            raise NotThere("Leadbot has not drawn its Home tab yet.")
        return place.person.home
    message = find_message(place, str(given.get("ts")))
    if message is None:
        raise NotThere("That message is gone.")
    return message


def _form(place: Place, given: Json) -> Form:
    form = place.person.form
    if form is None or form.view.id != given.get("view"):
        raise NotThere("That form is no longer open.")
    return form


def _element(surface: Surface, given: Json) -> tuple[Json, Json]:
    wanted = (given.get("block"), given.get("action"))
    for block, element in elements_in(surface.blocks):
        if (block["block_id"], element["action_id"]) == wanted:
            return block, element
    raise NotThere("That has changed in the meantime. Have another look.")


def _act(place: Place, surface: Surface, block: Json, action: Json) -> Answer:
    """By block, not by label: ten rows of one message may all have a button of the same name."""
    if isinstance(surface, Screen):
        return surface._act(block, action)
    return place.person._act(surface, block, action)


def _unanswered(answer: Answer) -> str | None:
    return None if answer.ok else UNANSWERED
