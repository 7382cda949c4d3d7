"""What people agreed to have told, what a host chose, and when something was opened again"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thanks_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel_chosen", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_column("reopened_at")
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("channel_chosen")
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_column("thanks_shared")
