"""`leadbot export`: all rows of a workspace in open formats, less what was told in confidence and what is private."""

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, case, func, or_, select
from sqlalchemy.orm import Session

from leadbot.db import teams
from leadbot.db.base import Base
from leadbot.db.engine import Database
from leadbot.db.outbox import Rest, SeenRequest
from leadbot.db.rows import BIDS, INTRODUCTIONS, MESSAGES, OFFERS, OPPORTUNITIES, ROLES
from leadbot.db.tables import Workspace
from leadbot.domain.errors import LeadbotError
from leadbot.services.open_formats import as_json, cells

CANDIDATES = Base.metadata.tables[teams.Candidate.__tablename__]
OURS_ALONE = {
    SeenRequest.__tablename__,
    Rest.__tablename__,
}  # which requests were done, and what rests: of no use elsewhere
# What is never told, by table; reasons quote what others wrote, or what went to its matches only.
LEFT_OUT: Mapping[Table, frozenset[str]] = {
    OPPORTUNITIES: frozenset({"confidential"}),
    OFFERS: frozenset({"reasons"}),
    CANDIDATES: frozenset({"reasons"}),
    BIDS: frozenset({"split"}),
    MESSAGES: frozenset({"once", "details"}),  # they name people and what was said, in words of ours
}
FOR_ALL = OPPORTUNITIES.c.reach == "channel"
ROLE_FOR_ALL = (
    select(OPPORTUNITIES.c.id)
    .where(OPPORTUNITIES.c.workspace_id == ROLES.c.workspace_id, OPPORTUNITIES.c.id == ROLES.c.opportunity_id, FOR_ALL)
    .exists()
)
# What is told only where this holds.
TOLD_IF: Mapping[Table, Mapping[str, ColumnElement[bool]]] = {
    OPPORTUNITIES: dict.fromkeys(("title", "details", "budget", "more"), FOR_ALL),
    ROLES: dict.fromkeys(("description", "skills"), ROLE_FOR_ALL),
    INTRODUCTIONS: {"value": INTRODUCTIONS.c.value_shared, "thanks": INTRODUCTIONS.c.thanks_shared},
    BIDS: {"value": BIDS.c.value_shared, "thanks": BIDS.c.thanks_shared},
}
AT_A_TIME = 500  # rows


def export(database: Database, workspace: str, folder: Path) -> dict[str, int]:
    """Writes two files for each table into a folder; gives how many rows each has.

    Raises:
        LeadbotError: if there is no such workspace, or nothing can be written there.
    """
    written = {}
    with database.reading() as session:
        if session.get_bind().dialect.name == "postgresql":  # one moment, as it is on SQLite anyway
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        found = workspace_called(session, workspace)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for table in Base.metadata.sorted_tables:
                if table.name not in OURS_ALONE:
                    written[table.name] = write(session, told(table, found), folder / table.name)
        except OSError as error:
            raise LeadbotError(f"The export cannot be written to {folder} ({error.strerror}).") from error
    return written


def workspace_called(session: Session, called: str) -> UUID:
    """The workspace with this name, or this id of Slack's.

    Raises:
        LeadbotError: if there is none, or several of that name.
    """
    named = or_(Workspace.slack_team_id == called, func.lower(Workspace.name) == called.lower())
    found = session.scalars(select(Workspace.id).where(named)).all()
    if len(found) == 1:
        return found[0]
    known = session.execute(select(Workspace.name, Workspace.slack_team_id).order_by(Workspace.name)).all()
    there = ", ".join(f"{name or 'no name'} ({team})" for name, team in known) or "none yet"
    trouble = "Several workspaces are called" if found else "There is no workspace called"
    raise LeadbotError(f"{trouble} {called}. Name one of these by its id: {there}")


def told(table: Table, workspace: UUID) -> Select[Any]:
    """All that is told of a table's rows, oldest first."""
    shown: list[ColumnElement[Any]] = []
    for column in table.columns:
        if column.name in LEFT_OUT.get(table, ()):
            continue
        condition = TOLD_IF.get(table, {}).get(column.name)
        shown.append(column if condition is None else case((condition, column)).label(column.name))
    own = table.c.id if table.name == Workspace.__tablename__ else table.c.workspace_id
    return select(*shown).where(own == workspace).order_by(*table.primary_key.columns)


def write(session: Session, rows: Select[Any], path: Path) -> int:
    """Writes these rows as JSON lines and as CSV, for nobody else's eyes; each file is there whole, or as it was."""
    number = 0
    parts = [(path.with_suffix(ending), path.with_suffix(f"{ending}.part")) for ending in (".jsonl", ".csv")]
    (_, lines), (_, table) = parts
    with private(lines) as as_lines, private(table) as as_table:
        writer = csv.writer(as_table)
        writer.writerow(column.name for column in rows.selected_columns)
        for row in session.execute(rows, execution_options={"yield_per": AT_A_TIME}).mappings():
            as_lines.write(as_json(dict(row)) + "\n")
            writer.writerow(cells(row.values()))
            number += 1
    for whole, part in parts:
        part.replace(whole)
    return number


def private(path: Path) -> Any:
    """A new file that only its owner may read."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="")
