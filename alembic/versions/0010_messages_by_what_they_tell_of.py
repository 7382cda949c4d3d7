"""Messages are found by the offer and the introduction that they tell of"""

from collections.abc import Sequence

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(op.f("ix_messages_workspace_id_offer_id"), "messages", ["workspace_id", "offer_id"])
    op.create_index(op.f("ix_messages_workspace_id_introduction_id"), "messages", ["workspace_id", "introduction_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_messages_workspace_id_introduction_id"), table_name="messages")
    op.drop_index(op.f("ix_messages_workspace_id_offer_id"), table_name="messages")
