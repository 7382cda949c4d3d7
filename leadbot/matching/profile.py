"""What goes into matching, and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """A member, as far as matching needs to know them."""

    id: str
    skills: Sequence[str]  # slugs of the vocabulary, `new:` values, or names as people type them
    text: str = ""  # what they say of themselves
    load: float = 0.0  # offers lately
    capacity: int | None = None  # free places; None is unlimited
    waiting: float = 0.0  # days since they were last asked
    let_down: bool = False  # they accepted, and nobody made contact
    evidence: Sequence[tuple[str, float]] = ()  # (skill, count) learned from outcomes (above 0) and passes (below 0)
    near: bool = False  # in the space now, and so is whoever asks: the two can meet today


@dataclass(frozen=True, slots=True)
class Match:
    """A member who fits, how well (higher is better), and why, in words addressed to that member."""

    member_id: str
    score: float
    reasons: tuple[str, ...]
