"""Moments as a reader sees them: in their time zone, in their language."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

TOKEN = re.compile(r"\{(\w+)\}")
TIME_FORMATS = {"time": "short", "time_secs": "medium"}
DATE_FORMATS = {"date_num": "yyyy-MM-dd", "date": "long", "date_long": "full", "date_short": "medium"}


def local(moment: datetime, tz: str) -> datetime:
    """The moment on the clock of this time zone."""
    return moment.astimezone(ZoneInfo(tz))


def moment_of(ts: str) -> datetime:
    """When a message was written, from its time stamp."""
    return datetime.fromtimestamp(float(ts), UTC)


def slack_date(target: str, fallback: str, tz: str, locale: str) -> str:
    """`!date^1735689600^{date_short} at {time}`: Slack's way of naming a moment. What it does not know falls back."""
    parts = target.split("^")
    try:
        moment = local(datetime.fromtimestamp(int(parts[1]), UTC), tz)
        return TOKEN.sub(lambda found: _part(found[1], moment, locale), parts[2])
    except (ValueError, IndexError, KeyError, OverflowError, OSError):
        return fallback


def _part(name: str, moment: datetime, locale: str) -> str:
    if name in TIME_FORMATS:
        return format_time(moment, TIME_FORMATS[name], locale=locale.replace("-", "_"))
    return format_date(moment, DATE_FORMATS[name.removesuffix("_pretty")], locale=locale.replace("-", "_"))


def clock_time(moment: datetime, locale: str) -> str:
    """17:05, or as they write it there."""
    return format_time(moment, "short", locale=locale.replace("-", "_"))


def day_and_time(moment: datetime, locale: str) -> str:
    """Mon 23 Nov, 10:04."""
    return f"{format_date(moment, 'EEE d MMM', locale=locale.replace('-', '_'))}, {clock_time(moment, locale)}"


def day_name(moment: datetime, now: datetime, locale: str) -> str:
    """Today, Yesterday, or Friday 12 December."""
    days = (now.date() - moment.date()) // timedelta(days=1)
    if days in (0, 1):
        return ("Today", "Yesterday")[days]
    return format_date(moment, "EEEE d MMMM", locale=locale.replace("-", "_"))
