"""What differs between one kind of opportunity and another, as data: its fields, its roles and its words."""

from collections.abc import Callable, Mapping
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


@dataclass(frozen=True)
class Words:
    """A kind's own sentences. Braces name what is filled in: {poster}, {partner}, {title}."""

    noun: str  # lead
    plural: str  # leads
    form_title: str
    submit: str
    help: str  # what the command is for, as `/leadbot help` says it
    example: str  # what may be typed after the command
    offer: str  # the first line of an offer
    card: str  # the first line on the channel
    introduction: str  # the first line in the group message
    next_step: str  # what the two do now


@dataclass(frozen=True)
class Kind:
    """A kind of opportunity. All kinds take the same road; this says what is particular to one."""

    name: str
    command: str
    form: str
    fields: tuple[Field, ...]
    words: Words
    roles: Callable[[Mapping[str, Any]], tuple[RoleDraft, ...]]

    def field(self, name: str) -> Field | None:
        """The field of that name, if this kind asks for it."""
        return next((field for field in self.fields if field.name == name), None)
