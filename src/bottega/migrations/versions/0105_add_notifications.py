"""add notifications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "notifications_notifications",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("recipient_user_id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("declared", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=True),
        sa.Column("body_key", sa.Text(), nullable=True),
        sa.Column("title_variables", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("body_variables", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("icon", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), server_default=sa.text("'info'"), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'unread'"), nullable=False),
        sa.Column("action_data", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("action_result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("action_taken", sa.Text(), nullable=True),
        sa.Column("source_module", sa.Text(), nullable=True),
        sa.Column("source_entity_type", sa.Text(), nullable=True),
        sa.Column("source_entity_id", sa.UUID(), nullable=True),
        sa.Column("link_href", sa.Text(), nullable=True),
        sa.Column("group_key", sa.Text(), nullable=True),
        sa.Column("mail", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("read_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("actioned_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("dismissed_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.CheckConstraint(
            "mail IN ('none', 'waiting', 'daily', 'sent', 'refused')", name=op.f("ck_notifications_notifications_mail")
        ),
        sa.CheckConstraint(
            "severity IN ('info', 'warning', 'success', 'error')", name=op.f("ck_notifications_notifications_severity")
        ),
        sa.CheckConstraint(
            "status IN ('unread', 'read', 'actioned', 'dismissed')", name=op.f("ck_notifications_notifications_status")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_notifications_notifications")),
    )
    op.create_index(
        "ix_notifications_notifications_expiry",
        "notifications_notifications",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('unread', 'read')"),
    )
    op.create_index(
        "ix_notifications_notifications_inbox",
        "notifications_notifications",
        ["tenant_id", "recipient_user_id", "status", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_notifications_notifications_mail",
        "notifications_notifications",
        ["tenant_id", "mail", "recipient_user_id"],
        unique=False,
        postgresql_where=sa.text("mail IN ('waiting', 'daily')"),
    )
    op.create_index(
        "ix_notifications_notifications_source",
        "notifications_notifications",
        ["tenant_id", "source_entity_type", "source_entity_id"],
        unique=False,
    )
    op.create_index(
        "uq_notifications_notifications_group",
        "notifications_notifications",
        [
            "tenant_id",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
            "recipient_user_id",
            "type",
            "group_key",
        ],
        unique=True,
        postgresql_where=sa.text("group_key IS NOT NULL AND status <> 'dismissed'"),
    )
    op.create_table(
        "notifications_preferences",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("spoken", sa.Text(), nullable=True),
        sa.Column(
            "channels", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_notifications_preferences")),
    )
    op.create_index(
        "uq_notifications_preferences_user",
        "notifications_preferences",
        ["tenant_id", "user_id"],
        unique=True,
        postgresql_where=None,
    )
    op.create_table(
        "notifications_settings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("app_url", sa.Text(), nullable=True),
        sa.Column("panel_path", sa.Text(), nullable=True),
        sa.Column("email_enabled", sa.Boolean(), nullable=True),
        sa.Column("email_from", sa.Text(), nullable=True),
        sa.Column("email_reply_to", sa.Text(), nullable=True),
        sa.Column("email_subject_prefix", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_notifications_settings")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("notifications_settings")
    op.drop_index("uq_notifications_preferences_user", table_name="notifications_preferences", postgresql_where=None)
    op.drop_table("notifications_preferences")
    op.drop_index(
        "uq_notifications_notifications_group",
        table_name="notifications_notifications",
        postgresql_where=sa.text("group_key IS NOT NULL AND status <> 'dismissed'"),
    )
    op.drop_index("ix_notifications_notifications_source", table_name="notifications_notifications")
    op.drop_index(
        "ix_notifications_notifications_mail",
        table_name="notifications_notifications",
        postgresql_where=sa.text("mail IN ('waiting', 'daily')"),
    )
    op.drop_index("ix_notifications_notifications_inbox", table_name="notifications_notifications")
    op.drop_index(
        "ix_notifications_notifications_expiry",
        table_name="notifications_notifications",
        postgresql_where=sa.text("status IN ('unread', 'read')"),
    )
    op.drop_table("notifications_notifications")
