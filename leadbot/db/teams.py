"""The tables of teams: who might take a place, who was gathered, and what is asked about the bid."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from leadbot.db.base import Base, OfWorkspace, within
from leadbot.domain.statuses import BidStep, Outcome


class Candidate(Base):
    """Somebody who suits a role, as the team was last worked out: those chosen for its places, and the next best."""

    __tablename__ = "candidates"
    __table_args__ = (within("role_id", "roles"), within("member_id", "members"))

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    role_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]  # best first
    chosen: Mapped[bool]
    score: Mapped[float]
    reasons: Mapped[list[str]]


class Gathering(OfWorkspace, Base):
    """A team that was brought together in a group message. Who joins later gets a new one, for the new team."""

    __tablename__ = "gatherings"
    __table_args__ = (
        within("opportunity_id", "opportunities"),
        UniqueConstraint("workspace_id", "opportunity_id", "number"),
    )

    opportunity_id: Mapped[UUID]
    number: Mapped[int]
    completes: Mapped[bool]  # with it all places were taken for the first time since the contract was opened
    channel: Mapped[str | None]
    thread_ts: Mapped[str | None]
    created_at: Mapped[datetime]


class Bid(OfWorkspace, Base):
    """What is asked about a contract's bid, and what came of it; once for each contract."""

    __tablename__ = "bids"
    __table_args__ = (
        within("opportunity_id", "opportunities"),
        within("convener_id", "members"),
        within("outcome_by", "members"),
        UniqueConstraint("workspace_id", "opportunity_id"),
        Index("ix_bids_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    opportunity_id: Mapped[UUID]
    convener_id: Mapped[UUID]  # who holds the team together: the poster, until they hand that over
    step: Mapped[BidStep] = mapped_column(default=BidStep.WEEK_LEFT)  # what is due about it next
    due_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(default=0)  # questions so far
    unanswered: Mapped[int] = mapped_column(default=0)  # of them, the latest in a row
    sent_at: Mapped[datetime | None]  # when somebody said that the bid was sent
    outcome: Mapped[Outcome | None]
    outcome_at: Mapped[datetime | None]
    outcome_by: Mapped[UUID | None]
    value: Mapped[int | None] = mapped_column(BigInteger)  # of what was won, in the smallest unit of its currency
    currency: Mapped[str | None]
    value_shared: Mapped[bool] = mapped_column(default=False)  # whoever told it agreed to have it told to the space
    split: Mapped[str] = mapped_column(
        default=""
    )  # how the value was shared, as the team tells it; nobody else reads it
    thanks: Mapped[str] = mapped_column(default="")  # to all
    thanks_shared: Mapped[bool] = mapped_column(default=False)
