"""What a message is about, read in one look: a delivery spends its time on statements, however little each of them asks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, select
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


ABOUT = (
    select(Workspace, Message, READER, Opportunity, POSTER, Offer, Introduction, PARTNER)
    .select_from(Message)
    .join(Workspace, Workspace.id == Message.workspace_id)
    .outerjoin(READER, with_id(READER, Message.to_member_id))
    .outerjoin(Opportunity, with_id(Opportunity, Message.opportunity_id))
    .outerjoin(POSTER, with_id(POSTER, Opportunity.poster_id))
    .outerjoin(Offer, with_id(Offer, Message.offer_id))
    .outerjoin(Introduction, with_id(Introduction, Message.introduction_id))
    .outerjoin(PARTNER, with_id(PARTNER, Introduction.partner_id))
    .where(Message.workspace_id == bindparam("workspace"), Message.id == bindparam("message"))
)


def read(session: Session, workspace_id: UUID, message_id: UUID, now: datetime) -> tuple[Scope, Message]:
    """A message, with what it is about and whom it names, so that `Scope.find` need not ask for each of them."""
    workspace, *rows = session.execute(ABOUT, {"workspace": workspace_id, "message": message_id}).one()
    scope = Scope(session, workspace, now)
    for row in rows:
        if isinstance(row, OfWorkspace):
            scope.keep(row)
    return scope, scope.get(Message, message_id)
