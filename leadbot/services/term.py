"""How long an opportunity is open: until its deadline ends, or for 30 days."""

from datetime import timedelta

from leadbot.db.scope import Scope
from leadbot.db.tables import Opportunity
from leadbot.services.offer_clock import end_of

WITHOUT_DEADLINE = timedelta(days=30)
WARNING = timedelta(days=3)  # before it closes, where no deadline of its own tells the poster


def set_term(scope: Scope, opportunity: Opportunity) -> None:
    """Sets when it expires, counted from now, and when its poster is warned of it."""
    ends = end_of(scope, opportunity)
    opportunity.expires_at = ends or scope.now + WITHOUT_DEADLINE
    opportunity.warn_at = None if ends else opportunity.expires_at - WARNING
