"""A skill, and the plain-text files that skills are written in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leadbot.matching.words import split_words

_LINE = re.compile(r"(?P<name>[^:\[\]]+?)\s*(?:\[(?P<slug>[a-z0-9-]+)\])?\s*(?::(?P<aliases>[^:\[\]]*))?")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill. Its name is written as it is said in the middle of a sentence: web design, WordPress."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    group: str  # the trades that it belongs to: the name of its file

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


def read_skills(lines: Iterable[str], group: str) -> Iterator[Skill]:
    """The skills of one file: comments and empty lines aside, `name: alias, alias` or `name [slug]: alias`."""
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            raise ValueError(f"{group}, line {number}: not `name: alias, alias`: {line.strip()}")
        aliases = tuple(alias.strip() for alias in (match["aliases"] or "").split(",") if alias.strip())
        yield Skill(match["slug"] or slugify(match["name"]), match["name"].strip(), aliases, group)


def slugify(name: str) -> str:
    """A name as a slug: "Café & bar design" is cafe-and-bar-design."""
    return "-".join(split_words(name.replace("&", " and ")))
