"""Contracts and their teams"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0009"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "bids",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("convener_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum("week_left", "days_left", "sent", "outcome", name="bidstep", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("won", "lost", "fell_through", "no_contact", name="outcome", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_by", sa.Uuid(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("value_shared", sa.Boolean(), nullable=False),
        sa.Column("split", sa.String(), nullable=False),
        sa.Column("thanks", sa.String(), nullable=False),
        sa.Column("thanks_shared", sa.Boolean(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "convener_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_bids_workspace_id_convener_id_members"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "opportunity_id"],
            ["opportunities.workspace_id", "opportunities.id"],
            name=op.f("fk_bids_workspace_id_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "outcome_by"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_bids_workspace_id_outcome_by_members"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_bids_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_bids")),
        sa.UniqueConstraint("workspace_id", "opportunity_id", name=op.f("uq_bids_workspace_id_opportunity_id")),
    )
    with op.batch_alter_table("bids", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bids_due_at", ["due_at"], unique=False, postgresql_where=sa.text("due_at IS NOT NULL")
        )

    op.create_table(
        "gatherings",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("completes", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "opportunity_id"],
            ["opportunities.workspace_id", "opportunities.id"],
            name=op.f("fk_gatherings_workspace_id_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_gatherings_workspace_id_workspaces")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_gatherings")),
        sa.UniqueConstraint(
            "workspace_id", "opportunity_id", "number", name=op.f("uq_gatherings_workspace_id_opportunity_id_number")
        ),
    )
    op.create_table(
        "candidates",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_candidates_workspace_id_member_id_members"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "role_id"],
            ["roles.workspace_id", "roles.id"],
            name=op.f("fk_candidates_workspace_id_role_id_roles"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "role_id", "member_id", name=op.f("pk_candidates")),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gathering_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_introductions_workspace_id_gathering_id_gatherings"),
            "gatherings",
            ["workspace_id", "gathering_id"],
            ["workspace_id", "id"],
        )

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gathering_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_messages_workspace_id_gathering_id_gatherings"),
            "gatherings",
            ["workspace_id", "gathering_id"],
            ["workspace_id", "id"],
        )

    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bid_deadline", sa.Date(), nullable=True))

    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_poster", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("left_open", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.drop_column("left_open")
        batch_op.drop_column("by_poster")

    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_column("bid_deadline")

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_messages_workspace_id_gathering_id_gatherings"), type_="foreignkey")
        batch_op.drop_column("gathering_id")

    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_introductions_workspace_id_gathering_id_gatherings"), type_="foreignkey"
        )
        batch_op.drop_column("gathering_id")

    op.drop_table("candidates")
    op.drop_table("gatherings")
    with op.batch_alter_table("bids", schema=None) as batch_op:
        batch_op.drop_index("ix_bids_due_at", postgresql_where=sa.text("due_at IS NOT NULL"))

    op.drop_table("bids")
