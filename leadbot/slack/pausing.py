"""`/leadbot pause` and `/leadbot resume`, and the switch on the Home tab: to be offered nothing new for a while."""

import re

from leadbot.domain.dates import find_date, say_date
from leadbot.domain.errors import LeadbotError
from leadbot.services.authority import Right
from leadbot.services.pausing import pause, resume
from leadbot.services.working_hours import today_of
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry

UNTIL = re.compile(r"\A(?:(?:until|till|til)\b)?\s*", re.IGNORECASE)
PAUSE, RESUME = "pause", "resume"  # what the switch is to do: so two presses do it once
STANDS = "You can still answer what I have put to you, and what you are introduced to goes on."


def register(registry: Registry) -> None:
    """Two words behind `/leadbot`, and the switch."""
    registry.word(
        "pause", Right.MEMBER, "until 12 December", "be offered nothing new; without a date, until you resume"
    )(pauses)
    registry.word("resume", Right.MEMBER, "", "be offered work again")(resumes)
    registry.button("home_pause", Right.MEMBER)(switches)


def pauses(request: Request) -> Answer:
    """`/leadbot pause` and `/leadbot pause until DATE`. To pause again changes the date."""
    scope, member = request.scope, request.member
    today = today_of(scope, member)
    if not request.text:
        pause(scope, member, None)
        return Answer(text=f"Paused until you type `/leadbot resume`. {STANDS}")
    found = find_date(UNTIL.sub("until ", request.text), today=today)
    if found is None or found[0] == today or found[1][0] > 0:
        raise LeadbotError(
            "I need a day on the calendar that is still to come, like this: `/leadbot pause until 12 December`"
        )
    pause(scope, member, found[0])
    day = say_date(found[0], locale=member.locale, today=today)
    return Answer(text=f"Paused until {day}: from then on I'll ask you again. {STANDS} Back sooner? `/leadbot resume`")


def resumes(request: Request) -> Answer:
    """`/leadbot resume`: also for whoever passed as busy."""
    if resume(request.scope, request.member):
        return Answer(text="Welcome back. I'll ask you again when something fits.")
    return Answer(text="You're not paused. I'll ask you when something fits.")


def switches(request: Request) -> Answer:
    """Nothing new until they resume; or work again. The tab then says which."""
    if request.value == RESUME:
        resume(request.scope, request.member)
    else:
        pause(request.scope, request.member, None)
    return Answer()
