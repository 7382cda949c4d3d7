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

    @property
    def called(self) -> str:
        """What it is called within a sentence."""
        return self.short or self.label.lower()


@dataclass(frozen=True)
class RoleDraft:
    """What an opportunity needs, before it is kept."""

    description: str
    skills: tuple[str, ...]
    places: int


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
    places_field: str = "places"  # under which it is said that there are too few places

    def field(self, name: str) -> Field | None:
        """The field of that name, if this kind asks for it."""
        return next((field for field in self.fields if field.name == name), None)
