"""What somebody meant who typed one line after `/lead`: the form opens with this filled in, and they correct it."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from leadbot.domain.dates import find_date
from leadbot.domain.money import find_budget
from leadbot.matching.request import split_request
from leadbot.matching.vocabulary import Vocabulary

LONGEST_TITLE = 100  # characters
MOST_SKILLS = 10  # as many as the form's menu holds

Span = tuple[int, int]
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)|[\r\n]+")
_STOPS = " \t,;:.–—-"  # what is left over where something was taken out
_DANGLING = re.compile(r"(?:^|\s)(?:for|at|a|an|of|is|and|but|with|on|in|to|by|or|about|around)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was understood. Nothing typed is lost: every word is in the title, the details, the budget or the deadline."""

    title: str  # at most 100 characters, one line
    details: str  # all that was typed, when the rest does not hold it; else empty
    skills: tuple[str, ...]  # slugs, ten at most
    budget: str  # as it was typed
    deadline: date | None


def understand(words: str, *, today: date, currency: str, vocabulary: Vocabulary) -> Draft:
    """The draft of an opportunity from one line of text. Any text gives a draft; no text gives an empty one."""
    words = words.strip()
    budget = find_budget(words, currency=currency)
    deadline = find_date(words, today=today)
    spans = [found[1] for found in (budget, deadline) if found]
    title = _title(words, spans)
    typed_budget = words[slice(*budget[1])] if budget else ""
    typed_deadline = words[slice(*deadline[1])] if deadline else ""
    other_words = words
    for typed in filter(
        None, (typed_budget, typed_deadline)
    ):  # "+ VAT" asks for no accountant, "bid by" for no bid writer
        other_words = other_words.replace(typed, " ", 1)
    kept = f"{title} {typed_budget} {typed_deadline}"
    return Draft(
        title=title,
        details="" if _words(words) <= _words(kept) else words,
        skills=_skills(other_words, vocabulary),
        budget=typed_budget,
        deadline=deadline[0] if deadline else None,
    )


def _title(words: str, spans: list[Span]) -> str:
    """The first sentence, less the budget and the deadline that end it or stand between commas."""
    start, end = _first_sentence(words, spans)
    left = words[start:end]
    # From the last to the first, so that taking one out moves no other; and so that "£2k by Friday" goes bit by bit.
    for first, last in sorted(spans, reverse=True):
        if last > end:
            continue
        before, after = left[: first - start], left[last - start :]
        if not after.strip(_STOPS) or after.lstrip()[:1] in ",;" or before.rstrip()[-1:] in {",", ";", ""}:
            left = _join(before, after)
    title = " ".join(left.split())
    return _cut(title or " ".join(words.split()))


def _first_sentence(words: str, spans: list[Span]) -> Span:
    """Where the first sentence starts and ends. A stop within a date ("12 Dec. 2026") ends none."""
    for stop in _SENTENCE.finditer(words):
        if words[: stop.start()].strip() and not any(first < stop.start() < last for first, last in spans):
            return 0, stop.start()
    return 0, len(words)


def _join(before: str, after: str) -> str:
    """What stood before and after something that was taken out, with one comma at most between them."""
    before, after = before.rstrip(_STOPS), after.lstrip(_STOPS)
    while after == "" and (dangling := _DANGLING.search(before)):
        before = before[: dangling.start()].rstrip(_STOPS)
    return f"{before}, {after}" if before and after else before or after


def _cut(title: str) -> str:
    """The title, cut at a word with "…" when it is too long."""
    if len(title) <= LONGEST_TITLE:
        return title
    room = title[: LONGEST_TITLE - 1]
    return (room.rsplit(" ", 1)[0] if " " in room else room).rstrip(_STOPS) + "…"


def _skills(words: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The skills that are asked for; those of the client ("yoga studio needs…") only when there are no others."""
    asked, _ = split_request(words)
    found = vocabulary.mentioned_in(asked) or vocabulary.mentioned_in(words)
    return tuple(skill.slug for skill in found[:MOST_SKILLS])


def _words(text: str) -> Counter[str]:
    """How often each word and sign occurs, but for the stops that join what was typed."""
    return Counter(re.findall(r"\w+|[^\w\s,;:.–—-]", text))
