"""What a poster can do with their own: edit, widen, put on the channel, withdraw, close, reopen."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Role
from leadbot.domain.errors import OutOfDate
from leadbot.domain.statuses import (
    INTRODUCTION_MOVES,
    OFFER_MOVES,
    OPPORTUNITY_MOVES,
    IntroductionState,
    MessageState,
    OfferState,
    OpportunityState,
    Outcome,
    move,
)
from leadbot.kinds import KINDS, ShownTo
from leadbot.services.authority import found, own_opportunity, refuse_ended
from leadbot.services.bids import begin_anew
from leadbot.services.ending import (
    end_opportunity,
    keep_all_true,
    of_opportunity,
    one_of_each_group,
    open_introductions,
    unanswered_offers,
)
from leadbot.services.gather import gather_if_due
from leadbot.services.introduce import ask_soon, follow_from_now
from leadbot.services.kept_true import keep_true
from leadbot.services.limits import offers_left, refuse_more_changes, refuse_more_offers
from leadbot.services.outbox import KEPT_TRUE, SHOWS_OFFER, Purpose, put_on_channel, tell, tell_group
from leadbot.services.people import may_be_asked
from leadbot.services.places import roles_of, to_fill, unanswered
from leadbot.services.post import check, columns_of, today
from leadbot.services.roles import edit_roles
from leadbot.services.term import deadline_moved

REOPENS = timedelta(days=30)
UNANSWERED_WHEN_IT_ENDED = (Offer.state == OfferState.WITHDRAWN, Offer.answered_at.is_(None))


def edit(scope: Scope, poster: Member, reference: str, values: Mapping[str, Any]) -> Opportunity:
    """Changes an opportunity. Whoever has an open offer or an introduction hears of it once; the rest is kept true.

    Raises:
        Faults: if a field cannot be right, or there would be fewer places than are taken.
        Refused: if there were so many changes today that this one has to wait for tomorrow.
    """
    opportunity = own_opportunity(scope, poster, reference)
    refuse_ended(opportunity)
    kind = KINDS[opportunity.kind]
    check(kind, values, today(scope))
    columns = columns_of(kind, values)
    changed = {name for name, value in columns.items() if getattr(opportunity, name) != value}
    was_on_channel = opportunity.reach == "channel"
    for name in changed:
        setattr(opportunity, name, columns[name])
    changed |= edit_roles(scope, opportunity, values)
    if changed & {"deadline", "bid_deadline"}:
        deadline_moved(scope, opportunity)
    if "budget" in changed:
        opportunity.currency = scope.workspace.currency
    if not changed:
        return opportunity
    opportunity.revision += 1
    scope.session.flush()
    if opportunity.reach == "channel" and not was_on_channel:
        card_again(scope, opportunity)
    fields = {field.name: field for field in kind.asks(values)}
    seen = {name for name in changed if name == "more" or shown_to(fields.get(name)) is not ShownTo.POSTER}
    tell_changed(scope, opportunity, seen)
    keep_true(scope, *SHOWS_OFFER, Purpose.INTRODUCTION, Purpose.TEAM, *KEPT_TRUE, opportunity=opportunity)
    if kind.gathers:
        gather_if_due(scope, opportunity)  # nobody may be wanted any more but those who have joined
    return opportunity


def shown_to(field: Any) -> ShownTo:
    """Who sees a field; what is no field is nobody's."""
    return field.shown_to if field is not None else ShownTo.POSTER


def tell_changed(scope: Scope, opportunity: Opportunity, changed: set[str]) -> None:
    """Tells those who were asked, have joined or were introduced what has changed: once, even if there were two changes in a minute.

    Raises:
        Refused: if they were told so often today that it has to wait for tomorrow.
    """
    refuse_more_changes(scope, opportunity.poster_id)
    public = sorted(changed - {"confidential"})
    if public:
        told = {each.partner_id for each in open_introductions(scope, opportunity)}  # in their group message
        joined = of_opportunity(scope, opportunity).where(Introduction.state == IntroductionState.JOINED)
        offers = [scope.get(Offer, each.offer_id) for each in scope.all(joined)]
        for offer in [*offers, *unanswered_offers(scope, opportunity)]:
            if offer.delivered_at is None or offer.member_id in told:
                continue
            told.add(offer.member_id)
            theirs = (Message.opportunity_id == opportunity.id) & (Message.to_member_id == offer.member_id)
            if not already_waiting(scope, Purpose.OFFER_CHANGED, theirs):
                tell(
                    scope,
                    Purpose.OFFER_CHANGED,
                    offer.member_id,
                    opportunity=opportunity,
                    offer=offer,
                    once=f"changed:{offer.id}:{opportunity.revision}",
                    changed=public,
                )
    if changed:
        for introduction in one_of_each_group(scope, opportunity):
            if not already_waiting(scope, Purpose.GROUP_CHANGED, Message.introduction_id == introduction.id):
                tell_group(
                    scope,
                    Purpose.GROUP_CHANGED,
                    introduction,
                    once=f"changed:{introduction.id}:{opportunity.revision}",
                    changed=sorted(changed),
                )


