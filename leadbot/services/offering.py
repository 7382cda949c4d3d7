"""Putting a role to one member."""

from collections.abc import Sequence

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Opportunity, Role
from leadbot.domain.ids import id_within
from leadbot.domain.statuses import OFFER_MOVES, OfferOrigin, OfferState, move
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import SHOWS_OFFER, Purpose, tell


def offer_to(
    scope: Scope,
    role: Role,
    opportunity: Opportunity,
    member: Member,
    *,
    score: float,
    reasons: Sequence[str],
    wave: int,
) -> None:
    """Puts a role to a member who was matched, for the first time."""
    offer = scope.add(
        Offer,
        id=id_within(role.id, member.id),
        role_id=role.id,
        member_id=member.id,
        state=OfferState.SENT,
        origin=OfferOrigin.MATCHED,
        wave=wave,
        score=score,
        reasons=list(reasons),
        created_at=scope.now,
    )
    member.last_offered_at = scope.now
    tell(scope, Purpose.OFFER, member.id, opportunity=opportunity, offer=offer, once=f"offer:{role.id}:{member.id}")


def offer_again(scope: Scope, offer: Offer, opportunity: Opportunity, purpose: Purpose, *, once: str) -> None:
    """Puts a role to a member once more, whose offer was taken back or waited in reserve."""
    offer.state = move(OFFER_MOVES, offer.state, OfferState.SENT)
    scope.get(Member, offer.member_id).last_offered_at = scope.now
    scope.session.flush()
    keep_true(scope, *SHOWS_OFFER, offer=offer)
    tell(scope, purpose, offer.member_id, opportunity=opportunity, offer=offer, once=once)
