"""Dates as people type them in a sentence, day first, and as they are shown. Today is always given, never asked."""

import re
from calendar import monthrange
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from babel.dates import format_interval, format_skeleton

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}
_YEAR_SHOWN_AFTER = 300  # days; nearer than that, nobody takes a day and a month for another year's
_FARTHEST = 3660  # days; a deadline in ten years is a slip of the finger

# What may stand before a date and belongs to it.
_BY = (
    r"\b(?:(?:no later than|at the latest by|bids? (?:due |must be in )?by|due by|due on|due|needed by|by|before|until|till|on|for"
    r"|deadline(?: is| of)?:?)\s+)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b"
)
_FULL_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
_YEAR = r"(?:,?\s*(?P<year>20[0-9]{2})\b)"
_EDGE = r"(?=\s*(?:$|[,.;:!?)\n–-]|(?:at|and|or|if|please|with|latest)\b|[£€$]))"  # where a date may end


def find_date(words: str, *, today: date) -> tuple[date, tuple[int, int]] | None:
    """The first date in a sentence that is today or later, and where it stands (start, end), "by" included.

    A day and month without a year is the next such day. None rather than a guess: "May I ask", "2 logos", "24/7".
    """
    found: list[tuple[int, int, date]] = []
    for form, read in _FORMS:
        for match in form.finditer(words):
            with suppress(ValueError, OverflowError):  # 31 June is no date
                day = read(match, today)
                if day and 0 <= (day - today).days <= _FARTHEST:
                    found.append((match.start(), -match.end(), day))
                    break
    if not found:
        return None
    start, end, day = min(found)
    return day, (start, -end)


def say_date(day: date, *, locale: str, today: date) -> str:
    """A date as the reader's locale writes it: Fri 12 Dec, with its year when that is not near."""
    skeleton = "yMMMEd" if abs((day - today).days) > _YEAR_SHOWN_AFTER else "MMMEd"
    # Babel writes "Fri, 12 Dec"; in Britain nobody does.
    return re.sub(r"^(\w+), (?=\d)", r"\1 ", str(format_skeleton(skeleton, day, locale=locale)))


def say_dates(first: date, last: date, *, locale: str) -> str:
    """Some days in a row as the reader's locale writes them: 7–13 Dec."""
    return str(format_interval(first, last, "MMMd", locale=locale))


def _calendar(match: re.Match[str], today: date) -> date | None:
    """A day and a month, and perhaps a year."""
    named = match["month"].lower()
    month = int(named) if named.isdigit() else _MONTHS.index(named[:3]) + 1
    year = match.groupdict().get("year")
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(match["day"]))
    for ahead in range(5):  # 29 February may be four years away
        with suppress(ValueError):
            day = date(today.year + ahead, month, int(match["day"]))
            if day >= today:
                return day
    return None


def _end(match: re.Match[str], today: date) -> date:
    """The last day of a week (its Friday, when the work stops), a month, a year, or a named month."""
    what, following = match["what"].lower(), bool(match["next"])
    if what == "week":
        friday = today + timedelta(days=4 - today.weekday())
        return friday + timedelta(days=7 if following or friday < today else 0)
    if what == "year":
        return date(today.year + following, 12, 31)
    if what == "month":
        return _last_of_month(today.year, today.month + following)
    month = _MONTHS.index(what[:3]) + 1
    return _last_of_month(today.year + (month < today.month), month)


def _last_of_month(year: int, month: int) -> date:
    year, month = (year + 1, 1) if month > 12 else (year, month)
    return date(year, month, monthrange(year, month)[1])


def _ahead(match: re.Match[str], today: date) -> date:
    """So many days, weeks or months from today. A month ahead is the same day of that month, or its last."""
    count = int(match["count"]) if match["count"].isdigit() else _COUNTS[match["count"].lower()]
    unit = match["unit"].lower()
    if unit != "month":
        return today + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _near(match: re.Match[str], today: date) -> date:
    said = match["near"].lower()
    return today + timedelta(days=2 if "after" in said else 1 if said == "tomorrow" else 0)


def _weekday(match: re.Match[str], today: date) -> date:
    """The next such day after today; "next Friday" is, as in Britain, the Friday of next week."""
    wanted = _DAYS.index(match["weekday"][:3].lower())
    if (match.groupdict().get("which") or "").lower() == "next":
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _form(pattern: str, *, needs_by: bool = False) -> re.Pattern[str]:
    before = _BY if needs_by else rf"(?:{_BY})?(?<![\w/£€$.,-])"
    return re.compile(before + pattern, re.IGNORECASE)


_COUNT = rf"(?P<count>[0-9]{{1,3}}|{'|'.join(_COUNTS)})"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (_form(r"(?P<year>20[0-9]{2})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])\b"), _calendar),
    (
        _form(
            rf"(?:the\s+)?(?:{_DAY},?\s+)?(?:the\s+)?"
            rf"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?\s?(?:of\s+)?(?P<month>{_MONTH})(?!\s+I\b){_YEAR}?"
        ),
        _calendar,
    ),
    (
        _form(
            rf"(?:{_DAY},?\s+)?(?P<month>{_MONTH})\s+(?:the\s+)?"
            rf"(?P<day>[0-3]?[0-9])(?:(?:st|nd|rd|th)\b|(?=,?\s*20[0-9]{{2}}\b)|(?![0-9]){_EDGE}){_YEAR}?"
        ),
        _calendar,
    ),
    (_form(r"(?P<day>[0-3]?[0-9])[/.](?P<month>[01]?[0-9])[/.](?P<year>(?:20)?[0-9]{2})\b"), _calendar),
    # Without a year, 1/2 is a half and 24/7 is always, unless "by" or the like says that a date follows.
    (_form(r"(?P<day>[0-3]?[0-9])/(?P<month>[01]?[0-9])\b(?![/.][0-9])", needs_by=True), _calendar),
    (_form(rf"(?!24/7)(?P<day>[0-3]?[0-9])/(?P<month>1[0-2]|0[1-9]|[5-9])\b(?![/.][0-9]){_EDGE}"), _calendar),
    (_form(rf"(?:the\s+)?end of (?:the\s+|this\s+)?(?P<next>next\s+)?(?P<what>week|month|year|{_MONTH})\b"), _end),
    (
        _form(
            rf"(?:with)?in (?:(?:about|around)\s+)?{_COUNT} (?P<unit>day|week|fortnight|month)(?:s['’]?|['’]s)?(?: time)?\b"
        ),
        _ahead,
    ),
    (_form(r"(?P<near>(?:the )?day after tomorrow|tomorrow|today|tonight)\b"), _near),
    (_form(rf"(?P<which>next|this|this coming|the coming)\s+(?P<weekday>{_DAY})"), _weekday),
    (_form(rf"(?<!every )(?<!each )(?<!most )(?P<weekday>{_FULL_DAY}){_EDGE}"), _weekday),
    (_form(rf"(?P<weekday>{_DAY}){_EDGE}", needs_by=True), _weekday),
    (_form(rf"(?P<weekday>{_FULL_DAY})", needs_by=True), _weekday),
)
