"""The demo's clock: it begins on a working Monday at ten, runs on at the usual speed, and can be moved forward."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")  # where Union Yard is
OPENS, BEGINS = time_of_day(9), time_of_day(10)
WEEK = timedelta(days=7)


class Move(NamedTuple):
    """A way to move the clock: its name, what people read, and the moment it leads to, on the clock of Union Yard."""

    name: str
    label: str
    target: Callable[[datetime], datetime]


def hour_later(now: datetime) -> datetime:
    """An hour of real time later; the night in which the clocks change makes no difference."""
    return now.astimezone(UTC) + timedelta(hours=1)


def tomorrow_morning(now: datetime) -> datetime:
    """Nine in the morning of the next day."""
    return _at(now.date() + timedelta(days=1), OPENS)


def next_monday(now: datetime) -> datetime:
    """Nine in the morning of the next Monday; from a Monday, that of next week."""
    return _at(monday_of(now.date()) + WEEK, OPENS)


MOVES = {
    move.name: move
    for move in (
        Move("hour", "+1 hour", hour_later),
        Move("tomorrow", "Tomorrow morning", tomorrow_morning),
        Move("monday", "Next Monday", next_monday),
    )
}


class DemoClock:
    """Tells the time to the local Slack and to Leadbot alike; any number of threads may ask it and move it.

    It goes by the machine's ticks, not by its time of day, which may be set back: this clock only ever goes forward.
    """

    def __init__(self, outside: datetime, ticks: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._ticks = ticks
        self._began = ticks()
        self._start = first_moment(outside)

    def __call__(self) -> datetime:
        """The present moment of the demo, in UTC."""
        with self._lock:
            return self._now()

    def move(self, move: Move) -> None:
        """Move forward, all at once."""
        with self._lock:
            now = self._now()
            self._start += move.target(now.astimezone(HERE)).astimezone(UTC) - now

    def _now(self) -> datetime:
        return self._start + timedelta(seconds=self._ticks() - self._began)


def first_moment(outside: datetime) -> datetime:
    """Ten o'clock on the Monday of this week, or on the first one after it that is no bank holiday; in UTC."""
    monday = monday_of(outside.astimezone(HERE).date())
    return _at(next(day for day in _mondays_from(monday) if not is_bank_holiday(day)), BEGINS).astimezone(UTC)


def _mondays_from(monday: date) -> Iterator[date]:
    return (monday + weeks * WEEK for weeks in count())


def monday_of(day: date) -> date:
    """The Monday of the week of this day."""
    return day - timedelta(days=day.weekday())


def _at(day: date, hour: time_of_day) -> datetime:
    return datetime.combine(day, hour, HERE)


# ---- bank holidays


def is_bank_holiday(monday: date) -> bool:
    """Whether this Monday is one in England (gov.uk/bank-holidays). Those given for a single year are not known here.

    New Year's Day at a weekend, and Christmas Day or Boxing Day on a Saturday, or Christmas Day on a Sunday, are made
    up for after it, so these two feasts can take any Monday of the days listed.
    """
    of_month = (monday.month, monday.day)
    is_last = (monday + WEEK).month != monday.month
    return (
        ((1, 1) <= of_month <= (1, 3))
        or monday == easter(monday.year) + timedelta(days=1)
        or (monday.month == 5 and (monday.day <= 7 or is_last))
        or (monday.month == 8 and is_last)
        or ((12, 25) <= of_month <= (12, 28))
    )


def easter(year: int) -> date:
    """Easter Sunday: the anonymous Gregorian algorithm (Nature, 20 April 1876; J. Meeus, Astronomical Algorithms, ch. 8).

    The letters are those of the source, where they have no names either.
    """
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
