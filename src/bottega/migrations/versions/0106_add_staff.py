"""add staff."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "staff_leave_settings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("yearly_days", sa.Integer(), server_default=sa.text("26"), nullable=False),
        sa.Column("overlapping", sa.Text(), server_default=sa.text("'flag'"), nullable=False),
        sa.Column("overdrawn", sa.Text(), server_default=sa.text("'flag'"), nullable=False),
        sa.Column("own_decisions", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "uncounted_reasons",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text('\'{"Sick off","Work from home"}\'::text[]'),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.CheckConstraint("overdrawn IN ('refuse', 'flag', 'allow')", name=op.f("ck_staff_leave_settings_overdrawn")),
        sa.CheckConstraint(
            "overlapping IN ('refuse', 'flag', 'allow')", name=op.f("ck_staff_leave_settings_overlapping")
        ),
        sa.CheckConstraint("yearly_days BETWEEN 0 AND 366", name=op.f("ck_staff_leave_settings_yearly_days")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_leave_settings")),
    )
    op.create_index(
        "uq_staff_leave_settings_organization",
        "staff_leave_settings",
        ["tenant_id", "organization_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "staff_teams",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_teams")),
    )
    op.create_index("ix_staff_teams_by_is_active", "staff_teams", ["tenant_id", "is_active", "id"], unique=False)
    op.create_index(
        "ix_staff_teams_custom",
        "staff_teams",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "staff_team_members",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("team_id", sa.UUID(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("role_ids", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'::uuid[]"), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("availability_rule_set_id", sa.UUID(), nullable=True),
        sa.Column("leave_days", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.CheckConstraint("leave_days BETWEEN 0 AND 366", name=op.f("ck_staff_team_members_leave_days")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "availability_rule_set_id"],
            ["planner_availability_rule_sets.tenant_id", "planner_availability_rule_sets.id"],
            name="fk_staff_team_members_availability_rule_set_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "team_id"], ["staff_teams.tenant_id", "staff_teams.id"], name="fk_staff_team_members_team_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_team_members")),
    )
    op.create_index(
        "ix_staff_team_members_availability_rule_set_id",
        "staff_team_members",
        ["tenant_id", "availability_rule_set_id"],
        unique=False,
    )
    op.create_index(
        "ix_staff_team_members_by_display_name_sort",
        "staff_team_members",
        ["tenant_id", sa.literal_column("sort_key(display_name)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_staff_team_members_by_is_active", "staff_team_members", ["tenant_id", "is_active", "id"], unique=False
    )
    op.create_index(
        "ix_staff_team_members_by_user_id", "staff_team_members", ["tenant_id", "user_id", "id"], unique=False
    )
    op.create_index(
        "ix_staff_team_members_custom",
        "staff_team_members",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_staff_team_members_role_ids", "staff_team_members", ["role_ids"], unique=False, postgresql_using="gin"
    )
    op.create_index("ix_staff_team_members_team_id", "staff_team_members", ["tenant_id", "team_id"], unique=False)
    op.create_index(
        "uq_staff_team_members_user",
        "staff_team_members",
        ["tenant_id", "organization_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL AND user_id IS NOT NULL"),
    )
    op.create_table(
        "staff_team_roles",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("team_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("appearance_icon", sa.Text(), nullable=True),
        sa.Column("appearance_color", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "team_id"], ["staff_teams.tenant_id", "staff_teams.id"], name="fk_staff_team_roles_team_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_team_roles")),
    )
    op.create_index(
        "ix_staff_team_roles_custom",
        "staff_team_roles",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_staff_team_roles_team_id", "staff_team_roles", ["tenant_id", "team_id"], unique=False)
    op.create_table(
        "staff_leave_requests",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("member_id", sa.UUID(), nullable=False),
        sa.Column("start_date", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("end_date", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("unavailability_reason_entry_id", sa.UUID(), nullable=True),
        sa.Column("unavailability_reason_value", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decision_comment", sa.Text(), nullable=True),
        sa.Column("submitted_by_user_id", sa.UUID(), nullable=True),
        sa.Column("decided_by_user_id", sa.UUID(), nullable=True),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected')", name=op.f("ck_staff_leave_requests_status")
        ),
        sa.CheckConstraint(
            "last_day >= first_day AND end_date >= start_date", name=op.f("ck_staff_leave_requests_days")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "member_id"],
            ["staff_team_members.tenant_id", "staff_team_members.id"],
            name="fk_staff_leave_requests_member_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_leave_requests")),
    )
    op.create_index(
        "ix_staff_leave_requests_member_id", "staff_leave_requests", ["tenant_id", "member_id"], unique=False
    )
    op.create_index(
        "ix_staff_leave_requests_of_member",
        "staff_leave_requests",
        ["tenant_id", "member_id", "first_day", "last_day"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "staff_team_member_activities",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("activity_type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("occurred_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("author_user_id", sa.UUID(), nullable=True),
        sa.Column("appearance_icon", sa.Text(), nullable=True),
        sa.Column("appearance_color", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["staff_team_members.tenant_id", "staff_team_members.id"],
            name="fk_staff_team_member_activities_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_team_member_activities")),
    )
    op.create_index(
        "ix_staff_activities_occurred",
        "staff_team_member_activities",
        ["tenant_id", "entity_id", "occurred_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_staff_team_member_activities_custom",
        "staff_team_member_activities",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "staff_team_member_addresses",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("company_name", sa.Text(), nullable=True),
        sa.Column("address_line1", sa.Text(), nullable=False),
        sa.Column("address_line2", sa.Text(), nullable=True),
        sa.Column("building_number", sa.Text(), nullable=True),
        sa.Column("flat_number", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["staff_team_members.tenant_id", "staff_team_members.id"],
            name="fk_staff_team_member_addresses_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_team_member_addresses")),
    )
    op.create_index(
        "ix_staff_team_member_addresses_custom",
        "staff_team_member_addresses",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_staff_team_member_addresses_entity_id",
        "staff_team_member_addresses",
        ["tenant_id", "entity_id"],
        unique=False,
    )
    op.create_table(
        "staff_team_member_comments",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_user_id", sa.UUID(), nullable=True),
        sa.Column("appearance_icon", sa.Text(), nullable=True),
        sa.Column("appearance_color", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["staff_team_members.tenant_id", "staff_team_members.id"],
            name="fk_staff_team_member_comments_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_team_member_comments")),
    )
    op.create_index(
        "ix_staff_team_member_comments_custom",
        "staff_team_member_comments",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_staff_team_member_comments_entity_id",
        "staff_team_member_comments",
        ["tenant_id", "entity_id"],
        unique=False,
    )
    op.create_table(
        "staff_team_member_job_histories",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company_name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("start_date", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("end_date", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.CheckConstraint("end_date >= start_date", name=op.f("ck_staff_team_member_job_histories_dates")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["staff_team_members.tenant_id", "staff_team_members.id"],
            name="fk_staff_team_member_job_histories_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_staff_team_member_job_histories")),
    )
    op.create_index(
        "ix_staff_team_member_job_histories_custom",
        "staff_team_member_job_histories",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_staff_team_member_job_histories_entity_id",
        "staff_team_member_job_histories",
        ["tenant_id", "entity_id"],
        unique=False,
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_staff_team_member_job_histories_entity_id", table_name="staff_team_member_job_histories")
    op.drop_index(
        "ix_staff_team_member_job_histories_custom",
        table_name="staff_team_member_job_histories",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_table("staff_team_member_job_histories")
    op.drop_index("ix_staff_team_member_comments_entity_id", table_name="staff_team_member_comments")
    op.drop_index(
        "ix_staff_team_member_comments_custom",
        table_name="staff_team_member_comments",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_table("staff_team_member_comments")
    op.drop_index("ix_staff_team_member_addresses_entity_id", table_name="staff_team_member_addresses")
    op.drop_index(
        "ix_staff_team_member_addresses_custom",
        table_name="staff_team_member_addresses",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_table("staff_team_member_addresses")
    op.drop_index(
        "ix_staff_team_member_activities_custom",
        table_name="staff_team_member_activities",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_index("ix_staff_activities_occurred", table_name="staff_team_member_activities")
    op.drop_table("staff_team_member_activities")
    op.drop_index(
        "ix_staff_leave_requests_of_member",
        table_name="staff_leave_requests",
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.drop_index("ix_staff_leave_requests_member_id", table_name="staff_leave_requests")
    op.drop_table("staff_leave_requests")
    op.drop_index("ix_staff_team_roles_team_id", table_name="staff_team_roles")
    op.drop_index(
        "ix_staff_team_roles_custom",
        table_name="staff_team_roles",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_table("staff_team_roles")
    op.drop_index(
        "uq_staff_team_members_user",
        table_name="staff_team_members",
        postgresql_where=sa.text("deleted_at IS NULL AND user_id IS NOT NULL"),
    )
    op.drop_index("ix_staff_team_members_team_id", table_name="staff_team_members")
    op.drop_index("ix_staff_team_members_role_ids", table_name="staff_team_members", postgresql_using="gin")
    op.drop_index(
        "ix_staff_team_members_custom",
        table_name="staff_team_members",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_index("ix_staff_team_members_by_user_id", table_name="staff_team_members")
    op.drop_index("ix_staff_team_members_by_is_active", table_name="staff_team_members")
    op.drop_index("ix_staff_team_members_by_display_name_sort", table_name="staff_team_members")
    op.drop_index("ix_staff_team_members_availability_rule_set_id", table_name="staff_team_members")
    op.drop_table("staff_team_members")
    op.drop_index(
        "ix_staff_teams_custom",
        table_name="staff_teams",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_index("ix_staff_teams_by_is_active", table_name="staff_teams")
    op.drop_table("staff_teams")
    op.drop_index(
        "uq_staff_leave_settings_organization",
        table_name="staff_leave_settings",
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.drop_table("staff_leave_settings")
