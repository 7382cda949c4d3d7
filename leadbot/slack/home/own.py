"""On the Home tab: what one has posted and is open, and whom one is in touch with."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member
from leadbot.domain.dates import say_date
from leadbot.domain.statuses import IntroductionState
from leadbot.services.home import UnderWay, own_open, under_way
from leadbot.services.letter import OpportunityFacts
from leadbot.services.post import today
from leadbot.slack.blocks import Block, button
from leadbot.slack.finding import summed_up
from leadbot.slack.home.lines import MOST, headed
from leadbot.slack.letters.phrases import first_name, name, numbered, several
from leadbot.slack.text import words

TITLE = 150
WHERE = "`/leads mine` lists them"


def own(scope: Scope, member: Member) -> list[Block]:
    """What is open, the newest first."""
    found = own_open(scope, member, MOST)
    rows = [(summed_up(scope, member, each), edit(each)) for each in found.shown]
    return headed("Yours, and open", rows, "You have nothing open just now.", more=found.more, where=WHERE)


def edit(opportunity: OpportunityFacts) -> Block:
    """The button that opens it."""
    return button("Edit", "opportunity_edit", opportunity.id)


def introduced(scope: Scope, member: Member) -> list[Block]:
    """With whom one is in touch, the latest first; nothing, where there is nobody."""
    shown, more = under_way(scope, member, MOST)
    rows = [(in_touch(scope, member, each), None) for each in shown]
    return headed("Introductions under way", rows, "", more=more, where=WHERE) if rows else []


def in_touch(scope: Scope, member: Member, one: UnderWay) -> str:
    """What it is about, with whom, and since when."""
    since = say_date(one.since, locale=member.locale, today=today(scope))
    match one.state:
        case IntroductionState.PROPOSED:
            how = f"{first_name(one.opportunity.poster)} is thinking about it, since {since}"
        case IntroductionState.JOINED:
            how = f"in {first_name(one.opportunity.poster)}'s team since {since}; it is not gathered yet"
        case _:
            how = f"with {several(name(each) for each in one.others)} since {since}"
    return f"*{words(one.opportunity.title, TITLE)}*\n{numbered(one.opportunity)} · {how}"
