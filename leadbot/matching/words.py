"""Words as they are compared: without case, accents, punctuation, plurals or the two spellings of English."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

import Stemmer

_TOKEN = re.compile(r"c\+\+|[cf]#|\.net\b|[^\W_]+(?:['’][^\W_]+)*")
_NAMED_SIGNS = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}

# American and British spellings meet in one form. The form itself is never shown, so it may look odd.
_SPELLINGS = [
    (re.compile(pattern), form)
    for pattern, form in (
        (r"is(e|es|ed|er|ers|ing|able|ation|ations)$", r"iz\1"),
        (r"ys(e|es|ed|er|ers|ing)$", r"yz\1"),
        (r"(col|fav|flav|lab|harb|neighb|behavi|hon|hum|od|arm|rum|vap)our", r"\1or"),
        (r"^(cent|theat|met|fib|lit|calib)re(s?)$", r"\1er\2"),
        (r"(licen|practi|defen|offen)se(s?)$", r"\1ce\2"),
        (r"([^aeiou][aeiou])ll(ing|er|ers|ed|or|ors)$", r"\1l\2"),
        (r"^program(me|mes|s)$", "program"),
        (r"logue(s?)$", r"log\1"),
        (r"^jewell(er|ery|ers)$", r"jewel\1"),
        (r"^jewelry$", "jewelery"),
        (r"^(p|orthop)aed", r"\1ed"),
        (r"^archaeo", "archeo"),
        (r"^mould", "mold"),
        (r"^grey$", "gray"),
        (r"^enquir", "inquir"),
        (r"^aluminum$", "aluminium"),
    )
]
_MAY_DIFFER = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLINGS))  # one look instead of sixteen
# Dropping the "s" of these changes what is meant: a sale is not sales, an account is not the accounts.
_NOT_PLURALS = frozenset(
    {
        "news",
        "sales",
        "accounts",
        "lens",
        "series",
        "gas",
        "goods",
        "species",
        "always",
        "maths",
        "books",
        "minutes",
        "sweets",
    }
)

# Names that are words too: in running text they are names only with a capital. "Reply swift" asks for no Swift.
ALSO_WORDS = frozenset(
    {
        "swift",
        "dart",
        "bubble",
        "glide",
        "stripe",
        "unity",
        "react",
        "excel",
        "notion",
        "sage",
        "ruby",
        "flask",
        "rails",
    }
    | {"elixir", "angular", "rail", "kindle"}
)

# What people write around what they need. None of it says what kind of work is meant.
STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any anybody anyone anything are around as asap ask at back be because
    been before being best between both but by can cannot client clients come company could current customer day days
    did do does doing done dont down each else end enough etc even ever every everyone everything few find first for
    friend from full get getting give go going good got great had happy has have having he help her here hers hi him
    his hour hours how i idea ideally if im in including into is it its job jobs just keen kind know last lead leads
    least let like little local long look looking lot love made make making many may maybe me mine month months more
    most much must my near need needed needs new next nice no not now of off old on once one ones only or other our
    out over own pay paid people per person perhaps please possible project projects provide quick quickly quite really
    recommend recommendation recommendations right same say see seek seeking several shall she should small so some
    somebody someone something soon sort start still such suggest sure take talk than thank thanks that the their them
    then there these they thing things this those time to today together too two under until up urgent urgently us use
    used using various very via wait want wanted wants was way we week weeks well went were what when where which while
    who whoever whole whom whose why will with within without wont work working works would year years yes yet you
    your yours budget rate tbc tbd quote deadline business businesses firm organisation organization team startup
    three four five six seven eight nine ten dear hello afternoon morning monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november december required
    pm pa va require requires wondering offer offers offering available able anywhere specialist expert experience
    experienced professional service services skill skills support task tasks
    """.split()  # noqa: SIM905
)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text in lower case, without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def split_words(text: str) -> list[str]:
    """The words of a text, folded: "The café's C++" gives the, cafe, cplusplus."""
    return [word for word, _, _ in spans(text)]


@lru_cache(maxsize=1024)
def spans(text: str) -> tuple[tuple[str, int, int], ...]:
    """The folded words of a text, each with where it starts and ends in `as_shown(text)`."""
    found = []
    for match in _TOKEN.finditer(fold(text)):
        word = match.group()
        if not word.isalnum():
            word = _NAMED_SIGNS.get(word) or word.replace("’", "'").removesuffix("'s").replace("'", "")
        found.append((word, *match.span()))
    return tuple(found)


def as_shown(text: str) -> str:
    """The text itself where folding kept every letter in its place, as it does for nearly all; else the folded one."""
    return text if len(fold(text)) == len(text) else fold(text)


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """A folded word in the one spelling, without its plural: websites → website, colours → color."""
    if _MAY_DIFFER.search(word):
        for pattern, form in _SPELLINGS:
            word = pattern.sub(form, word)
    if len(word) < 4 or word in _NOT_PLURALS or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a folded word: design, designer and designing are one; so are -ise and -ize."""
    with _stemming:
        return str(_stemmer().stemWord(singular(word)))


_stemming = threading.Lock()  # a PyStemmer object must not be used by two threads at once


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def stems(text: str) -> list[str]:
    """The stems of the words of a text that say something."""
    return [stem(word) for word in split_words(text) if word not in STOP_WORDS and not word.isdigit()]


class Words(NamedTuple):
    """The words of a text in the three forms in which they are compared: each is made once, and looked at many times."""

    said: tuple[str, ...]
    plain: tuple[str, ...]
    stemmed: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Words":
        """These words."""
        said = tuple(words)
        return cls(said, tuple(map(singular, said)), tuple(map(stem, said)))

    def part(self, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Some of them plain and as stems, without "and"; None if that is the last."""
        said = self.said[start:end]
        if "and" not in said:
            return self.plain[start:end], self.stemmed[start:end]
        if said[-1] == "and":
            return None
        kept = [at for at in range(start, end) if self.said[at] != "and"]
        return tuple(self.plain[at] for at in kept), tuple(self.stemmed[at] for at in kept)
