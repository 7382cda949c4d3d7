"""Every key is the pair (workspace, id): the database itself refuses a row that points into another workspace."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, Float, Integer, Table, Time, Uuid
from sqlalchemy.exc import IntegrityError

from leadbot.db import check_ins, outbox, teams  # noqa: F401  whose tables are tables too
from leadbot.db.base import Base
from leadbot.db.engine import WORKER_PATIENCE, open_engine
from leadbot.db.tables import Workspace

TABLES = [table for table in Base.metadata.sorted_tables if table.name != Workspace.__tablename__]
FILLERS = (
    (Boolean, False),
    (Integer, 0),
    (Float, 0.0),
    (JSON, []),
    (DateTime, datetime(2026, 12, 7, 10, tzinfo=UTC)),
    (Date, date(2026, 12, 7)),
    (Time, time(9)),
)


def pairs(table: Table) -> dict[str, str]:
    """The columns of a table that point to a row of the workspace, with the table that this is in."""
    keys = [
        [(each.parent.name, each.column.table.name) for each in key.elements] for key in table.foreign_key_constraints
    ]
    return {column: to for key in keys for column, to in key if column != "workspace_id"}


def filled(table: Table, **columns: object) -> dict[str, object]:
    """A row of this table: something in every column that must have something."""
    for column in table.columns:
        kind = getattr(column.type, "impl", column.type)
        if column.name not in columns and not column.nullable and column.name not in pairs(table):
            columns[column.name] = next((value for type_, value in FILLERS if isinstance(kind, type_)), column.name)
            if isinstance(kind, Uuid):
                columns[column.name] = uuid4()
    return columns


def add_workspace(connection: Connection) -> UUID:
    """A workspace."""
    workspace, table = uuid4(), Base.metadata.tables[Workspace.__tablename__]
    connection.execute(table.insert().values(filled(table, id=workspace, slack_team_id=f"T{workspace.hex}")))
    return workspace


def row_in(workspace: UUID, table: Table, ids: dict[str, UUID]) -> dict[str, object]:
    """A row of a workspace, all of whose keys point to rows of that workspace."""
    inside: dict[str, object] = {column: ids[to] for column, to in pairs(table).items() if to in ids}
    return filled(table, workspace_id=workspace, **({"id": uuid4()} if "id" in table.c else {}), **inside)


@pytest.mark.case("TENANT-03")
def test_the_database_refuses_every_key_that_points_into_another_workspace(migrated_database_url: str) -> None:
    engine = open_engine(migrated_database_url, WORKER_PATIENCE)
    refused = []
    with engine.begin() as connection:
        ours, theirs = add_workspace(connection), add_workspace(connection)
        here: dict[str, UUID] = {}
        there: dict[str, UUID] = {}
        for table in TABLES:
            their_row = row_in(theirs, table, there)
            connection.execute(table.insert().values(their_row))
            there[table.name] = their_row.get("id", uuid4())  # type: ignore[assignment]
            for column, to in pairs(table).items():
                astray = row_in(ours, table, here) | {column: there[to]}
                with pytest.raises(IntegrityError, match=r"(?i)foreign key"), connection.begin_nested():
                    connection.execute(table.insert().values(astray))
                refused.append((table.name, column))
            our_row = row_in(ours, table, here)
            connection.execute(table.insert().values(our_row))  # the same row, but for that key
            here[table.name] = our_row.get("id", uuid4())  # type: ignore[assignment]
    engine.dispose()
    assert len(refused) == sum(len(pairs(table)) for table in TABLES) > 20


@pytest.mark.case("TENANT-03")
@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_key_is_a_pair_and_every_index_that_is_unique_begins_with_the_workspace(table: Table) -> None:
    assert table.primary_key.columns.keys()[0] == "workspace_id"
    for key in table.foreign_key_constraints:
        names = [each.parent.name for each in key.elements]
        assert names == ["workspace_id"] or (names[0], len(names)) == ("workspace_id", 2), names
    points = {column.name for column in table.columns if isinstance(column.type, Uuid)} - {"id", "workspace_id"}
    assert points == pairs(table).keys()
    unique = [index.columns for index in table.indexes if index.unique]
    unique += [each.columns for each in table.constraints if type(each).__name__ == "UniqueConstraint"]
    assert [columns.keys()[0] for columns in unique] == ["workspace_id"] * len(unique)
