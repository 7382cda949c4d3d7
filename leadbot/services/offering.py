"""Putting a role to one member."""

from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Offer, Opportunity
from leadbot.services.outbox import SHOWS_OFFER, Purpose, keep_true, tell


def put_to(scope: Scope, offer: Offer, opportunity: Opportunity, purpose: Purpose, *, once: str) -> None:
    """Tells a member of an offer."""
    scope.get(Member, offer.member_id).last_offered_at = scope.now
    scope.session.flush()
    keep_true(scope, *SHOWS_OFFER, offer=offer)
    tell(scope, purpose, offer.member_id, opportunity=opportunity, offer=offer, once=once)
