"""The road: from a post to an introduction"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:

    op.create_table(
        "workspaces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slack_team_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.Column("leads_channel", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("wave_size", sa.Integer(), nullable=False),
        sa.Column("waves", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("stopped_for", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("slack_team_id", name=op.f("uq_workspaces_slack_team_id")),
    )
    op.create_table(
        "members",
        sa.Column("slack_user_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_outsider", sa.Boolean(), nullable=False),
        sa.Column("has_left", sa.Boolean(), nullable=False),
        sa.Column("unreachable", sa.Boolean(), nullable=False),
        sa.Column("direct_channel", sa.String(), nullable=True),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_up_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_members_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_members")),
        sa.UniqueConstraint("workspace_id", "slack_user_id", name=op.f("uq_members_workspace_id_slack_user_id")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(
            "ix_members_look_up_due",
            ["look_up_due_at"],
            unique=False,
            postgresql_where=sa.text("look_up_due_at IS NOT NULL"),
        )

    op.create_table(
        "rests",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_rests_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("workspace_id", "lane", name=op.f("pk_rests")),
    )
    op.create_table(
        "seen_requests",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_seen_requests_workspace_id_workspaces")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_seen_requests")),
    )
    op.create_table(
        "member_skills",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_member_skills_workspace_id_member_id_members"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", "skill", name=op.f("pk_member_skills")),
    )
    op.create_table(
        "opportunities",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("poster_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "closed", "withdrawn", name="opportunitystate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("confidential", sa.String(), nullable=False),
        sa.Column("budget", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("client_knows", sa.String(), nullable=False),
        sa.Column("introduce", sa.String(), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "poster_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_opportunities_workspace_id_poster_id_members"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_opportunities_workspace_id_workspaces")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_opportunities")),
        sa.UniqueConstraint("workspace_id", "number", name=op.f("uq_opportunities_workspace_id_number")),
    )
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opportunities_workspace_id_poster_id"), ["workspace_id", "poster_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_opportunities_workspace_id_state"), ["workspace_id", "state"], unique=False
        )

    op.create_table(
        "skill_refusals",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_skill_refusals_workspace_id_member_id_members"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", "skill", name=op.f("pk_skill_refusals")),
    )
    op.create_table(
        "roles",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waves", sa.Integer(), nullable=False),
        sa.Column("waves_wanted", sa.Integer(), nullable=False),
        sa.Column("wave_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "opportunity_id"],
            ["opportunities.workspace_id", "opportunities.id"],
            name=op.f("fk_roles_workspace_id_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_roles_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_roles")),
    )
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.create_index(
            "ix_roles_wave_due", ["wave_due_at"], unique=False, postgresql_where=sa.text("wave_due_at IS NOT NULL")
        )
        batch_op.create_index(
            batch_op.f("ix_roles_workspace_id_opportunity_id"), ["workspace_id", "opportunity_id"], unique=False
        )

    op.create_table(
        "offers",
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "sent",
                "accepted",
                "reserve",
                "passed",
                "lapsed",
                "withdrawn",
                name="offerstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("recommended_by", sa.Uuid(), nullable=True),
        sa.Column("pass_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapse_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_offers_workspace_id_member_id_members"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "recommended_by"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_offers_workspace_id_recommended_by_members"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "role_id"],
            ["roles.workspace_id", "roles.id"],
            name=op.f("fk_offers_workspace_id_role_id_roles"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_offers_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_offers")),
        sa.UniqueConstraint(
            "workspace_id", "role_id", "member_id", name=op.f("uq_offers_workspace_id_role_id_member_id")
        ),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_offers_lapse_at", ["lapse_at"], unique=False, postgresql_where=sa.text("lapse_at IS NOT NULL")
        )
        batch_op.create_index(
            "ix_offers_remind_at", ["remind_at"], unique=False, postgresql_where=sa.text("remind_at IS NOT NULL")
        )
        batch_op.create_index(
            batch_op.f("ix_offers_workspace_id_member_id_created_at"),
            ["workspace_id", "member_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "introductions",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "open",
                "declined",
                "released",
                "stepped_back",
                "ended",
                name="introductionstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "offer_id"],
            ["offers.workspace_id", "offers.id"],
            name=op.f("fk_introductions_workspace_id_offer_id_offers"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "opportunity_id"],
            ["opportunities.workspace_id", "opportunities.id"],
            name=op.f("fk_introductions_workspace_id_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "partner_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_introductions_workspace_id_partner_id_members"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "role_id"],
            ["roles.workspace_id", "roles.id"],
            name=op.f("fk_introductions_workspace_id_role_id_roles"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_introductions_workspace_id_workspaces")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_introductions")),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_introductions_hold_until",
            ["hold_until"],
            unique=False,
            postgresql_where=sa.text("hold_until IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_introductions_workspace_id_opportunity_id"), ["workspace_id", "opportunity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_introductions_workspace_id_partner_id_state"),
            ["workspace_id", "partner_id", "state"],
            unique=False,
        )

    op.create_table(
        "messages",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("to_member_id", sa.Uuid(), nullable=True),
        sa.Column("opportunity_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("introduction_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "dropped", "unknown", "dead", name="messagestate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unresolved", sa.Integer(), nullable=False),
        sa.Column("first_tried", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "introduction_id"],
            ["introductions.workspace_id", "introductions.id"],
            name=op.f("fk_messages_workspace_id_introduction_id_introductions"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "offer_id"],
            ["offers.workspace_id", "offers.id"],
            name=op.f("fk_messages_workspace_id_offer_id_offers"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "opportunity_id"],
            ["opportunities.workspace_id", "opportunities.id"],
            name=op.f("fk_messages_workspace_id_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "to_member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_messages_workspace_id_to_member_id_members"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_messages_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_messages")),
        sa.UniqueConstraint("workspace_id", "once", name=op.f("uq_messages_workspace_id_once")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(
            "ix_messages_due",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            batch_op.f("ix_messages_workspace_id_destination_id"),
            ["workspace_id", "destination", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            batch_op.f("ix_messages_workspace_id_opportunity_id"), ["workspace_id", "opportunity_id"], unique=False
        )


def downgrade() -> None:

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_workspace_id_opportunity_id"))
        batch_op.drop_index(
            batch_op.f("ix_messages_workspace_id_destination_id"),
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(
            "ix_messages_due", postgresql_where=sa.text("state = 'waiting'"), sqlite_where=sa.text("state = 'waiting'")
        )

    op.drop_table("messages")
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introductions_workspace_id_partner_id_state"))
        batch_op.drop_index(batch_op.f("ix_introductions_workspace_id_opportunity_id"))
        batch_op.drop_index("ix_introductions_hold_until", postgresql_where=sa.text("hold_until IS NOT NULL"))

    op.drop_table("introductions")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_workspace_id_member_id_created_at"))
        batch_op.drop_index("ix_offers_remind_at", postgresql_where=sa.text("remind_at IS NOT NULL"))
        batch_op.drop_index("ix_offers_lapse_at", postgresql_where=sa.text("lapse_at IS NOT NULL"))

    op.drop_table("offers")
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roles_workspace_id_opportunity_id"))
        batch_op.drop_index("ix_roles_wave_due", postgresql_where=sa.text("wave_due_at IS NOT NULL"))

    op.drop_table("roles")
    op.drop_table("skill_refusals")
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opportunities_workspace_id_state"))
        batch_op.drop_index(batch_op.f("ix_opportunities_workspace_id_poster_id"))

    op.drop_table("opportunities")
    op.drop_table("member_skills")
    op.drop_table("seen_requests")
    op.drop_table("rests")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index("ix_members_look_up_due", postgresql_where=sa.text("look_up_due_at IS NOT NULL"))

    op.drop_table("members")
    op.drop_table("workspaces")
