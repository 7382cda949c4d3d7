"""Time: outcomes, expiry, settings and the summary"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "step",
                sa.Enum("spoke", "met", "outcome", name="step", native_enum=False, length=20),
                nullable=False,
                server_default="spoke",
            )
        )
        batch_op.add_column(sa.Column("asked", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("unanswered", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("spoke_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("met_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "outcome",
                sa.Enum("won", "lost", "fell_through", "no_contact", name="outcome", native_enum=False, length=20),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("outcome_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("value", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("currency", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("thanks", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("value_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("partner_named", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("poster_named", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(
            "ix_introductions_follow_up_at",
            ["follow_up_at"],
            unique=False,
            postgresql_where=sa.text("follow_up_at IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_introductions_workspace_id_outcome_by_members"),
            "members",
            ["workspace_id", "outcome_by"],
            ["workspace_id", "id"],
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column("capacity", existing_type=sa.INTEGER(), nullable=True)

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bundle_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_messages_workspace_id_bundle_id"), ["workspace_id", "bundle_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_messages_workspace_id_to_member_id_sent_at"),
            ["workspace_id", "to_member_id", "sent_at"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_messages_workspace_id_bundle_id_messages"),
            "messages",
            ["workspace_id", "bundle_id"],
            ["workspace_id", "id"],
        )

    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_opportunities_expires_at",
            ["expires_at"],
            unique=False,
            postgresql_where=sa.text("expires_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_opportunities_warn_at", ["warn_at"], unique=False, postgresql_where=sa.text("warn_at IS NOT NULL")
        )

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("working_days", sa.JSON(), nullable=False, server_default="[0, 1, 2, 3, 4]"))
        batch_op.add_column(sa.Column("working_start", sa.Time(), nullable=False, server_default="09:00:00"))
        batch_op.add_column(sa.Column("working_end", sa.Time(), nullable=False, server_default="17:30:00"))
        batch_op.add_column(sa.Column("daily_cap", sa.Integer(), nullable=False, server_default="3"))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=False, server_default="2"))
        batch_op.add_column(sa.Column("guests", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("hosts", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("hosts_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("summary_day", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("summary_time", sa.Time(), nullable=False, server_default="09:00:00"))
        batch_op.add_column(sa.Column("summary_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("empty_week", sa.String(), nullable=False, server_default="line"))

    fill_in()


def fill_in() -> None:
    """What was posted and introduced before has its clock too; and nobody had a way to choose a capacity of two."""
    connection = op.get_bind()
    opportunities = sa.table(
        "opportunities",
        sa.column("state", sa.String()),
        sa.column("deadline", sa.Date()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("expires_at", sa.DateTime(timezone=True)),
        sa.column("id", sa.Uuid()),
    )
    introductions = sa.table(
        "introductions",
        sa.column("state", sa.String()),
        sa.column("opened_at", sa.DateTime(timezone=True)),
        sa.column("follow_up_at", sa.DateTime(timezone=True)),
        sa.column("id", sa.Uuid()),
    )
    for row in connection.execute(sa.select(opportunities).where(opportunities.c.state == "open")).all():
        ends = (
            datetime.combine(row.deadline, time(23, 59), UTC) if row.deadline else row.created_at + timedelta(days=30)
        )
        connection.execute(opportunities.update().where(opportunities.c.id == row.id).values(expires_at=ends))
    for row in connection.execute(sa.select(introductions).where(introductions.c.state == "open")).all():
        asks = row.opened_at + timedelta(days=2)
        connection.execute(introductions.update().where(introductions.c.id == row.id).values(follow_up_at=asks))
    connection.execute(sa.text("UPDATE members SET capacity = NULL WHERE capacity = 2"))


def downgrade() -> None:
    op.execute("UPDATE members SET capacity = 2 WHERE capacity IS NULL")
    op.execute("UPDATE opportunities SET state = 'closed' WHERE state IN ('settled', 'expired')")
    op.execute("UPDATE messages SET state = 'waiting' WHERE state = 'held'")
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("empty_week")
        batch_op.drop_column("summary_due_at")
        batch_op.drop_column("summary_time")
        batch_op.drop_column("summary_day")
        batch_op.drop_column("hosts_due_at")
        batch_op.drop_column("hosts")
        batch_op.drop_column("guests")
        batch_op.drop_column("capacity")
        batch_op.drop_column("daily_cap")
        batch_op.drop_column("working_end")
        batch_op.drop_column("working_start")
        batch_op.drop_column("working_days")

    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_index("ix_opportunities_warn_at", postgresql_where=sa.text("warn_at IS NOT NULL"))
        batch_op.drop_index("ix_opportunities_expires_at", postgresql_where=sa.text("expires_at IS NOT NULL"))
        batch_op.drop_column("warn_at")
        batch_op.drop_column("expires_at")

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_messages_workspace_id_bundle_id_messages"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_messages_workspace_id_to_member_id_sent_at"))
        batch_op.drop_index(batch_op.f("ix_messages_workspace_id_bundle_id"))
        batch_op.drop_column("bundle_id")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.alter_column("capacity", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("is_admin")

    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_introductions_workspace_id_outcome_by_members"), type_="foreignkey")
        batch_op.drop_index("ix_introductions_follow_up_at", postgresql_where=sa.text("follow_up_at IS NOT NULL"))
        batch_op.drop_column("poster_named")
        batch_op.drop_column("partner_named")
        batch_op.drop_column("value_shared")
        batch_op.drop_column("thanks")
        batch_op.drop_column("currency")
        batch_op.drop_column("value")
        batch_op.drop_column("outcome_by")
        batch_op.drop_column("outcome_at")
        batch_op.drop_column("outcome")
        batch_op.drop_column("met_at")
        batch_op.drop_column("spoke_at")
        batch_op.drop_column("follow_up_at")
        batch_op.drop_column("unanswered")
        batch_op.drop_column("asked")
        batch_op.drop_column("step")
