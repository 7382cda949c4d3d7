"""Why a member was matched, said to that member. Only what is so: every word quoted is theirs or the request's."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from leadbot.matching.profile import Profile
from leadbot.matching.related import load_related, passed_on
from leadbot.matching.request import Wanted, key_of
from leadbot.matching.vocabulary import Vocabulary, stem_key
from leadbot.matching.words import STOP_WORDS, as_shown, spans, stem

MOST = 2  # sentences
LIST, PROFILE = "You list", "Your profile mentions"  # every reason begins with one of them…
OTHERS_READ = {LIST: "{name} lists", PROFILE: "{name}'s profile mentions"}  # …or so, to everybody else


def said_of(name: str, reason: str) -> str:
    """A reason as others than the member read it: "Bob lists…" for "You list…"."""
    opening = next((opening for opening in OTHERS_READ if reason.startswith(opening)), "")
    return OTHERS_READ.get(opening, "").format(name=name) + reason.removeprefix(opening)


def reasons_for(
    wanted: Wanted,
    same_skill: Mapping[str, str],
    met: Mapping[str, str],
    member: Profile,
    rarity: Callable[[str], float],
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """One or two sentences on what the member has of what is wanted, the most telling first.

    `same_skill` leads from the skills that members have to those that they answer, `met` so from stem to stem.
    """
    skills = list(_skills(wanted, same_skill, member, vocabulary))
    if skills:
        return tuple(skills[:MOST])
    words = sorted(met, key=lambda word: (-rarity(word) * wanted.words[met[word]], word))
    said = (_shared_word(word, wanted.typed[met[word]], member, vocabulary) for word in words)
    return tuple(islice((sentence for sentence in said if sentence), 1))


def _skills(wanted: Wanted, same_skill: Mapping[str, str], member: Profile, vocabulary: Vocabulary) -> Iterator[str]:
    """Sentences on the skills in common: those listed, those within what is listed, those in the profile's text, related ones."""
    same: list[str] = []
    others: list[str] = []
    told: set[str] = set()
    keys = ((vocabulary.name_of(value), key_of(value, vocabulary)) for value in member.skills)
    names = {name: same_skill.get(key, key) for name, key in keys}
    for name, key in names.items():
        phrase = wanted.phrases.get(key, name)
        if key in wanted.keys and key not in told:
            told.add(key)
            if key in wanted.chosen or set(stem_key(phrase)) <= set(stem_key(name)):
                same.append(f"“{name}”")
            else:
                others.append(f"{LIST} “{name}”, and this asks for “{phrase}”.")
    for name, key in names.items():
        for mention in vocabulary.mentions(name) if key not in told else ():
            slug = mention.skill.slug
            if slug in wanted.keys and slug not in told:
                told.add(slug)
                others.append(f"{LIST} “{name}”, and this asks for “{_called(slug, wanted, vocabulary)}”.")
    if same:
        yield f"{LIST} {_listed(same[:3])}."
    yield from others
    for mention in vocabulary.mentions(member.text, typos=False):
        slug = mention.skill.slug
        if slug in wanted.keys and slug not in told:
            asked = _called(slug, wanted, vocabulary)
            alike = stem_key(asked) == stem_key(mention.phrase) and slug in wanted.phrases
            then = "and so does this" if alike else f"and this asks for “{asked}”"
            told.add(slug)
            yield f"{PROFILE} “{mention.phrase}”, {then}."
    for name, key in names.items():
        for slug in sorted(load_related().get(key, frozenset()) & wanted.asked - told - passed_on(member)):
            told.add(slug)
            yield f"{LIST} “{name}”, and this asks for “{_called(slug, wanted, vocabulary)}”."


def _called(slug: str, wanted: Wanted, vocabulary: Vocabulary) -> str:
    """What the request calls a skill that it wants."""
    return wanted.phrases.get(slug) or vocabulary.name_of(slug)


def _shared_word(word: str, typed: str, member: Profile, vocabulary: Vocabulary) -> str | None:
    """A sentence on a stem that the member says and the request too, where it was `typed`; None if it is not said."""
    for value in member.skills:
        name = vocabulary.name_of(value)
        if word in stem_key(name):
            return f"{LIST} “{name}”, and this mentions “{typed}”."
    for folded, start, end in spans(member.text):
        if folded not in STOP_WORDS and stem(folded) == word:
            then = "and so does this" if stem(typed) == word else f"and this mentions “{typed}”"
            return f"{PROFILE} “{as_shown(member.text)[start:end]}”, {then}."
    for value in member.skills:
        skill = vocabulary.get(key_of(value, vocabulary))
        for alias in skill.aliases if skill else ():
            if word in stem_key(alias):
                return f"{LIST} “{vocabulary.name_of(value)}”, which goes with “{alias}”, and this mentions “{typed}”."
    return None


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
