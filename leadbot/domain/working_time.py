"""Working time: the hours in which Leadbot may start a conversation, in somebody's own time zone.

A working day later is the same clock time on the next day on which people work.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadbot.domain.weeks import first_moment

MONDAY_TO_FRIDAY = frozenset(range(5))  # as `date.weekday` counts
LONGEST_BREAK = 60  # days without a working day, after which a calendar is not believed


@dataclass(frozen=True)
class WorkingTime:
    """When somebody works: on which weekdays (Monday is 0), between which clock times, never on a holiday."""

    time_zone: str = "Europe/London"
    days: frozenset[int] = MONDAY_TO_FRIDAY
    start: time = time(9)
    end: time = time(17, 30)
    is_holiday: Callable[[date], bool] = lambda _: False

    def includes(self, moment: datetime) -> bool:
        """Whether they work at this moment (aware)."""
        local = moment.astimezone(ZoneInfo(self.time_zone))
        return self.works_on(local.date()) and self.start <= local.time() < self.end

    def works_on(self, day: date) -> bool:
        """Whether this is a working day."""
        return day.weekday() in self.days and not self.is_holiday(day)

    def next_from(self, moment: datetime) -> datetime:
        """This moment if they work then, else the next at which they begin, in UTC."""
        if self.includes(moment):
            return moment.astimezone(UTC)
        begins = (self.at(day, self.start) for day in self.working_days(moment))
        return next(begin for begin in begins if begin >= moment)

    def mornings_after(self, moment: datetime) -> Iterator[datetime]:
        """When they begin on each working day that comes after the day of this moment, in UTC."""
        today = moment.astimezone(ZoneInfo(self.time_zone)).date()
        return (self.at(day, self.start) for day in self.working_days(moment) if day > today)

    def day_of(self, moment: datetime) -> tuple[datetime, datetime]:
        """When the calendar day of this moment begins and when the next one does, in UTC."""
        today = moment.astimezone(ZoneInfo(self.time_zone)).date()
        return self.at(today, time.min), self.at(today + timedelta(days=1), time.min)

    def days_later(self, moment: datetime, days: int) -> datetime:
        """The same clock time, so many working days later, in UTC."""
        local = moment.astimezone(ZoneInfo(self.time_zone))
        later = self.working_days(moment + timedelta(days=1))
        day = local.date()
        for _ in range(days):
            day = next(later)
        return self.at(day, local.time())

    def hours_later(self, moment: datetime, hours: float) -> datetime:
        """When so many working hours have passed, in UTC."""
        left = timedelta(hours=hours)
        for day in self.working_days(moment):
            begin, end = max(self.at(day, self.start), moment), self.at(day, self.end)
            if begin + left <= end:
                return begin + left
            left -= max(timedelta(), end - begin)
        raise AssertionError("not reached: working days never end")

    def working_days(self, moment: datetime) -> Iterator[date]:
        """The working days from the day of this moment on."""
        day, idle = moment.astimezone(ZoneInfo(self.time_zone)).date(), 0
        while True:
            # Whoever never works would wait for ever: after a long break every day counts.
            if self.works_on(day) or idle > LONGEST_BREAK:
                idle = 0 if self.works_on(day) else idle
                yield day
            else:
                idle += 1
            day += timedelta(days=1)

    def at(self, day: date, clock: time) -> datetime:
        """A clock time on a day, in UTC; where the clocks leap over it, the first moment after."""
        return first_moment(day, clock, self.time_zone)
