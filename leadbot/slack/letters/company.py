"""How letters and answers say who is in the space, and when two usually are."""

from datetime import datetime

from babel.dates import format_time

from leadbot.services.check_ins import Presence
from leadbot.services.letter import Letter
from leadbot.slack import text
from leadbot.slack.letters.phrases import first_name, several

PLACE = 150  # characters of a place, with its signs escaped: a whole team of them is one paragraph of Slack's
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def both_in(letter: Letter) -> str:
    """That both are in, until when and where; nothing, if they are not."""
    here = letter.company.here if letter.company is not None else ()
    if not here:
        return ""
    said = [is_in(each, letter.locale) for each in here if each.until is not None or each.place]
    return " ".join(["You're both in today.", *said])


def company(letter: Letter) -> str:
    """The same; or else on which days both usually are in."""
    days = letter.company.days if letter.company is not None else ()
    usually = f"You're both usually in on {several(DAYS[day] for day in days)}." if days else ""
    return both_in(letter) or usually


def team_company(letter: Letter) -> str:
    """Who of a team are in, and on which days all usually are."""
    company = letter.company
    if company is None:
        return ""
    here = "; ".join(f"{first_name(each.who)}{stays(each, letter.locale)}" for each in company.here)
    days = several(DAYS[day] for day in company.days)
    said = [f"In the space: {here}." if here else "", f"You're all usually in on {days}." if days else ""]
    return " ".join(filter(None, said))


def is_in(one: Presence, locale: str) -> str:
    """Somebody is in: Ada is in the space until 17:00, by the window."""
    return f"{first_name(one.who)} is in the space{stays(one, locale)}."


def stays(one: Presence, locale: str) -> str:
    """Until when, and where: to be put after somebody's name."""
    until = f" until {clock(one.until, locale)}" if one.until is not None else " today"
    return until + (f", {text.words(one.place, PLACE)}" if one.place else "")


def clock(moment: datetime, locale: str) -> str:
    """A time as its reader writes it, by the clock that it is given in: 17:00."""
    return str(format_time(moment.time(), "short", locale=locale))
