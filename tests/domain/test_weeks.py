"""Exactly one summary in every ISO week, at the wall time that the host chose, in every time zone there is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.weeks import day_of, first_moment, iso_week, next_summary

ZONES = sorted(available_timezones())
MINUTE = timedelta(minutes=1)
WEEKS = 53
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
CHOICES = [(0, time(9)), (6, time(2, 30)), (6, time(1, 30)), (5, time(23, 30)), (6, time(0, 0))]


def wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def weeks_from(start: datetime, weeks: int, day: int, clock: time, zone: str) -> list[datetime]:
    """When a worker that never sleeps finds the summary due, week for week."""
    due = []
    for _ in range(weeks):
        start = next_summary(start, day, clock, zone)
        due.append(start)
    return due


def is_right(moment: datetime, day: int, clock: time, zone: str) -> bool:
    """Whether the clocks show the time that was chosen for the first time; or leap over it just before."""
    wanted = datetime.combine(day_of(iso_week(moment, zone), day), clock)
    if wall(moment, zone) == wanted:
        return moment.astimezone(ZoneInfo(zone)).fold == 0
    return wall(moment - MINUTE, zone) < wanted < wall(moment, zone)


@pytest.mark.case("TIME-02")
@pytest.mark.parametrize(("day", "clock"), CHOICES)
def test_every_week_of_a_year_has_one_summary_in_every_zone(day, clock):
    for zone in ZONES:
        due = weeks_from(START, WEEKS, day, clock, zone)
        weeks = [iso_week(moment, zone) for moment in due]
        following = [iso_week(moment + timedelta(days=7), zone) for moment in due]
        assert weeks[1:] == following[:-1], zone
        wrong = [moment for moment in due if not is_right(moment, day, clock, zone)]
        assert wrong == [], zone


@given(
    start=st.integers(0, 60 * 365 * 24 * 60).map(lambda minutes: datetime(1978, 1, 1, tzinfo=UTC) + minutes * MINUTE),
    day=st.integers(0, 6),
    clock=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
)
def test_whatever_is_chosen_the_next_is_after_now_right_and_not_skipped(start, day, clock, zone):
    due = next_summary(start, day, clock, zone)
    assert start < due
    assert is_right(due, day, clock, zone)
    assert iso_week(due, zone) in (iso_week(start, zone), iso_week(start + timedelta(days=7), zone))
    before = first_moment(day_of(iso_week(due, zone), day) - timedelta(days=7), clock, zone)
    assert before <= start


@pytest.mark.case("TIME-02")
@pytest.mark.parametrize(
    ("day", "clock", "zone", "moment"),
    [
        # Clocks go forward from 01:00 to 02:00, and back from 02:00 to 01:00.
        (date(2026, 3, 29), time(1, 30), "Europe/London", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), "Europe/London", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # By half an hour.
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        # A whole day that never was: Friday the 30th, and Saturday the 21st.
        (date(2011, 12, 30), time(9), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
        (date(1993, 8, 21), time(9), "Pacific/Kwajalein", datetime(1993, 8, 21, 12, tzinfo=UTC)),
    ],
)
def test_a_time_that_clocks_leap_over_is_the_first_after_and_one_that_comes_twice_is_the_first(
    day, clock, zone, moment
):
    assert first_moment(day, clock, zone) == moment


@pytest.mark.case("TIME-02")
@pytest.mark.parametrize(("zone", "year"), [("Pacific/Apia", 2011), ("Pacific/Kwajalein", 1993)])
@pytest.mark.parametrize("day", range(7))
def test_a_zone_that_skips_a_day_skips_no_summary(zone, year, day):
    due = weeks_from(datetime(year, 6, 1, tzinfo=UTC), WEEKS, day, time(9), zone)
    weeks = [iso_week(moment, zone) for moment in due]
    assert len(set(weeks)) == WEEKS
    assert all(is_right(moment, day, time(9), zone) for moment in due)


def test_a_week_is_named_by_its_thursday():
    assert iso_week(datetime(2026, 12, 31, 12, tzinfo=UTC), "Europe/London") == "2026-W53"
    assert iso_week(datetime(2027, 1, 3, 23, tzinfo=UTC), "Europe/London") == "2026-W53"
    assert iso_week(datetime(2027, 1, 3, 23, tzinfo=UTC), "Pacific/Auckland") == "2027-W01"
    assert day_of("2026-W53", 6) == date(2027, 1, 3)
