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


def give_back(scope: Scope, opportunity: Opportunity, member: Member) -> None:
    """Whoever leaves a team convenes it no more: its poster does again."""
    bid = find_bid(scope, opportunity)
    if bid is not None and bid.convener_id == member.id:
        bid.convener_id = opportunity.poster_id


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
    """The same for an opportunity whose deadline has changed, if it has a bid."""
    bid = find_bid(scope, opportunity)
    if bid is not None:
        plan(scope, bid, opportunity)


def team_of(scope: Scope, opportunity: Opportunity) -> list[Introduction]:
    """Those who were gathered, and have not stepped back."""
    query = scope.select(Introduction).where(
        Introduction.opportunity_id == opportunity.id, Introduction.state == IntroductionState.OPEN
    )
    return scope.all(query.order_by(Introduction.opened_at, Introduction.id))
