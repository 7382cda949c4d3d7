"""What all tables share: a workspace, an identity inside it, and keys that cannot cross workspaces."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Enum, ForeignKey, ForeignKeyConstraint, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from leadbot.db.types import UtcDateTime

# States are kept as plain words, so that a new one needs no change of schema.
WORD = Enum(StrEnum, native_enum=False, length=20, values_callable=lambda states: [state.value for state in states])


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcDateTime,
        UUID: Uuid(),
        StrEnum: WORD,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
    }


class OfWorkspace:
    """A row of one workspace, found by (workspace, id): the tenant is part of every identity."""

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)


def within(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key that is the pair (workspace_id, id): the database refuses a row of another workspace."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])
