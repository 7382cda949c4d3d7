"""What is older than its time goes, a batch at a time, also after a kill; what is needed yet stays."""

import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import create_engine, func, insert, select
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import NullPool

from leadbot.db.engine import Database
from leadbot.db.outbox import Message, Rest, SeenRequest
from leadbot.db.scope import Scope
from leadbot.db.seen import SEEN
from leadbot.db.tables import Member, Opportunity, Workspace
from leadbot.domain.clock import utc_now
from leadbot.domain.ids import new_id
from leadbot.domain.statuses import MessageState, OpportunityState
from leadbot.services.purge import BATCH, batches, purge
from tests.operators import ON_SQLITE, Operator

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=500)
pytestmark = pytest.mark.case("PRIVACY-08")


@pytest.fixture
def database(migrated_database_url: str) -> Iterator[Database]:
    database = Database(migrated_database_url)
    yield database
    database.close()


def settled(database: Database, now: datetime = NOW) -> UUID:
    """A workspace."""
    with database.transaction() as session:
        workspace = Workspace(id=new_id(now), slack_team_id="T1")
        session.add(workspace)
        return workspace.id


def requests(database: Database, workspace: UUID, number: int, seen_at: datetime) -> None:
    """So many requests were done then."""
    rows = [{"workspace_id": workspace, "key": f"{seen_at} {each}", "seen_at": seen_at} for each in range(number)]
    with database.transaction() as session:
        session.execute(insert(SEEN), rows)


def count(database: Database, table: type[DeclarativeBase]) -> int:
    """How many rows there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_requests_rests_and_old_messages_go_and_newer_ones_stay(database: Database) -> None:
    workspace = settled(database)
    requests(database, workspace, 2 * BATCH + 1, NOW - timedelta(days=3))
    requests(database, workspace, 7, NOW - timedelta(days=1))
    with database.transaction() as session:
        scope = Scope.of(session, workspace, NOW)
        session.add(Rest(workspace_id=workspace, lane="chat.update", until=NOW - timedelta(minutes=1)))
        session.add(Rest(workspace_id=workspace, lane="chat.postMessage", until=NOW + timedelta(minutes=1)))
        ada = scope.add(Member, slack_user_id="U1", created_at=LONG_AGO)
        old, lasting = (
            scope.add(
                Opportunity,
                kind="lead",
                number=number,
                poster_id=ada.id,
                title="Logo",
                created_at=LONG_AGO,
                state=OpportunityState.CLOSED,
                ended_at=ended,
            )
            for number, ended in ((1, LONG_AGO), (2, NOW - timedelta(days=20)))
        )

        def said(state: MessageState, due_at: datetime, **more: object) -> Message:
            return scope.add(Message, purpose="posted", destination="x", state=state, due_at=due_at, **more)

        bundle = said(MessageState.SENT, LONG_AGO)
        said(MessageState.SENT, LONG_AGO, bundle_id=bundle.id, opportunity_id=old.id)
        said(MessageState.DROPPED, LONG_AGO, opportunity_id=old.id)
        stay = {
            said(MessageState.WAITING, LONG_AGO, opportunity_id=old.id).id,
            said(MessageState.SENT, LONG_AGO, opportunity_id=lasting.id).id,
            said(MessageState.SENT, NOW - timedelta(days=300)).id,
        }
    assert purge(database, NOW) == {"seen_requests": 2 * BATCH + 1, "rests": 1, "messages": 3}
    assert (count(database, SeenRequest), count(database, Rest)) == (7, 1)
    with database.reading() as session:
        assert set(session.scalars(select(Message.id))) == stay
    assert purge(database, NOW) == {}, "to purge again is harmless"


def test_what_a_batch_has_erased_stays_erased_when_the_next_one_never_comes(database: Database) -> None:
    workspace = settled(database)
    requests(database, workspace, 2 * BATCH + 100, NOW - timedelta(days=3))
    assert next(batches(database, NOW)) == ("seen_requests", BATCH)
    assert count(database, SeenRequest) == BATCH + 100
    assert purge(database, NOW) == {"seen_requests": BATCH + 100}


@ON_SQLITE
@pytest.mark.case("CRASH-07")
def test_a_purge_that_is_killed_goes_on_where_it_was(database: Database, operator: Operator) -> None:
    now = utc_now()
    requests(database, settled(database, now), 12 * BATCH, now - timedelta(days=3))
    operator.environment["DATABASE_URL"] = database.url
    process = operator.starts("purge")
    watching = create_engine(database.url, poolclass=NullPool)
    with watching.connect() as connection:
        end = time.monotonic() + 20
        while connection.scalar(select(func.count()).select_from(SeenRequest)) == 12 * BATCH:
            connection.rollback()
            assert time.monotonic() < end, process.rest()
    process.signal(signal.SIGKILL)
    assert process.ends() in (0, -signal.SIGKILL)
    left = count(database, SeenRequest)
    assert left % BATCH == 0, "a batch is erased whole, or not at all"
    done = operator.types("purge")
    assert (done.returncode, done.stderr, count(database, SeenRequest)) == (0, "", 0)
    assert f'"seen_requests": {left}' in done.stdout or left == 0
