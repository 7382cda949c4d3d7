"""Working time: when Leadbot may start a conversation, by somebody's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbot.domain.working_time import WorkingTime

LONDON = ZoneInfo("Europe/London")
zones = st.sampled_from(sorted(available_timezones()))
moments = st.integers(0, 4 * 365 * 24 * 3600).map(lambda s: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s))


def london(*parts):
    return datetime(*parts, tzinfo=LONDON)


def test_a_working_day_later_is_the_same_clock_time_on_the_next_working_day():
    friday = london(2026, 12, 4, 15, 20)
    assert WorkingTime().days_later(friday, 1) == london(2026, 12, 7, 15, 20)


def test_clocks_that_go_back_change_the_hour_in_utc_and_not_on_the_wall():
    friday_before = london(2026, 10, 23, 10)
    later = WorkingTime().days_later(friday_before, 1)
    assert later.astimezone(LONDON).time() == time(10)
    assert later - friday_before == timedelta(days=3, hours=1)


def test_holidays_are_no_working_days():
    christmas = {date(2026, 12, 25), date(2026, 12, 28)}
    works = WorkingTime(is_holiday=christmas.__contains__)
    assert works.days_later(london(2026, 12, 24, 12), 1) == london(2026, 12, 29, 12)


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        (london(2026, 12, 7, 8), london(2026, 12, 7, 9)),
        (london(2026, 12, 7, 9), london(2026, 12, 7, 9)),
        (london(2026, 12, 7, 12), london(2026, 12, 7, 12)),
        (london(2026, 12, 7, 17, 30), london(2026, 12, 8, 9)),
        (london(2026, 12, 11, 18), london(2026, 12, 14, 9)),
        (london(2026, 12, 13, 3), london(2026, 12, 14, 9)),
    ],
)
def test_what_comes_outside_working_hours_waits_until_they_begin(moment, begins):
    assert WorkingTime().next_from(moment) == begins


def test_four_working_hours_run_over_the_night():
    assert WorkingTime().hours_later(london(2026, 12, 7, 15, 30), 4) == london(2026, 12, 8, 11)


def test_whoever_works_on_no_day_at_all_is_not_waited_for_without_end():
    never = WorkingTime(days=frozenset())
    assert never.next_from(london(2026, 12, 7, 12)) < london(2027, 3, 1)


@given(zones, moments)
def test_the_next_working_moment_is_one_and_none_is_before_it(zone, moment):
    works = WorkingTime(zone)
    begins = works.next_from(moment)
    assert begins >= moment
    assert begins.astimezone(ZoneInfo(zone)).weekday() < 5
    assert works.includes(begins) or begins == works.at(begins.astimezone(ZoneInfo(zone)).date(), works.start)
    if begins > moment:
        assert not works.includes(moment)


@given(zones, moments, st.integers(1, 12))
def test_working_days_later_lie_on_working_days_and_in_order(zone, moment, days):
    works = WorkingTime(zone)
    later = works.days_later(moment, days)
    assert later.astimezone(ZoneInfo(zone)).weekday() < 5
    assert works.days_later(moment, days - 1) < later


def test_the_next_day_begins_in_the_morning_after_a_weekend_too():
    assert next(WorkingTime().mornings_after(london(2026, 12, 7, 16))) == london(2026, 12, 8, 9)
    assert next(WorkingTime().mornings_after(london(2026, 12, 11, 8))) == london(2026, 12, 14, 9)


@given(zones, moments, st.sets(st.integers(0, 20)))
def test_the_next_day_is_the_first_working_day_after_this_one(zone, moment, holidays):
    here = ZoneInfo(zone)
    today = moment.astimezone(here).date()
    off = {today + timedelta(days=days) for days in holidays}
    works = WorkingTime(zone, is_holiday=off.__contains__)
    begins = next(works.mornings_after(moment))
    day = begins.astimezone(here).date()
    assert begins == works.at(day, works.start) > moment
    assert works.works_on(day)
    assert day > today
    between = (today + timedelta(days=days) for days in range(1, (day - today).days))
    assert not any(works.works_on(each) for each in between)


@given(zones, moments, st.floats(0.5, 40))
def test_working_hours_later_end_in_working_hours(zone, moment, hours):
    works = WorkingTime(zone)
    later = works.hours_later(moment, hours)
    assert later > moment
    assert works.includes(later - timedelta(seconds=1)) or works.includes(later)


@given(moments, zones)
def test_a_day_holds_its_moments_and_the_days_leave_no_gap(moment, zone):
    works, there = WorkingTime(time_zone=zone), ZoneInfo(zone)
    begins, ends = works.day_of(moment)
    assert begins <= moment < ends
    second = timedelta(seconds=1)
    assert {at.astimezone(there).date() for at in (begins, ends - second)} == {moment.astimezone(there).date()}
    assert works.day_of(ends)[0] == ends
    assert works.day_of(begins - second)[1] == begins


@given(moments, zones)
def test_the_mornings_after_a_moment_are_on_later_days_and_at_the_time_when_people_begin(moment, zone):
    works, there = WorkingTime(time_zone=zone), ZoneInfo(zone)
    mornings = works.mornings_after(moment)
    first, second = next(mornings), next(mornings)
    assert moment.astimezone(there).date() < first.astimezone(there).date() < second.astimezone(there).date()
    assert first == works.next_from(works.day_of(moment)[1])
    assert first.astimezone(there).time() == time(9)


def test_the_day_on_which_the_clocks_go_back_is_longer():
    begins, ends = WorkingTime().day_of(london(2026, 10, 25, 12))
    assert ends - begins == timedelta(hours=25)


def test_half_past_midnight_on_the_longest_day_is_followed_by_another_day():
    always = WorkingTime(days=frozenset(range(7)), start=time(0), end=time(23, 59))
    assert next(always.mornings_after(london(2026, 10, 25, 0, 30))) == london(2026, 10, 26)


def test_a_day_that_begins_while_the_clocks_leap_begins_at_the_first_moment_after():
    early = WorkingTime(start=time(1, 30), days=frozenset(range(7)))
    leap = datetime(2026, 3, 29, 1, tzinfo=UTC)  # in London 00:59:59 is followed by 02:00
    assert early.next_from(leap - timedelta(hours=1)) == leap
