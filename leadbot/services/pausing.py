"""Pausing: a member is offered nothing new until a day, or until they resume. What they have already goes on."""

from datetime import date

from sqlalchemy import select

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Role
from leadbot.domain.statuses import MessageState, OfferState
from leadbot.services.authority import held
from leadbot.services.kept_true import keep_true
from leadbot.services.offer_clock import take_back
from leadbot.services.outbox import SHOWS_OFFER, Purpose, silence
from leadbot.services.people import is_left_alone


def pause(scope: Scope, member: Member, until: date | None) -> None:
    """The member is offered nothing new until that day begins where they are; without a day, until they resume.

    What has not reached them yet goes to the next in line. What has, they can still answer, but are not reminded of.
    """
    hold_what_waits(scope, member)
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
            take_back(scope, offer, role, opportunity, unbidden=False)
        offer.remind_at = None
        scope.session.flush()
        keep_true(scope, *SHOWS_OFFER, offer=offer)


def hold_what_waits(scope: Scope, member: Member) -> None:
    """Holds what this member has been asked before they are held: whoever asks takes the two in this order."""
    asked = scope.all(
        scope.select(Role)
        .join(Offer, (Offer.workspace_id == Role.workspace_id) & (Offer.role_id == Role.id))
        .where(Offer.member_id == member.id, Offer.state == OfferState.SENT)
    )
    for opportunity_id in sorted({role.opportunity_id for role in asked}):
        held(scope, opportunity_id)


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


def resume(scope: Scope, member: Member) -> bool:
    """The member may be asked again, also where they had said that they are busy; says whether they were left alone."""
    was_left_alone = is_left_alone(scope, member)
    member.paused, member.paused_until, member.quiet_until = False, None, None
    return was_left_alone
