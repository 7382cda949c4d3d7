"""The one door to a workspace's rows."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Self, TypeVar
from uuid import UUID

from sqlalchemy import Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session

from leadbot.db.base import OfWorkspace
from leadbot.db.tables import Member, Workspace
from leadbot.domain.ids import new_id

Row = TypeVar("Row", bound=OfWorkspace)


WORKSPACE = select(Workspace).where(Workspace.id == bindparam("workspace"))


@cache
def _by_id(table: type[Row], *, locked: bool = False) -> Select[Row]:
    """The query for one row, built once: `Session.get` builds it anew, which takes longer than the database does."""
    query = select(table).where(table.workspace_id == bindparam("workspace"), table.id == bindparam("id"))
    return query.with_for_update().execution_options(populate_existing=True) if locked else query


@dataclass(frozen=True)
class Scope:
    """What a use case may touch: one transaction, in one workspace, at one moment (aware)."""

    session: Session
    workspace: Workspace
    now: datetime
    asker: Member | None = None  # whose request it is, if it is a known member's

    @classmethod
    def of(cls, session: Session, workspace_id: UUID, now: datetime) -> Self:
        """The scope of a workspace that is known by its id only."""
        return cls(session, session.execute(WORKSPACE, {"workspace": workspace_id}).scalar_one(), now)

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
        row = None if locked else self.session.identity_map.get(inspect(table).identity_key_from_primary_key(key))
        row = row or self.session.scalar(_by_id(table, locked=locked), {"workspace": key[0], "id": identity})  # type: ignore[arg-type]
        return row and self.keep(row)

    def keep(self, row: Row) -> Row:
        """Holds a row until the transaction ends: a session forgets one that nobody holds, and would ask for it again."""
        self.session.info[type(row), row.id] = row
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
