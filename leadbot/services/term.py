"""How long an opportunity is open: until its deadline ends, or for 30 days; and what else hangs on its deadline."""

from datetime import timedelta

from leadbot.db.scope import Scope
from leadbot.db.tables import Opportunity
from leadbot.services.bids import plan_bid
from leadbot.services.offer_clock import end_of, start_clocks_anew

WITHOUT_DEADLINE = timedelta(days=30)
WARNING = timedelta(days=3)  # before it closes, where no deadline of its own tells the poster


def set_term(scope: Scope, opportunity: Opportunity) -> None:
    """Sets when it expires, counted from now, and when its poster is warned of it."""
    ends = end_of(scope, opportunity)
    opportunity.expires_at = ends or scope.now + WITHOUT_DEADLINE
    opportunity.warn_at = None if ends else opportunity.expires_at - WARNING


def deadline_moved(scope: Scope, opportunity: Opportunity) -> None:
    """The deadline of something open is another one, or ends at another hour: so does all that hangs on it."""
    set_term(scope, opportunity)
    plan_bid(scope, opportunity)
    start_clocks_anew(scope, opportunity)
