"""Forms, drawn from fields that are data, and read back into plain values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from leadbot.kinds import Control, Field, Kind
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.people import MOST_SKILLS
from leadbot.slack.blocks import INPUT, OPTION_VALUE, PLACEHOLDER, Block, form, option, options, plain_text, question
from leadbot.slack.text import clean, clean_line, keep, plain

NEW = "new:"
NEW_MOST = 75  # characters of a skill that the vocabulary lacks


def draw(fields: Sequence[Field], values: Mapping[str, Any]) -> list[Block]:
    """The questions, with what is known already filled in."""
    return [
        question(
            field.name,
            field.label,
            element(field, values.get(field.name) or field.default),
            hint=field.hint,
            required=field.required,
        )
        for field in fields
    ]


def draw_kind(kind: Kind, values: Mapping[str, Any], *, editing: str = "") -> Block:
    """The form of a kind: to post, or to edit what `editing` refers to."""
    submit = "Save" if editing else kind.words.submit
    return form(kind.form, kind.words.form_title, submit, draw(kind.fields, values), routing=editing)


def element(field: Field, value: Any) -> Block:
    """The control of one question."""
    match field.control:
        case Control.LINE | Control.TEXT:
            most = min(field.most, INPUT)
            made: Block = {
                "type": "plain_text_input",
                "multiline": field.control is Control.TEXT,
                "max_length": most,
            }
            if value:
                made["initial_value"] = keep(str(value), most)
        case Control.SKILLS:
            made = {"type": "multi_external_select", "min_query_length": 1, "max_selected_items": MOST_SKILLS}
            if value:
                made["initial_options"] = [
                    option(skill, load_vocabulary().name_of(skill)) for skill in value[:MOST_SKILLS]
                ]
        case Control.DATE:
            made = {"type": "datepicker"}
            if value:
                made["initial_date"] = value.isoformat()
        case Control.PERSON:
            made = {"type": "users_select"}
        case Control.CHOICE | Control.MENU | Control.CHECKS:
            made = choices(field, value)
    if field.placeholder:
        made["placeholder"] = plain_text(field.placeholder, PLACEHOLDER)
    return made


def choices(field: Field, value: Any) -> Block:
    """The control of a question with a few answers: one of them, or for checks any."""
    drawn = {Control.CHOICE: "radio_buttons", Control.MENU: "static_select", Control.CHECKS: "checkboxes"}
    made: Block = {"type": drawn[field.control], "options": options(field.options)}
    if field.control is Control.CHECKS:
        if chosen := [pair for pair in field.options if pair[0] in (value or ())]:
            made["initial_options"] = options(chosen)
    elif value in dict(field.options):
        made["initial_option"] = option(value, dict(field.options)[value])
    return made


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
            picked = given.get("selected_date")
            return date.fromisoformat(picked) if picked else None
        case Control.PERSON:
            return given.get("selected_user") or ""
        case Control.CHECKS:
            return [str(each.get("value", "")) for each in given.get("selected_options") or []]
        case _:
            return str((given.get("selected_option") or {}).get("value") or "")


def suggestions(typed: str) -> list[Block]:
    """What a type-ahead menu shows for what was typed: skills of the vocabulary, and what was typed itself."""
    words = clean_line(typed)
    vocabulary = load_vocabulary()
    shown = [option(skill.slug, skill.name) for skill in vocabulary.suggest(words, limit=20)]
    if words and vocabulary.find(words) is None:
        shown.append(option(NEW + keep(words, NEW_MOST), f"Add “{plain(words, 60)}”"))
    return shown
