"""What a member says of themselves, as matching reads it: most of the time that it takes to rank goes into this."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from leadbot.matching.request import key_of, name_stems
from leadbot.matching.vocabulary import NEW, load_vocabulary
from leadbot.matching.words import stems

# How surely a member has a skill: they list it, they list something that names it, or their text names it.
LISTED, PART_OF_A_SKILL, IN_TEXT = 1.0, 0.7, 0.5
# The weight of a word: in the skills that a member lists, in their text, among the other names of a skill of theirs.
IN_SKILL, IN_PROFILE, IN_ALIAS = 2.0, 1.0, 0.4
REMEMBERED = 8192  # members, each with some two kilobytes: a large space whole, and what changes is read anew


@dataclass(frozen=True, slots=True)
class Read:
    """What a member says. It is shared by all who ask for it, and nobody changes it."""

    has: Mapping[str, float]  # the skills, and how surely they have each (0 to 1)
    says: Mapping[str, float]  # the stems, each with a weight from 0 to 1
    groups: frozenset[str]  # of trades, of the skills that they list


@lru_cache(maxsize=REMEMBERED)
def read_member(skills: tuple[str, ...], text: str) -> Read:
    """What somebody says who lists these skills, and writes this of themselves: the same until they change it."""
    has = skills_of(skills, text)
    listed = (load_vocabulary().get(key) for key, strength in has.items() if strength == LISTED)
    return Read(has, words_of(skills, text), frozenset(skill.group for skill in listed if skill))


def skills_of(skills: tuple[str, ...], text: str) -> dict[str, float]:
    """The skills that are listed, or named in what they write, and how surely they have each (0 to 1)."""
    vocabulary = load_vocabulary()
    has = dict.fromkeys((key_of(value, vocabulary) for value in skills), LISTED)
    has.pop(NEW, None)
    texts = [(vocabulary.name_of(value), PART_OF_A_SKILL) for value in skills if not vocabulary.get(value)]
    for words, strength in (*texts, (text, IN_TEXT)):
        for mention in vocabulary.mentions(words, typos=False):
            has[mention.skill.slug] = max(has.get(mention.skill.slug, 0.0), strength)
    return has


def words_of(skills: tuple[str, ...], text: str) -> dict[str, float]:
    """The stems that are said, each with a weight from 0 to 1: more said is more, but ever less so."""
    says: dict[str, float] = {}
    for value in skills:
        name, others = said_by_listing(value)
        for word in others:
            says.setdefault(word, IN_ALIAS)
        for word in name:
            says[word] = IN_SKILL
    for word, count in Counter(stems(text)).items():
        says[word] = says.get(word, 0.0) + IN_PROFILE * (1 + math.log(count))
    length = 0.6 + 0.03 * sum(says.values())  # a long profile says a bit of everything
    return {word: weight / (weight + length) for word, weight in says.items()}


@lru_cache(maxsize=REMEMBERED)
def said_by_listing(value: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The stems of a skill's name, and those of all its names: the same for all who list it."""
    vocabulary = load_vocabulary()
    skill = vocabulary.get(key_of(value, vocabulary))
    return tuple(stems(vocabulary.name_of(value))), name_stems(skill) if skill else frozenset()
