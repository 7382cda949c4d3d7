"""*See why* on a host's Home tab: what Slack refused, for whom it was, and what sends it again."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.dates import say_date
from leadbot.domain.errors import Refused
from leadbot.services.authority import Right, acts_as_host
from leadbot.services.post import today
from leadbot.services.space_state import Unsaid, unsaid
from leadbot.slack.blocks import Block, actions, button, dialog, section
from leadbot.slack.letters.refusals import OTHER, WORDS
from leadbot.slack.listening import Answer, Request
from leadbot.slack.registry import Registry
from leadbot.slack.text import capital, words

MOST = 40
HOW = (
    "Whoever runs Leadbot sees with `leadbot doctor` what mends it. After that, send it again: what makes no sense any"
    " more stays unsaid."
)


def register(registry: Registry) -> None:
    """The button."""
    registry.button("home_health", Right.HOST)(shows_why)


def shows_why(request: Request) -> Answer:
    """A list in a dialog."""
    scope, host = request.scope, request.member
    if not acts_as_host(scope, host):
        raise Refused("Only a host can do that.")
    rows = [section(line(scope, host, each)) for each in unsaid(scope, host, MOST)]
    if not rows:
        return Answer(text="Nothing is left that Slack had refused.")
    return Answer(form=lambda: why(rows))


def why(rows: list[Block]) -> Block:
    """Each, what mends it, and the button that sends all of it again."""
    again = actions(button("Send again", "message_send_again", "refused"))
    return dialog("Not delivered", [*rows, section(HOW), again])


def line(scope: Scope, host: Member, one: Unsaid) -> str:
    """What it was, for whom, since when, and Slack's word for why; nothing of what it said."""
    what, _ = WORDS.get(one.purpose, OTHER)
    whom = f" for *{words(one.whom, 80)}*" if one.whom else ""
    since = say_date(one.since, locale=host.locale, today=today(scope))
    return f"{capital(what)}{whom}, {since}: Slack said `{words(one.error, 80)}`"
