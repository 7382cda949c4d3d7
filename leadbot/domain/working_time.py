"""Working days. A working day later is the same clock time on the next day on which people work."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5  # as `date.weekday` counts


def working_days_later(moment: datetime, days: int, time_zone: str) -> datetime:
    """The same clock time in `time_zone`, `days` working days (Monday to Friday) after `moment` (aware)."""
    local = moment.astimezone(ZoneInfo(time_zone))
    while days:
        local += timedelta(days=1)
        if local.weekday() < SATURDAY:
            days -= 1
    return local.astimezone(moment.tzinfo)
