"""What people type after `/here`: until when they are in, and where."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadbot.domain.errors import LeadbotError
from leadbot.domain.lengths import length
from leadbot.domain.stays import HOW, LONGEST_PLACE, read_stay
from tests.strings import everything

MONDAY = date(2026, 12, 7)
TEN = datetime(2026, 12, 7, 10, 0, tzinfo=UTC)
ZONES = sorted(available_timezones())
LONDON = "Europe/London"


def reads(words: str, now: datetime = TEN, zone: str = LONDON) -> tuple[datetime, str]:
    """Until when, by the clocks there, and where."""
    stay = read_stay(words, now=now, time_zone=zone)
    return stay.until.astimezone(ZoneInfo(zone)).replace(tzinfo=None), stay.place


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY, time(hour, minute))


@pytest.mark.parametrize(
    ("words", "until", "place"),
    [
        ("until 5, by the window", at(17), "by the window"),
        ("until 5 by the window", at(17), "by the window"),
        ("by the window until 5", at(17), "by the window"),
        ("by the window, until 5.", at(17), "by the window"),
        ("till 17:30", at(17, 30), ""),
        ("til 5.30pm, Studio 3", at(17, 30), "Studio 3"),
        ("UNTIL 5 P.M., desk", at(17), "desk"),
        ("until 5 o'clock", at(17), ""),
        ("until 1730", at(17, 30), ""),
        ("until noon", at(12), ""),
        ("until 12", at(12), ""),
        ("until 12:30", at(12, 30), ""),
        ("until 11", at(11), ""),
        ("until 9", at(21), ""),
        ("17:30", at(17, 30), ""),
        ("17:30 by the window", at(17, 30), "by the window"),
        ("5pm by the window", at(17), "by the window"),
        ("5, by the window", at(17), "by the window"),
        ("today until 5", at(17), ""),
    ],
)
def test_a_time_of_today_and_a_place(words: str, until: datetime, place: str) -> None:
    assert reads(words) == (until, place)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("", ""),
        ("today", ""),
        ("by the window", "by the window"),
        ("by the till", "by the till"),
        ("5th floor", "5th floor"),
        ("desk 12", "desk 12"),
        ("room 2.14", "room 2.14"),
        ("until midnight, studio", "studio"),
        ("until 24:00", ""),
        ("until 12am", ""),
    ],
)
def test_without_a_time_it_is_until_the_day_ends(words: str, place: str) -> None:
    assert reads(words) == (at(0) + timedelta(days=1), place)


@pytest.mark.parametrize(
    "words",
    [
        "until 09:00",
        "until 9am",
        "09:30, by the window",
        "until 10:00 am",
        "until 25",
        "until 24:30",
        "until 5:75",
        "until 13am",
        "until 13pm",
        "until 0:30 pm",
        "until 100",
        "until 5ish",
        "until -5",
        "until ５",
        "until",
        "till",
        "99",
        "until the cows come home",
        "until tomorrow",
        "until 5 tomorrow",
        "tomorrow",
        "on Friday",
        "until Friday",
        "12 December",
    ],
)
def test_what_has_passed_or_is_no_time_of_today_is_answered_with_an_example(words: str) -> None:
    with pytest.raises(LeadbotError) as refused:
        reads(words)
    assert str(refused.value) == HOW
    assert HOW.count("`/here until 5, by the window`") == 1


def test_a_place_is_short() -> None:
    longest = "ü" * LONGEST_PLACE
    assert reads(f"until 5, {longest}") == (at(17), longest)
    with pytest.raises(LeadbotError, match=r"60 characters, like this: `/here until 5, by the window`"):
        reads(f"until 5, {longest}x")
    with pytest.raises(LeadbotError, match="60 characters"):
        reads("🪟" * (LONGEST_PLACE // 2 + 1))  # each counts twice for Slack


anything = st.one_of(
    st.sampled_from(everything()),
    st.text(max_size=80),
    st.from_regex(r"(until |till )?[0-9]{1,5}([:.][0-9]{1,3})?( ?[ap]m)?(, \w{1,9})?", fullmatch=True),
)
moments = st.integers(0, 15 * 365 * 24 * 60 * 60).map(lambda seconds: TEN + timedelta(seconds=seconds))


@given(before=st.sampled_from(["", "until ", "by the window until "]), words=anything, now=moments)
@example(before="until ", words="0000", now=TEN)
def test_whatever_is_typed_is_a_stay_of_today_or_one_sentence(before: str, words: str, now: datetime) -> None:
    zone = ZONES[now.second * 60 % len(ZONES)]
    try:
        stay = read_stay(before + words, now=now, time_zone=zone)
    except LeadbotError as sentence:
        said = str(sentence)
    else:
        said = ""
    if said:
        assert said.endswith("like this: `/here until 5, by the window`")
        return
    local = now.astimezone(ZoneInfo(zone))
    assert now < stay.until
    assert (stay.until - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() == local.date()
    assert length(stay.place) <= LONGEST_PLACE
    assert all(word in before + words for word in stay.place.split()), "nothing but what was typed"


@given(now=moments, hour=st.integers(0, 23), minute=st.integers(0, 59), zone=st.sampled_from(ZONES))
@example(now=datetime(2026, 10, 25, 0, 10, tzinfo=UTC), hour=1, minute=30, zone=LONDON)  # the clocks go back
@example(now=datetime(2026, 10, 25, 1, 10, tzinfo=UTC), hour=1, minute=30, zone=LONDON)
@example(now=datetime(2026, 3, 29, 0, 10, tzinfo=UTC), hour=1, minute=30, zone=LONDON)  # they leap over it
@example(now=datetime(2026, 4, 4, 14, 40, tzinfo=UTC), hour=1, minute=45, zone="Australia/Lord_Howe")
def test_a_time_to_come_is_kept_by_every_clock_there_is(now: datetime, hour: int, minute: int, zone: str) -> None:
    clocks = ZoneInfo(zone)
    today, wanted = now.astimezone(clocks).date(), time(hour, minute)
    words = f"until {hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}"
    try:
        until = read_stay(words, now=now, time_zone=zone).until.astimezone(clocks)
    except LeadbotError:
        walls = ((now + timedelta(minutes=ahead)).astimezone(clocks) for ahead in range(1, 60 * 26))
        assert not any(wall.date() == today and (wall.hour, wall.minute) == (hour, minute) for wall in walls)
        return
    minute_before = (until.astimezone(UTC) - timedelta(minutes=1)).astimezone(clocks)
    leapt_over = minute_before.time() < wanted < until.time()
    midnight = wanted == time() and until.date() > today
    assert until.time() == wanted or leapt_over or midnight


def test_where_the_clocks_go_back_the_time_that_comes_twice_is_the_one_to_come() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert read_stay("until 01:30", now=first - timedelta(minutes=20), time_zone=LONDON).until == first
    assert read_stay("until 01:30", now=first + timedelta(minutes=20), time_zone=LONDON).until == second
    with pytest.raises(LeadbotError):
        read_stay("until 01:30", now=second + timedelta(minutes=20), time_zone=LONDON)
