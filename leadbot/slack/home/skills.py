"""On the Home tab: what one can do, how much at a time, and whether one wants to be asked."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.dates import say_date
from leadbot.services.facts import day_of
from leadbot.services.people import capacity_of, is_left_alone, is_paused, names_of, skills_of
from leadbot.services.suit import room_left
from leadbot.services.working_hours import today_of
from leadbot.slack.blocks import Block, button
from leadbot.slack.home.lines import Row, headed
from leadbot.slack.letters.company import DAYS
from leadbot.slack.letters.phrases import several
from leadbot.slack.pausing import PAUSE, RESUME
from leadbot.slack.text import words

NONE = "You list no skills yet, so no work can find you."


def skills(scope: Scope, member: Member) -> list[Block]:
    """The skills, and whether work may come."""
    listed = names_of(skills_of(scope, member))
    said = f"You list {several(words(skill, 80) for skill in listed)}." if listed else NONE
    can = f"{said}\n{how_much(scope, member)}", button("Edit skills", "home_edit_skills", "skills")
    if member.usual_days:
        days = several(DAYS[day] for day in member.usual_days)
        can = f"{can[0]}\nYou're usually in on {days}.", can[1]
    mine = "All that is kept about you is yours to read.", button("My data", "home_my_data", "data")
    return headed("What you can do", [can, switch(scope, member), mine], "")


def how_much(scope: Scope, member: Member) -> str:
    """How many introductions they take on at a time, and for how many more there is room."""
    most, room = capacity_of(scope, member), max(0, room_left(scope, member))
    introductions = "1 introduction" if most == 1 else f"{most} introductions"
    return f"You take on {introductions} at a time, and have room for {room or 'no'} more just now."


def switch(scope: Scope, member: Member) -> Row:
    """Whether they are asked, and the button that changes it."""
    if not is_left_alone(scope, member):
        return "You're asked when something fits.", button("Pause", "home_pause", PAUSE)
    until = member.paused_until if is_paused(scope, member) else day_of(scope, member.quiet_until, member.id)
    day = f" until {say_date(until, locale=member.locale, today=today_of(scope, member))}" if until else ""
    why = "You've paused" if is_paused(scope, member) else "You said that you're busy"
    return f"{why}: nothing new is put to you{day or ' until you resume'}.", button("Resume", "home_pause", RESUME)
