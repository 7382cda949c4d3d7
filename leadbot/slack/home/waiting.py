"""On the Home tab: what waits for one's answer."""

from collections.abc import Iterator

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.home import bids_of, helpers_of, offers_to, questions_to
from leadbot.slack.blocks import Block
from leadbot.slack.home.lines import headed
from leadbot.slack.letters import bids
from leadbot.slack.letters.follow_ups import QUESTIONS
from leadbot.slack.letters.offers import put_to
from leadbot.slack.letters.phrases import as_part, first_name, numbered
from leadbot.slack.text import words

WHERE = "The buttons to answer with are under *Messages*."


def waiting(scope: Scope, member: Member) -> list[Block]:
    """Offers first, then what follows them."""
    lines = list(lines_of(scope, member))
    return headed("Waiting for your answer", lines, "Nothing waits for you just now.", note=WHERE)


def lines_of(scope: Scope, member: Member) -> Iterator[str]:
    """A line for each thing that waits."""
    for opportunity, put in offers_to(scope, member):
        yield f"{put_to(opportunity, put)}: *{words(opportunity.title, 200)}*"
    for opportunity, helper, role in helpers_of(scope, member):
        said = f"{first_name(helper)} would like to help with your {numbered(opportunity)}{as_part(role)}"
        yield f"{said}: *{words(opportunity.title, 200)}*"
    for opportunity, other, step in questions_to(scope, member):
        yield f"{QUESTIONS[step].format(other=first_name(other))} *{words(opportunity.title, 200)}*"
    for opportunity, bid in bids_of(scope, member):
        yield f"{bids.QUESTIONS[bid]} *{words(opportunity.title, 200)}*"
