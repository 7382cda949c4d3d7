"""The one door to a workspace's rows."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session

from leadbot.db.base import OfWorkspace
from leadbot.db.tables import Member, Workspace
from leadbot.domain.ids import new_id

Row = TypeVar("Row", bound=OfWorkspace)


@cache
def _by_id(table: type[Row]) -> Select[Row]:
    """The query for one row, built once: `Session.get` builds it anew, which takes longer than the database does."""
    return select(table).where(table.workspace_id == bindparam("workspace"), table.id == bindparam("id"))


@dataclass(frozen=True)
class Scope:
    """What a use case may touch: one transaction, in one workspace, at one moment (aware)."""

    session: Session
    workspace: Workspace
    now: datetime
    asker: Member | None = None  # whose request it is, if it is a known member's

    def one_at_a_time(self, name: str) -> None:
        """Waits for any transaction of this workspace that has asked for this name, and keeps it until ours ends.

        SQLite lets nobody write beside us anyway.
        """
        if self.session.get_bind().dialect.name == "postgresql":
            key = func.hashtextextended(f"{self.workspace.id}:{name}", 0)
            self.session.execute(select(func.pg_advisory_xact_lock(key)))

    def select(self, table: type[Row]) -> Select[Row]:
        """A query over the rows of this workspace, and no other."""
        return select(table).where(table.workspace_id == self.workspace.id)

    def all(self, query: Select[Row]) -> list[Row]:
        """The rows that a query finds."""
        return list(self.session.scalars(query))

    def find(self, table: type[Row], identity: UUID | str | None, *, locked: bool = False) -> Row | None:
        """The row with that id in this workspace; None if there is none, or if it is no id at all.

        One that is `locked` is read anew: it may have changed while we waited for it.
        """
        if isinstance(identity, str):
            try:
                identity = UUID(identity)
            except ValueError:
                return None
        if identity is None:
            return None
        key = (self.workspace.id, identity)
        if locked:
            row = self.session.get(table, key, with_for_update=True, populate_existing=True)
        else:
            row = self.session.identity_map.get(inspect(table).identity_key_from_primary_key(key))
            row = row or self.session.scalar(_by_id(table), {"workspace": key[0], "id": identity})  # type: ignore[arg-type]
        self.session.info[key] = row  # a session forgets a row that nobody holds, and would ask for it again
        return row

    def get(self, table: type[Row], identity: UUID) -> Row:
        """The row with that id, which must be there."""
        row = self.find(table, identity)
        assert row is not None, f"no such {table.__name__}"
        return row

    def add(self, table: type[Row], **columns: Any) -> Row:
        """A new row of this workspace, with an id of its own."""
        row = table(**{"workspace_id": self.workspace.id, "id": new_id(self.now)} | columns)
        self.session.add(row)
        self.session.flush()
        return row
