"""What a check has found, for whoever operates Leadbot."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How it stands."""

    OK = "ok"
    NOTE = "note"  # nothing is wrong, but it is good to know
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. The words of a fault say what mends it."""

    mark: Mark
    what: str
    words: str


def ok(what: str, words: str) -> Finding:
    """All is well."""
    return Finding(Mark.OK, what, words)


def note(what: str, words: str) -> Finding:
    """Good to know."""
    return Finding(Mark.NOTE, what, words)


def fault(what: str, words: str) -> Finding:
    """Something is wrong."""
    return Finding(Mark.FAULT, what, words)
