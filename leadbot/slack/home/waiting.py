"""On the Home tab: what waits for one's answer, with the buttons to answer it."""

from collections.abc import Iterator

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.home import bids_of, helpers_of, offers_to, questions_to
from leadbot.services.letter import OpportunityFacts
from leadbot.services.post import today
from leadbot.slack.blocks import Block
from leadbot.slack.home.lines import headed
from leadbot.slack.letters import bids, follow_ups
from leadbot.slack.letters.offers import offer_buttons, put_to
from leadbot.slack.letters.phrases import as_part, by_when, first_name, numbered, worth
from leadbot.slack.letters.posters import introduce_buttons
from leadbot.slack.text import words

TITLE = 150


def waiting(scope: Scope, member: Member) -> list[Block]:
    """Offers first, then what follows them."""
    rows = list(rows_of(scope, member))
    return headed("Waiting for your answer", rows, "Nothing waits for you just now.", where="they are under *Messages*")


def rows_of(scope: Scope, member: Member) -> Iterator[tuple[str, Block]]:
    """A line for each thing that waits, and its answers."""

    def line(first: str, opportunity: OpportunityFacts) -> str:
        money = [words(worth(opportunity, locale=member.locale), 80)] if opportunity.budget else []
        when = by_when(opportunity, locale=member.locale, today=today(scope))
        about = " · ".join([numbered(opportunity), *money, *when])
        return f"{first}\n*{words(opportunity.title, TITLE)}*\n{about}"

    for opportunity, offer in offers_to(scope, member):
        part = f", as {words(offer.role, 120)}" if opportunity.kind.gathers else ""
        yield line(f"{put_to(opportunity, offer)}{part}", opportunity), offer_buttons(offer)
    for introduction, opportunity, helper, role in helpers_of(scope, member):
        said = f"{first_name(helper)} would like to help with your {numbered(opportunity)}{as_part(role)}"
        yield line(said, opportunity), introduce_buttons(introduction, gathers=opportunity.kind.gathers)
    for introduction, opportunity, other, step in questions_to(scope, member):
        asked = follow_ups.QUESTIONS[step].format(other=first_name(other))
        yield line(asked, opportunity), follow_ups.answers(introduction, step)
    for opportunity, bid in bids_of(scope, member):
        yield line(bids.QUESTIONS[bid], opportunity), bids.answers(opportunity.id, bid)
