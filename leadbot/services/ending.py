"""How an opportunity ends: by its poster, by an outcome, or by the calendar. Everyone concerned hears of it once."""

from typing import Any
from uuid import UUID

from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Offer, Opportunity
from leadbot.domain.statuses import (
    HOLDS_A_PLACE,
    OFFER_MOVES,
    OPPORTUNITY_MOVES,
    IntroductionState,
    OfferState,
    OpportunityState,
    Outcome,
    move,
)
from leadbot.services.introduce import end
from leadbot.services.kept_true import keep_question_true, keep_true
from leadbot.services.outbox import KEPT_TRUE, SHOWS_OFFER, Purpose, tell, tell_group
from leadbot.services.places import roles_of

UNANSWERED = (OfferState.SENT, OfferState.RESERVE)
# How it ends where two still talk about it: by its poster, or because another one of its places was won.
TOLD_IN_GROUPS = (OpportunityState.CLOSED, OpportunityState.WITHDRAWN, OpportunityState.SETTLED)


def end_opportunity(scope: Scope, opportunity: Opportunity, state: OpportunityState, *, unbidden: bool = False) -> None:
    """Ends an opportunity that is held: no more offers, and everyone concerned hears of it once.

    What ended by itself, at midnight perhaps, was nobody's act (`unbidden`). Whoever was introduced talks on, and is followed up, unless it was withdrawn: then it is off for them too.
    """
    opportunity.state = move(OPPORTUNITY_MOVES, opportunity.state, state)
    opportunity.ended_at = scope.now
    opportunity.expires_at, opportunity.warn_at = None, None
    waiting = (IntroductionState.PROPOSED, IntroductionState.JOINED)
    offers = unanswered_offers(scope, opportunity)
    for introduction in scope.all(of_opportunity(scope, opportunity).where(Introduction.state.in_(waiting))):
        end(scope, introduction, IntroductionState.ENDED)
        offers.append(scope.get(Offer, introduction.offer_id))
    tell_ended(scope, opportunity, offers, unbidden=unbidden)
    if state in TOLD_IN_GROUPS:
        for introduction in one_of_each_group(scope, opportunity):
            once = f"{state}:{introduction.id}:{opportunity.revision}"
            tell_group(scope, Purpose.GROUP_ENDED, introduction, once=once)
    for introduction in open_introductions(scope, opportunity):
        if state is OpportunityState.WITHDRAWN:
            conclude(scope, introduction, Outcome.FELL_THROUGH, opportunity.poster_id)
    for role in roles_of(scope, opportunity):
        role.wave_due_at = None
    opportunity.revision += 1
    scope.session.flush()
    keep_all_true(scope, opportunity)


def conclude(scope: Scope, introduction: Introduction, outcome: Outcome | None, by: UUID | None = None) -> None:
    """An introduction comes to an outcome, or to none that anybody knows. Its place stays taken: it was used."""
    introduction.state = IntroductionState.ENDED  # from open; or from given up, when somebody tells it yet
    introduction.ended_at, introduction.follow_up_at = introduction.ended_at or scope.now, None
    if outcome is not None and outcome is not introduction.outcome:  # a correction of the rest makes it no newer
        introduction.outcome_at, introduction.outcome_by = scope.now, by
    introduction.outcome = outcome
    scope.session.flush()
    keep_question_true(scope, introduction)
    keep_true(scope, Purpose.GIVEN_UP, Purpose.GIVEN_UP_ALONE, introduction=introduction)


def settle_if_done(scope: Scope, opportunity: Opportunity) -> None:
    """What is won, or has no place free and nobody talking any more, is settled."""
    if opportunity.state is not OpportunityState.OPEN:
        return
    scope.session.flush()
    won = of_opportunity(scope, opportunity).where(Introduction.outcome == Outcome.WON)
    if opportunity.reopened_at is not None:
        won = won.where(Introduction.outcome_at >= opportunity.reopened_at)
    talking = of_opportunity(scope, opportunity).where(Introduction.state.in_(HOLDS_A_PLACE))
    free = any(role.taken < role.places for role in roles_of(scope, opportunity))
    is_won = scope.session.scalar(won.limit(1)) is not None
    if is_won or (not free and scope.session.scalar(talking.limit(1)) is None):
        end_opportunity(scope, opportunity, OpportunityState.SETTLED)


def tell_ended(scope: Scope, opportunity: Opportunity, offers: list[Offer], *, unbidden: bool = False) -> None:
    """Offers that are no longer needed: each member hears so once, if they had heard of any, and do not hear it in a group.

    Whoever is in reserve keeps their place in it, for the case that it is reopened.
    """
    in_groups = open_introductions(scope, opportunity) if opportunity.state in TOLD_IN_GROUPS else []
    told = {each.partner_id for each in in_groups}
    for offer in offers:
        if offer.state is not OfferState.RESERVE:
            offer.state = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN)
            offer.answered_at = None  # so that they are asked again if it is reopened
        if offer.delivered_at is None or offer.member_id in told:
            continue
        told.add(offer.member_id)
        once = f"ended:{offer.id}:{opportunity.revision}"
        why, to = Purpose.OFFER_ENDED, offer.member_id
        tell(scope, why, to, opportunity=opportunity, offer=offer, once=once, unbidden=unbidden)


def keep_all_true(scope: Scope, opportunity: Opportunity) -> None:
    """Every message about the opportunity says what is true now."""
    keep_true(
        scope,
        *KEPT_TRUE,
        *SHOWS_OFFER,
        Purpose.ASK_POSTER,
        Purpose.INTRODUCTION,
        Purpose.EXPIRES_SOON,
        Purpose.EXPIRED,
        Purpose.TEAM,
        Purpose.BID,
        opportunity=opportunity,
    )


def unanswered_offers(scope: Scope, opportunity: Opportunity) -> list[Offer]:
    """The offers that wait for an answer or for a place."""
    roles = [role.id for role in roles_of(scope, opportunity)]
    return scope.all(scope.select(Offer).where(Offer.role_id.in_(roles), Offer.state.in_(UNANSWERED)))


def open_introductions(scope: Scope, opportunity: Opportunity) -> list[Introduction]:
    """The introductions in which two people are talking."""
    return scope.all(of_opportunity(scope, opportunity).where(Introduction.state == IntroductionState.OPEN))


def one_of_each_group(scope: Scope, opportunity: Opportunity) -> list[Introduction]:
    """The same, but of a team only the first: it talks in one group message, and hears everything once."""
    groups = {each.gathering_id or each.id: each for each in reversed(open_introductions(scope, opportunity))}
    return list(reversed(groups.values()))


def of_opportunity(scope: Scope, opportunity: Opportunity) -> Any:
    """A query over the introductions of an opportunity."""
    return scope.select(Introduction).where(Introduction.opportunity_id == opportunity.id)
