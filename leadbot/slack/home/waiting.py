"""On the Home tab: what waits for one's answer, with the buttons to answer it."""

from collections.abc import Callable

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.services.home import bids_of, helpers_of, offers_to, questions_to
from leadbot.services.letter import OpportunityFacts
from leadbot.services.post import today
from leadbot.slack.blocks import Block
from leadbot.slack.home.lines import MOST, Row, headed
from leadbot.slack.letters import bids, follow_ups
from leadbot.slack.letters.asking_first import introduce_buttons
from leadbot.slack.letters.offers import offer_buttons, put_to
from leadbot.slack.letters.phrases import as_part, by_when, first_name, numbered, worth
from leadbot.slack.text import words

TITLE = 150
WHERE = "they are under *Messages*"
Line = Callable[[str, OpportunityFacts], str]


def waiting(scope: Scope, member: Member) -> list[Block]:
    """Offers first, then what follows them. What is not shown is counted, and not read any further."""

    def line(first: str, opportunity: OpportunityFacts) -> str:
        money = [words(worth(opportunity, locale=member.locale), 80)] if opportunity.budget else []
        when = by_when(opportunity, locale=member.locale, today=today(scope))
        return f"{first}\n*{words(opportunity.title, TITLE)}*\n{' · '.join([numbered(opportunity), *money, *when])}"

    rows: list[Row] = []
    number = 0
    for source in (offers, helpers, questions, bid_questions):
        shown, there = source(scope, member, MOST - len(rows), line)
        rows += shown
        number += there
    return headed(
        "Waiting for your answer", rows, "Nothing waits for you just now.", more=number - len(rows), where=WHERE
    )


def offers(scope: Scope, member: Member, most: int, line: Line) -> tuple[list[Row], int]:
    """What was put to them."""
    shown, there = offers_to(scope, member, most)
    rows: list[Row] = []
    for opportunity, offer in shown:
        part = f", as {words(offer.role, 120)}" if opportunity.kind.gathers else ""
        rows.append((line(f"{put_to(opportunity, offer)}{part}", opportunity), offer_buttons(offer)))
    return rows, there


def helpers(scope: Scope, member: Member, most: int, line: Line) -> tuple[list[Row], int]:
    """Who would like to help with their own."""
    shown, there = helpers_of(scope, member, most)
    rows: list[Row] = []
    for introduction, opportunity, helper, role in shown:
        said = f"{first_name(helper)} would like to help with your {numbered(opportunity)}{as_part(role)}"
        rows.append((line(said, opportunity), introduce_buttons(introduction, gathers=opportunity.kind.gathers)))
    return rows, there


def questions(scope: Scope, member: Member, most: int, line: Line) -> tuple[list[Row], int]:
    """How it goes with the other of the two."""
    shown, there = questions_to(scope, member, most)
    rows: list[Row] = []
    for introduction, opportunity, other, step in shown:
        asked = follow_ups.QUESTIONS[step].format(other=first_name(other))
        rows.append((line(asked, opportunity), follow_ups.answers(introduction, step)))
    return rows, there


def bid_questions(scope: Scope, member: Member, most: int, line: Line) -> tuple[list[Row], int]:
    """How it goes with a bid."""
    shown, there = bids_of(scope, member, most)
    rows: list[Row] = [(line(bids.QUESTIONS[step], each), bids.answers(each.id, step)) for each, step in shown]
    return rows, there
