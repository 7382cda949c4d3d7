"""Weeks as a space counts them: ISO weeks by its own calendar, and when in each the summary is due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


def next_summary(after: datetime, day: int, clock: time, time_zone: str) -> datetime:
    """When the next summary after this moment (aware) is due, in UTC: once in every ISO week.

    `day` counts from Monday, which is 0; `clock` is what the clocks of the time zone show.
    """
    today = after.astimezone(ZoneInfo(time_zone)).date()
    due_on = today - timedelta(days=today.weekday() - day) - WEEK
    while (due := first_moment(due_on, clock, time_zone)) <= after:
        due_on += WEEK
    return due


def iso_week(moment: datetime, time_zone: str) -> str:
    """The ISO week of a moment (aware) by the calendar of a time zone, such as 2026-W50."""
    year, week, _ = moment.astimezone(ZoneInfo(time_zone)).isocalendar()
    return f"{year}-W{week:02}"


def day_of(week: str, day: int) -> date:
    """A day of an ISO week; Monday is 0."""
    return date.fromisoformat(f"{week}-{day + 1}")


def first_moment(day: date, clock: time, time_zone: str) -> datetime:
    """The first moment at which the clocks of a time zone show this, in UTC; the first after it, if they leap over it."""
    zone = ZoneInfo(time_zone)
    wall = datetime.combine(day, clock)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if shown(moment, zone) == wall:
        return moment
    # The leap lies between what the wall time would be by the clocks after it and by those before it.
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (before, middle) if shown(middle, zone) >= wall else (middle, after)
    return after.replace(microsecond=0)


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of a zone show at a moment, without the zone."""
    return moment.astimezone(zone).replace(tzinfo=None)
