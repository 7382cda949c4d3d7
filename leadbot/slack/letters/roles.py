"""What a contract needs, role by role: in words that cards, lists and summaries share."""

import re
from collections.abc import Sequence
from typing import Protocol

from leadbot.slack import text
from leadbot.slack.letters.phrases import several

SHORT = 3  # words of a role that is named with an article; more are somebody's own phrase
SPELT = 4  # letters of an abbreviation at most, which is spoken letter by letter
# Who does something, by how the words for them end; and some that end otherwise. Branding and photography have no article.
TRADE = re.compile(
    r"(?:er|or|ist|ian|yst|tect|ant|eur|man|woman|person|lead|coach|chef|cook|nurse|host|clerk|guide|expert|scribe|DJ)$",
    re.IGNORECASE,
)


class Needed(Protocol):
    """A role, and how much of it is taken."""

    @property
    def description(self) -> str: ...
    @property
    def places(self) -> int: ...
    @property
    def taken(self) -> int: ...


def one(description: str) -> str:
    """A copywriter, an architect, but branding; not escaped. What is longer stands as it was written."""
    words = plain(description)
    if not is_short(description) or not TRADE.search(words):
        return words
    first = words.split()[0]
    vowels = "aefhilmnorsx" if first.isupper() and len(first) <= SPELT else "aeiou"  # an SEO specialist, a UX designer
    return f"{'an' if first[0].lower() in vowels else 'a'} {words}"


def is_short(description: str) -> bool:
    """Whether it is a name for what is needed, and no phrase of somebody's own."""
    words = description.split()
    return 0 < len(words) <= SHORT and words[0][0].isalpha()


def plain(description: str) -> str:
    """A role within a sentence: copywriter; SEO stays as it is, and what is longer stands as it was written."""
    first, *rest = description.split() or [""]
    own = first[1:] != first[1:].lower()
    return " ".join([first if own else first.lower(), *rest]) if is_short(description) else description


def several_of(description: str, number: int) -> str:
    """A copywriter, or 2 × copywriter; escaped."""
    words = one(description) if number == 1 else f"{number} × {plain(description)}"
    return text.words(words, 120)


def still_needed(roles: Sequence[Needed]) -> str:
    """A copywriter, branding and 2 × photographer: what is free; nothing if nothing is."""
    free = [(role.description, role.places - role.taken) for role in roles if role.taken < role.places]
    return several(several_of(description, number) for description, number in free)


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
