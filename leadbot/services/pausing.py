"""Pausing: a member is offered nothing new until a day, or until they resume. What they have already goes on."""

from datetime import date

from sqlalchemy import select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Opportunity, Role
from leadbot.domain.statuses import OFFER_MOVES, MessageState, OfferState, move
from leadbot.services.authority import held
from leadbot.services.introduce import TELLS_POSTER, ask_soon
from leadbot.services.outbox import SHOWS_OFFER, Purpose, keep_true, silence, tell
from leadbot.services.people import is_left_alone


def pause(scope: Scope, member: Member, until: date | None) -> None:
    """The member is offered nothing new until that day begins where they are; without a day, until they resume.

    What has not reached them yet goes to the next in line. What has, they can still answer, but are not reminded of.
    """
    member.paused, member.paused_until = True, until
    scope.session.flush()  # from here on whoever is about to ask them waits, and then sees it
    silence(scope, member, Purpose.OFFER_REMINDER)
    for offer in scope.all(scope.select(Offer).where(Offer.member_id == member.id, Offer.state == OfferState.SENT)):
        role = scope.get(Role, offer.role_id)
        opportunity = held(scope, role.opportunity_id)
        scope.session.refresh(offer)  # it may have changed while we waited
        if offer.state is not OfferState.SENT:
            continue
        if is_on_its_way(scope, offer):
            take_back(scope, offer, role, opportunity)
        offer.remind_at = None
        scope.session.flush()
        keep_true(scope, *SHOWS_OFFER, offer=offer)


def is_on_its_way(scope: Scope, offer: Offer) -> bool:
    """Whether the member has yet to hear of this offer, or that its place has come free."""
    query = select(Message.id).where(
        Message.workspace_id == scope.workspace.id,
        Message.offer_id == offer.id,
        Message.purpose.in_([Purpose.OFFER.value, Purpose.PLACE_FREE.value]),
        Message.state.in_([MessageState.WAITING, MessageState.HELD]),
        Message.ts.is_(None),
    )
    return scope.session.scalar(query.limit(1)) is not None


def take_back(scope: Scope, offer: Offer, role: Role, opportunity: Opportunity) -> None:
    """An offer that nobody has read is withdrawn, and the next in line is asked; whoever named the member hears so."""
    offer.state = move(OFFER_MOVES, offer.state, OfferState.WITHDRAWN)
    scope.session.flush()
    if role.taken < role.places:
        ask_soon(scope, role)
    keep_true(scope, *TELLS_POSTER, opportunity=opportunity)
    if offer.recommended_by is not None:
        once = f"named_in_vain:{offer.id}"
        by, why = offer.recommended_by, Purpose.NAMED_IN_VAIN
        tell(scope, why, by, opportunity=opportunity, offer=offer, once=once, away=True)


def resume(scope: Scope, member: Member) -> bool:
    """The member may be asked again, also where they had said that they are busy; says whether they were left alone."""
    was_left_alone = is_left_alone(scope, member)
    member.paused, member.paused_until, member.quiet_until = False, None, None
    return was_left_alone
