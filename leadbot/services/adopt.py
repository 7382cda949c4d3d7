"""Somebody who posted has left the space: the hosts are asked who takes it on, and partners are told."""

from sqlalchemy import select

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Opportunity
from leadbot.domain.errors import OutOfDate, Refused
from leadbot.domain.statuses import HOLDS_A_PLACE, OFFER_MOVES, IntroductionState, OfferState, OpportunityState, move
from leadbot.kinds import KINDS
from leadbot.services.authority import acts_as_host, held
from leadbot.services.bids import find_bid
from leadbot.services.ending import end_opportunity, keep_all_true, of_opportunity, unanswered_offers
from leadbot.services.erase import erase_words
from leadbot.services.gather import bring_team_together, gather_if_due
from leadbot.services.hosts import hosts_of, look_for_hosts
from leadbot.services.introduce import ask_poster, ask_soon
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import Purpose, tell, tell_group
from leadbot.services.people import is_forgotten, is_neighbour
from leadbot.services.places import roles_of


def ask_for_adoption(scope: Scope, *, looked: bool = False) -> None:
    """Whatever goes on though its poster has left: each host is asked once, and each partner told once.

    Where no host is known, Slack is asked who they are, unless it was `looked` up just now: there may be none.
    """
    hosts = hosts_of(scope)
    for opportunity in orphans(scope):
        if not hosts and not looked:
            look_for_hosts(scope)
        for host in hosts:
            once = f"orphaned:{opportunity.id}:{opportunity.poster_id}:{host.id}"
            tell(scope, Purpose.ORPHANED, host.id, opportunity=opportunity, once=once)
        for introduction in one_of_each_person(partners(scope, opportunity)):
            once = f"poster_left:{introduction.id}:{opportunity.poster_id}"
            tell(
                scope,
                Purpose.POSTER_LEFT,
                introduction.partner_id,
                opportunity=opportunity,
                introduction=introduction,
                once=once,
            )


def orphans(scope: Scope) -> list[Opportunity]:
    """What is open, or talked about, and was posted by somebody who has left."""
    talked_about = select(Introduction.opportunity_id).where(
        Introduction.workspace_id == scope.workspace.id, Introduction.state.in_(HOLDS_A_PLACE)
    )
    return scope.all(
        scope.select(Opportunity)
        .join(Member, (Member.workspace_id == Opportunity.workspace_id) & (Member.id == Opportunity.poster_id))
        .where(
            Member.has_left,
            (Opportunity.state == OpportunityState.OPEN) | Opportunity.id.in_(talked_about.scalar_subquery()),
        )
        .order_by(Opportunity.number)
    )


def partners(scope: Scope, opportunity: Opportunity) -> list[Introduction]:
    """Those who have a place in it and are still here."""
    query = of_opportunity(scope, opportunity).where(Introduction.state.in_(HOLDS_A_PLACE))
    found = scope.all(query.order_by(Introduction.created_at, Introduction.id))
    return [each for each in found if is_neighbour(scope, scope.get(Member, each.partner_id))]


def one_of_each_person(introductions: list[Introduction]) -> list[Introduction]:
    """Of whoever has several roles in it, only the first."""
    return list({each.partner_id: each for each in reversed(introductions)}.values())[::-1]


def orphan_for(scope: Scope, host: Member, reference: str) -> Opportunity:
    """Something whose poster has left, for a host who may take it on; held until the transaction ends.

    Raises:
        Refused: if this is no host, or has a place in it.
        OutOfDate: if somebody has taken it on already.
    """
    opportunity = held(scope, reference)
    if not acts_as_host(scope, host):
        raise Refused("Only hosts can do that.")
    poster = scope.get(Member, opportunity.poster_id)
    if not poster.has_left:
        raise OutOfDate("{} looks after this now.", poster.name or "Somebody")
    if any(each.partner_id == host.id for each in partners(scope, opportunity)):
        raise Refused("You have a place in this yourself. Step back from it first, or leave this to another host.")
    return opportunity


def adopt(scope: Scope, host: Member, reference: str) -> None:
    """A host takes on what somebody posted who has left: it is theirs from now on, and its partners meet them."""
    opportunity = orphan_for(scope, host, reference)
    hand_to(scope, opportunity, host)
    tell(scope, Purpose.POSTED, host.id, opportunity=opportunity, once=f"posted:{opportunity.id}:{host.id}")
    meet(scope, opportunity, host)
    go_on(scope, opportunity)
    keep_true(scope, Purpose.ORPHANED, Purpose.POSTER_LEFT, opportunity=opportunity)
    keep_all_true(scope, opportunity)


def close_orphan(scope: Scope, host: Member, reference: str) -> None:
    """A host closes what somebody posted who has left. If they asked to be forgotten, their words go with it."""
    opportunity = orphan_for(scope, host, reference)
    forgotten = is_forgotten(scope.get(Member, opportunity.poster_id))
    hand_to(scope, opportunity, host)
    if opportunity.state is OpportunityState.OPEN:
        end_opportunity(scope, opportunity, OpportunityState.CLOSED)
    if forgotten:
        erase_words(scope, opportunity)
    keep_true(scope, Purpose.ORPHANED, Purpose.POSTER_LEFT, opportunity=opportunity)


def hand_to(scope: Scope, opportunity: Opportunity, host: Member) -> None:
    """The opportunity is this host's; so is its team, if it was its poster who convened it."""
    bid = find_bid(scope, opportunity)
    if bid is not None and bid.convener_id == opportunity.poster_id:
        bid.convener_id = host.id
    opportunity.poster_id = host.id
    opportunity.revision += 1
    for offer in unanswered_offers(scope, opportunity):
        if offer.member_id == host.id:  # nobody is asked for their own
            offer.state = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN)
    scope.session.flush()


def meet(scope: Scope, opportunity: Opportunity, host: Member) -> None:
    """Those who were introduced meet whoever took it on: each in a group message, a team in one."""
    talking = [each for each in partners(scope, opportunity) if each.state is IntroductionState.OPEN]
    if KINDS[opportunity.kind].gathers:
        if talking:
            bring_team_together(scope, opportunity, anew=True)
        else:
            gather_if_due(scope, opportunity)
        return
    for introduction in talking:
        introduction.channel, introduction.thread_ts = None, None
        tell_group(scope, Purpose.INTRODUCTION, introduction, once=f"introduce:{introduction.id}:{host.id}")


def go_on(scope: Scope, opportunity: Opportunity) -> None:
    """What stood still while nobody looked after it goes on: the new poster answers who would help, and others are asked."""
    if opportunity.state is not OpportunityState.OPEN:
        return
    proposed = of_opportunity(scope, opportunity).where(Introduction.state == IntroductionState.PROPOSED)
    for introduction in scope.all(proposed):
        ask_poster(scope, introduction, opportunity)
    for role in roles_of(scope, opportunity):
        if role.taken < role.places:
            role.waves_wanted = max(role.waves_wanted, role.waves + 1)
            ask_soon(scope, role)
