"""Who came when the last place had just gone: in reserve, first come first asked."""

from sqlalchemy import func, select

from leadbot.db.scope import Scope
from leadbot.db.tables import Offer, Role
from leadbot.domain.statuses import OfferState
from leadbot.services.kept_true import keep_true
from leadbot.services.outbox import SHOWS_OFFER


def place_in_reserve(scope: Scope, offer: Offer) -> int:
    """One for the first reserve, two for the second…"""
    ahead = scope.session.scalar(
        select(func.count())
        .select_from(Offer)
        .where(
            Offer.workspace_id == scope.workspace.id,
            Offer.role_id == offer.role_id,
            Offer.state == OfferState.RESERVE,
            Offer.answered_at < offer.answered_at,
        )
    )
    return (ahead or 0) + 1


def keep_reserves_true(scope: Scope, role: Role) -> None:
    """Somebody has left the reserve, so those behind them have moved up: their offers say so."""
    scope.session.flush()
    for offer in scope.all(scope.select(Offer).where(Offer.role_id == role.id, Offer.state == OfferState.RESERVE)):
        keep_true(scope, *SHOWS_OFFER, offer=offer)
