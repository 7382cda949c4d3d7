"""Whose working hours: a member's, in their own time zone; else the workspace's."""

from collections.abc import Callable
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.working_time import WorkingTime


def working_time(scope: Scope, member: Member | None = None) -> WorkingTime:
    """When this member works: the hours and the holidays of the workspace, by their own clock.

    Whoever has no time zone, or one that does not exist, lives by the workspace's.
    """
    own, workspace = member.time_zone if member is not None else None, scope.workspace
    return WorkingTime(
        time_zone=own if own and exists(own) else workspace.time_zone,
        days=frozenset(workspace.working_days),
        start=workspace.working_start,
        end=workspace.working_end,
        is_holiday=holidays_of(workspace.region),
    )


def today_of(scope: Scope, member: Member) -> date:
    """The date where this member is."""
    return scope.now.astimezone(ZoneInfo(working_time(scope, member).time_zone)).date()


def exists(time_zone: str) -> bool:
    """Whether there is such a time zone."""
    try:
        return bool(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def holidays_of(region: str) -> Callable[[date], bool]:
    """Says of a day whether it is a public holiday of a region such as GB-ENG; no day is, until one is chosen."""
    return lambda day: bool(region) and day in holidays_in(region, day.year)


@cache
def holidays_in(region: str, year: int) -> frozenset[date]:
    """The public holidays of a region in a year: whole, since the library's own calendar fills itself while others read."""
    from holidays import country_holidays  # heavy, and few processes need it

    country, _, part = region.partition("-")
    return frozenset(country_holidays(country, subdiv=part or None, years=year))
