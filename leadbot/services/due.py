"""All that is due: who to look up, whom to ask next, which places to release, what to say."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select

from leadbot.db.engine import Database
from leadbot.db.outbox import Rest, SeenRequest
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Opportunity, Workspace
from leadbot.domain.statuses import IntroductionState
from leadbot.services.deliver import Patience, deliver_next
from leadbot.services.expiry import expire_next, warn_next
from leadbot.services.follow_up import follow_up_next
from leadbot.services.hosts import look_up_hosts_next
from leadbot.services.introduce import release
from leadbot.services.look_up import look_up_next
from leadbot.services.messenger import Messenger
from leadbot.services.offer_clock import lapse_next, remind_next
from leadbot.services.summary import summarise_next, tell_hosts_late
from leadbot.services.waves import ask_next_due

log = structlog.get_logger()
REMEMBERED = timedelta(days=2)  # how long a request is known: Slack sends an event again for an hour


def do_next(database: Database, messenger: Messenger, clock: Callable[[], datetime], patience: Patience) -> str | None:
    """Does one thing that is due, and says what it was; None when nothing is."""
    for what, activity in activities(database, messenger, clock, patience).items():
        if tried(what, activity):
            return what
    return None


def do_all(
    database: Database, messenger: Messenger, clock: Callable[[], datetime], patience: Patience
) -> dict[str, int]:
    """Does everything that is due, once, and says how much of what: round after round, until one has nothing to do."""
    done: Counter[str] = Counter()
    before = -1
    while done.total() > before:
        before = done.total()
        for what, activity in activities(database, messenger, clock, patience).items():
            while tried(what, activity):
                done[what] += 1
    return dict(done)


def activities(
    database: Database, messenger: Messenger, clock: Callable[[], datetime], patience: Patience
) -> dict[str, Callable[[], bool]]:
    """What there is to do; each does one thing, and says whether there was one.

    Whoever is unknown is looked up first, so that they are called by their names; then the next in line are asked,
    so that what is said is said once.
    """
    return {
        "looked up": lambda: look_up_next(database, messenger, clock()),
        "looked up hosts": lambda: look_up_hosts_next(database, messenger, clock(), then=tell_hosts_late),
        "asked": lambda: ask_next_due(database, clock()),
        "reminded": lambda: remind_next(database, clock()),
        "lapsed": lambda: lapse_next(database, clock()),
        "followed up": lambda: follow_up_next(database, clock()),
        "warned": lambda: warn_next(database, clock()),
        "expired": lambda: expire_next(database, clock()),
        "released": lambda: release_next(database, clock()),
        "summarised": lambda: summarise_next(database, clock()),
        "delivered": lambda: deliver_next(database, messenger, clock, patience),
    }


def tried(what: str, activity: Callable[[], bool]) -> bool:
    """Whether there was something to do. One thing that cannot be done must not keep everything else waiting."""
    try:
        return activity()
    except Exception:
        log.exception("what was due was not done", activity=what)
        return False


def release_next(database: Database, now: datetime) -> bool:
    """Frees one place that was kept for a poster who has not answered; says whether there was one."""
    with database.reading() as session:
        waiting = session.scalar(select(Introduction).where(Introduction.hold_until <= now).limit(1))
        if waiting is None:
            return False
    with database.transaction() as session:
        scope = Scope(session, session.get_one(Workspace, waiting.workspace_id), now)
        opportunity = scope.get(Opportunity, waiting.opportunity_id)
        session.refresh(opportunity, with_for_update=True)
        introduction = scope.get(Introduction, waiting.id)
        if introduction.state is IntroductionState.PROPOSED:
            release(scope, introduction, opportunity)
        introduction.hold_until = None
    return True


def forget_requests(database: Database, now: datetime) -> None:
    """Forgets requests that nobody sends again, and rests that are over."""
    with database.transaction() as session:
        session.execute(delete(SeenRequest).where(SeenRequest.seen_at < now - REMEMBERED))
        session.execute(delete(Rest).where(Rest.until < now))
