"""What a contract needs, role by role: in words that cards, lists and summaries share."""

from collections.abc import Sequence
from typing import Protocol

from leadbot.slack import text

SHORT = 3  # words of a role that is named with an article; more are somebody's own phrase


class Needed(Protocol):
    """A role, and how much of it is taken."""

    @property
    def description(self) -> str: ...
    @property
    def places(self) -> int: ...
    @property
    def taken(self) -> int: ...


def one(description: str) -> str:
    """A copywriter, an architect; not escaped. What is longer stands as it was written."""
    words = description.split()
    if not words or len(words) > SHORT or not words[0][0].isalpha():
        return description
    first = words[0] if words[0][1:] != words[0][1:].lower() else words[0].lower()  # SEO stays as it is
    article = "an" if first[0].lower() in "aeiou" else "a"
    return " ".join([article, first, *words[1:]])


def several_of(description: str, number: int) -> str:
    """A copywriter, or 2 × copywriter; escaped."""
    words = one(description) if number == 1 else f"{number} × {description}"
    return text.words(words, 120)


def still_needed(roles: Sequence[Needed]) -> str:
    """A copywriter, 2 × photographer: what is free; nothing if nothing is."""
    free = [(role.description, role.places - role.taken) for role in roles if role.taken < role.places]
    return ", ".join(several_of(description, number) for description, number in free)


def places_taken(roles: Sequence[Needed]) -> str:
    """How far it is: 2 of 4 places taken: needs a copywriter, a photographer."""
    places, taken = sum(role.places for role in roles), sum(role.taken for role in roles)
    needs = still_needed(roles)
    if not needs:
        return f"All {places} places are taken" if places > 1 else "The place is taken"
    if taken == 0:
        return f"Needs {needs}"
    return f"{taken} of {places} places taken: needs {needs}"


def within(sentence: str) -> str:
    """The same in the middle of a line."""
    return sentence[:1].lower() + sentence[1:]
