"""What a message is about, read in one look: a delivery spends its time on statements, however little each of them asks."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from leadbot.db.base import OfWorkspace
from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity, Workspace

READER, POSTER, PARTNER = aliased(Member), aliased(Member), aliased(Member)
Table = type[Opportunity | Offer | Introduction | Member]


def with_id(
    table: Table, identity: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]
) -> ColumnElement[bool]:
    """The row of that table to which a column points, in the message's own workspace."""
    return and_(table.workspace_id == Message.workspace_id, table.id == identity)


ALL = ("to_member_id", "opportunity_id", "offer_id", "introduction_id")  # to what a message may point


@cache
def about(points: tuple[str, ...]) -> Select[Any]:
    """The statement for messages that point to these, written once for each: an object costs time even where there is none."""
    joins: dict[str, list[tuple[Any, ColumnElement[bool]]]] = {
        "to_member_id": [(READER, with_id(READER, Message.to_member_id))],
        "opportunity_id": [
            (Opportunity, with_id(Opportunity, Message.opportunity_id)),
            (POSTER, with_id(POSTER, Opportunity.poster_id)),
        ],
        "offer_id": [(Offer, with_id(Offer, Message.offer_id))],
        "introduction_id": [
            (Introduction, with_id(Introduction, Message.introduction_id)),
            (PARTNER, with_id(PARTNER, Introduction.partner_id)),
        ],
    }
    wanted = [join for point in points for join in joins[point]]
    query = select(Workspace, Message, *(table for table, _ in wanted)).select_from(Message)
    query = query.join(Workspace, Workspace.id == Message.workspace_id)
    for table, condition in wanted:
        query = query.outerjoin(table, condition)
    return query.where(Message.workspace_id == bindparam("workspace"), Message.id == bindparam("message"))


def read(
    session: Session, workspace_id: UUID, message_id: UUID, now: datetime, points: tuple[str, ...] = ALL
) -> tuple[Scope, Message]:
    """A message, with what it is about and whom it names, so that `Scope.find` need not ask for each of them.

    `points` are the columns of it that are known to be set.
    """
    workspace, *rows = session.execute(about(points), {"workspace": workspace_id, "message": message_id}).one()
    scope = Scope(session, workspace, now)
    for row in rows:
        if isinstance(row, OfWorkspace):
            scope.keep(row)
    return scope, scope.get(Message, message_id)
