"""What a request asks for: the skills that were chosen, the skills that its words name, and its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from leadbot.matching.skill import Skill
from leadbot.matching.vocabulary import NEW, Vocabulary, stem_key
from leadbot.matching.words import STOP_WORDS, split_words, stem, stems

FOR_WHOM = 0.3  # what the client is counts for less than what the client needs

_NEEDS = re.compile(
    r"\b(?:needs?|wants?|(?:look|search|hop)ing for|requires?|(?:is|are) after|seeks?|seeking|would like|could do with"
    r"|asked (?:me )?for|(?:is|has|have been) asking for|hasn['’]t|haven['’]t|drowning in)\b",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"\bfor (?:an?|the|my|our|their|his|her|its|two|three|some)\b[^,.;:!?\n]*", re.IGNORECASE)
_LONGEST_CLIENT = 80  # characters; more than that is not a name but a story, in which anything may be asked


@dataclass(frozen=True)
class Wanted:
    """What a request asks for. Weights are between 0 and 1; a key is a slug, or `new:` and stems."""

    chosen: frozenset[str]  # keys of the skills that the poster chose
    mentioned: dict[str, float]  # slugs of the skills that the words name, with their weight
    phrases: dict[str, str]  # …and the words that named each, as typed
    words: dict[str, float]  # stems that the request says, with their weight
    typed: dict[str, str]  # …and each as it was typed
    hints: frozenset[str]  # stems of the other names of what is wanted
    groups: frozenset[str]  # groups of trades that it falls in

    @property
    def asked(self) -> frozenset[str]:
        """The skills that are asked for: not those that only tell what the client does."""
        return self.chosen | {slug for slug, weight in self.mentioned.items() if weight == 1}

    @property
    def keys(self) -> frozenset[str]:
        """The skills that are wanted, chosen or mentioned."""
        return self.chosen | self.mentioned.keys()


def read_request(request: str, skills: Sequence[str], vocabulary: Vocabulary) -> Wanted:
    """What these words and these chosen skills ask for."""
    mentioned: dict[str, float] = {}
    phrases: dict[str, str] = {}
    words: dict[str, float] = {}
    typed: dict[str, str] = {}
    asked, client = split_request(request)
    for text, weight in ((asked, 1.0), (client, FOR_WHOM)):
        for mention in vocabulary.mentions(text):
            mentioned.setdefault(mention.skill.slug, weight)
            phrases.setdefault(mention.skill.slug, mention.phrase)
        for word in split_words(text):
            if word not in STOP_WORDS and not word.isdigit():
                words.setdefault(stem(word), weight)
                typed.setdefault(stem(word), word)
    for value in skills:
        for word in split_words(vocabulary.name_of(value)):
            words[stem(word)] = 1.0
            typed.setdefault(stem(word), word)
    chosen = frozenset(key_of(value, vocabulary) for value in skills) - {NEW}
    needed = [skill for slug in sorted(chosen | mentioned.keys()) if (skill := vocabulary.get(slug))]
    hints = frozenset(word for skill in needed for word in name_stems(skill)) - words.keys()
    groups = frozenset(skill.group for skill in needed)
    return Wanted(chosen, mentioned, phrases, words, typed, hints, groups)


def split_request(text: str) -> tuple[str, str]:
    """What is asked, and for whom: "yoga studio needs a logo" gives ("a logo", "yoga studio").

    The second is empty when nobody can be told apart.
    """
    whole, client = text, ""
    needs = _NEEDS.search(text)
    if needs and 0 < needs.start() <= _LONGEST_CLIENT and text[needs.end() :].strip(" .,;!?"):
        start = max(text.rfind(stop, 0, needs.start()) for stop in ".?!\n") + 1  # who needs it: in the same sentence
        client, text = text[start : needs.start()], f"{text[:start]} {text[needs.end() :]}"
    for_whom = _FOR_WHOM.search(text)
    if for_whom and text[: for_whom.start()].strip():
        client = f"{client} {for_whom.group()}"
        text = f"{text[: for_whom.start()]} {text[for_whom.end() :]}"
    return (text.strip(), client.strip()) if stems(text) else (whole, "")


def key_of(value: str, vocabulary: Vocabulary) -> str:
    """What a skill is filed under, however it was given: its slug, or `new:` and the stems of its name."""
    skill = vocabulary.get(value) or vocabulary.find_spelt(value.removeprefix(NEW))
    return skill.slug if skill else NEW + " ".join(stem_key(vocabulary.name_of(value)))


@cache
def name_stems(skill: Skill) -> frozenset[str]:
    """The stems of all the names of a skill."""
    return frozenset(word for name in skill.names for word in stems(name))
