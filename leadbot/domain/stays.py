"""How long somebody is in the space today, and where in it, as people type it: until 5, by the window."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadbot.domain.dates import find_date
from leadbot.domain.errors import LeadbotError
from leadbot.domain.lengths import length
from leadbot.domain.weeks import first_moment

LONGEST_PLACE = 60  # characters: a place in a room, and no story
HOW = "I need a time that is still to come today, like this: `/here until 5, by the window`"

_OCLOCK = r"(?:\s?o['’]?clock)?"
_CLOCK = (
    r"(?:(?P<word>noon|midday|midnight)|(?P<four>[0-9]{4})|(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?)"
    rf"(?:\s?(?P<half>[ap])\.?m\b\.?)?{_OCLOCK}(?=[\s,;.!]|\Z)"
)
_UNTIL = re.compile(rf"\b(?:until|till|til)\s+{_CLOCK}", re.IGNORECASE)
# Without "until" a number may be a room's, unless it is written as a time, or stands alone.
_WRITTEN_AS_A_TIME = r"[0-9]{1,2}(?::[0-9]|\s?[ap]\.?m\b)"
_ALONE = re.compile(rf"\A(?={_WRITTEN_AS_A_TIME}|[^\s,;]+{_OCLOCK}\s*(?:[,;]|\Z)){_CLOCK}", re.IGNORECASE)
_MEANS_A_TIME = re.compile(r"\buntil\b|\A(?:till|til)\b", re.IGNORECASE)  # "by the till" is a place
_TODAY = re.compile(r"\A(?:today|now)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Stay:
    """Until when somebody is in the space (in UTC), and where in it."""

    until: datetime
    place: str


def read_stay(words: str, *, now: datetime, time_zone: str) -> Stay:
    """What was typed, by the clocks of that time zone. Without a time it is the end of the day.

    A bare 5 is the next five o'clock today, as people mean it.

    Raises:
        LeadbotError: if the time has passed, or is none; or if the place is a story.
    """
    found = _UNTIL.search(words) or _ALONE.search(words)
    today = now.astimezone(ZoneInfo(time_zone)).date()
    day = find_date(words, today=today)
    if (found is None and _MEANS_A_TIME.search(words)) or (day is not None and day[0] != today):
        raise LeadbotError(HOW)
    midnight = first_moment(today + timedelta(days=1), time(), time_zone)
    if found is None:
        return Stay(midnight, place_in(words))
    clocks = clocks_of(found)
    shown = (moment for clock in clocks for moment in moments(datetime.combine(today, clock), time_zone))
    to_come = [moment for moment in (*shown, *([midnight] if time() in clocks else ())) if moment > now]
    if not to_come:
        raise LeadbotError(HOW)
    return Stay(min(to_come), place_in(words[: found.start()], words[found.end() :]))


def place_in(*parts: str) -> str:
    """Where in the space: what is left of the words without their time."""
    trimmed = (_TODAY.sub("", part.strip(" ,;.")).strip(" ,;.") for part in parts)
    place = " ".join(" ".join(filter(None, trimmed)).split())
    if length(place) > LONGEST_PLACE:
        raise LeadbotError(
            f"Where you are has to fit into {LONGEST_PLACE} characters, like this: `/here until 5, by the window`"
        )
    return place


def clocks_of(found: re.Match[str]) -> list[time]:
    """What clocks may show then; midnight is the one that ends the day. Nothing, if no clock shows that."""
    if found["word"]:
        return [time() if found["word"].lower() == "midnight" else time(12)]
    hour, minute, half = clock_in(found)
    if minute > 59 or hour * 60 + minute > 24 * 60 or (half and not 1 <= hour <= 12):
        return []
    if half:
        return [time(hour % 12 + 12 * (half == "p"), minute)]
    bare = 1 <= hour <= 12 and found["hour"] and not found["hour"].startswith("0")
    return [time(each % 24, minute) for each in ((hour % 12, hour % 12 + 12) if bare else (hour,))]


def clock_in(found: re.Match[str]) -> tuple[int, int, str]:
    """The hour, the minute, and a for am or p for pm, as they are written."""
    hour, minute = (found["four"][:2], found["four"][2:]) if found["four"] else (found["hour"], found["minute"] or "0")
    return int(hour), int(minute), (found["half"] or "").lower()


def moments(wall: datetime, time_zone: str) -> list[datetime]:
    """When the clocks show this: twice where they go back, and where they leap over it, the first moment after."""
    first = first_moment(wall.date(), wall.time(), time_zone)
    again = wall.replace(tzinfo=ZoneInfo(time_zone), fold=1).astimezone(UTC)
    return [first, max(first, again)]
