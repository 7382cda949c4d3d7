"""Deadlines as people type them, and as they are shown."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.dates import find_date, say_date

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [
        ("a logo, £2k, by 12 December", date(2026, 12, 12), "by 12 December"),
        ("a market hall, bid by 12 December", date(2026, 12, 12), "bid by 12 December"),
        ("bids due by 12 December", date(2026, 12, 12), "bids due by 12 December"),
        ("by the 12th of December", date(2026, 12, 12), "by the 12th of December"),
        ("12 Dec 2026", date(2026, 12, 12), "12 Dec 2026"),
        ("Dec 12th", date(2026, 12, 12), "Dec 12th"),
        ("12/12", date(2026, 12, 12), "12/12"),
        ("by 1/2", date(2027, 2, 1), "by 1/2"),
        ("12/12/26 at noon", date(2026, 12, 12), "12/12/26"),
        ("2026-12-12", date(2026, 12, 12), "2026-12-12"),
        ("by 12 November", date(2027, 11, 12), "by 12 November"),
        ("by 29 Feb", date(2028, 2, 29), "by 29 Feb"),
        ("needed by Friday", date(2026, 11, 27), "needed by Friday"),
        ("by wed", date(2026, 12, 2), "by wed"),
        ("this Friday", date(2026, 11, 27), "this Friday"),
        ("next Friday", date(2026, 12, 4), "next Friday"),
        ("logo wanted, Friday", date(2026, 11, 27), "Friday"),
        ("by the end of the week", date(2026, 11, 27), "by the end of the week"),
        ("before end of next week", date(2026, 12, 4), "before end of next week"),
        ("end of the month", date(2026, 11, 30), "end of the month"),
        ("by the end of March", date(2027, 3, 31), "by the end of March"),
        ("in 2 weeks", date(2026, 12, 9), "in 2 weeks"),
        ("in two weeks' time", date(2026, 12, 9), "in two weeks' time"),
        ("within a month", date(2026, 12, 25), "within a month"),
        ("tomorrow", date(2026, 11, 26), "tomorrow"),
    ],
)
def test_deadlines_are_found_in_what_people_type(words, day, said):
    found = find_date(words, today=WEDNESDAY)
    assert found is not None
    assert (found[0], words[slice(*found[1])]) == (day, said)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "May I ask",
        "2 logos",
        "sat nav",
        "on sat nav",
        "24/7 cover",
        "1/2 day of work",
        "31 June",
        "every Friday",
        "Friday drinks for the team",
        "we march 5 miles",
        "12 marketing people",
        "version 2.10.20",
        "12/12/1999",
        "in 999 months",
        "٣ December",
    ],
)
def test_nothing_is_guessed(words):
    assert find_date(words, today=WEDNESDAY) is None


def test_on_a_friday_by_friday_is_the_next_one_and_the_end_of_the_week_is_today():
    friday = date(2026, 11, 27)
    by_friday, end_of_week = find_date("by Friday", today=friday), find_date("end of the week", today=friday)
    assert by_friday is not None
    assert end_of_week is not None
    assert (by_friday[0], end_of_week[0]) == (date(2026, 12, 4), friday)


def test_a_month_from_the_31st_is_the_last_day_of_the_next():
    found = find_date("in a month", today=date(2027, 1, 31))
    assert found is not None
    assert found[0] == date(2027, 2, 28)


def test_dates_are_shown_as_the_reader_writes_them():
    assert say_date(date(2026, 12, 12), locale="en_GB", today=WEDNESDAY) == "Sat 12 Dec"
    assert say_date(date(2028, 12, 12), locale="en_GB", today=WEDNESDAY) == "Tue 12 Dec 2028"
    assert say_date(date(2026, 12, 12), locale="de_DE", today=WEDNESDAY) == "Sa., 12. Dez."


DATEISH = st.lists(
    st.sampled_from(
        [
            "by",
            "on",
            "in",
            "the",
            "end",
            "of",
            "next",
            "week",
            "month",
            "May",
            "Sat",
            "12",
            "31",
            "2",
            "/",
            ".",
            ",",
            "2026",
            "Dec",
            "Friday",
            "th",
            "a",
            "fortnight",
        ]
    )
).map(" ".join)


@given(st.text() | DATEISH, st.dates(date(1990, 1, 1), date(9990, 1, 1)))
def test_any_text_gives_a_day_to_come_or_none(words, today):
    found = find_date(words, today=today)
    assert found is None or (found[0] >= today and words[slice(*found[1])])


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_what_is_shown_can_be_read_again(today, ahead):
    day = today + timedelta(days=ahead)
    found = find_date(say_date(day, locale="en_GB", today=today), today=today)
    assert found is not None
    assert found[0] == day


@pytest.mark.parametrize(
    "text", ["12 " * 3000, "by " * 3000, "1/" * 3000, "end of the " * 1000, " " * 9000, "the " * 3000]
)
def test_long_nonsense_takes_no_time(text):
    begun = time.perf_counter()
    find_date(text, today=WEDNESDAY)
    assert time.perf_counter() - begun < 1
