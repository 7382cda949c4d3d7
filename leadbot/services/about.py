"""What a message is about, read in one look: a delivery spends its time on statements, however little each of them asks."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from leadbot.db.outbox import Message
from leadbot.db.scope import Scope
from leadbot.db.tables import Introduction, Member, Offer, Opportunity

READER, POSTER, PARTNER = aliased(Member), aliased(Member), aliased(Member)
Table = type[Opportunity | Offer | Introduction | Member]


def with_id(
    table: Table, identity: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]
) -> ColumnElement[bool]:
    """The row of that table to which a column points, in the message's own workspace."""
    return and_(table.workspace_id == Message.workspace_id, table.id == identity)


ABOUT = (
    select(READER, Opportunity, POSTER, Offer, Introduction, PARTNER)
    .select_from(Message)
    .outerjoin(READER, with_id(READER, Message.to_member_id))
    .outerjoin(Opportunity, with_id(Opportunity, Message.opportunity_id))
    .outerjoin(POSTER, with_id(POSTER, Opportunity.poster_id))
    .outerjoin(Offer, with_id(Offer, Message.offer_id))
    .outerjoin(Introduction, with_id(Introduction, Message.introduction_id))
    .outerjoin(PARTNER, with_id(PARTNER, Introduction.partner_id))
    .where(Message.workspace_id == bindparam("workspace"), Message.id == bindparam("message"))
)


def gather(scope: Scope, message: Message) -> None:
    """Reads what a message is about and whom it names, so that `Scope.find` need not ask for each of them."""
    rows = scope.session.execute(ABOUT, {"workspace": scope.workspace.id, "message": message.id}).one()
    for row in rows:
        if row is not None:
            scope.keep(row)
