"""What the Home tab tells a member: what waits for their answer, what they have open, and whom they are in touch with."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.db.teams import Bid
from leadbot.domain.statuses import HOLDS_A_PLACE, BidStep, IntroductionState, OfferState, OpportunityState, Step
from leadbot.services.bids import team_of
from leadbot.services.facts import OfferFacts, Person, day_of, known, offer_facts
from leadbot.services.find import Found
from leadbot.services.letter import OpportunityFacts, opportunity_facts
from leadbot.services.outbox import Purpose

T = TypeVar("T")


@dataclass(frozen=True)
class UnderWay:
    """Something in which a member has a place, or to which they have introduced somebody."""

    opportunity: OpportunityFacts
    state: IntroductionState
    others: tuple[Person, ...]  # of the two, or of the team
    since: date  # by the member's own calendar


def under_way(scope: Scope, member: Member, most: int) -> tuple[tuple[UnderWay, ...], int]:
    """What this member is in touch about, the latest first, so many at most; and how many more there are.

    A team counts once. Who waits for a member's own answer is not among it.
    """
    its = (Opportunity.workspace_id == Introduction.workspace_id) & (Opportunity.id == Introduction.opportunity_id)
    is_partner, is_poster = Introduction.partner_id == member.id, Opportunity.poster_id == member.id
    query = (
        scope.select(Introduction)
        .join(Opportunity, its)
        .where(
            (is_partner & Introduction.state.in_(HOLDS_A_PLACE))
            | (is_poster & (Introduction.state == IntroductionState.OPEN))
        )
        .order_by(func.coalesce(Introduction.opened_at, Introduction.created_at).desc(), Introduction.id)
    )
    each_once: dict[UUID, Introduction] = {}
    for row in scope.all(query):
        each_once.setdefault((row.gathering_id and row.opportunity_id) or row.id, row)
    shown = list(each_once.values())[:most]
    return tuple(in_touch(scope, member, row) for row in shown), len(each_once) - len(shown)


def in_touch(scope: Scope, member: Member, introduction: Introduction) -> UnderWay:
    """One of these: with whom, and since when."""
    opportunity = facts_of(scope, introduction.opportunity_id)
    people = [opportunity.poster]
    if introduction.gathering_id is None:
        people.append(known(scope, introduction.partner_id))
    else:
        team = team_of(scope, scope.get(Opportunity, introduction.opportunity_id))
        people += [known(scope, each.partner_id) for each in team]
    since = day_of(scope, introduction.opened_at or introduction.created_at, member.id)
    assert since is not None
    others = tuple(each for each in dict.fromkeys(people) if each.slack_user_id != member.slack_user_id)
    return UnderWay(opportunity, introduction.state, others, since)


def own_open(scope: Scope, member: Member, most: int) -> Found:
    """What this member posted and is open, newest first, so many at most; and how many more there are."""
    mine = Opportunity.poster_id == member.id, Opportunity.state == OpportunityState.OPEN
    rows = scope.all(scope.select(Opportunity).where(*mine).order_by(Opportunity.number.desc()).limit(most))
    there = select(func.count()).where(Opportunity.workspace_id == scope.workspace.id, *mine)
    shown = tuple(opportunity_facts(scope, row) for row in rows)
    return Found(shown, (scope.session.scalar(there) or 0) - len(shown))


Waiting = tuple[list[T], int]  # the first of what waits, so many at most; and how much waits in all


def offers_to(scope: Scope, member: Member, most: int) -> Waiting[tuple[OpportunityFacts, OfferFacts]]:
    """The offers that this member has heard of and not answered."""
    query = (
        scope.select(Offer)
        .join(Role, (Role.workspace_id == Offer.workspace_id) & (Role.id == Offer.role_id))
        .join(Opportunity, (Opportunity.workspace_id == Role.workspace_id) & (Opportunity.id == Role.opportunity_id))
        .where(
            Offer.member_id == member.id,
            Offer.state == OfferState.SENT,
            Offer.delivered_at.is_not(None),
            Opportunity.state == OpportunityState.OPEN,
        )
    )
    put = scope.all(query.order_by(Offer.created_at, Offer.id))
    shown = [
        (facts_of(scope, scope.get(Role, offer.role_id).opportunity_id), offer_facts(scope, offer))
        for offer in put[:most]
    ]
    return shown, len(put)


def helpers_of(scope: Scope, member: Member, most: int) -> Waiting[tuple[UUID, OpportunityFacts, Person, str]]:
    """Who would like to help, and waits for this poster's yes; where it is a team that is wanted, with their role."""
    its = (Opportunity.workspace_id == Introduction.workspace_id) & (Opportunity.id == Introduction.opportunity_id)
    query = (
        scope.select(Introduction)
        .join(Opportunity, its)
        .where(
            Opportunity.poster_id == member.id,
            Opportunity.state == OpportunityState.OPEN,
            Introduction.state == IntroductionState.PROPOSED,
        )
    )
    waiting = scope.all(query.order_by(Introduction.created_at, Introduction.id))
    shown = []
    for each in waiting[:most]:
        facts = facts_of(scope, each.opportunity_id)
        role = scope.get(Role, each.role_id).description if facts.kind.gathers else ""
        shown.append((each.id, facts, known(scope, each.partner_id), role))
    return shown, len(waiting)


def questions_to(scope: Scope, member: Member, most: int) -> Waiting[tuple[UUID, OpportunityFacts, Person, Step]]:
    """The introductions of which this member was asked how they go, and nobody has answered yet."""
    its = (Introduction.workspace_id == Message.workspace_id) & (Introduction.id == Message.introduction_id)
    query = (
        select(Introduction, Message.details)
        .join(Message, its)
        .where(
            *reached(scope, member, Purpose.FOLLOW_UP),
            Introduction.state == IntroductionState.OPEN,
            Introduction.unanswered > 0,
        )
        .order_by(Introduction.created_at, Introduction.id)
    )
    asked = [each for each, details in scope.session.execute(query) if details["number"] == each.asked]
    shown = []
    for each in asked[:most]:
        opportunity = facts_of(scope, each.opportunity_id)
        other = opportunity.poster if each.partner_id == member.id else known(scope, each.partner_id)
        shown.append((each.id, opportunity, other, each.step))
    return shown, len(asked)


def bids_of(scope: Scope, member: Member, most: int) -> Waiting[tuple[OpportunityFacts, BidStep]]:
    """The bids of which this member was asked, and nobody has answered yet."""
    its = (Bid.workspace_id == Message.workspace_id) & (Bid.opportunity_id == Message.opportunity_id)
    query = (
        select(Bid, Message.details)
        .join(Message, its)
        .where(*reached(scope, member, Purpose.BID), Bid.outcome.is_(None), Bid.unanswered > 0)
        .order_by(Bid.id)
    )
    asked = [bid for bid, details in scope.session.execute(query) if details["number"] == bid.asked]
    return [(facts_of(scope, bid.opportunity_id), bid.step) for bid in asked[:most]], len(asked)


def reached(scope: Scope, member: Member, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    """What is true of a message with that purpose that has reached this member."""
    mine = (Message.workspace_id == scope.workspace.id) & (Message.to_member_id == member.id)
    return mine, Message.purpose == purpose.value, Message.sent_at.is_not(None)


def facts_of(scope: Scope, opportunity_id: UUID) -> OpportunityFacts:
    """The opportunity of an introduction, or of a bid."""
    return opportunity_facts(scope, scope.get(Opportunity, opportunity_id))
