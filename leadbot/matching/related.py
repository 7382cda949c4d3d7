"""Skills that are near enough to be asked for in place of one another, from a plain-text file."""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

from leadbot.matching.profile import Profile
from leadbot.matching.vocabulary import Vocabulary, load_vocabulary

Related = dict[str, frozenset[str]]  # slug → the slugs that it goes with


def read_related(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The names on each line, comments and empty lines aside."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            yield tuple(name.strip() for name in line.split(","))


def relate(sets: Iterable[tuple[str, ...]], vocabulary: Vocabulary) -> Related:
    """Each skill with those that stand on a line with it. What is related to them in turn is not near enough."""
    slug_of = {skill.name: skill.slug for skill in vocabulary.skills}
    related: dict[str, set[str]] = {}
    for names in sets:
        slugs = {slug_of[name] for name in names if name in slug_of}
        for slug in slugs:
            related.setdefault(slug, set()).update(slugs - {slug})
    return {slug: frozenset(others) for slug, others in related.items()}


@cache
def load_related() -> Related:
    """The relations that Leadbot comes with: data/related.txt."""
    file = resources.files("leadbot.matching") / "data" / "related.txt"
    return relate(read_related(file.read_text(encoding="utf-8").splitlines()), load_vocabulary())


def passed_on(member: Profile) -> frozenset[str]:
    """The skills that a member said are not theirs: nothing that they list may lead to them."""
    return frozenset(skill for skill, count in member.evidence if count < 0)


def lift(
    scores: Mapping[int, float], lifts: Mapping[int, float], able: Mapping[int, int], nearly: Mapping[int, int]
) -> dict[int, float]:
    """The scores, raised by what related skills are worth; `able` and `nearly` count the skills that members meet so.

    A relation lifts nobody to those who have as many of the asked skills themselves, whatever else speaks for them.
    """
    least: dict[int, float] = {}  # the lowest score of those who have so many skills themselves, or more
    for at in able.keys() & scores.keys():
        for number in range(1, able[at] + 1):
            least[number] = min(least.get(number, math.inf), scores[at])
    lifted = {}
    for at, score in scores.items():
        reached, top = score + lifts[at], least.get(able.get(at, 0) + nearly.get(at, 0), math.inf)
        if reached >= top:
            reached = top * (1 - 0.01 / (1 + reached))  # just below, and in order among themselves
        lifted[at] = round(max(score, reached), 6)
    return lifted
