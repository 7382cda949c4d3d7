"""The tables of delivery: what is to be said, what was asked already, and what rests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, literal_column, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from leadbot.db.base import Base, OfWorkspace, within
from leadbot.domain.statuses import MessageState

WAITING = text("state = 'waiting'")


class Message(OfWorkspace, Base):
    """One thing that Leadbot says, kept until Slack has it; and, where it is kept true, said anew in its place.

    Its id is a random key: it travels in the metadata, so that a message can be looked up before it is repeated.
    """

    __tablename__ = "messages"
    __table_args__ = (
        within("to_member_id", "members"),
        within("opportunity_id", "opportunities"),
        within("offer_id", "offers"),
        within("introduction_id", "introductions"),
        within("gathering_id", "gatherings"),
        within("bundle_id", "messages"),
        UniqueConstraint("workspace_id", "once"),
        # The one index that spans workspaces: any worker finds what is due.
        Index("ix_messages_due", "due_at", postgresql_where=WAITING, sqlite_where=WAITING),
        # Within a conversation, what was said first is delivered first.
        Index(None, "workspace_id", "destination", "id", postgresql_where=WAITING, sqlite_where=WAITING),
        Index(None, "workspace_id", "opportunity_id"),
        Index(None, "workspace_id", "offer_id"),
        Index(None, "workspace_id", "introduction_id"),
        Index(None, "workspace_id", "to_member_id", "sent_at"),  # how many somebody had today
        Index(None, "workspace_id", "bundle_id"),
    )

    purpose: Mapped[str]
    destination: Mapped[str]
    to_member_id: Mapped[UUID | None]
    opportunity_id: Mapped[UUID | None]
    offer_id: Mapped[UUID | None]
    introduction_id: Mapped[UUID | None]
    gathering_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    once: Mapped[str | None]  # what must be said once only has a name here, and the database sees to it
    bundle_id: Mapped[UUID | None]  # the morning's message in which this is one item
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    version: Mapped[int] = mapped_column(default=1)  # of the truth that it tells
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    unresolved: Mapped[int] = mapped_column(default=0)  # attempts whose outcome nobody knows
    first_tried: Mapped[int] = mapped_column(default=0)  # the version that the first of those attempts told
    perhaps_since: Mapped[datetime | None]  # since a copy was made, another Leadbot may have said it
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]


def is_waiting(state: ColumnElement[Any] | InstrumentedAttribute[MessageState]) -> ColumnElement[bool]:
    """What waits to be said, so spelt that SQLite finds it by its index.

    An index over some rows is used only where the statement itself says that it asks for no others, and a value that is
    given later does not say so: with one, every message ever said was read each time (sqlite.org/partialindex.html).
    """
    return state == literal_column(f"'{MessageState.WAITING}'")


class SeenRequest(Base):
    """A request that was done, so that a replay or a redelivery is answered and done no second time."""

    __tablename__ = "seen_requests"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str | None]  # of all that it said
    seen_at: Mapped[datetime]


class Rest(Base):
    """A lane that Slack told us to leave alone for a while: one method, in one workspace."""

    __tablename__ = "rests"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    lane: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