def already_waiting(scope: Scope, purpose: Purpose, about: ColumnElement[bool]) -> bool:
    """Whether such a message is on its way: it will tell the newest state when it is sent."""
    query = select(Message.id).where(
        Message.workspace_id == scope.workspace.id,
        Message.purpose == purpose.value,
        Message.state.in_([MessageState.WAITING, MessageState.HELD]),
        about,
    )
    return scope.session.scalar(query.limit(1)) is not None


def put_on_the_channel(scope: Scope, poster: Member, reference: str) -> None:
    """What went only to its matches is now shown to everybody, on the leads channel."""
    opportunity = own_opportunity(scope, poster, reference)
    refuse_ended(opportunity)
    if opportunity.reach != "channel":
        opportunity.reach = "channel"
        card_again(scope, opportunity)
        keep_true(scope, *KEPT_TRUE, opportunity=opportunity)


def card_again(scope: Scope, opportunity: Opportunity) -> None:
    """Puts the card up, unless it is there and only has to be made true."""
    there = scope.session.scalar(scope.select(Message).where(Message.once == f"card:{opportunity.id}"))
    if there is None:
        put_on_channel(scope, opportunity)
    elif there.ts is None and there.state in (MessageState.DROPPED, MessageState.DEAD):
        there.state, there.due_at, there.lease_until = MessageState.WAITING, scope.now, None
        there.attempts, there.unresolved = 0, 0
        scope.session.flush()
    else:
        keep_true(scope, Purpose.CARD, opportunity=opportunity)


def ask_another_wave(scope: Scope, poster: Member, reference: str, role_reference: str = "") -> bool:
    """The poster wants the next in line asked for one role, or for all, beyond the waves that are asked unbidden.

    Says whether that is today: if as many were asked as are asked in a day, it is tomorrow.

    Raises:
        OutOfDate: if there is no place left to ask for.
    """
    opportunity = own_opportunity(scope, poster, reference)
    refuse_ended(opportunity)
    named = found(scope, Role, role_reference) if role_reference else None
    free = [role for role in roles_of(scope, opportunity) if role.taken < role.places]
    roles = [role for role in free if named in (None, role)]
    if not roles:
        raise OutOfDate("The place is taken, or no longer wanted, so nobody else is asked for it.")
    for role in roles:
        if role_reference and to_fill(role) == 0:
            role.left_open = 0  # it was left open, and now somebody is to be asked after all
        role.waves_wanted = max(role.waves_wanted, role.waves + 1)
        ask_soon(scope, role)
    keep_true(scope, Purpose.NOBODY_LEFT, opportunity=opportunity)
    return offers_left(scope, poster.id) > 0


def finish(scope: Scope, poster: Member, reference: str, state: OpportunityState) -> Opportunity:
    """Closes or withdraws: no more offers, and everyone concerned hears of it once."""
    opportunity = own_opportunity(scope, poster, reference)
    if opportunity.state is not state:
        end_opportunity(scope, opportunity, state)
    return opportunity


