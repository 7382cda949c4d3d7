"""The vocabulary: what members can do, under one name each, and all the other names that people give it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from leadbot.matching.skill import Skill, read_skills
from leadbot.matching.words import ALSO_WORDS, STOP_WORDS, Words, as_shown, fold, singular, spans, split_words, stem

LONGEST_VALUE = 75  # characters, "new:" included; well inside what a menu's option may hold
NEW = "new:"
_SEPARATORS = re.compile(r"[,;\n\r\t|•]+|\s/\s")
_AND = re.compile(r"\s+(?:and|&|\+)\s+", re.IGNORECASE)
_DOING = ("er", "ers", "or", "ors", "ist", "ists", "ing")  # a decorator decorates; a market is not marketing
_LONGEST_PHRASE = 6  # words


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill that a text names, and the words that named it, as they were typed."""

    skill: Skill
    phrase: str


Key = tuple[str, ...]


def plain_key(text: str) -> Key:
    """The words of a name as they are compared: no case, punctuation, plural or second spelling."""
    return tuple(singular(word) for word in split_words(text) if word != "and")


def stem_key(text: str) -> Key:
    """The stems of a name: "web designers" and "web design" are the same."""
    return tuple(stem(word) for word in split_words(text) if word != "and")


@dataclass(frozen=True)
class Vocabulary:
    """All skills, and the ways to find one. Made by `load_vocabulary`, or from any skills in a test."""

    skills: tuple[Skill, ...]
    _found: dict[str, Skill | None] = field(default_factory=dict, compare=False, repr=False)

    def get(self, slug: str) -> Skill | None:
        """The skill with this slug."""
        return self._by_slug.get(slug)

    def find(self, text: str) -> Skill | None:
        """The skill of this name or alias, however it is spelt; None rather than a guess."""
        found = self.find_spelt(text)
        if found or len(text) > LONGEST_VALUE:
            return found
        if text not in self._found:
            if len(self._found) > 5_000:
                self._found.clear()
            self._found[text] = self._find_misspelt("".join(plain_key(text)))
        return self._found[text]

    def find_spelt(self, text: str) -> Skill | None:
        """As `find`, without typos, at the price of three look-ups: for the many skills of many members."""
        key = plain_key(text)
        return (
            self._by_key.get(key) or self._by_stems.get(stem_key(text)) or self._by_letters.get("".join(key))
            if key
            else None
        )

    def value_of(self, text: str) -> str:
        """What stands for this skill in forms and tables: a slug, or `new:` and what was typed; "" for no words."""
        typed = " ".join(text.removeprefix(NEW).split()).strip(" .·*-–")
        if not any(letter.isalnum() for letter in typed):
            return ""
        found = self.get(typed) or self.find(typed)
        return found.slug if found else NEW + typed[: LONGEST_VALUE - len(NEW)].strip()

    def read_list(self, text: str) -> list[str]:
        """The values of the skills in "web design, logo design and WordPress", in order, each once."""
        values: dict[Key, str] = {}
        for part in self._parts(text):
            value = self.value_of(part)
            if value:
                values.setdefault(plain_key(self.name_of(value)) or (value,), value)
        return list(values.values())

    def name_of(self, value: str) -> str:
        """What a value is called: "new:Basket weaving" is "Basket weaving", an unknown slug has its hyphens opened."""
        if value.startswith(NEW):
            return value.removeprefix(NEW).strip()
        skill = self.get(value)
        return skill.name if skill else value.replace("-", " ").strip()

    def suggest(self, typed: str, limit: int = 20) -> list[Skill]:
        """What somebody who has typed this far may mean, likeliest first."""
        start = fold(" ".join(typed.split()))
        if not start:
            return list(self.skills[:limit])
        ranked = sorted(
            (place, fold(skill.name), skill.slug) for skill in self.skills if (place := _place(skill, start)) < 4
        )
        slugs = [slug for _, _, slug in ranked]
        exact = self.find(typed)
        if exact and (not slugs or plain_key(typed) in map(plain_key, exact.names)):
            slugs = [exact.slug, *(slug for slug in slugs if slug != exact.slug)]
        if len(slugs) < limit and len(start) >= 4:
            slugs += [slug for slug in self._close_to(start, limit) if slug not in slugs]
        return [self._by_slug[slug] for slug in slugs[:limit]]

    def mentioned_in(self, text: str) -> list[Skill]:
        """The skills that a text names, in order; the longest phrase wins."""
        return [mention.skill for mention in self.mentions(text)]

    def mentions(self, text: str, *, typos: bool = True) -> list[Mention]:
        """The skills that a text names, each once, with the words that named them."""
        where = spans(text)
        words = Words.of([word for word, _, _ in where])
        shown = fold(text) if text.isupper() else as_shown(text)
        found: dict[str, Mention] = {}
        at = 0
        while at < len(where):
            skill, length = self._phrase_at(words, at)
            start, end = where[at][1], where[at + length - 1][2]
            if length == 1:
                skill = self._word(words.said[at], shown[start:end], typos=typos)
            if skill:
                found.setdefault(skill.slug, Mention(skill, shown[start:end]))
            at += length
        return list(found.values())

    def _phrase_at(self, words: Words, at: int) -> tuple[Skill | None, int]:
        """The skill that two or more words from here on name, and how many they are; one if they name none."""
        left = len(words.said) - at
        for length in range(min(self._longest.get(words.stemmed[at], 0), left), 1, -1):
            phrase = words.part(at, at + length)
            if phrase and (skill := self._by_key.get(phrase[0]) or self._by_stems.get(phrase[1])):
                return skill, length
        if left > 1:
            joined = words.said[at] + words.plain[at + 1]
            if len(joined) > 6 and joined in self._by_letters and words.said[at] not in STOP_WORDS:
                return self._by_letters[joined], 2
        return None, 1

    def _word(self, word: str, typed: str, *, typos: bool) -> Skill | None:
        """The skill that one word names. "IT" is a skill and "it" is not."""
        if word in STOP_WORDS and not typed.isupper():
            return None
        plain = singular(word)
        if plain in ALSO_WORDS and typed.islower():
            return None
        skill = self._by_key.get((plain,))
        if skill:
            return skill
        if len(word) > 5 and word.endswith(_DOING):
            skill = self._by_stems.get((stem(word),))
            if skill:
                return skill
        if len(word) > 6:
            return self._by_letters.get(plain) or (self._misspelt_word(plain) if typos else None)
        return None

    def _misspelt_word(self, word: str) -> Skill | None:
        """The skill whose one-word name is one slip away, with the same first letter: in running text, no more."""
        near = [
            known
            for known in self._single_words.get(word[0], ())
            if abs(len(known) - len(word)) < 2 and len(known) > 6 and OSA.distance(word, known, score_cutoff=1) < 2
        ]
        skills = {self._by_key[(known,)].slug for known in near}
        return self._by_slug[skills.pop()] if len(skills) == 1 else None

    def _find_misspelt(self, letters: str) -> Skill | None:
        """The one skill within a slip or two, the first letter being right; None if two skills are as near."""
        allowed = 0 if len(letters) < 5 else 1 if len(letters) < 9 else 2
        if not allowed:
            return None
        found = process.extract(letters, self._letters, scorer=OSA.distance, score_cutoff=allowed, limit=5)
        near = [(known, int(slips)) for known, slips, _ in found if known[0] == letters[0]]
        best = min((slips for _, slips in near), default=0)
        skills = {self._by_letters[known].slug for known, slips in near if slips == best}
        return self._by_slug[skills.pop()] if len(skills) == 1 else None

    def _close_to(self, start: str, limit: int) -> Iterator[str]:
        """Slugs of the skills with a name of which the start is spelt nearly like this."""
        near: dict[str, int] = {}
        allowed = 1 if len(start) < 7 else 2
        for name, slug in self._folded_names:
            slips = OSA.distance(start, name[: len(start)], score_cutoff=allowed)
            if slips <= allowed and name[0] == start[0]:
                near[slug] = min(slips, near.get(slug, slips))
        yield from sorted(near, key=lambda slug: (near[slug], slug))[:limit]

    def _parts(self, text: str) -> Iterator[str]:
        """The entries of a typed list. "And" separates only skills that are known: health and safety is one."""
        for entry in _SEPARATORS.split(text):
            entry = re.sub(r"^\s*(?:and|&)\s+", "", entry, flags=re.IGNORECASE).strip()
            pieces = _AND.split(entry) if len(entry) < 1_000 and not self.find(entry) else [entry]
            if len(pieces) > 1 and all(self.find(piece) for piece in pieces):
                yield from pieces
            else:
                yield entry

    @cached_property
    def stem_counts(self) -> Counter[str]:
        """How many skills have a name with each stem."""
        return Counter(
            word for skill in self.skills for word in {word for name in skill.names for word in stem_key(name)}
        )

    @cached_property
    def _by_slug(self) -> dict[str, Skill]:
        return {skill.slug: skill for skill in self.skills}

    @cached_property
    def _by_key(self) -> dict[Key, Skill]:
        return {plain_key(name): skill for skill in reversed(self.skills) for name in skill.names}

    @cached_property
    def _by_stems(self) -> dict[Key, Skill]:
        """Names by their stems, but for stems that two skills share: merchandise is not merchandising."""
        claimed: dict[Key, set[str]] = {}
        for skill in self.skills:
            for name in skill.names:
                claimed.setdefault(stem_key(name), set()).add(skill.slug)
        return {key: self._by_slug[min(slugs)] for key, slugs in claimed.items() if len(slugs) == 1}

    @cached_property
    def _by_letters(self) -> dict[str, Skill]:
        """Names without their spaces: "word press", "webdesign"."""
        return {"".join(key): skill for key, skill in self._by_key.items()}

    @cached_property
    def _letters(self) -> list[str]:
        return list(self._by_letters)

    @cached_property
    def _single_words(self) -> dict[str, list[str]]:
        """The names that are one word, by their first letter."""
        words: dict[str, list[str]] = {}
        for key in self._by_key:
            if len(key) == 1:
                words.setdefault(key[0][0], []).append(key[0])
        return words

    @cached_property
    def _longest(self) -> dict[str, int]:
        """For each first stem, how many words the longest name has that begins with it, with room for an "and"."""
        longest: dict[str, int] = {}
        for key in (stem_key(name) for skill in self.skills for name in skill.names):
            longest[key[0]] = max(longest.get(key[0], 0), min(len(key) + 1, _LONGEST_PHRASE))
        return longest

    @cached_property
    def _folded_names(self) -> list[tuple[str, str]]:
        return [(fold(name), skill.slug) for skill in self.skills for name in skill.names]


def _place(skill: Skill, start: str) -> int:
    """Where a skill stands among suggestions: 0 its name starts so, 1 a word or an alias, 2 and 3 contain it, 4 no."""
    name = fold(skill.name)
    if name.startswith(start):
        return 0
    others = [fold(alias) for alias in skill.aliases]
    if f" {start}" in name or any(other.startswith(start) for other in others):
        return 1
    if any(f" {start}" in other for other in others):
        return 2
    return 3 if len(start) > 2 and (start in name or any(start in other for other in others)) else 4


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that Leadbot comes with: one file for each group of trades, in data/skills."""
    folder = resources.files("leadbot.matching") / "data" / "skills"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return Vocabulary(
        tuple(
            skill
            for file in files
            for skill in read_skills(file.read_text(encoding="utf-8").splitlines(), file.name.removesuffix(".txt"))
        )
    )
