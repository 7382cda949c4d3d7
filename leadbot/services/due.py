"""All that is due: who to look up, whom to ask next, which places to release, what to say."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime

import structlog
from sqlalchemy import exists, select

from leadbot.db.again import again
from leadbot.db.engine import WORKER_PATIENCE, Database
from leadbot.db.rows import BIDS, INTRODUCTIONS, MEMBERS, OFFERS, OPPORTUNITIES, ROLES, WORKSPACES
from leadbot.db.scope import Scope
from leadbot.domain.errors import NotSaved
from leadbot.services.adopt import ask_for_adoption
from leadbot.services.bid_questions import remind_bid_next
from leadbot.services.claim import DUE as FREE_TO_DELIVER
from leadbot.services.claim import Patience
from leadbot.services.dead_letters import tell_of_dead_letters_late
from leadbot.services.deliver import deliver_next
from leadbot.services.due_rows import NOW
from leadbot.services.expiry import expire_next, warn_next
from leadbot.services.follow_up import follow_up_next
from leadbot.services.hosts import look_up_hosts_next
from leadbot.services.introduce import release_next
from leadbot.services.look_up import look_up_next
from leadbot.services.messenger import Messenger
from leadbot.services.offer_clock import lapse_next, remind_next
from leadbot.services.summary import summarise_next, tell_hosts_late
from leadbot.services.waves import ask_next_due

log = structlog.get_logger()
DUE = {  # what each of the `activities` goes by
    "looked up": MEMBERS.c.look_up_due_at <= NOW,
    "looked up hosts": WORKSPACES.c.hosts_due_at <= NOW,
    "asked": ROLES.c.wave_due_at <= NOW,
    "reminded": OFFERS.c.remind_at <= NOW,
    "lapsed": OFFERS.c.lapse_at <= NOW,
    "followed up": INTRODUCTIONS.c.follow_up_at <= NOW,
    "reminded of bids": BIDS.c.due_at <= NOW,
    "warned": OPPORTUNITIES.c.warn_at <= NOW,
    "expired": OPPORTUNITIES.c.expires_at <= NOW,
    "released": INTRODUCTIONS.c.hold_until <= NOW,
    "summarised": WORKSPACES.c.summary_due_at <= NOW,
}
# What another worker is delivering is not asked for: who looks for it in vain holds up those who have something to do.
ANY_DUE = select(*(exists().where(condition) for condition in DUE.values()), FREE_TO_DELIVER.order_by(None).exists())


def do_next(database: Database, messenger: Messenger, clock: Callable[[], datetime], patience: Patience) -> str | None:
    """Does one thing that is due, and says what it was; None when nothing is."""
    due = what_is_due(database, clock())
    for what, activity in activities(database, messenger, clock, patience).items():
        if what in due and tried(what, activity):
            return what
    return None


def do_all(
    database: Database,
    messenger: Messenger,
    clock: Callable[[], datetime],
    patience: Patience,
    *,
    besides: Collection[str] = (),
) -> dict[str, int]:
    """Does everything that is due, once, and says how much of what: round after round, until one has nothing to do.

    What stands in `besides` is left for later.
    """
    done: Counter[str] = Counter()
    before = -1
    while done.total() > before and (due := what_is_due(database, clock()).difference(besides)):
        before = done.total()
        for what, activity in activities(database, messenger, clock, patience).items():
            while what in due and tried(what, activity):
                done[what] += 1
    return dict(done)


def what_is_due(database: Database, now: datetime) -> frozenset[str]:
    """Which activities may have something to do: one question, since mostly there is nothing. None, if nobody answers."""
    try:
        with database.reading() as session:
            row = session.execute(ANY_DUE, {"now": now}).one()
    except NotSaved:
        log.exception("the database did not say what is due")
        return frozenset()
    return frozenset(what for what, is_due in zip((*DUE, "delivered"), row, strict=True) if is_due)


def activities(
    database: Database, messenger: Messenger, clock: Callable[[], datetime], patience: Patience
) -> dict[str, Callable[[], bool]]:
    """What there is to do; each does one thing, and says whether there was one.

    Whoever is unknown is looked up first, so that they are called by their names; then what has lapsed or is over
    becomes so, so that nothing is said that was true before; then what can be said is said, and waits for no ranking.
    """
    return {
        "looked up": lambda: look_up_next(database, messenger, clock(), when_gone=ask_for_adoption),
        "looked up hosts": lambda: look_up_hosts_next(database, messenger, clock(), then=tell_hosts_what_waited),
        "reminded": lambda: remind_next(database, clock()),
        "lapsed": lambda: lapse_next(database, clock()),
        "followed up": lambda: follow_up_next(database, clock()),
        "reminded of bids": lambda: remind_bid_next(database, clock()),
        "warned": lambda: warn_next(database, clock()),
        "expired": lambda: expire_next(database, clock()),
        "released": lambda: release_next(database, clock()),
        "summarised": lambda: summarise_next(database, clock()),
        "delivered": lambda: deliver_next(database, messenger, clock, patience),
        "asked": lambda: ask_next_due(database, clock()),
    }


def tell_hosts_what_waited(scope: Scope) -> None:
    """Hosts have just become known: they hear of what was lost, or left behind, before that."""
    tell_hosts_late(scope)
    tell_of_dead_letters_late(scope)
    ask_for_adoption(scope, looked=True)


def tried(what: str, activity: Callable[[], bool]) -> bool:
    """Whether there was something to do. One thing that cannot be done must not keep everything else waiting."""
    try:
        return again(activity, within=WORKER_PATIENCE)
    except Exception:
        log.exception("what was due was not done", activity=what)
        return False
