"""The migrations, on both engines: one line from nothing to the newest schema and back, which is what the tables say."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from alembic.script import ScriptDirectory
from pytest_alembic.config import Config
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,  # noqa: F401
    test_single_head_revision,  # noqa: F401
    test_up_down_consistency,  # noqa: F401
    test_upgrade,  # noqa: F401
)
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    Table,
    Time,
    Uuid,
    inspect,
    text,
)

from alembic import command
from leadbot.db.engine import WORKER_PATIENCE, open_engine
from leadbot.db.migrate import alembic_config, is_current, migrate
from tests.databases import Databases


@pytest.fixture
def alembic_engine(empty_database_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_database_url, WORKER_PATIENCE)
    yield engine
    engine.dispose()


@pytest.fixture(name="alembic_config")
def the_config(empty_database_url: str) -> Config:
    return Config(alembic_config=alembic_config(empty_database_url))


def test_an_empty_database_is_not_current_and_a_migrated_one_is(empty_database_url: str) -> None:
    assert not is_current(empty_database_url)
    migrate(empty_database_url)
    assert is_current(empty_database_url)


def test_to_migrate_twice_is_to_migrate_once(migrated_database_url: str) -> None:
    migrate(migrated_database_url)
    assert is_current(migrated_database_url)


def test_a_database_goes_all_the_way_back(migrated_database_url: str) -> None:
    command.downgrade(alembic_config(migrated_database_url), "base")
    assert not is_current(migrated_database_url)
    engine = open_engine(migrated_database_url, WORKER_PATIENCE)
    try:
        assert inspect(engine).get_table_names() == ["alembic_version"]
    finally:
        engine.dispose()


def test_what_was_kept_before_outlives_a_migration_there_and_back(empty_database_url: str) -> None:
    config = alembic_config(empty_database_url)
    command.upgrade(config, "0001")
    engine = open_engine(empty_database_url, WORKER_PATIENCE)
    try:
        keep_a_lead_and_an_introduction(engine)
        command.upgrade(config, "head")
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM messages")) == 1
            assert connection.scalar(text("SELECT capacity FROM members")) is None
            assert not connection.scalar(text("SELECT paused FROM members"))
            assert connection.scalar(text("SELECT expires_at FROM opportunities")) is not None
            assert connection.execute(text("SELECT step, follow_up_at IS NULL FROM introductions")).one() == (
                "spoke",
                0,
            )
        command.downgrade(config, "0001")
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM introductions")) == 1
            assert connection.scalar(text("SELECT capacity FROM members")) == 2
    finally:
        engine.dispose()


@pytest.mark.case("CRASH-07")
@pytest.mark.parametrize("statements", [25, 110])
def test_a_migration_that_is_killed_goes_on_to_the_same_end(
    empty_database_url: str, databases: Databases, statements: int
) -> None:
    command_line = [sys.executable, "-m", "tests.killed_migration", empty_database_url, str(statements)]
    assert subprocess.run(command_line, check=False).returncode == -signal.SIGKILL
    assert not is_current(empty_database_url)
    migrate(empty_database_url)
    with databases.migrated() as undisturbed:
        assert schema_of(empty_database_url) == schema_of(undisturbed)


def schema_of(url: str) -> dict[str, list[str]]:
    """All that a database has in its tables' definitions, as words that can be compared."""
    engine = open_engine(url, WORKER_PATIENCE)
    try:
        seen = inspect(engine)
        asked = (
            seen.get_columns,
            seen.get_indexes,
            seen.get_foreign_keys,
            seen.get_unique_constraints,
            seen.get_check_constraints,
        )
        return {
            name: sorted(
                " ".join(
                    f"{key} {value}"
                    for key, value in {**each, **each.get("dialect_options", {})}.items()
                    if key != "dialect_options"
                )
                for ask in asked
                for each in ask(name)
            )
            for name in seen.get_table_names()
        }
    finally:
        engine.dispose()


@pytest.mark.case("DB-04")
def test_what_each_release_writes_and_reads_still_works_on_the_next_schema(empty_database_url: str) -> None:
    """While a new release is brought out the old one goes on, and it may be gone back to: its columns must all be there,
    of the same kind, and no new one may need a value that it does not know of."""
    config = alembic_config(empty_database_url)
    steps = [step.revision for step in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]
    engine = open_engine(empty_database_url, WORKER_PATIENCE)
    try:
        worked = 0
        for before, after in pairwise(steps):
            command.upgrade(config, before)
            known = MetaData()
            known.reflect(engine)
            command.upgrade(config, after)
            with engine.connect() as connection, connection.begin() as both:
                for table in known.sorted_tables:
                    if table.name != "alembic_version":
                        connection.execute(table.insert().values(row_for(table)))
                        worked += len(connection.execute(table.select()).all())
                both.rollback()
        assert worked > len(steps) * 5, "one row in each table that there was, at each step"
    finally:
        engine.dispose()


