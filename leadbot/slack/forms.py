"""Forms, drawn from fields that are data, and read back into plain values."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

from leadbot.kinds import Control, Field, Heading, Kind, Press
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.people import MOST_SKILLS
from leadbot.slack.blocks import (
    INPUT,
    OPTION_VALUE,
    PLACEHOLDER,
    Block,
    actions,
    button,
    context,
    divider,
    form,
    option,
    options,
    plain_text,
    question,
    section,
)
from leadbot.slack.text import clean, clean_line, keep, plain

Picked = TypeVar("Picked")
NEW = "new:"
PUBLIC = {"include": ["public"], "exclude_external_shared_channels": True}
NEW_MOST = 75  # characters of a skill that the vocabulary lacks


def draw(parts: Sequence[Field | Press | Heading], values: Mapping[str, Any]) -> list[Block]:
    """The questions, with what is known already filled in, and what stands between them."""
    return [block for part in parts for block in draw_one(part, values)]


def draw_one(part: Field | Press | Heading, values: Mapping[str, Any]) -> list[Block]:
    """One part of a form; what begins anew, or adds to it, is set apart by a line."""
    match part:
        case Press():
            return [divider(), actions(pressed(part))]
        case Heading():
            heading = section(f"*{part.text}*") | ({"accessory": pressed(part.press)} if part.press else {})
            return [divider(), heading]
    asked = element(part, values.get(part.name) or part.default)
    return [question(part.name, part.label, asked, hint=part.hint, required=part.required)]


def pressed(press: Press) -> Block:
    """A button within a form."""
    return button(press.label, press.action, press.value)


def draw_kind(kind: Kind, values: Mapping[str, Any], *, routing: str = "", note: str = "") -> Block:
    """The form of a kind: to post, or to edit what `routing` refers to.

    A note, in mrkdwn, stands above the questions.
    """
    submit = kind.words.submit if posts(routing) else "Save"
    blocks = [*([context(note)] if note else []), *draw(kind.form_parts(values), values)]
    return form(kind.form, kind.words.form_title, submit, blocks, routing=routing)


def posts(routing: str) -> bool:
    """Whether the form of a kind with this routing posts something new. Else it edits what the routing refers to."""
    return routing == ""


def element(field: Field, value: Any) -> Block:
    """The control of one question."""
    made = CONTROLS[field.control](field, value)
    if field.placeholder:
        made["placeholder"] = plain_text(field.placeholder, PLACEHOLDER)
    return made


def control(type_: str, name: str, initial: Any, **more: Any) -> Block:
    """A control with what it holds at first under this name; Slack takes no empty one."""
    return {"type": type_, **more, **({name: initial} if initial else {})}


def typed_into(field: Field, value: Any) -> Block:
    """A line or a text."""
    most = min(field.most, INPUT)
    initial = keep(str(value), most) if value else ""
    multiline = field.control is Control.TEXT
    return control("plain_text_input", "initial_value", initial, multiline=multiline, max_length=most)


def skills_menu(_: Field, value: Any) -> Block:
    """Skills, found by typing."""
    chosen = [option(skill, load_vocabulary().name_of(skill)) for skill in (value or ())[:MOST_SKILLS]]
    limits = {"min_query_length": 1, "max_selected_items": MOST_SKILLS}
    return control("multi_external_select", "initial_options", chosen, **limits)


def look_up_menu(field: Field, value: Any) -> Block:
    """One of many, found by typing."""
    chosen = option(value, field.name_of(value)) if value else None
    return control("external_select", "initial_option", chosen, min_query_length=1)


def one_of(field: Field, value: Any) -> Block:
    """One of a few."""
    type_ = "radio_buttons" if field.control is Control.CHOICE else "static_select"
    chosen = [option(*each) for each in field.options if each[0] == value]
    return control(type_, "initial_option", chosen[0] if chosen else None, options=options(field.options))


def any_of(field: Field, value: Any) -> Block:
    """Any of a few."""
    ticked = [option(*each) for each in field.options if each[0] in (value or ())]
    return control("checkboxes", "initial_options", ticked, options=options(field.options))


def people_menu(field: Field, value: Any) -> Block:
    """Several people."""
    return control("multi_users_select", "initial_users", (value or [])[: field.most], max_selected_items=field.most)


CONTROLS: Mapping[Control, Callable[[Field, Any], Block]] = {
    Control.LINE: typed_into,
    Control.TEXT: typed_into,
    Control.SKILLS: skills_menu,
    Control.DATE: lambda _, day: control("datepicker", "initial_date", day and day.isoformat()),
    Control.TIME: lambda _, clock: control("timepicker", "initial_time", clock and f"{clock:%H:%M}"),
    Control.CHOICE: one_of,
    Control.MENU: one_of,
    Control.CHECKS: any_of,
    Control.LOOK_UP: look_up_menu,
    Control.PERSON: lambda *_: {"type": "users_select"},
    Control.PEOPLE: people_menu,
    Control.CHANNEL: lambda _, channel: control("conversations_select", "initial_conversation", channel, filter=PUBLIC),
}


def read(fields: Sequence[Field], state: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The values of a form, cleaned; what was left empty is empty."""
    return {field.name: read_one(field, state.get(field.name, {})) for field in fields}


def read_one(field: Field, given: Mapping[str, Any]) -> Any:
    """The value of one question, from the state that Slack sends of every input."""
    match field.control:
        case Control.LINE:
            return clean_line(given.get("value") or "")
        case Control.TEXT:
            return clean(given.get("value") or "")
        case Control.SKILLS:
            chosen = [clean_line(str(each.get("value", ""))) for each in given.get("selected_options") or []]
            return [keep(value, OPTION_VALUE) for value in dict.fromkeys(chosen) if value.removeprefix(NEW)]
        case Control.DATE:
            return picked(date.fromisoformat, given.get("selected_date"))
        case Control.TIME:
            return picked(clock_time, given.get("selected_time"))
        case Control.PERSON:
            return given.get("selected_user") or ""
        case Control.PEOPLE:
            return list(dict.fromkeys(str(each) for each in given.get("selected_users") or []))
        case Control.CHANNEL:
            return str(given.get("selected_conversation") or "")
        case Control.CHECKS:
            ticked = [str(each.get("value", "")) for each in given.get("selected_options") or []]
            return [value for value in ticked if value in dict(field.options)] if field.boxes_go else ticked
        case _:
            return str((given.get("selected_option") or {}).get("value") or "")


def picked(read: Callable[[str], Picked], given: Any) -> Picked | None:
    """What was picked; nothing, if it is none that a picker has."""
    try:
        return read(str(given)) if given else None
    except ValueError:
        return None


def clock_time(given: str) -> time:
    """A clock time, as Slack's picker gives it."""
    return datetime.strptime(given, "%H:%M").time()  # noqa: DTZ007 a clock time has no zone


def suggestions(typed: str) -> list[Block]:
    """What a type-ahead menu shows for what was typed: skills of the vocabulary, and what was typed itself."""
    words = clean_line(typed)
    vocabulary = load_vocabulary()
    shown = [option(skill.slug, skill.name) for skill in vocabulary.suggest(words, limit=20)]
    if (kept := keep(words, NEW_MOST)) and vocabulary.find(words) is None:
        shown.append(option(NEW + kept, f"Add “{plain(words, 60)}”"))
    return shown
