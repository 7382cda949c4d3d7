"""A contract's bid: who convenes its team, and when it is spoken of next."""

from zoneinfo import ZoneInfo

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity
from leadbot.db.teams import Bid
from leadbot.domain.bids import next_step
from leadbot.domain.follow_ups import days_until_next
from leadbot.domain.ids import id_within
from leadbot.domain.statuses import BidStep, IntroductionState
from leadbot.services.working_hours import working_time

TOLD = ("value", "currency", "value_shared", "thanks", "thanks_shared")  # of what came of it; a lead has the same


def begin_bid(scope: Scope, opportunity: Opportunity) -> None:
    """A contract has a bid, whose poster convenes the team until they hand that over."""
    bid = scope.add(
        Bid, id=id_within(opportunity.id, "bid"), opportunity_id=opportunity.id, convener_id=opportunity.poster_id
    )
    plan(scope, bid, opportunity)


def find_bid(scope: Scope, opportunity: Opportunity) -> Bid | None:
    """The bid of an opportunity, if it has one."""
    return scope.session.scalar(scope.select(Bid).where(Bid.opportunity_id == opportunity.id))


def bid_of(scope: Scope, opportunity: Opportunity) -> Bid:
    """The bid of a contract."""
    bid = find_bid(scope, opportunity)
    assert bid is not None, "what gathers a team has a bid"
    return bid


def begin_anew(scope: Scope, opportunity: Opportunity) -> None:
    """A contract is opened again, and has its bid before it; what came of the one before is kept with one of its team.

    Whoever convened it does so no more, unless they are still in the team.
    """
    bid = find_bid(scope, opportunity)
    if bid is None:
        return
    if bid.outcome is not None:
        for first in whole_team(scope, opportunity)[:1]:
            for name in TOLD:
                setattr(first, name, getattr(bid, name))
    bid.step, bid.due_at = BidStep.WEEK_LEFT, None
    bid.sent_at, bid.outcome, bid.outcome_at, bid.outcome_by = None, None, None, None
    bid.value, bid.currency, bid.value_shared = None, None, False
    bid.split, bid.thanks, bid.thanks_shared = "", "", False
    if all(each.partner_id != bid.convener_id for each in team_of(scope, opportunity)):
        bid.convener_id = opportunity.poster_id


def give_back(scope: Scope, opportunity: Opportunity, member: Member) -> bool:
    """Whoever leaves a team convenes it no more: its poster does again. Says whether they did."""
    bid = find_bid(scope, opportunity)
    if bid is None or bid.convener_id != member.id:
        return False
    bid.convener_id = opportunity.poster_id
    return True


def plan(scope: Scope, bid: Bid, opportunity: Opportunity, *, after: BidStep | None = None) -> None:
    """Sets what comes next about a bid: by its own deadline if it has one, else two working days after the team met."""
    if bid.sent_at is not None or bid.outcome is not None:
        return
    works = working_time(scope, scope.get(Member, bid.convener_id))
    bid.unanswered = 0
    if opportunity.bid_deadline is not None:
        today = scope.now.astimezone(ZoneInfo(scope.workspace.time_zone)).date()
        bid.step, day = next_step(opportunity.bid_deadline, today, works.works_on, after)
        bid.due_at = max(scope.now, works.next_from(works.at(day, works.start)))
    else:
        met = bool(team_of(scope, opportunity))
        bid.step, bid.due_at = BidStep.SENT, works.days_later(scope.now, days_until_next(0, 0)) if met else None


def plan_bid(scope: Scope, opportunity: Opportunity) -> None:
    """The same for an opportunity whose deadline has changed, if it has a bid; a bid without one is asked about as it was."""
    bid = find_bid(scope, opportunity)
    if bid is not None and (opportunity.bid_deadline is not None or bid.step is not BidStep.SENT or bid.due_at is None):
        plan(scope, bid, opportunity)


def team_of(scope: Scope, opportunity: Opportunity) -> list[Introduction]:
    """Those who were gathered, and have not stepped back."""
    query = scope.select(Introduction).where(
        Introduction.opportunity_id == opportunity.id, Introduction.state == IntroductionState.OPEN
    )
    return scope.all(query.order_by(Introduction.opened_at, Introduction.id))


def whole_team(scope: Scope, opportunity: Opportunity) -> list[Introduction]:
    """Those who were gathered and did not step back, whether or not it has come to an end with them since it is open."""
    states = (IntroductionState.OPEN, IntroductionState.ENDED)
    query = scope.select(Introduction).where(
        Introduction.opportunity_id == opportunity.id,
        Introduction.state.in_(states),
        Introduction.gathering_id.is_not(None),
    )
    found = scope.all(query.order_by(Introduction.opened_at, Introduction.id))
    return [each for each in found if has_place(each, opportunity)]


def has_place(introduction: Introduction, opportunity: Opportunity) -> bool:
    """Whether somebody's place is theirs as the contract stands: a team's stays so when it is known what came of it."""
    if introduction.state is not IntroductionState.ENDED or introduction.ended_at is None:
        return introduction.state is not IntroductionState.ENDED
    if introduction.opened_at is None:
        return introduction.ended_at == opportunity.ended_at
    return opportunity.reopened_at is None or introduction.ended_at >= opportunity.reopened_at
