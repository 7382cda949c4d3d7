"""What is kept no longer. In small batches, each a transaction of its own: it may be killed at any moment and run again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Table, and_, bindparam, delete, exists, select, tuple_

from leadbot.db.again import again
from leadbot.db.engine import WORKER_PATIENCE, Database, overwrite_log
from leadbot.db.rows import CHECK_INS, MESSAGES, OPPORTUNITIES, RESTS
from leadbot.db.scope import Scope
from leadbot.db.seen import SEEN
from leadbot.db.tables import Opportunity, Workspace
from leadbot.db.types import UtcDateTime
from leadbot.domain.statuses import MessageState, OpportunityState
from leadbot.services.authority import held
from leadbot.services.erase import erase_details, erase_words, is_over, left_by_forgotten
from leadbot.services.outbox import Purpose

BATCH = 500  # rows; of opportunities fewer, since all that was said of each is said anew
FEW = 20
BEFORE = bindparam("before", type_=UtcDateTime)
ENDED_SINCE = exists().where(
    OPPORTUNITIES.c.workspace_id == MESSAGES.c.workspace_id,
    OPPORTUNITIES.c.id == MESSAGES.c.opportunity_id,
    (OPPORTUNITIES.c.ended_at.is_(None)) | (OPPORTUNITIES.c.ended_at >= BEFORE),
)
ITEM = MESSAGES.alias()
HAS_ITEMS = exists().where(ITEM.c.workspace_id == MESSAGES.c.workspace_id, ITEM.c.bundle_id == MESSAGES.c.id)


@dataclass(frozen=True)
class Old:
    """Rows of a table that go once this condition has held for so long."""

    table: Table
    kept: timedelta
    is_old: ColumnElement[bool]


# A line for each table. Slack sends an event again for an hour; a summary goes back five weeks at most, and what was said
# is changed for as long as what it tells of may be opened again.
ROWS = (
    Old(SEEN, timedelta(days=2), SEEN.c.seen_at < BEFORE),
    Old(RESTS, timedelta(0), RESTS.c.until < BEFORE),
    Old(CHECK_INS, timedelta(0), CHECK_INS.c.until <= BEFORE),  # on which days somebody came is nobody's business
    Old(
        MESSAGES,
        timedelta(days=2),  # nor who was in with whom
        and_(
            MESSAGES.c.purpose == Purpose.BOTH_IN.value,
            MESSAGES.c.state.not_in([MessageState.WAITING, MessageState.HELD]),
            MESSAGES.c.due_at < BEFORE,
        ),
    ),
    Old(
        MESSAGES,
        timedelta(days=400),
        and_(
            MESSAGES.c.state.not_in([MessageState.WAITING, MessageState.HELD]),
            MESSAGES.c.due_at < BEFORE,
            ~ENDED_SINCE,
            ~HAS_ITEMS,
        ),
    ),
)


def purge(database: Database, now: datetime) -> dict[str, int]:
    """Erases all whose time is over; says how much of what."""
    done: Counter[str] = Counter()
    for what, number in batches(database, now):
        done[what] += number
    overwrite_log(database)
    return dict(done)


def batches(database: Database, now: datetime) -> Iterator[tuple[str, int]]:
    """One transaction after another: what was erased in it, and how much."""
    for old in ROWS:
        while number := again(lambda old=old: erase_rows(database, old, now), within=WORKER_PATIENCE):  # type: ignore[misc]
            yield old.table.name, number
    with database.reading() as session:
        workspaces = session.scalars(select(Workspace.id)).all()
    for workspace in workspaces:
        while number := again(lambda: erase_confidences(database, workspace, now), within=WORKER_PATIENCE):  # noqa: B023 done at once
            yield "confidential details", number
        while number := again(lambda: erase_left_words(database, workspace, now), within=WORKER_PATIENCE):  # noqa: B023 done at once
            yield "words of the forgotten", number


def erase_rows(database: Database, old: Old, now: datetime) -> int:
    """A batch of the old rows of a table; how many they were. To look for them keeps nobody from writing."""
    key, before = old.table.primary_key.columns, {"before": now - old.kept}
    with database.reading() as session:
        found = session.execute(select(*key).where(old.is_old).limit(BATCH), before).all()
    if not found:
        return 0
    those = tuple_(*key).in_([tuple(row) for row in found])
    with database.transaction() as session:  # and they are looked at again: what was said may just be said anew
        erased = session.connection().execute(delete(old.table).where(those, old.is_old), before)
        return cast("CursorResult[Any]", erased).rowcount


def erase_confidences(database: Database, workspace_id: UUID, now: datetime) -> int:
    """The confidential details of some that ended long ago, here and in what Leadbot said; how many they were."""
    with database.transaction() as session:
        scope = Scope.of(session, workspace_id, now)
        found = scope.all(
            scope.select(Opportunity)
            .where(
                Opportunity.state != OpportunityState.OPEN,
                Opportunity.confidential != "",
                Opportunity.ended_at < now - timedelta(days=scope.workspace.retention_days),
            )
            .order_by(Opportunity.id)
            .limit(FEW)
        )
        for opportunity in found:
            if held(scope, opportunity.id).state is not OpportunityState.OPEN:  # nor opened again meanwhile
                erase_details(scope, opportunity)
        return len(found)


def erase_left_words(database: Database, workspace_id: UUID, now: datetime) -> int:
    """What somebody had open when they were forgotten is over by now: their words go; of how many."""
    with database.transaction() as session:
        scope = Scope.of(session, workspace_id, now)
        over = scope.select(Opportunity).where(left_by_forgotten(scope), is_over(scope)).order_by(Opportunity.id)
        found = scope.all(over.limit(FEW).with_for_update())
        for opportunity in found:
            erase_words(scope, opportunity)
        return len(found)
