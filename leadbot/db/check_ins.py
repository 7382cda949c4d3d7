"""The table of who is in the space."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from leadbot.db.base import Base, OfWorkspace, within


class CheckIn(OfWorkspace, Base):
    """A member is in the space today. One for each member, and forgotten once it is over: nobody's days are kept."""

    __tablename__ = "check_ins"
    __table_args__ = (
        within("member_id", "members"),
        UniqueConstraint("workspace_id", "member_id"),
        Index(None, "until"),  # to forget what is over, in all workspaces
    )

    member_id: Mapped[UUID]
    until: Mapped[datetime]  # the end of the day at the latest, where they are
    place: Mapped[str] = mapped_column(default="")  # where in the space, as they typed it
