"""Budgets as people type them, and as they are shown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.money import Budget, find_budget, read_amount, read_budget, say_amount, say_budget


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("£2k", "£2,000"),
        ("2000", "£2,000"),
        ("£1,500-2,000", "£1,500 to £2,000"),
        ("£1,500 to £2,000", "£1,500 to £2,000"),
        ("between £1k and £2k", "£1,000 to £2,000"),
        ("2-3k", "£2,000 to £3,000"),
        ("2k-3", "£2,000 to £3,000"),
        ("500-2k", "£500 to £2,000"),
        ("£40/hour", "£40 an hour"),
        ("£40ph", "£40 an hour"),
        ("£250 a day", "£250 a day"),
        ("£300 per day + VAT", "£300 a day"),
        ("£3,000 per month", "£3,000 a month"),
        ("€500", "€500"),
        ("500 EUR", "€500"),
        ("40 quid", "£40"),
        ("$1.5k", "US$1,500"),
        ("up to £3,000", "up to £3,000"),
        ("£3k max", "up to £3,000"),
        ("£500+", "from £500"),
        ("around 2,000", "about £2,000"),
        ("~£2k", "about £2,000"),
        ("1.2m", "£1,200,000"),
        ("£500 + VAT", "£500"),
        ("1.500,00 €", "€1,500"),
        ("£12.50", "£12.50"),
        ("Budget: £2k", "£2,000"),
    ],
)
def test_what_people_type_is_understood(typed, said):
    budget = read_budget(typed, currency="GBP")
    assert budget is not None
    assert say_budget(budget, locale="en_GB") == said


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "to be agreed",
        "tbc",
        "٣",
        "-5",
        "£-5",
        "NaN",
        "inf",
        "1e9",
        "£0",
        "9" * 5000,
        "£9999999999",
        "£30k a year",
    ],
)
def test_what_is_no_amount_is_none(typed):
    assert read_budget(typed, currency="GBP") is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("a website and a logo, £2k, by 12 December", "£2k"),
        ("about £2,000 for a logo", "about £2,000"),
        ("budget 2000 please", "2000"),
        ("paying 250 a day for 3 days", "250 a day"),
        ("£500 + VAT for a logo", "£500 + VAT"),
        ("logo, 2-3k.", "2-3k"),
        ("2 logos by 12 December", None),
        ("3 posts a week, open 24 hours a day", None),
        ("a 10k run, filmed in 4k video", None),
        ("turnover of £80k a year", None),
        ("call 0161 496 0000", None),
        ("between 3 and 5 people", None),
    ],
)
def test_money_is_told_from_other_numbers_in_a_sentence(words, found):
    budget = find_budget(words, currency="GBP")
    assert (budget and words[slice(*budget[1])]) == found


def test_amounts_are_whole_pence():
    assert read_amount("£1.5k", "GBP") == 150_000
    assert read_amount("£12.50", "GBP") == 1_250
    assert read_amount("500", "JPY") == 500
    assert read_amount("£1-2k", "GBP") is None
    assert read_amount("£40/hour", "GBP") is None
    assert read_amount("€40", "GBP") is None


def test_amounts_are_shown_as_the_reader_writes_them():
    assert say_amount(200_000, "GBP", locale="en_GB") == "£2,000"
    assert say_amount(1_250, "GBP", locale="en_GB") == "£12.50"
    assert say_amount(200_000, "EUR", locale="de_DE") == "2.000\xa0€"
    assert say_budget(Budget(None, 300_000, "GBP", "week", about=True), locale="en_GB") == "about up to £3,000 a week"


def test_a_bare_dollar_is_the_usual_dollar():
    australian = read_budget("$500", currency="AUD")
    american = read_budget("US$500", currency="AUD")
    assert australian is not None
    assert american is not None
    assert (australian.currency, american.currency) == ("AUD", "USD")


@given(st.text() | st.text("£$€0123456789.,-– kmto/hdpax+VAT~<>", max_size=60))
def test_any_text_is_read_without_trouble(text):
    budget = read_budget(text, currency="GBP")
    assert budget is None or say_budget(budget, locale="en_GB")
    found = find_budget(text, currency="GBP")
    assert found is None or text[slice(*found[1])].strip()


@pytest.mark.parametrize(
    "text", ["9" * 5000, "1," * 5000, "£" * 5000, "about " * 2000, "1 " * 5000, "£1-" * 3000, " " * 5000]
)
def test_long_nonsense_takes_no_time(text):
    begun = time.perf_counter()
    assert read_budget(text, currency="GBP") is None
    find_budget(text, currency="GBP")
    assert time.perf_counter() - begun < 1


@given(st.integers(min_value=1, max_value=10**9))
def test_what_is_shown_can_be_read_again(pence):
    assert read_amount(say_amount(pence, "GBP", locale="en_GB"), "GBP") == pence
