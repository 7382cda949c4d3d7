"""What is asked about a contract's bid: are places free, was it sent, what came of it, and how was the value shared."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity
from leadbot.db.teams import Bid, Gathering
from leadbot.domain.errors import Faults, OutOfDate, Refused
from leadbot.domain.follow_ups import MOST_UNANSWERED, days_until_next
from leadbot.domain.statuses import BidStep, OpportunityState, Outcome
from leadbot.services.authority import led_opportunity, opportunity_for
from leadbot.services.bids import bid_of, plan, team_of, whole_team
from leadbot.services.due_rows import act_on_next
from leadbot.services.ending import conclude, end_opportunity, settle_if_done
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import Purpose, tell, tell_gathering
from leadbot.services.outcomes import agrees, keep, kept, may_be_named, refuse_if_told
from leadbot.services.places import roles_of
from leadbot.services.working_hours import today_of, working_time

LONGEST_NOT_YET = timedelta(days=366)
TOLD = (Purpose.CARD, Purpose.POSTED, Purpose.EXPIRED, Purpose.BID, Purpose.TEAM)


def remind_bid_next(database: Database, now: datetime) -> bool:
    """Speaks of one bid that is due; says whether there was one."""
    return act_on_next(database, now, Bid.due_at, remind_bid)


def remind_bid(scope: Scope, bid: Bid, opportunity: Opportunity) -> None:
    """The poster hears of free places before the deadline; afterwards the convener is asked, or it is given up aloud."""
    if bid.step in (BidStep.WEEK_LEFT, BidStep.DAYS_LEFT):
        step = bid.step
        plan(scope, bid, opportunity, after=step)
        if opportunity.state is OpportunityState.OPEN and has_room(scope, opportunity):
            once = f"unfilled:{bid.id}:{step}:{opportunity.bid_deadline}"
            tell(scope, Purpose.UNFILLED, opportunity.poster_id, opportunity=opportunity, once=once)
    elif not team_of(scope, opportunity):  # whoever never met has no bid of which all could hear: decision 0029
        bid.due_at = None
    elif bid.unanswered >= MOST_UNANSWERED:
        tell_team(scope, bid, opportunity, None)
    else:
        ask(scope, bid, opportunity)


def has_room(scope: Scope, opportunity: Opportunity) -> bool:
    """Whether a place is free."""
    return any(role.taken < role.places for role in roles_of(scope, opportunity))


def ask(scope: Scope, bid: Bid, opportunity: Opportunity) -> None:
    """The next question to the convener: was it sent? then: what came of it?"""
    bid.asked += 1
    bid.unanswered += 1
    ask_later(scope, bid)
    scope.session.flush()
    keep_true(scope, Purpose.BID, opportunity=opportunity)  # an older question says that there is a newer one
    once = f"bid:{bid.id}:{bid.asked}"
    tell(scope, Purpose.BID, bid.convener_id, opportunity=opportunity, once=once, number=bid.asked, step=bid.step)


def ask_later(scope: Scope, bid: Bid) -> None:
    """Sets when to ask again, in the convener's working days."""
    works = working_time(scope, scope.get(Member, bid.convener_id))
    bid.due_at = works.days_later(scope.now, days_until_next(bid.asked, bid.unanswered))


def was_sent(scope: Scope, member: Member, reference: str) -> None:
    """The bid was sent: the next question is what came of it.

    Raises:
        OutOfDate: if what came of it is told already, or the team has parted.
    """
    bid, opportunity = open_bid(scope, member, reference)
    bid.sent_at = bid.sent_at or scope.now
    bid.step = BidStep.OUTCOME
    answered(scope, bid, opportunity)


def put_off(scope: Scope, member: Member, reference: str, again: date | None) -> None:
    """Not yet: the convener is asked again on a day that they choose.

    Raises:
        Faults: at the field `again`, if the day is missing, has passed, or is more than a year away.
    """
    bid, opportunity = open_bid(scope, member, reference)
    today = today_of(scope, member)
    if again is None or not today < again <= today + LONGEST_NOT_YET:
        raise Faults({"again": "Please choose a day after today, and within a year."})
    works = working_time(scope, scope.get(Member, bid.convener_id))
    answered(scope, bid, opportunity)
    bid.due_at = works.next_from(works.at(again, works.start))


def answered(scope: Scope, bid: Bid, opportunity: Opportunity) -> None:
    """Somebody has answered: the count of silences begins anew, and the question shows the answer."""
    bid.unanswered = 0
    ask_later(scope, bid)
    scope.session.flush()
    keep_true(scope, Purpose.BID, opportunity=opportunity)


