"""`/here`: in the space today, until when and where; and the button for it on the Home tab."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.authority import Right
from leadbot.services.check_ins import all_in_now, check_out
from leadbot.services.hello import arrive
from leadbot.slack.home.here import OFF
from leadbot.slack.letters.company import stays
from leadbot.slack.letters.phrases import first_name, several
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry
from leadbot.slack.text import clean_line, spoken

NAMED = 5  # of those who are in too; the Home tab shows more


def register(registry: Registry) -> None:
    """The command and the button. Slack is asked first who they are, since the times are by their own clock."""
    registry.command(
        "/here",
        Right.READER,
        "until 5, by the window",
        "say that you're in the space today; `/here off` when you leave",
    )(says)
    registry.button("home_check_in", Right.READER)(presses)


def says(request: Request) -> Answer:
    """`/here`, `/here until 5, by the window`, `/here off`."""
    return Answer(text=told(request.scope, request.member, clean_line(spoken(request.text))))


def presses(request: Request) -> Answer:
    """I'm in today; or I'm off, once they are in."""
    told(request.scope, request.member, OFF if request.value == OFF else "")
    return Answer()


def told(scope: Scope, member: Member, words: str) -> str:
    """Checks them in or out, and says what is so then."""
    if words.lower().rstrip(".") == OFF:
        return "You're checked out. See you." if check_out(scope, member) else "You were not checked in."
    arrive(scope, member, words)
    others = []
    for each in all_in_now(scope, member):
        if each.who.slack_user_id == member.slack_user_id:
            own = f"You're in{stays(each, member.locale)}."
        else:
            others.append(first_name(each.who))
    more = [f"{len(others) - NAMED} more"] if len(others) > NAMED else []
    too = [f"Also in: {several([*others[:NAMED], *more])}."] if others else ["Nobody else has checked in yet."]
    return " ".join([own, *too, "Leaving sooner? `/here off`"])
