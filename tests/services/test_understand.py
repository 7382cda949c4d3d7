"""What `/lead` makes of one typed line."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.dates import find_date
from leadbot.matching.vocabulary import load_vocabulary
from leadbot.services.understand import Draft, understand

TODAY = date(2026, 11, 25)


def draft(words: str) -> Draft:
    return understand(words, today=TODAY, currency="GBP", vocabulary=load_vocabulary())


def test_the_cafe_that_needs_a_website_and_a_logo():
    assert draft("Café on Oldham Street needs a website and a logo, £2k, by 12 December") == Draft(
        title="Café on Oldham Street needs a website and a logo",
        details="",
        skills=("web-design", "logo-design"),
        budget="£2k",
        deadline=date(2026, 12, 12),
    )


def test_nothing_typed_is_an_empty_draft():
    assert draft("  ") == Draft("", "", (), "", None)


@pytest.mark.parametrize(
    ("words", "title", "details"),
    [
        ("logo by Friday, £500 + VAT", "logo", ""),
        ("by Friday: a poster, £40/hour", "a poster", ""),
        ("logo, £500, by Friday, ideally vector", "logo, ideally vector", ""),
        ("a logo for £2k by Friday", "a logo", "a logo for £2k by Friday"),
        ("We have £2k for a logo", "We have £2k for a logo", ""),
        ("A logo. They are lovely.", "A logo.", "A logo. They are lovely."),
        ("A logo\nfor the café", "A logo", "A logo\nfor the café"),
        ("£2k by Friday", "£2k by Friday", ""),
    ],
)
def test_the_title_is_the_first_sentence_and_the_details_keep_what_it_cannot(words, title, details):
    assert (draft(words).title, draft(words).details) == (title, details)


def test_a_long_title_is_cut_at_a_word_and_kept_whole_in_the_details():
    words = "a very long story about a logo " * 10
    result = draft(words)
    assert len(result.title) <= 100
    assert result.title.endswith("…")
    assert result.details == words.strip()


def test_the_clients_own_trade_is_no_skill_that_is_asked_for():
    assert draft("Yoga studio needs a bookkeeper").skills == ("bookkeeping",)


def test_the_day_of_a_bid_is_no_part_of_the_title_and_asks_for_no_bid_writer():
    understood = draft("Branding, website and photographs for the new market hall, £40k, bid by 12 December")
    assert understood.title == "Branding, website and photographs for the new market hall"
    assert understood.skills == ("branding", "web-design", "photography")
    assert understood.deadline == date(2026, 12, 12)


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


SENTENCE = st.lists(
    st.sampled_from(
        [
            "a",
            "logo",
            "logo",
            "website",
            "for",
            "by",
            "needs",
            "£2k",
            "£500",
            "Friday",
            "12",
            "December",
            ".",
            ",",
            "\n",
            "—",
            "up",
            "to",
            "3",
            "+",
            "VAT",
            "café",
            "and",
        ]
    )
).map(" ".join)


@given(st.text() | SENTENCE)
def test_nothing_that_was_typed_is_lost(words):
    result = draft(words)
    deadline = find_date(words.strip(), today=TODAY)
    said = words.strip()[slice(*deadline[1])] if deadline else ""
    kept = words_of(f"{result.title} {result.details} {result.budget} {said if result.deadline else ''}")
    assert words_of(words) <= kept
    assert len(result.title) <= 100
    assert "\n" not in result.title
    assert len(result.skills) <= 10