def open_bid(scope: Scope, member: Member, reference: str) -> tuple[Bid, Opportunity]:
    """A bid of which nobody has told what came, held until the transaction ends.

    Raises:
        OutOfDate: if that is told already, or the team has parted.
    """
    opportunity = led_opportunity(scope, member, reference)
    bid = bid_of(scope, opportunity)
    if bid.outcome is not None or not team_of(scope, opportunity):
        raise OutOfDate("That is out of date: this bid has come to its end.")
    return bid, opportunity


def tellable_bid(scope: Scope, member: Member, reference: str) -> tuple[Bid, Opportunity]:
    """A bid whose outcome this member may tell, or correct if it was they who told it.

    Raises:
        OutOfDate: if somebody else has told it, or nobody is gathered.
    """
    opportunity = led_opportunity(scope, member, reference)
    bid = bid_of(scope, opportunity)
    refuse_if_told(bid, member)
    if not whole_team(scope, opportunity):
        raise OutOfDate("There is no team together, so there is nothing to tell yet.")
    return bid, opportunity


def told_of_bid(scope: Scope, bid: Bid, opportunity: Opportunity, member: Member) -> dict[str, Any]:
    """What this member has told, as the fields of the form hold it: nothing, if nobody has told anything yet."""
    mine = [each for each in whole_team(scope, opportunity) if member.id in (each.partner_id, opportunity.poster_id)]
    known = kept(scope, bid, member, named=any(may_be_named(each, member) for each in mine))
    return known | {"split": bid.split} if known else {}


def tell_bid_outcome(scope: Scope, member: Member, reference: str, values: Mapping[str, Any]) -> None:
    """The poster or the convener says what came of the bid; the whole team hears it, with thanks to all.

    Raises:
        Faults: at `outcome` or `value`, if they cannot be right.
        OutOfDate: if somebody else has told it.
    """
    bid, opportunity = tellable_bid(scope, member, reference)
    outcome = keep(scope, bid, values)
    bid.split = values.get("split") or ""
    let_name_in_team(scope, opportunity, member, agrees=agrees(values))
    tell_team(scope, bid, opportunity, outcome, member)


def tell_team(
    scope: Scope, bid: Bid, opportunity: Opportunity, outcome: Outcome | None, by: Member | None = None
) -> None:
    """What came of a bid came to all of its team, and they hear of it together; none, if nobody knows."""
    corrected = bid.outcome is outcome and outcome is not None
    bid.due_at, bid.outcome = None, outcome
    if not corrected and outcome is not None:
        bid.outcome_at, bid.outcome_by = scope.now, by.id if by else None
    team = whole_team(scope, opportunity)
    for introduction in team:
        conclude(scope, introduction, outcome, by.id if by else None)
    scope.session.flush()
    gathering = scope.find(Gathering, team[-1].gathering_id) if team else None
    if gathering is not None:
        keep_true(scope, Purpose.BID_TOLD, gathering=gathering)  # in this team's thread: an earlier one had its own bid
        once, not_known = f"bid_told:{gathering.id}:{outcome is not None}", outcome is None
        tell_gathering(scope, Purpose.BID_TOLD, gathering, once=once, not_known=not_known)
    if outcome is not None and opportunity.state is OpportunityState.OPEN:
        end_opportunity(scope, opportunity, OpportunityState.SETTLED)  # whatever is free: what it was for is over
    settle_if_done(scope, opportunity)
    scope.session.flush()
    keep_true(scope, *TOLD, opportunity=opportunity)


def may_name_in_team(scope: Scope, member: Member, reference: str) -> None:
    """One of a team agrees to be named where the space is told of the win.

    Raises:
        Refused: if they are not of the team.
    """
    opportunity = opportunity_for(scope, member, reference)
    team = whole_team(scope, opportunity)
    if member.id != opportunity.poster_id and all(each.partner_id != member.id for each in team):
        raise Refused("Only those of the team can answer that.")
    let_name_in_team(scope, opportunity, member, agrees=True)


def let_name_in_team(scope: Scope, opportunity: Opportunity, member: Member, *, agrees: bool) -> None:
    """Keeps whether one of a team agrees to be named. Each speaks for themselves."""
    for introduction in whole_team(scope, opportunity):
        if introduction.partner_id == member.id:
            introduction.partner_named = agrees
        if opportunity.poster_id == member.id:
            introduction.poster_named = agrees