@pytest.mark.soak
@pytest.mark.case("DB-04")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_whoever_writes_waits_two_seconds_at_most_while_a_million_messages_change_their_schema(
    empty_database_url: str,
) -> None:
    config, waited, done = alembic_config(empty_database_url), [0.0], threading.Event()
    steps = [step.revision for step in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]
    first = steps.index("0009")
    command.upgrade(config, steps[first])
    engine = open_engine(empty_database_url, WORKER_PATIENCE)
    known = MetaData()
    known.reflect(engine)
    messages = known.tables["messages"]
    others = ", ".join(f'"{column.name}"' for column in messages.columns if column.name not in ("id", "once"))
    again = f"INSERT INTO messages (id, {others}) SELECT gen_random_uuid(), {others} FROM messages LIMIT :most"

    def writes() -> None:
        while not done.wait(0.02):
            began = time.monotonic()
            with engine.begin() as connection:
                connection.execute(text(again), {"most": 1})
            waited.append(time.monotonic() - began)

    try:
        with engine.begin() as connection:
            connection.execute(known.tables["workspaces"].insert().values(row_for(known.tables["workspaces"])))
            needed = {column.name for column in messages.columns if not column.nullable}
            row = {name: value for name, value in row_for(messages).items() if name in needed}
            connection.execute(messages.insert().values(row))
            for _ in range(20):
                connection.execute(text(again), {"most": 2**19})
            assert (connection.execute(text("SELECT count(*) FROM messages")).scalar() or 0) >= 10**6
        with ThreadPoolExecutor() as pool:
            writing = pool.submit(writes)
            for step in steps[first + 1 :]:
                command.upgrade(config, step)
            for step in reversed(steps[first:-1]):
                command.downgrade(config, step)
            done.set()
            writing.result()
        assert len(waited) > 5
        assert max(waited) < 2
    finally:
        done.set()
        engine.dispose()


ONE, AT = UUID(int=1), datetime(2026, 12, 7, 10, tzinfo=UTC)


def row_for(table: Table) -> dict[str, object]:
    """A row of such a table, as whoever knows these columns alone would write it: all keys are the same."""
    keys = {column.name for key in table.foreign_key_constraints for column in key.columns} | {"id", "workspace_id"}
    return {
        column.name: adapted(column, ONE) if column.name in keys else filler(column, AT)
        for column in table.columns
        if column.name in keys or not column.nullable
    }


def keep_a_lead_and_an_introduction(engine: Engine) -> None:
    """One row in each table that others point to, as the first schema had them."""
    tables = MetaData()
    tables.reflect(engine)
    workspace, row, now = uuid4(), uuid4(), datetime(2026, 12, 7, 10, tzinfo=UTC)
    given: dict[str, dict[str, object]] = {
        "workspaces": {"id": workspace, "slack_team_id": "T1", "time_zone": "Europe/London"},
        "members": {"slack_user_id": "U1", "capacity": 2},
        "opportunities": {"poster_id": row, "kind": "lead", "number": 1, "state": "open", "deadline": None},
        "roles": {"opportunity_id": row, "places": 1},
        "offers": {"role_id": row, "member_id": row, "state": "accepted"},
        "introductions": {
            "opportunity_id": row,
            "role_id": row,
            "offer_id": row,
            "partner_id": row,
            "state": "open",
            "opened_at": now,
        },
        "messages": {"purpose": "introduction", "introduction_id": row, "state": "sent", "due_at": now},
    }
    with engine.begin() as connection:
        for name, values in given.items():
            table = tables.tables[name]
            columns = {"workspace_id": workspace, "id": row} if name != "workspaces" else {}
            for column in table.columns:
                if column.name not in columns | values and not column.nullable:
                    columns[column.name] = filler(column, now)
            chosen = {key: adapted(table.c[key], value) for key, value in (columns | values).items()}
            connection.execute(table.insert().values(chosen))


def filler(column: Column[object], now: datetime) -> object:
    """Something for a column that must have something."""
    match column.type:
        case Boolean():
            return False
        case Integer() | Float():
            return 0
        case JSON():
            return []
        case DateTime():
            return now
        case Time():
            return now.time()
        case Uuid():
            return uuid4()
        case _:
            return ""


def adapted(column: Column[object], value: object) -> object:
    """A key as the reflected column takes it: SQLite has no type of its own for it."""
    return value.hex if isinstance(value, UUID) and not isinstance(column.type, Uuid) else value
