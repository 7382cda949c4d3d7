"""When an opportunity's time is over: its poster is warned, offering stops, and it can be extended with one press."""

from datetime import date, datetime

from leadbot.db.engine import Database
from leadbot.db.scope import Scope
from leadbot.db.tables import Member, Opportunity
from leadbot.domain.errors import Faults, OutOfDate
from leadbot.domain.statuses import ENDINGS, OpportunityState
from leadbot.kinds import KINDS
from leadbot.services.authority import own_opportunity
from leadbot.services.due_rows import act_on_next
from leadbot.services.ending import end_opportunity, keep_all_true
from leadbot.services.manage import reopen, tell_changed
from leadbot.services.outbox import Purpose, tell
from leadbot.services.post import today
from leadbot.services.roles import values_of
from leadbot.services.term import deadline_moved, set_term


def warn_next(database: Database, now: datetime) -> bool:
    """Tells one poster that their opportunity is about to close; says whether there was one."""
    return act_on_next(database, now, Opportunity.warn_at, lambda scope, opportunity, _: warn(scope, opportunity))


def warn(scope: Scope, opportunity: Opportunity) -> None:
    """The warning that something open is about to close."""
    ends, opportunity.warn_at = opportunity.expires_at, None
    if opportunity.state is OpportunityState.OPEN and ends is not None and ends > scope.now:
        once = f"expires_soon:{opportunity.id}:{ends.isoformat()}"
        tell(scope, Purpose.EXPIRES_SOON, opportunity.poster_id, opportunity=opportunity, once=once)


def expire_next(database: Database, now: datetime) -> bool:
    """Ends one opportunity whose time is over, and tells its poster; says whether there was one."""
    return act_on_next(database, now, Opportunity.expires_at, lambda scope, opportunity, _: expire(scope, opportunity))


def expire(scope: Scope, opportunity: Opportunity) -> None:
    """Ends something open, and tells its poster."""
    opportunity.expires_at = None
    if opportunity.state is OpportunityState.OPEN:
        end_opportunity(scope, opportunity, OpportunityState.EXPIRED, unbidden=True)
        once = f"expired:{opportunity.id}:{opportunity.revision}"
        tell(scope, Purpose.EXPIRED, opportunity.poster_id, opportunity=opportunity, once=once, unbidden=True)


def extend(scope: Scope, poster: Member, reference: str, until: date | None = None) -> Opportunity:
    """Gives an opportunity more time: until a new deadline, or for another 30 days. One that has ended is open again.

    Raises:
        Faults: at the field `deadline`, if that day has passed, or if it is missing where there was a deadline.
        OutOfDate: if it ended more than 30 days ago.
    """
    opportunity = own_opportunity(scope, poster, reference)
    if until is None and opportunity.state not in (OpportunityState.OPEN, OpportunityState.EXPIRED):
        raise OutOfDate(f"{ENDINGS[opportunity.state].own} You can reopen it first.")
    before = opportunity.last_day
    if before is not None or until is not None:
        if until is None:
            raise Faults({"deadline": "Please choose a day."})
        if until < today(scope):
            raise Faults({"deadline": "That day has passed. Please choose today or later."})
        set_last_day(scope, opportunity, until)
    scope.session.flush()
    if opportunity.state is OpportunityState.OPEN:
        (set_term if opportunity.last_day == before else deadline_moved)(scope, opportunity)
        scope.session.flush()
        keep_all_true(scope, opportunity)
        return opportunity
    return reopen(scope, poster, reference)


def set_last_day(scope: Scope, opportunity: Opportunity, until: date) -> None:
    """Gives an opportunity a new deadline, a contract's bid one of its own; who is concerned hears so, while it is open.

    Raises:
        Faults: at the field `deadline`, if it does not go together with the rest, such as a bid after its work is done.
    """
    changed = "bid_deadline" if opportunity.bid_deadline is not None else "deadline"
    faults = KINDS[opportunity.kind].faults(values_of(scope, opportunity) | {changed: until})
    if changed in faults:
        raise Faults({"deadline": faults[changed]})
    if until == opportunity.last_day:
        return
    setattr(opportunity, changed, until)
    if opportunity.state is OpportunityState.OPEN:
        opportunity.revision += 1
        tell_changed(scope, opportunity, {changed})
