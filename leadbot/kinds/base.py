"""What differs between one kind of opportunity and another, as data: its fields, its roles and its words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Control(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    SKILLS = "skills"
    DATE = "date"
    CHOICE = "choice"  # one of a few, all of them seen
    MENU = "menu"  # one of a few, behind a menu
    PERSON = "person"
    PEOPLE = "people"
    CHANNEL = "channel"  # a public one
    TIME = "time"
    CHECKS = "checks"  # any of a few, all of them seen
    LOOK_UP = "look_up"  # one of many, found by typing


class ShownTo(StrEnum):
    """Who sees what a field holds."""

    EVERYONE = "everyone"
    INTRODUCED = "introduced"  # the poster and the partners whom they were introduced to; nobody else, ever
    POSTER = "poster"  # it steers Leadbot, and is shown to nobody else


@dataclass(frozen=True)
class Field:
    """One question of a form. `name` is the block id that Slack keeps, so it never changes."""

    name: str
    label: str
    control: Control
    required: bool = False
    hint: str = ""
    placeholder: str = ""
    most: int = 150  # characters
    options: tuple[tuple[str, str], ...] = ()  # (value, what people read)
    default: str = ""
    shown_to: ShownTo = ShownTo.EVERYONE
    short: str = ""  # how a sentence speaks of it, where its label would not do
    facts: tuple[tuple[str, str], ...] = ()  # (value, how a line of facts says it), where "label: value" would not do
    name_of: Callable[[str], str] = str  # what people read for a value that is found by typing
    boxes_go: bool = (
        False  # with other parts of the form; what was ticked in a box that has gone then counts for nothing
    )

    @property
    def called(self) -> str:
        """What it is called within a sentence."""
        return self.short or self.label.lower()


@dataclass(frozen=True)
class Press:
    """Something to press between the questions of a form, which changes what it asks."""

    label: str
    action: str  # its action_id, which Slack keeps, so it never changes
    value: str = ""


@dataclass(frozen=True)
class Heading:
    """A line between the questions of a form, perhaps with something to press at its end."""

    text: str
    press: Press | None = None


@dataclass(frozen=True)
class RoleDraft:
    """What an opportunity needs, before it is kept. `position` tells a role from its neighbours through every edit."""

    description: str
    skills: tuple[str, ...]
    places: int  # to be filled; without the poster's own
    position: int = 0
    by_poster: bool = False  # the poster takes one place of it, besides


OUTCOMES = (
    ("won", "It was won: the work goes ahead"),
    ("lost", "It was lost: somebody else has it"),
    ("fell_through", "It fell through: nobody does it"),
    ("no_contact", "We never got in touch"),
)


@dataclass(frozen=True)
class Words:
    """A kind's own sentences. Braces name what is filled in: {poster}, {partner}, {title}."""

    noun: str  # lead
    plural: str  # leads
    form_title: str
    submit: str
    post: str  # on the button that opens the form: Post a lead
    help: str  # what the command is for, as `/leadbot help` says it
    example: str  # what may be typed after the command
    offer: str  # the first line of an offer
    card: str  # the first line on the channel
    introduction: str  # the first line in the group message
    next_step: str  # what the two do now
    # How each outcome is put to the two (value, what people read); the values are those of statuses.Outcome.
    outcomes: tuple[tuple[str, str], ...] = OUTCOMES


@dataclass(frozen=True)
class Kind:
    """A kind of opportunity. All kinds take the same road; this says what is particular to one."""

    name: str
    command: str
    form: str
    fields: tuple[Field, ...]
    words: Words
    roles: Callable[[Mapping[str, Any]], tuple[RoleDraft, ...]]
    values_of_roles: Callable[[Sequence[RoleDraft]], dict[str, Any]]  # its inverse: what the form holds of them
    button: str  # by which its form is opened, where there is no command
    shared_as: str = ""  # the label of its shortcut on messages, 24 characters at most; none, if it has none
    places_field: str = "places"  # under which it is said that a role has too few places; {position} is filled in
    # Where the form asks more or less, depending on what it holds: all of its parts, in order.
    parts: Callable[[Mapping[str, Any]], tuple[Field | Press | Heading, ...]] | None = None
    # What each press in the form makes of what it holds, by its action; the second argument is the press's own value.
    presses: tuple[tuple[str, Callable[[Mapping[str, Any], str], dict[str, Any]]], ...] = ()
    # What is wrong with values that are right one by one: a sentence for each field.
    faults: Callable[[Mapping[str, Any]], dict[str, str]] = lambda _: {}
    # What its form holds of a sentence that was understood (title, details, skills and their names, budget, deadline), where that differs.
    understood: Callable[[dict[str, Any]], dict[str, Any]] = dict
    gathers: bool = False  # whom it brings together is a team: proposed, invited, and gathered once

    def form_parts(self, values: Mapping[str, Any]) -> tuple[Field | Press | Heading, ...]:
        """All that its form shows where it holds these values, in order."""
        return self.fields if self.parts is None else self.parts(values)

    def asks(self, values: Mapping[str, Any]) -> tuple[Field, ...]:
        """The questions of its form where it holds these values, in order."""
        return tuple(part for part in self.form_parts(values) if isinstance(part, Field))

    def places_of(self, position: int) -> str:
        """Under which field it is said that a role has too few places."""
        return self.places_field.format(position=position)

    def field(self, name: str) -> Field | None:
        """The field of that name, if this kind asks for it."""
        return next((field for field in self.fields if field.name == name), None)