def reopen(scope: Scope, poster: Member, reference: str) -> Opportunity:
    """Opens again what was closed or withdrawn, for 30 days after: those who had not answered are asked again.

    Raises:
        OutOfDate: if it ended more than 30 days ago.
        Refused: if it has to wait for tomorrow.
    """
    opportunity = own_opportunity(scope, poster, reference)
    if opportunity.state is OpportunityState.OPEN:
        return opportunity
    if opportunity.ended_at is not None and scope.now > opportunity.ended_at + REOPENS:
        raise OutOfDate("It ended more than 30 days ago, so it can't be reopened. You can post it again.")
    if opportunity.last_day is not None and opportunity.last_day < today(scope):
        raise OutOfDate("Its deadline has passed, so it can't be reopened as it is. Extend it, with a new deadline.")
    refuse_more_changes(scope, poster.id)
    refuse_more_offers(scope, poster, count_withdrawn(scope, opportunity), "You can reopen it tomorrow.")
    come_back(scope, opportunity)
    begin_anew(scope, opportunity)
    opportunity.state = move(OPPORTUNITY_MOVES, opportunity.state, OpportunityState.OPEN)
    opportunity.ended_at, opportunity.reopened_at = None, scope.now
    opportunity.revision += 1
    deadline_moved(scope, opportunity)
    for role in roles_of(scope, opportunity):
        if role.places:  # nobody is asked again for what an edit took out
            ask_again(scope, opportunity, role)
    for introduction in one_of_each_group(scope, opportunity):
        tell_group(
            scope, Purpose.GROUP_REOPENED, introduction, once=f"reopened:{introduction.id}:{opportunity.revision}"
        )
    scope.session.flush()
    if opportunity.reach == "channel":
        card_again(scope, opportunity)
    keep_all_true(scope, opportunity)
    return opportunity


def come_back(scope: Scope, opportunity: Opportunity) -> None:
    """Whom its withdrawal parted are introduced again; the places of those who are done are free again."""
    gathers = KINDS[opportunity.kind].gathers
    for introduction in scope.all(parted_by_withdrawal(scope, opportunity)):
        introduction.state = move(INTRODUCTION_MOVES, introduction.state, IntroductionState.OPEN)
        introduction.outcome, introduction.outcome_at, introduction.outcome_by = None, None, None
        introduction.ended_at = None
        if not gathers:  # a team is asked about its bid
            follow_from_now(scope, introduction)
    scope.session.flush()
    talking = open_introductions(scope, opportunity)
    for role in roles_of(scope, opportunity):
        role.taken = sum(introduction.role_id == role.id for introduction in talking)
        if gathers:
            take_back_places(scope, role, talking)


def parted_by_withdrawal(scope: Scope, opportunity: Opportunity) -> Any:
    """A query over the introductions that ended because the opportunity was withdrawn."""
    return of_opportunity(scope, opportunity).where(
        opportunity.state == OpportunityState.WITHDRAWN,
        Introduction.state == IntroductionState.ENDED,
        Introduction.outcome == Outcome.FELL_THROUGH,
        Introduction.ended_at == opportunity.ended_at,
    )


def take_back_places(scope: Scope, role: Role, talking: list[Introduction]) -> None:
    """Of a team that came to its end, each is asked again, as if they had not answered: who it was needs a new yes."""
    have_place = [introduction.offer_id for introduction in talking]
    accepted = scope.select(Offer).where(Offer.role_id == role.id, Offer.state == OfferState.ACCEPTED)
    for offer in scope.all(accepted.where(Offer.id.not_in(have_place))):
        offer.state, offer.answered_at = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN), None


def count_withdrawn(scope: Scope, opportunity: Opportunity) -> int:
    """How many would be asked again."""
    roles = [role.id for role in roles_of(scope, opportunity) if role.places]
    return len(scope.all(scope.select(Offer).where(Offer.role_id.in_(roles), *UNANSWERED_WHEN_IT_ENDED)))


def ask_again(scope: Scope, opportunity: Opportunity, role: Role) -> None:
    """Puts a role again to those from whom it was withdrawn unanswered, then to others as places are free.

    Whoever cannot be asked any more, or wants to be left alone, is not.
    """
    for offer in scope.all(scope.select(Offer).where(Offer.role_id == role.id, *UNANSWERED_WHEN_IT_ENDED)):
        if not may_be_asked(scope, scope.get(Member, offer.member_id)):
            continue
        offer.state = move(OFFER_MOVES, offer.state, OfferState.SENT)
        tell(
            scope,
            Purpose.OFFER,
            offer.member_id,
            opportunity=opportunity,
            offer=offer,
            once=f"offer:{offer.id}:{opportunity.revision}",
        )
    # Of a team those who are asked again come first: others are asked once they have said no.
    spoken_for = unanswered(scope, role) if KINDS[opportunity.kind].gathers else 0
    if role.taken + spoken_for < role.places:
        ask_soon(scope, role)
