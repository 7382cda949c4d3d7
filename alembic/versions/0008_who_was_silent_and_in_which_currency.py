"""Who of the two left how many questions unanswered, the day that they chose, and the currency of a budget"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partner_silent", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("poster_silent", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("put_off_until", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE introductions SET partner_silent = unanswered, poster_silent = unanswered")
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("currency", sa.String(), nullable=False, server_default="GBP"))
    op.execute(
        "UPDATE opportunities SET currency = "
        "(SELECT workspaces.currency FROM workspaces WHERE workspaces.id = opportunities.workspace_id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_column("currency")
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_column("put_off_until")
        batch_op.drop_column("poster_silent")
        batch_op.drop_column("partner_silent")
