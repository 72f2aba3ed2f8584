"""The tables every database begins with.

Numbers below belong to an earlier history, whose databases are refused (``kernel/database/migrate.py``).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0100"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "access_logs",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("resource_kind", sa.Text(), nullable=False),
        sa.Column("resource_ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("access_type", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("context", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_access_logs")),
    )
    op.create_index("ix_access_logs_actor", "access_logs", ["tenant_id", "actor_id", "created_at"], unique=False)
    op.create_index("ix_access_logs_created", "access_logs", ["created_at"], unique=False)
    op.create_table(
        "action_changes",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("action_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "action_id", "seq", name=op.f("pk_action_changes")),
    )
    op.create_index("ix_action_changes_record", "action_changes", ["tenant_id", "record_id"], unique=False)
    op.create_table(
        "action_logs",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("action_label", sa.Text(), nullable=True),
        sa.Column("resource_kind", sa.Text(), nullable=True),
        sa.Column("resource_id", sa.Text(), nullable=True),
        sa.Column("parent_resource_kind", sa.Text(), nullable=True),
        sa.Column("parent_resource_id", sa.Text(), nullable=True),
        sa.Column("execution_state", sa.Text(), server_default="done", nullable=False),
        sa.Column("undo_token", sa.UUID(), nullable=True),
        sa.Column("context", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action_logs")),
    )
    op.create_index("ix_action_logs_actor", "action_logs", ["tenant_id", "actor_id", "id"], unique=False)
    op.create_index(
        "ix_action_logs_parent",
        "action_logs",
        ["tenant_id", "parent_resource_kind", "parent_resource_id", "id"],
        unique=False,
        postgresql_where=sa.text("parent_resource_id IS NOT NULL"),
    )
    op.create_index(
        "ix_action_logs_resource", "action_logs", ["tenant_id", "resource_kind", "resource_id", "id"], unique=False
    )
    op.create_index(
        "uq_action_logs_undo_token",
        "action_logs",
        ["undo_token"],
        unique=True,
        postgresql_where=sa.text("undo_token IS NOT NULL"),
    )
    op.create_table(
        "api_keys_keys",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("key_prefix", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default=sa.text("'key'"), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'::uuid[]"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("creator_id", sa.UUID(), nullable=True),
        sa.Column("creator_tenant_id", sa.UUID(), nullable=True),
        sa.Column("creator_organization_id", sa.UUID(), nullable=True),
        sa.Column("last_used_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_api_keys_keys")),
    )
    op.create_table(
        "api_keys_secrets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_api_keys_secrets")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_keys_secrets_hash")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_keys_secrets_prefix")),
    )
    op.create_table(
        "auth_credentials",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("retired_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_credentials")),
    )
    op.create_index(op.f("ix_auth_credentials_user_id"), "auth_credentials", ["user_id"], unique=False)
    op.create_table(
        "auth_invitations",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("sent_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("accepted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_invitations")),
    )
    op.create_index(op.f("ix_auth_invitations_token_hash"), "auth_invitations", ["token_hash"], unique=True)
    op.create_index("uq_auth_invitations_user", "auth_invitations", ["tenant_id", "user_id"], unique=True)
    op.create_table(
        "auth_known_grants",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("role_id", sa.UUID(), nullable=False),
        sa.Column("features", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_known_grants")),
    )
    op.create_index("uq_auth_known_grants_role", "auth_known_grants", ["tenant_id", "role_id"], unique=True)
    op.create_table(
        "auth_password_resets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_password_resets")),
    )
    op.create_index(op.f("ix_auth_password_resets_token_hash"), "auth_password_resets", ["token_hash"], unique=True)
    op.create_index(op.f("ix_auth_password_resets_user_id"), "auth_password_resets", ["user_id"], unique=False)
    op.create_table(
        "auth_roles",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
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
        sa.CheckConstraint("length(name) BETWEEN 2 AND 100", name=op.f("ck_auth_roles_name")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_roles")),
    )
    op.create_index("uq_auth_roles_name", "auth_roles", ["tenant_id", sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "auth_sessions",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("credential_id", sa.UUID(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("secret_hash", sa.Text(), nullable=True),
        sa.Column("former_secret_hash", sa.Text(), nullable=True),
        sa.Column("exchanged_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("last_used_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_sessions")),
    )
    op.create_index(op.f("ix_auth_sessions_expires_at"), "auth_sessions", ["expires_at"], unique=False)
    op.create_index(op.f("ix_auth_sessions_token_hash"), "auth_sessions", ["token_hash"], unique=False)
    op.create_index(op.f("ix_auth_sessions_user_id"), "auth_sessions", ["user_id"], unique=False)
    op.create_table(
        "auth_sidebar_preferences",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("owner_id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_sidebar_preferences")),
    )
    op.create_index(
        "uq_auth_sidebar_preferences_owner",
        "auth_sidebar_preferences",
        [
            "tenant_id",
            "owner_id",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
            "locale",
        ],
        unique=True,
    )
    op.create_table(
        "calendar_blocked_days",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("dzien", sa.Date(), nullable=False),
        sa.Column("nazwa", sa.Text(), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calendar_blocked_days")),
    )
    op.create_index(
        "ix_calendar_blocked_days_by_dzien", "calendar_blocked_days", ["tenant_id", "dzien", "id"], unique=False
    )
    op.create_index(
        "ix_calendar_blocked_days_custom",
        "calendar_blocked_days",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "uq_calendar_blocked_days_dzien",
        "calendar_blocked_days",
        ["tenant_id", "organization_id", "dzien"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("owner_id", sa.UUID(), nullable=False),
        sa.Column("pracownik_id", sa.UUID(), nullable=False),
        sa.Column("nazwa", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("last_used_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calendar_feeds")),
    )
    op.create_index(op.f("ix_calendar_feeds_owner_id"), "calendar_feeds", ["owner_id"], unique=False)
    op.create_index(op.f("ix_calendar_feeds_token_hash"), "calendar_feeds", ["token_hash"], unique=True)
    op.create_table(
        "contracts_settings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("wymagaj_rat", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("wymagaj_dostaw", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("wymagaj_dnia", sa.Boolean(), server_default="false", nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_settings")),
    )
    op.create_index(
        "uq_contracts_settings_organization",
        "contracts_settings",
        ["tenant_id", "organization_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "contracts_text_templates",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("nazwa", sa.Text(), nullable=False),
        sa.Column("tresc", sa.Text(), nullable=False),
        sa.Column("archiwalny", sa.Boolean(), server_default="false", nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_text_templates")),
    )
    op.create_index(
        "ix_contracts_text_templates_by_archiwalny",
        "contracts_text_templates",
        ["tenant_id", "archiwalny", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_text_templates_custom",
        "contracts_text_templates",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "uq_contracts_text_templates_nazwa",
        "contracts_text_templates",
        ["tenant_id", "organization_id", sa.literal_column("lower(nazwa)")],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "contracts_worker_profiles",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("notatnik", sa.Text(), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_worker_profiles")),
    )
    op.create_index(
        "ix_contracts_worker_profiles_by_user_id",
        "contracts_worker_profiles",
        ["tenant_id", "user_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_worker_profiles_custom",
        "contracts_worker_profiles",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "uq_contracts_worker_profiles_user",
        "contracts_worker_profiles",
        ["tenant_id", "organization_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "customers_deals",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("pipeline_stage", sa.Text(), nullable=True),
        sa.Column("value_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("value_currency", sa.Text(), nullable=True),
        sa.Column("probability", sa.Integer(), nullable=True),
        sa.Column("expected_close_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("owner_user_id", sa.UUID(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
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
        sa.CheckConstraint("probability BETWEEN 0 AND 100", name=op.f("ck_customers_deals_probability")),
        sa.CheckConstraint("value_amount >= 0", name=op.f("ck_customers_deals_value_amount")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_deals")),
    )
    op.create_index("ix_customers_deals_created_at", "customers_deals", ["tenant_id", "created_at", "id"], unique=False)
    op.create_index(
        "ix_customers_deals_custom",
        "customers_deals",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_customers_deals_pipeline_stage", "customers_deals", ["tenant_id", "pipeline_stage", "id"], unique=False
    )
    op.create_index("ix_customers_deals_status", "customers_deals", ["tenant_id", "status", "id"], unique=False)
    op.create_index("ix_customers_deals_updated_at", "customers_deals", ["tenant_id", "updated_at", "id"], unique=False)
    op.create_index(
        "ix_customers_deals_value_amount", "customers_deals", ["tenant_id", "value_amount", "id"], unique=False
    )
    op.create_table(
        "customers_dictionary_entries",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("normalized_value", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=True),
        sa.Column("icon", sa.Text(), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_dictionary_entries")),
    )
    op.create_index(
        "uq_customers_dictionary_entries_value",
        "customers_dictionary_entries",
        ["tenant_id", "organization_id", "kind", "normalized_value"],
        unique=True,
    )
    op.create_table(
        "customers_entities",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("owner_user_id", sa.UUID(), nullable=True),
        sa.Column("primary_email", sa.Text(), nullable=True),
        sa.Column("primary_email_hash", sa.Text(), nullable=True),
        sa.Column("primary_phone", sa.Text(), nullable=True),
        sa.Column("primary_phone_hash", sa.Text(), nullable=True),
        sa.Column("primary_phone_other_hash", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("lifecycle_stage", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("next_interaction_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("next_interaction_name", sa.Text(), nullable=True),
        sa.Column("next_interaction_ref_id", sa.Text(), nullable=True),
        sa.Column("next_interaction_icon", sa.Text(), nullable=True),
        sa.Column("next_interaction_color", sa.Text(), nullable=True),
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
        sa.CheckConstraint("kind IN ('person', 'company')", name=op.f("ck_customers_entities_kind")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_entities")),
    )
    op.create_index("ix_customers_entities_by_kind", "customers_entities", ["tenant_id", "kind", "id"], unique=False)
    op.create_index(
        "ix_customers_entities_created_at",
        "customers_entities",
        ["tenant_id", "kind", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_customers_entities_lifecycle_stage",
        "customers_entities",
        ["tenant_id", "kind", "lifecycle_stage", "id"],
        unique=False,
    )
    op.create_index(
        "ix_customers_entities_next_interaction_at",
        "customers_entities",
        ["tenant_id", "kind", "next_interaction_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_customers_entities_primary_email_hash",
        "customers_entities",
        ["tenant_id", "kind", "primary_email_hash", "id"],
        unique=False,
    )
    op.create_index(
        "ix_customers_entities_primary_phone_hash",
        "customers_entities",
        ["tenant_id", "kind", "primary_phone_hash", "id"],
        unique=False,
    )
    op.create_index(
        "ix_customers_entities_primary_phone_other_hash",
        "customers_entities",
        ["tenant_id", "kind", "primary_phone_other_hash", "id"],
        unique=False,
    )
    op.create_index(
        "ix_customers_entities_source", "customers_entities", ["tenant_id", "kind", "source", "id"], unique=False
    )
    op.create_index(
        "ix_customers_entities_status", "customers_entities", ["tenant_id", "kind", "status", "id"], unique=False
    )
    op.create_index(
        "ix_customers_entities_updated_at",
        "customers_entities",
        ["tenant_id", "kind", "updated_at", "id"],
        unique=False,
    )
    op.create_table(
        "customers_imports",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("wish", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("action_id", sa.UUID(), nullable=True),
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
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_customers_imports_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_imports")),
    )
    op.create_table(
        "customers_settings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("address_format", sa.Text(), server_default=sa.text("'line_first'"), nullable=False),
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
            "address_format IN ('line_first', 'street_first')", name=op.f("ck_customers_settings_address_format")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_settings")),
    )
    op.create_index(
        "uq_customers_settings_organization", "customers_settings", ["tenant_id", "organization_id"], unique=True
    )
    op.create_table(
        "customers_tags",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_tags")),
    )
    op.create_index(
        "ix_customers_tags_custom",
        "customers_tags",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "uq_customers_tags_slug",
        "customers_tags",
        ["tenant_id", "organization_id", "slug"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "dictionaries_dictionaries",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("is_system", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("manager_visibility", sa.Text(), server_default=sa.text("'default'"), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dictionaries_dictionaries")),
    )
    op.create_index(
        "uq_dictionaries_dictionaries_key",
        "dictionaries_dictionaries",
        ["tenant_id", "organization_id", "key"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "directory_organizations",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("parent_id", sa.UUID(), nullable=True),
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
            ["tenant_id", "parent_id"],
            ["directory_organizations.tenant_id", "directory_organizations.id"],
            name="fk_directory_organizations_parent_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_directory_organizations")),
    )
    op.create_index(
        "ix_directory_organizations_parent_id", "directory_organizations", ["tenant_id", "parent_id"], unique=False
    )
    op.create_table(
        "directory_tenants",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_tenants")),
    )
    op.create_table(
        "documents_batches",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("miesiac", sa.Date(), nullable=False),
        sa.Column("rodzaje", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("dokumenty", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.Column("gotowe", sa.Integer(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
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
        sa.CheckConstraint("stan IN ('oczekuje', 'w_toku', 'gotowe', 'blad')", name=op.f("ck_documents_batches_stan")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_documents_batches")),
    )
    op.create_index("ix_documents_batches_created", "documents_batches", ["tenant_id", "created_at"], unique=False)
    op.create_table(
        "documents_seller_profiles",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("nazwa", sa.Text(), nullable=True),
        sa.Column("adres", sa.Text(), nullable=True),
        sa.Column("kod_pocztowy", sa.Text(), nullable=True),
        sa.Column("miejscowosc", sa.Text(), nullable=True),
        sa.Column("nip", sa.Text(), nullable=True),
        sa.Column("regon", sa.Text(), nullable=True),
        sa.Column("krs", sa.Text(), nullable=True),
        sa.Column("bdo", sa.Text(), nullable=True),
        sa.Column("sad", sa.Text(), nullable=True),
        sa.Column("kapital", sa.Numeric(precision=15, scale=2), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("telefon", sa.Text(), nullable=True),
        sa.Column("www", sa.Text(), nullable=True),
        sa.Column(
            "rachunki", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column("czynny_podatnik", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("zwolnienie", sa.Text(), nullable=True),
        sa.Column("metoda_kasowa", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("agd_w_usludze", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("ksef_konsumenci", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("wystawiajacy", sa.Text(), nullable=True),
        sa.Column("miejsce_wystawienia", sa.Text(), nullable=True),
        sa.Column("termin_platnosci_dni", sa.Integer(), server_default="7", nullable=False),
        sa.Column("waznosc_proformy_dni", sa.Integer(), server_default="30", nullable=False),
        sa.Column("gwarancja_miesiace", sa.Integer(), server_default="24", nullable=False),
        sa.Column("stopka", sa.Text(), nullable=True),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column("logo_typ", sa.Text(), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_documents_seller_profiles")),
    )
    op.create_index(
        "uq_documents_seller_profiles_organization",
        "documents_seller_profiles",
        ["tenant_id", "organization_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "entities_definitions",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("config", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("is_removed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_entities_definitions")),
    )
    op.create_index(
        "uq_entities_definitions_key",
        "entities_definitions",
        [
            "tenant_id",
            "entity_id",
            "key",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
    )
    op.create_table(
        "entities_encryption_maps",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_entities_encryption_maps")),
    )
    op.create_index(
        "uq_entities_encryption_maps_entity", "entities_encryption_maps", ["tenant_id", "entity_id"], unique=True
    )
    op.create_table(
        "entities_entities",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("label_field", sa.Text(), nullable=True),
        sa.Column("default_editor", sa.Text(), nullable=True),
        sa.Column("show_in_sidebar", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_entities_entities")),
    )
    op.create_index(
        "uq_entities_entities_entity",
        "entities_entities",
        [
            "tenant_id",
            "entity_id",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
    )
    op.create_table(
        "entities_forms",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("config", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_entities_forms")),
    )
    op.create_index(
        "uq_entities_forms_entity",
        "entities_forms",
        [
            "tenant_id",
            "entity_id",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
    )
    op.create_table(
        "entities_records",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("subtitle", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_entities_records")),
    )
    op.create_index(
        "ix_entities_records_by_entity_id", "entities_records", ["tenant_id", "entity_id", "id"], unique=False
    )
    op.create_index(
        "ix_entities_records_created", "entities_records", ["tenant_id", "entity_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_entities_records_titles",
        "entities_records",
        ["tenant_id", "entity_id", sa.literal_column("sort_key(title)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_entities_records_updated", "entities_records", ["tenant_id", "entity_id", "updated_at", "id"], unique=False
    )
    op.create_table(
        "event_outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=True),
        sa.Column(
            "payload", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "not_before",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_outbox")),
    )
    op.create_table(
        "field_checklist_items",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("typ", sa.Text(), nullable=False),
        sa.Column("nazwa", sa.Text(), nullable=False),
        sa.Column("kolejnosc", sa.Integer(), server_default="0", nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_field_checklist_items")),
    )
    op.create_index(
        "ix_field_checklist_items_by_typ", "field_checklist_items", ["tenant_id", "typ", "id"], unique=False
    )
    op.create_index(
        "ix_field_checklist_items_custom",
        "field_checklist_items",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "uq_field_checklist_items_nazwa",
        "field_checklist_items",
        ["tenant_id", "organization_id", "typ", sa.literal_column("lower(nazwa)")],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "finance_ledger_findings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("kod", sa.Text(), nullable=False),
        sa.Column("opis", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=True),
        sa.Column("jest", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("powinno_byc", sa.Numeric(precision=12, scale=2), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_finance_ledger_findings")),
    )
    op.create_index(
        "ix_finance_ledger_findings_by_kod", "finance_ledger_findings", ["tenant_id", "kod", "id"], unique=False
    )
    op.create_index(
        "ix_finance_ledger_findings_custom",
        "finance_ledger_findings",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "installation",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_installation")),
    )
    op.create_table(
        "messaging_messages",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("sender_id", sa.UUID(), nullable=False),
        sa.Column("recipient_id", sa.UUID(), nullable=False),
        sa.Column("temat", sa.Text(), nullable=False),
        sa.Column("tresc", sa.Text(), nullable=False),
        sa.Column("przeczytana", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("przeczytana_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("usunieta_nadawca_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("usunieta_odbiorca_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_messaging_messages")),
    )
    op.create_index(
        "ix_messaging_messages_by_recipient_id", "messaging_messages", ["tenant_id", "recipient_id", "id"], unique=False
    )
    op.create_index(
        "ix_messaging_messages_by_sender_id", "messaging_messages", ["tenant_id", "sender_id", "id"], unique=False
    )
    op.create_index(
        "ix_messaging_messages_custom",
        "messaging_messages",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_messaging_messages_unread",
        "messaging_messages",
        ["tenant_id", "recipient_id"],
        unique=False,
        postgresql_where=sa.text("NOT przeczytana AND usunieta_odbiorca_at IS NULL"),
    )
    op.create_table(
        "number_series",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "organization_id", "series", name=op.f("pk_number_series")),
    )
    op.create_table(
        "rate_limits",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("resets_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limits")),
        prefixes=["UNLOGGED"],
    )
    op.create_index(op.f("ix_rate_limits_resets_at"), "rate_limits", ["resets_at"], unique=False)
    op.create_table(
        "resealing",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("passes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("missed", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("broken", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("pass_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("barrier", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_resealing")),
    )
    op.create_table(
        "row_counts",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("facets", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_counts")),
    )
    op.create_index("ix_row_counts_entity", "row_counts", ["tenant_id", "entity"], unique=False)
    op.create_table(
        "row_sums",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_sums")),
    )
    op.create_index(
        "ix_row_sums_fresh", "row_sums", ["tenant_id", "entity"], unique=False, postgresql_where=sa.text("fresh")
    )
    op.create_index("ix_row_sums_read", "row_sums", ["tenant_id", "entity", "grain", "day"], unique=False)
    op.create_index(
        "uq_row_sums_folded",
        "row_sums",
        ["tenant_id", "entity", "grain", "day", "organization_id", "facets"],
        unique=True,
        postgresql_where=sa.text("NOT fresh"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "search_rows",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("subtitle", sa.Text(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("grams", postgresql.TSVECTOR(), nullable=False),
        sa.Column("key_generation", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("tenant_id", "entity", "record_id", name=op.f("pk_search_rows")),
    )
    op.create_index("ix_search_rows_grams", "search_rows", ["grams"], unique=False, postgresql_using="gin")
    op.create_table(
        "tenant_keys",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("wrapped", postgresql.BYTEA(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("generation", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("coming", postgresql.BYTEA(), nullable=True),
        sa.Column("coming_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_open", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("also_sealed", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_tenant_keys")),
    )
    op.create_table(
        "warehouse_locations",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("nazwa", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_warehouse_locations")),
    )
    op.create_index(
        "ix_warehouse_locations_custom",
        "warehouse_locations",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "uq_warehouse_locations_nazwa",
        "warehouse_locations",
        ["tenant_id", "organization_id", sa.literal_column("lower(nazwa)")],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "auth_grant_offers",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("role_id", sa.UUID(), nullable=False),
        sa.Column("feature", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'offered'"), nullable=False),
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
        sa.CheckConstraint("state IN ('offered', 'accepted', 'declined')", name=op.f("ck_auth_grant_offers_state")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "role_id"], ["auth_roles.tenant_id", "auth_roles.id"], name="fk_auth_grant_offers_role_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_grant_offers")),
    )
    op.create_index(
        "uq_auth_grant_offers_feature", "auth_grant_offers", ["tenant_id", "role_id", "feature"], unique=True
    )
    op.create_table(
        "auth_role_acls",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("role_id", sa.UUID(), nullable=False),
        sa.Column("features", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("is_super_admin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("organizations", postgresql.ARRAY(sa.UUID()), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "role_id"], ["auth_roles.tenant_id", "auth_roles.id"], name="fk_auth_role_acls_role_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_role_acls")),
    )
    op.create_index("uq_auth_role_acls_role", "auth_role_acls", ["tenant_id", "role_id"], unique=True)
    op.create_table(
        "auth_users",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("credential_id", sa.UUID(), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("last_login_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "organization_id"],
            ["directory_organizations.tenant_id", "directory_organizations.id"],
            name="fk_auth_users_organization_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_users")),
    )
    op.create_index(op.f("ix_auth_users_email_hash"), "auth_users", ["email_hash"], unique=False)
    op.create_index("ix_auth_users_organization_id", "auth_users", ["tenant_id", "organization_id"], unique=False)
    op.create_index("uq_auth_users_email", "auth_users", ["tenant_id", "email_hash"], unique=True)
    op.create_table(
        "customers_activities",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("deal_id", sa.UUID(), nullable=True),
        sa.Column("activity_type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("occurred_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("author_user_id", sa.UUID(), nullable=True),
        sa.Column("appearance_icon", sa.Text(), nullable=True),
        sa.Column("appearance_color", sa.Text(), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "deal_id"],
            ["customers_deals.tenant_id", "customers_deals.id"],
            name="fk_customers_activities_deal_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_activities_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_activities")),
    )
    op.create_index(
        "ix_customers_activities_by_activity_type",
        "customers_activities",
        ["tenant_id", "activity_type", "id"],
        unique=False,
    )
    op.create_index(
        "ix_customers_activities_custom",
        "customers_activities",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_customers_activities_deal_id", "customers_activities", ["tenant_id", "deal_id"], unique=False)
    op.create_index(
        "ix_customers_activities_occurred",
        "customers_activities",
        ["tenant_id", "entity_id", "occurred_at", "id"],
        unique=False,
    )
    op.create_table(
        "customers_addresses",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_addresses_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_addresses")),
    )
    op.create_index("ix_customers_addresses_entity_id", "customers_addresses", ["tenant_id", "entity_id"], unique=False)
    op.create_table(
        "customers_comments",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("deal_id", sa.UUID(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "deal_id"],
            ["customers_deals.tenant_id", "customers_deals.id"],
            name="fk_customers_comments_deal_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_comments_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_comments")),
    )
    op.create_index(
        "ix_customers_comments_created",
        "customers_comments",
        ["tenant_id", "entity_id", "created_at", "id"],
        unique=False,
    )
    op.create_index("ix_customers_comments_deal_id", "customers_comments", ["tenant_id", "deal_id"], unique=False)
    op.create_table(
        "customers_companies",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("legal_name", sa.Text(), nullable=True),
        sa.Column("brand_name", sa.Text(), nullable=True),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("website_url", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("size_bucket", sa.Text(), nullable=True),
        sa.Column("annual_revenue", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("nip", sa.Text(), nullable=True),
        sa.Column("regon", sa.Text(), nullable=True),
        sa.Column("krs", sa.Text(), nullable=True),
        sa.Column("iban", sa.Text(), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_companies_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_companies")),
    )
    op.create_index(
        "ix_customers_companies_custom",
        "customers_companies",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_customers_companies_nip", "customers_companies", ["tenant_id", "nip"], unique=False)
    op.create_table(
        "customers_deal_companies",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("deal_id", sa.UUID(), nullable=False),
        sa.Column("company_entity_id", sa.UUID(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "company_entity_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_deal_companies_company_entity_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "deal_id"],
            ["customers_deals.tenant_id", "customers_deals.id"],
            name="fk_customers_deal_companies_deal_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_deal_companies")),
    )
    op.create_index(
        "ix_customers_deal_companies_company_entity_id",
        "customers_deal_companies",
        ["tenant_id", "company_entity_id"],
        unique=False,
    )
    op.create_index(
        "uq_customers_deal_companies_pair",
        "customers_deal_companies",
        ["tenant_id", "deal_id", "company_entity_id"],
        unique=True,
    )
    op.create_table(
        "customers_deal_people",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("deal_id", sa.UUID(), nullable=False),
        sa.Column("person_entity_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "deal_id"],
            ["customers_deals.tenant_id", "customers_deals.id"],
            name="fk_customers_deal_people_deal_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_entity_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_deal_people_person_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_deal_people")),
    )
    op.create_index(
        "ix_customers_deal_people_person_entity_id",
        "customers_deal_people",
        ["tenant_id", "person_entity_id"],
        unique=False,
    )
    op.create_index(
        "uq_customers_deal_people_pair",
        "customers_deal_people",
        ["tenant_id", "deal_id", "person_entity_id"],
        unique=True,
    )
    op.create_table(
        "customers_people",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("company_entity_id", sa.UUID(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("preferred_name", sa.Text(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("seniority", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("linked_in_url", sa.Text(), nullable=True),
        sa.Column("twitter_url", sa.Text(), nullable=True),
        sa.Column("nip", sa.Text(), nullable=True),
        sa.Column("nip_hash", sa.Text(), nullable=True),
        sa.Column("iban", sa.Text(), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "company_entity_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_people_company_entity_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_people_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_people")),
    )
    op.create_index(
        "ix_customers_people_company_entity_id", "customers_people", ["tenant_id", "company_entity_id"], unique=False
    )
    op.create_index(
        "ix_customers_people_custom",
        "customers_people",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_customers_people_nip_hash", "customers_people", ["tenant_id", "nip_hash"], unique=False)
    op.create_table(
        "customers_tag_assignments",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tag_id", sa.UUID(), nullable=False),
        sa.Column("entity_id", sa.UUID(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_tag_assignments_entity_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "tag_id"],
            ["customers_tags.tenant_id", "customers_tags.id"],
            name="fk_customers_tag_assignments_tag_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_tag_assignments")),
    )
    op.create_index(
        "ix_customers_tag_assignments_entity_id", "customers_tag_assignments", ["tenant_id", "entity_id"], unique=False
    )
    op.create_index(
        "uq_customers_tag_assignments_pair",
        "customers_tag_assignments",
        ["tenant_id", "tag_id", "entity_id"],
        unique=True,
    )
    op.create_table(
        "customers_todo_links",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("todo_id", sa.UUID(), nullable=False),
        sa.Column("todo_source", sa.Text(), server_default=sa.text("'example:todo'"), nullable=False),
        sa.Column("created_by_user_id", sa.UUID(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_customers_todo_links_entity_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_customers_todo_links")),
    )
    op.create_index(
        "uq_customers_todo_links_todo",
        "customers_todo_links",
        ["tenant_id", "entity_id", "todo_id", "todo_source"],
        unique=True,
    )
    op.create_table(
        "dictionaries_entries",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("dictionary_id", sa.UUID(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("normalized_value", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=True),
        sa.Column("icon", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "dictionary_id"],
            ["dictionaries_dictionaries.tenant_id", "dictionaries_dictionaries.id"],
            name="fk_dictionaries_entries_dictionary_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dictionaries_entries")),
    )
    op.create_index(
        "uq_dictionaries_entries_default",
        "dictionaries_entries",
        ["tenant_id", "dictionary_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_index(
        "uq_dictionaries_entries_value",
        "dictionaries_entries",
        ["tenant_id", "dictionary_id", "normalized_value"],
        unique=True,
    )
    op.create_table(
        "auth_user_acls",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("features", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("is_super_admin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("organizations", postgresql.ARRAY(sa.UUID()), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"], ["auth_users.tenant_id", "auth_users.id"], name="fk_auth_user_acls_user_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_user_acls")),
    )
    op.create_index("uq_auth_user_acls_user", "auth_user_acls", ["tenant_id", "user_id"], unique=True)
    op.create_table(
        "auth_user_roles",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("role_id", sa.UUID(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "role_id"], ["auth_roles.tenant_id", "auth_roles.id"], name="fk_auth_user_roles_role_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"], ["auth_users.tenant_id", "auth_users.id"], name="fk_auth_user_roles_user_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_auth_user_roles")),
    )
    op.create_index("ix_auth_user_roles_role_id", "auth_user_roles", ["tenant_id", "role_id"], unique=False)
    op.create_index("uq_auth_user_roles_pair", "auth_user_roles", ["tenant_id", "user_id", "role_id"], unique=True)
    op.create_table(
        "contracts_contracts",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("numer", sa.Text(), nullable=False),
        sa.Column("typ", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("uzytkownik_id", sa.UUID(), nullable=True),
        sa.Column("data_podpisania", sa.Date(), nullable=True),
        sa.Column("adres_zamieszkania_id", sa.UUID(), nullable=True),
        sa.Column("adres_montazu_id", sa.UUID(), nullable=True),
        sa.Column("adres_faktury_id", sa.UUID(), nullable=True),
        sa.Column("opis", sa.Text(), nullable=True),
        sa.Column("uwagi", sa.Text(), nullable=True),
        sa.Column("rozliczona", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("rozliczona_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("rozliczona_przez", sa.UUID(), nullable=True),
        sa.Column("zakonczona", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("zakonczona_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("vat_tryb", sa.Text(), nullable=True),
        sa.Column("vat_powod", sa.Text(), nullable=True),
        sa.Column("obiekt_rodzaj", sa.Text(), nullable=True),
        sa.Column("powierzchnia_uzytkowa_m2", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column("montaz_trwaly", sa.Boolean(), nullable=True),
        sa.Column("oswiadczenie_vat", sa.Boolean(), nullable=True),
        sa.Column("oswiadczenie_vat_data", sa.Date(), nullable=True),
        sa.Column("nr_wis", sa.Text(), nullable=True),
        sa.Column("wyspa_brutto", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("rozwiazana", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("rozwiazana_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("rozwiazana_przez", sa.UUID(), nullable=True),
        sa.Column("rozwiazala_strona", sa.Text(), nullable=True),
        sa.Column("kwota_rozwiazania", sa.Numeric(precision=12, scale=2), nullable=True),
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
            "obiekt_rodzaj IN ('lokal_mieszkalny', 'dom_jednorodzinny', 'lokal_uslugowy', 'inny')",
            name=op.f("ck_contracts_contracts_obiekt_rodzaj"),
        ),
        sa.CheckConstraint(
            "rozwiazana = (rozwiazala_strona IS NOT NULL AND rozwiazala_strona IN ('klient', 'studio'))",
            name=op.f("ck_contracts_contracts_rozwiazala_strona"),
        ),
        sa.CheckConstraint(
            "typ IN ('kuchnia', 'szafa', 'garderoba', 'lazienka', 'salon', 'sypialnia', 'pokoj_dzieciecy', 'przedpokoj', 'biuro', 'lokal_uslugowy', 'inne')",
            name=op.f("ck_contracts_contracts_typ"),
        ),
        sa.CheckConstraint(
            "vat_tryb IN ('auto', 'stawka_8', 'stawka_23', 'proporcja')", name=op.f("ck_contracts_contracts_vat_tryb")
        ),
        sa.CheckConstraint("wyspa_brutto >= 0", name=op.f("ck_contracts_contracts_wyspa_brutto")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "adres_faktury_id"],
            ["customers_addresses.tenant_id", "customers_addresses.id"],
            name="fk_contracts_contracts_adres_faktury_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "adres_montazu_id"],
            ["customers_addresses.tenant_id", "customers_addresses.id"],
            name="fk_contracts_contracts_adres_montazu_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "adres_zamieszkania_id"],
            ["customers_addresses.tenant_id", "customers_addresses.id"],
            name="fk_contracts_contracts_adres_zamieszkania_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_contracts_contracts_customer_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_contracts")),
    )
    op.create_index(
        "ix_contracts_contracts_adres_faktury_id",
        "contracts_contracts",
        ["tenant_id", "adres_faktury_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_contracts_adres_montazu_id",
        "contracts_contracts",
        ["tenant_id", "adres_montazu_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_contracts_adres_zamieszkania_id",
        "contracts_contracts",
        ["tenant_id", "adres_zamieszkania_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_contracts_by_created_at", "contracts_contracts", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_contracts_contracts_by_data_podpisania",
        "contracts_contracts",
        ["tenant_id", "data_podpisania", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_contracts_by_numer_sort",
        "contracts_contracts",
        ["tenant_id", sa.literal_column("sort_key(numer)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_contracts_by_rozliczona", "contracts_contracts", ["tenant_id", "rozliczona", "id"], unique=False
    )
    op.create_index("ix_contracts_contracts_by_typ", "contracts_contracts", ["tenant_id", "typ", "id"], unique=False)
    op.create_index(
        "ix_contracts_contracts_by_zakonczona", "contracts_contracts", ["tenant_id", "zakonczona", "id"], unique=False
    )
    op.create_index(
        "ix_contracts_contracts_custom",
        "contracts_contracts",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_contracts_contracts_customer_id", "contracts_contracts", ["tenant_id", "customer_id"], unique=False
    )
    op.create_index(
        "uq_contracts_contracts_numer",
        "contracts_contracts",
        ["tenant_id", "organization_id", sa.literal_column("lower(replace(numer, ' ', ''))")],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "finance_cash_boxes",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("nazwa", sa.Text(), nullable=False),
        sa.Column("kod", sa.Text(), nullable=False),
        sa.Column("uzytkownik_id", sa.UUID(), nullable=True),
        sa.Column("kasjer_id", sa.UUID(), nullable=True),
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
        sa.CheckConstraint("kasjer_id IS NULL OR uzytkownik_id IS NULL", name=op.f("ck_finance_cash_boxes_keeper")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kasjer_id"],
            ["auth_users.tenant_id", "auth_users.id"],
            name="fk_finance_cash_boxes_kasjer_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "uzytkownik_id"],
            ["auth_users.tenant_id", "auth_users.id"],
            name="fk_finance_cash_boxes_uzytkownik_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_finance_cash_boxes")),
    )
    op.create_index(
        "ix_finance_cash_boxes_custom",
        "finance_cash_boxes",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_finance_cash_boxes_kasjer_id", "finance_cash_boxes", ["tenant_id", "kasjer_id"], unique=False)
    op.create_index(
        "ix_finance_cash_boxes_uzytkownik_id", "finance_cash_boxes", ["tenant_id", "uzytkownik_id"], unique=False
    )
    op.create_index(
        "uq_finance_cash_boxes_kod",
        "finance_cash_boxes",
        ["tenant_id", "organization_id", "kod"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "uq_finance_cash_boxes_person",
        "finance_cash_boxes",
        [
            "tenant_id",
            "organization_id",
            sa.literal_column("coalesce(uzytkownik_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "finance_settings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("prog_czterech_oczu", sa.Numeric(precision=12, scale=2), server_default="2000", nullable=False),
        sa.Column("domyslny_recenzent_id", sa.UUID(), nullable=True),
        sa.Column("wymagaj_dowodow", sa.Boolean(), server_default="false", nullable=False),
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
        sa.CheckConstraint("prog_czterech_oczu >= 0", name=op.f("ck_finance_settings_threshold")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "domyslny_recenzent_id"],
            ["auth_users.tenant_id", "auth_users.id"],
            name="fk_finance_settings_domyslny_recenzent_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_finance_settings")),
    )
    op.create_index(
        "ix_finance_settings_domyslny_recenzent_id",
        "finance_settings",
        ["tenant_id", "domyslny_recenzent_id"],
        unique=False,
    )
    op.create_index(
        "uq_finance_settings_organization",
        "finance_settings",
        ["tenant_id", "organization_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "calendar_events",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("pracownik_id", sa.UUID(), nullable=False),
        sa.Column("data", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("typ", sa.Text(), nullable=False),
        sa.Column("opis", sa.Text(), nullable=True),
        sa.Column("opcje", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=True),
        sa.Column("customer_id", sa.UUID(), nullable=True),
        sa.Column("konflikt", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("powod", sa.Text(), nullable=True),
        sa.Column("pierwszy_dzien", sa.Date(), nullable=False),
        sa.Column("ostatni_dzien", sa.Date(), nullable=False),
        sa.Column("od_minuty", sa.Integer(), nullable=False),
        sa.Column("do_minuty", sa.Integer(), nullable=False),
        sa.Column("odwolane", sa.Boolean(), server_default=sa.text("false"), nullable=False),
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
            "od_minuty >= 0 AND do_minuty <= 1440 AND od_minuty < do_minuty", name=op.f("ck_calendar_events_godziny")
        ),
        sa.CheckConstraint("ostatni_dzien >= pierwszy_dzien", name=op.f("ck_calendar_events_dni")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_calendar_events_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calendar_events")),
    )
    op.create_index(
        "ix_calendar_events_by_customer", "calendar_events", ["tenant_id", "customer_id", "id"], unique=False
    )
    op.create_index("ix_calendar_events_by_data", "calendar_events", ["tenant_id", "data", "id"], unique=False)
    op.create_index(
        "ix_calendar_events_by_days", "calendar_events", ["tenant_id", "pierwszy_dzien", "ostatni_dzien"], unique=False
    )
    op.create_index("ix_calendar_events_contract_id", "calendar_events", ["tenant_id", "contract_id"], unique=False)
    op.create_index(
        "ix_calendar_events_custom",
        "calendar_events",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_calendar_events_in_conflict",
        "calendar_events",
        ["tenant_id", "id"],
        unique=False,
        postgresql_where=sa.text("konflikt AND deleted_at IS NULL"),
    )
    op.create_index(
        "ix_calendar_events_of_person",
        "calendar_events",
        ["tenant_id", "pracownik_id", "pierwszy_dzien", "ostatni_dzien"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "contracts_appliances",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("rodzaj", sa.Text(), nullable=True),
        sa.Column("firma", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("cena", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("rabat", sa.Numeric(precision=5, scale=2), nullable=True),
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
        sa.CheckConstraint("cena >= 0", name=op.f("ck_contracts_appliances_cena")),
        sa.CheckConstraint("rabat BETWEEN 0 AND 100", name=op.f("ck_contracts_appliances_rabat")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_appliances_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_appliances")),
    )
    op.create_index(
        "ix_contracts_appliances_contract_id", "contracts_appliances", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_contracts_appliances_custom",
        "contracts_appliances",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_assembly_notes",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("uwagi", sa.Text(), nullable=False),
        sa.Column("autor_id", sa.UUID(), nullable=True),
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
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_assembly_notes_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_assembly_notes")),
    )
    op.create_index(
        "ix_contracts_assembly_notes_contract_id",
        "contracts_assembly_notes",
        ["tenant_id", "contract_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_assembly_notes_custom",
        "contracts_assembly_notes",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_fronts",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("typ", sa.Text(), nullable=True),
        sa.Column("material", sa.Text(), nullable=True),
        sa.Column("kolor", sa.Text(), nullable=True),
        sa.Column("uslojenie", sa.Text(), nullable=True),
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
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_fronts_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_fronts")),
    )
    op.create_index("ix_contracts_fronts_contract_id", "contracts_fronts", ["tenant_id", "contract_id"], unique=False)
    op.create_index(
        "ix_contracts_fronts_custom",
        "contracts_fronts",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_furniture",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("grupa_meblowa", sa.Text(), nullable=True),
        sa.Column("korpus", sa.Text(), nullable=True),
        sa.Column("pcv", sa.Text(), nullable=True),
        sa.Column("boki", sa.Text(), nullable=True),
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
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_furniture_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_furniture")),
    )
    op.create_index(
        "ix_contracts_furniture_contract_id", "contracts_furniture", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_contracts_furniture_custom",
        "contracts_furniture",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_handles",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("typ", sa.Text(), nullable=True),
        sa.Column("kolor", sa.Text(), nullable=True),
        sa.Column("dlugosc", sa.Numeric(precision=6, scale=1), nullable=True),
        sa.Column("sztuk", sa.Integer(), nullable=True),
        sa.Column("uwagi", sa.Text(), nullable=True),
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
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_handles_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_handles")),
    )
    op.create_index("ix_contracts_handles_contract_id", "contracts_handles", ["tenant_id", "contract_id"], unique=False)
    op.create_index(
        "ix_contracts_handles_custom",
        "contracts_handles",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_installation_dates",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("data", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("wydarzenie_id", sa.UUID(), nullable=True),
        sa.Column("powod_wymuszenia", sa.Text(), nullable=True),
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
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_installation_dates_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_installation_dates")),
    )
    op.create_index(
        "ix_contracts_installation_dates_by_data",
        "contracts_installation_dates",
        ["tenant_id", "data", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_installation_dates_contract_id",
        "contracts_installation_dates",
        ["tenant_id", "contract_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_installation_dates_custom",
        "contracts_installation_dates",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_payments",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("typ", sa.Text(), nullable=False),
        sa.Column("rodzaj", sa.Text(), nullable=False),
        sa.Column("cena", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("data", sa.Date(), nullable=True),
        sa.Column("uzytkownik_id", sa.UUID(), nullable=True),
        sa.Column("potwierdzona", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("potwierdzona_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("potwierdzil_id", sa.UUID(), nullable=True),
        sa.Column("odrzucona", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("transaction_id", sa.UUID(), nullable=True),
        sa.Column("dokument_id", sa.UUID(), nullable=True),
        sa.Column("opis", sa.Text(), nullable=True),
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
            "rodzaj IN ('gotowka', 'przelew', 'karta', 'blik', 'raty', 'kompensata')",
            name=op.f("ck_contracts_payments_rodzaj"),
        ),
        sa.CheckConstraint(
            "typ IN ('Zadatek', 'Zaliczka', 'Rata', 'Dopłata', 'Wpłata końcowa', 'Zwrot')",
            name=op.f("ck_contracts_payments_typ"),
        ),
        sa.CheckConstraint("NOT potwierdzona OR data IS NOT NULL", name=op.f("ck_contracts_payments_confirmed_day")),
        sa.CheckConstraint("cena > 0", name=op.f("ck_contracts_payments_cena")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_payments_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_payments")),
    )
    op.create_index("ix_contracts_payments_by_data", "contracts_payments", ["tenant_id", "data", "id"], unique=False)
    op.create_index(
        "ix_contracts_payments_contract_id", "contracts_payments", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_contracts_payments_custom",
        "contracts_payments",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_contracts_payments_transaction_id", "contracts_payments", ["tenant_id", "transaction_id"], unique=False
    )
    op.create_table(
        "contracts_planned_payments",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("typ", sa.Text(), nullable=False),
        sa.Column("rodzaj", sa.Text(), nullable=False),
        sa.Column("cena", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("data", sa.Date(), nullable=True),
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
        sa.CheckConstraint("cena > 0", name=op.f("ck_contracts_planned_payments_cena")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_planned_payments_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_planned_payments")),
    )
    op.create_index(
        "ix_contracts_planned_payments_by_data", "contracts_planned_payments", ["tenant_id", "data", "id"], unique=False
    )
    op.create_index(
        "ix_contracts_planned_payments_contract_id",
        "contracts_planned_payments",
        ["tenant_id", "contract_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_planned_payments_custom",
        "contracts_planned_payments",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_purchase_orders",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("nazwa", sa.Text(), nullable=False),
        sa.Column("ilosc", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("jednostka", sa.Text(), nullable=True),
        sa.Column("dostawca", sa.Text(), nullable=True),
        sa.Column("dostawca_nip", sa.Text(), nullable=True),
        sa.Column("dostawca_adres", sa.Text(), nullable=True),
        sa.Column("cena", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("data_obiecana", sa.Date(), nullable=True),
        sa.Column("data_wyslania", sa.Date(), nullable=True),
        sa.Column("data_odbioru", sa.Date(), nullable=True),
        sa.Column("nr_faktury", sa.Text(), nullable=True),
        sa.Column("komentarz", sa.Text(), nullable=True),
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
        sa.CheckConstraint("cena >= 0", name=op.f("ck_contracts_purchase_orders_cena")),
        sa.CheckConstraint(
            "data_odbioru IS NULL OR (data_wyslania IS NOT NULL AND data_odbioru >= data_wyslania)",
            name=op.f("ck_contracts_purchase_orders_received"),
        ),
        sa.CheckConstraint("ilosc > 0", name=op.f("ck_contracts_purchase_orders_ilosc")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_purchase_orders_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_purchase_orders")),
    )
    op.create_index(
        "ix_contracts_purchase_orders_by_data_wyslania",
        "contracts_purchase_orders",
        ["tenant_id", "data_wyslania", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_purchase_orders_by_dostawca",
        "contracts_purchase_orders",
        ["tenant_id", "dostawca", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_purchase_orders_contract_id",
        "contracts_purchase_orders",
        ["tenant_id", "contract_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_purchase_orders_custom",
        "contracts_purchase_orders",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_text_attachments",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("template_id", sa.UUID(), nullable=False),
        sa.Column("tresc_snapshot", sa.Text(), nullable=True),
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
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_text_attachments_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "template_id"],
            ["contracts_text_templates.tenant_id", "contracts_text_templates.id"],
            name="fk_contracts_text_attachments_template_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_text_attachments")),
    )
    op.create_index(
        "ix_contracts_text_attachments_contract_id",
        "contracts_text_attachments",
        ["tenant_id", "contract_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_text_attachments_custom",
        "contracts_text_attachments",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_contracts_text_attachments_template_id",
        "contracts_text_attachments",
        ["tenant_id", "template_id"],
        unique=False,
    )
    op.create_index(
        "uq_contracts_text_attachments_pair",
        "contracts_text_attachments",
        ["tenant_id", "contract_id", "template_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "contracts_valuations",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("meble", sa.Numeric(precision=12, scale=2), server_default="0", nullable=False),
        sa.Column("dodatki", sa.Numeric(precision=12, scale=2), server_default="0", nullable=False),
        sa.Column("sprzet", sa.Numeric(precision=12, scale=2), server_default="0", nullable=False),
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
        sa.CheckConstraint("dodatki >= 0", name=op.f("ck_contracts_valuations_dodatki")),
        sa.CheckConstraint("meble >= 0", name=op.f("ck_contracts_valuations_meble")),
        sa.CheckConstraint("sprzet >= 0", name=op.f("ck_contracts_valuations_sprzet")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_valuations_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_valuations")),
    )
    op.create_index(
        "ix_contracts_valuations_custom",
        "contracts_valuations",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_contracts_valuations_newest",
        "contracts_valuations",
        ["tenant_id", "contract_id", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "contracts_vitrines",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("typ_ramy", sa.Text(), nullable=True),
        sa.Column("kolor_ramy", sa.Text(), nullable=True),
        sa.Column("szyba", sa.Text(), nullable=True),
        sa.Column("kolor_szyby", sa.Text(), nullable=True),
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
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_vitrines_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_vitrines")),
    )
    op.create_index(
        "ix_contracts_vitrines_contract_id", "contracts_vitrines", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_contracts_vitrines_custom",
        "contracts_vitrines",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "contracts_work_ratings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("uzytkownik_id", sa.UUID(), nullable=False),
        sa.Column("kwota", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("ocena", sa.Integer(), nullable=False),
        sa.Column("komentarz", sa.Text(), nullable=True),
        sa.Column("typ_pracownika", sa.Text(), nullable=False),
        sa.Column("wyplacona_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("transaction_id", sa.UUID(), nullable=True),
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
            "typ_pracownika IN ('montazysta', 'projektant', 'pomiarowiec', 'stolarz', 'lakiernik', 'kierowca', 'pomocnik')",
            name=op.f("ck_contracts_work_ratings_typ_pracownika"),
        ),
        sa.CheckConstraint("kwota >= 0", name=op.f("ck_contracts_work_ratings_kwota")),
        sa.CheckConstraint("ocena BETWEEN 1 AND 5", name=op.f("ck_contracts_work_ratings_ocena")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_work_ratings_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_work_ratings")),
    )
    op.create_index(
        "ix_contracts_work_ratings_by_typ_pracownika",
        "contracts_work_ratings",
        ["tenant_id", "typ_pracownika", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_work_ratings_by_uzytkownik_id",
        "contracts_work_ratings",
        ["tenant_id", "uzytkownik_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_work_ratings_contract_id", "contracts_work_ratings", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_contracts_work_ratings_custom",
        "contracts_work_ratings",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_contracts_work_ratings_transaction_id",
        "contracts_work_ratings",
        ["tenant_id", "transaction_id"],
        unique=False,
    )
    op.create_index(
        "uq_contracts_work_ratings_person",
        "contracts_work_ratings",
        ["tenant_id", "contract_id", "uzytkownik_id", "typ_pracownika"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "contracts_worker_assignments",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("uzytkownik_id", sa.UUID(), nullable=False),
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
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_contracts_worker_assignments_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_worker_assignments")),
    )
    op.create_index(
        "ix_contracts_worker_assignments_by_uzytkownik_id",
        "contracts_worker_assignments",
        ["tenant_id", "uzytkownik_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_worker_assignments_contract_id",
        "contracts_worker_assignments",
        ["tenant_id", "contract_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_worker_assignments_custom",
        "contracts_worker_assignments",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "uq_contracts_worker_assignments_pair",
        "contracts_worker_assignments",
        ["tenant_id", "contract_id", "uzytkownik_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "finance_cash_reports",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("cash_box_id", sa.UUID(), nullable=False),
        sa.Column("numer", sa.Text(), nullable=False),
        sa.Column("dzien_od", sa.Date(), nullable=False),
        sa.Column("dzien_do", sa.Date(), nullable=False),
        sa.Column("stan", sa.Text(), server_default="otwarty", nullable=False),
        sa.Column("saldo_poczatkowe", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("przychody", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("rozchody", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("saldo_koncowe", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("liczba_dokumentow", sa.Integer(), nullable=True),
        sa.Column("zamkniety_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("zamknal_id", sa.UUID(), nullable=True),
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
            "dzien_do >= dzien_od AND dzien_do < dzien_od + interval '1 month'",
            name=op.f("ck_finance_cash_reports_period"),
        ),
        sa.CheckConstraint("stan IN ('otwarty', 'zamkniety')", name=op.f("ck_finance_cash_reports_stan")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cash_box_id"],
            ["finance_cash_boxes.tenant_id", "finance_cash_boxes.id"],
            name="fk_finance_cash_reports_cash_box_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_finance_cash_reports")),
    )
    op.create_index(
        "ix_finance_cash_reports_by_dzien_od", "finance_cash_reports", ["tenant_id", "dzien_od", "id"], unique=False
    )
    op.create_index(
        "ix_finance_cash_reports_cash_box_id", "finance_cash_reports", ["tenant_id", "cash_box_id"], unique=False
    )
    op.create_index(
        "ix_finance_cash_reports_custom",
        "finance_cash_reports",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "uq_finance_cash_reports_begin",
        "finance_cash_reports",
        ["tenant_id", "cash_box_id", "dzien_od"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "uq_finance_cash_reports_numer", "finance_cash_reports", ["tenant_id", "organization_id", "numer"], unique=True
    )
    op.create_index(
        "uq_finance_cash_reports_open",
        "finance_cash_reports",
        ["tenant_id", "cash_box_id"],
        unique=True,
        postgresql_where=sa.text("stan = 'otwarty' AND deleted_at IS NULL"),
    )
    op.create_table(
        "finance_transactions",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("nazwa", sa.Text(), nullable=False),
        sa.Column("dotyczy", sa.Text(), nullable=True),
        sa.Column("kwota", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("kwota_netto", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("typ", sa.Text(), nullable=False),
        sa.Column("rodzaj", sa.Text(), nullable=False),
        sa.Column("data", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("kategoria", sa.Text(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=True),
        sa.Column("uzytkownik_id", sa.UUID(), nullable=True),
        sa.Column("komentarz", sa.Text(), nullable=True),
        sa.Column("linked_entity_type", sa.Text(), nullable=True),
        sa.Column("linked_entity_id", sa.UUID(), nullable=True),
        sa.Column("oczekuje", sa.Boolean(), sa.Computed("stan = 'oczekuje'", persisted=True), nullable=False),
        sa.Column("stan", sa.Text(), server_default="zaksiegowana", nullable=False),
        sa.Column("charakter", sa.Text(), server_default="zwykla", nullable=False),
        sa.Column("autor_id", sa.UUID(), nullable=True),
        sa.Column("zatwierdzil_id", sa.UUID(), nullable=True),
        sa.Column("zatwierdzona_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("storno_id", sa.UUID(), nullable=True),
        sa.Column("cash_box_id", sa.UUID(), nullable=True),
        sa.Column("lp_kasowe", sa.Integer(), nullable=True),
        sa.Column("dokument_id", sa.UUID(), nullable=True),
        sa.Column("dowod", sa.Text(), nullable=True),
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
            "charakter IN ('zwykla', 'wewnetrzna', 'storno')", name=op.f("ck_finance_transactions_charakter")
        ),
        sa.CheckConstraint(
            "kwota > 0 OR coalesce(linked_entity_type, '') = 'measurement' OR charakter = 'storno'",
            name=op.f("ck_finance_transactions_kwota_zero"),
        ),
        sa.CheckConstraint(
            "rodzaj IN ('gotowka', 'przelew', 'karta', 'blik', 'raty', 'kompensata')",
            name=op.f("ck_finance_transactions_rodzaj"),
        ),
        sa.CheckConstraint("stan <> 'zaksiegowana' OR data IS NOT NULL", name=op.f("ck_finance_transactions_data")),
        sa.CheckConstraint(
            "stan <> 'zaksiegowana' OR rodzaj <> 'gotowka' OR cash_box_id IS NOT NULL",
            name=op.f("ck_finance_transactions_booked_cash"),
        ),
        sa.CheckConstraint(
            "stan IN ('oczekuje', 'zaksiegowana', 'odrzucona', 'anulowana')", name=op.f("ck_finance_transactions_stan")
        ),
        sa.CheckConstraint("typ IN ('przychod', 'rozchod')", name=op.f("ck_finance_transactions_typ")),
        sa.CheckConstraint(
            "(cash_box_id IS NULL) = (lp_kasowe IS NULL)", name=op.f("ck_finance_transactions_cash_box")
        ),
        sa.CheckConstraint("(dokument_id IS NULL) = (dowod IS NULL)", name=op.f("ck_finance_transactions_voucher")),
        sa.CheckConstraint(
            "(linked_entity_type IS NULL) = (linked_entity_id IS NULL)", name=op.f("ck_finance_transactions_linked")
        ),
        sa.CheckConstraint("kwota >= 0", name=op.f("ck_finance_transactions_kwota")),
        sa.CheckConstraint("kwota_netto BETWEEN 0 AND kwota", name=op.f("ck_finance_transactions_kwota_netto")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cash_box_id"],
            ["finance_cash_boxes.tenant_id", "finance_cash_boxes.id"],
            name="fk_finance_transactions_cash_box_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_finance_transactions_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "uzytkownik_id"],
            ["auth_users.tenant_id", "auth_users.id"],
            name="fk_finance_transactions_uzytkownik_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_finance_transactions")),
    )
    op.create_index(
        "ix_finance_transactions_by_data", "finance_transactions", ["tenant_id", "data", "id"], unique=False
    )
    op.create_index(
        "ix_finance_transactions_by_kategoria", "finance_transactions", ["tenant_id", "kategoria", "id"], unique=False
    )
    op.create_index(
        "ix_finance_transactions_by_kwota", "finance_transactions", ["tenant_id", "kwota", "id"], unique=False
    )
    op.create_index(
        "ix_finance_transactions_by_oczekuje", "finance_transactions", ["tenant_id", "oczekuje", "id"], unique=False
    )
    op.create_index(
        "ix_finance_transactions_by_rodzaj", "finance_transactions", ["tenant_id", "rodzaj", "id"], unique=False
    )
    op.create_index("ix_finance_transactions_by_typ", "finance_transactions", ["tenant_id", "typ", "id"], unique=False)
    op.create_index(
        "ix_finance_transactions_cash",
        "finance_transactions",
        ["tenant_id", "cash_box_id", "data", "lp_kasowe"],
        unique=False,
    )
    op.create_index(
        "ix_finance_transactions_contract_id", "finance_transactions", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_finance_transactions_custom",
        "finance_transactions",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_finance_transactions_id_in_period",
        "finance_transactions",
        ["tenant_id", "id", "data"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_finance_transactions_linked",
        "finance_transactions",
        ["tenant_id", "linked_entity_type", "linked_entity_id"],
        unique=False,
    )
    op.create_index(
        "ix_finance_transactions_period",
        "finance_transactions",
        ["tenant_id", "organization_id", "data"],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_finance_transactions_uzytkownik_id", "finance_transactions", ["tenant_id", "uzytkownik_id"], unique=False
    )
    op.create_index(
        "uq_finance_transactions_lp_kasowe",
        "finance_transactions",
        ["tenant_id", "cash_box_id", "lp_kasowe"],
        unique=True,
        postgresql_where=sa.text("cash_box_id IS NOT NULL"),
    )
    op.create_index(
        "uq_finance_transactions_measurement",
        "finance_transactions",
        ["tenant_id", "linked_entity_id"],
        unique=True,
        postgresql_where=sa.text(
            "linked_entity_type = 'measurement' AND stan IN ('oczekuje', 'zaksiegowana') AND storno_id IS NULL AND deleted_at IS NULL"
        ),
    )
    op.create_index(
        "uq_finance_transactions_payment_method",
        "finance_transactions",
        ["tenant_id", "linked_entity_id"],
        unique=True,
        postgresql_where=sa.text(
            "linked_entity_type = 'payment_method' AND stan IN ('oczekuje', 'zaksiegowana') AND storno_id IS NULL AND deleted_at IS NULL"
        ),
    )
    op.create_index(
        "uq_finance_transactions_reversal",
        "finance_transactions",
        ["tenant_id", "linked_entity_id"],
        unique=True,
        postgresql_where=sa.text("linked_entity_type = 'transaction'"),
    )
    op.create_table(
        "warehouse_goods_issues",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("nr", sa.Text(), nullable=False),
        sa.Column("data", sa.Date(), nullable=False),
        sa.Column("kwota", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=False),
        sa.Column("uwagi", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="wystawiona", nullable=False),
        sa.Column("srodek_transportu", sa.Text(), nullable=True),
        sa.Column("odebral", sa.Text(), nullable=True),
        sa.Column("wystawil_id", sa.UUID(), nullable=True),
        sa.Column("z_serii", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("powod", sa.Text(), nullable=True),
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
        sa.CheckConstraint("status IN ('wystawiona', 'anulowana')", name=op.f("ck_warehouse_goods_issues_status")),
        sa.CheckConstraint("kwota >= 0", name=op.f("ck_warehouse_goods_issues_kwota")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_warehouse_goods_issues_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "location_id"],
            ["warehouse_locations.tenant_id", "warehouse_locations.id"],
            name="fk_warehouse_goods_issues_location_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_warehouse_goods_issues")),
    )
    op.create_index(
        "ix_warehouse_goods_issues_by_data", "warehouse_goods_issues", ["tenant_id", "data", "id"], unique=False
    )
    op.create_index(
        "ix_warehouse_goods_issues_by_nr_sort",
        "warehouse_goods_issues",
        ["tenant_id", sa.literal_column("sort_key(nr)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_warehouse_goods_issues_contract_id", "warehouse_goods_issues", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_warehouse_goods_issues_custom",
        "warehouse_goods_issues",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_warehouse_goods_issues_location_id", "warehouse_goods_issues", ["tenant_id", "location_id"], unique=False
    )
    op.create_index(
        "uq_warehouse_goods_issues_nr",
        "warehouse_goods_issues",
        ["tenant_id", "organization_id", sa.literal_column("lower(nr)")],
        unique=True,
    )
    op.create_table(
        "warehouse_materials",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("typ", sa.Text(), nullable=False),
        sa.Column("producent", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("dlugosc", sa.Integer(), nullable=False),
        sa.Column("szerokosc", sa.Integer(), nullable=False),
        sa.Column("grubosc", sa.Numeric(precision=5, scale=1), nullable=True),
        sa.Column("cala", sa.Boolean(), nullable=False),
        sa.Column("pozostalo", sa.Numeric(precision=8, scale=3), nullable=True),
        sa.Column("ilosc", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.UUID(), nullable=True),
        sa.Column("uwagi", sa.Text(), nullable=True),
        sa.Column("legacy_id", sa.Text(), nullable=True),
        sa.Column("location_id", sa.UUID(), nullable=True),
        sa.Column("parent_id", sa.UUID(), nullable=True),
        sa.Column("cena_zakupu", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("cena_netto", sa.Numeric(precision=12, scale=2), nullable=True),
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
        sa.CheckConstraint("NOT cala OR parent_id IS NULL", name=op.f("ck_warehouse_materials_parent_offcut")),
        sa.CheckConstraint("NOT cala OR pozostalo IS NULL", name=op.f("ck_warehouse_materials_pozostalo_offcut")),
        sa.CheckConstraint(
            "cena_netto IS NULL OR cena_netto BETWEEN 0 AND coalesce(cena_zakupu, -1)",
            name=op.f("ck_warehouse_materials_cena_netto"),
        ),
        sa.CheckConstraint("ilosc >= 0", name=op.f("ck_warehouse_materials_ilosc")),
        sa.CheckConstraint(
            "pozostalo IS NULL OR pozostalo <= round(dlugosc::numeric * szerokosc / 1000000, 3)",
            name=op.f("ck_warehouse_materials_pozostalo_area"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_warehouse_materials_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "location_id"],
            ["warehouse_locations.tenant_id", "warehouse_locations.id"],
            name="fk_warehouse_materials_location_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["warehouse_materials.tenant_id", "warehouse_materials.id"],
            name="fk_warehouse_materials_parent_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_warehouse_materials")),
    )
    op.create_index("ix_warehouse_materials_by_cala", "warehouse_materials", ["tenant_id", "cala", "id"], unique=False)
    op.create_index(
        "ix_warehouse_materials_by_created_at", "warehouse_materials", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_warehouse_materials_by_producent_sort",
        "warehouse_materials",
        ["tenant_id", sa.literal_column("sort_key(producent)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_warehouse_materials_by_symbol_sort",
        "warehouse_materials",
        ["tenant_id", sa.literal_column("sort_key(symbol)"), "id"],
        unique=False,
    )
    op.create_index("ix_warehouse_materials_by_typ", "warehouse_materials", ["tenant_id", "typ", "id"], unique=False)
    op.create_index(
        "ix_warehouse_materials_contract_id", "warehouse_materials", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_warehouse_materials_custom",
        "warehouse_materials",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_warehouse_materials_location_id", "warehouse_materials", ["tenant_id", "location_id"], unique=False
    )
    op.create_index("ix_warehouse_materials_parent_id", "warehouse_materials", ["tenant_id", "parent_id"], unique=False)
    op.create_index(
        "uq_warehouse_materials_legacy_id",
        "warehouse_materials",
        ["tenant_id", "organization_id", "legacy_id"],
        unique=True,
        postgresql_where=sa.text("legacy_id IS NOT NULL AND deleted_at IS NULL"),
    )
    op.create_table(
        "calendar_reschedules",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("from_event_id", sa.UUID(), nullable=False),
        sa.Column("to_event_id", sa.UUID(), nullable=False),
        sa.Column("powod", sa.Text(), nullable=True),
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
        sa.CheckConstraint("from_event_id <> to_event_id", name=op.f("ck_calendar_reschedules_itself")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "from_event_id"],
            ["calendar_events.tenant_id", "calendar_events.id"],
            name="fk_calendar_reschedules_from_event_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "to_event_id"],
            ["calendar_events.tenant_id", "calendar_events.id"],
            name="fk_calendar_reschedules_to_event_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calendar_reschedules")),
    )
    op.create_index(
        "ix_calendar_reschedules_custom",
        "calendar_reschedules",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_calendar_reschedules_from_event_id", "calendar_reschedules", ["tenant_id", "from_event_id"], unique=False
    )
    op.create_index(
        "ix_calendar_reschedules_to_event_id", "calendar_reschedules", ["tenant_id", "to_event_id"], unique=False
    )
    op.create_index(
        "uq_calendar_reschedules_already_rescheduled",
        "calendar_reschedules",
        ["tenant_id", "from_event_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "field_checks",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("pozycja", sa.Text(), nullable=False),
        sa.Column("nazwa", sa.Text(), nullable=False),
        sa.Column("zrobione", sa.Boolean(), nullable=False),
        sa.Column("zrobione_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("zrobil_id", sa.UUID(), nullable=True),
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
            ["tenant_id", "event_id"],
            ["calendar_events.tenant_id", "calendar_events.id"],
            name="fk_field_checks_event_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_field_checks")),
    )
    op.create_index("ix_field_checks_event_id", "field_checks", ["tenant_id", "event_id"], unique=False)
    op.create_index(
        "uq_field_checks_pozycja",
        "field_checks",
        ["tenant_id", "event_id", "pozycja"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "finance_approvals",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("transaction_id", sa.UUID(), nullable=False),
        sa.Column("reviewer_id", sa.UUID(), nullable=False),
        sa.Column("komentarz", sa.Text(), nullable=True),
        sa.Column("transakcja", sa.Text(), nullable=False),
        sa.Column("decyzja", sa.Text(), nullable=True),
        sa.Column("decyzja_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("decyzja_komentarz", sa.Text(), nullable=True),
        sa.Column("decydent_id", sa.UUID(), nullable=True),
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
        sa.CheckConstraint("decyzja IN ('zatwierdzono', 'odrzucono')", name=op.f("ck_finance_approvals_decyzja")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "reviewer_id"],
            ["auth_users.tenant_id", "auth_users.id"],
            name="fk_finance_approvals_reviewer_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "transaction_id"],
            ["finance_transactions.tenant_id", "finance_transactions.id"],
            name="fk_finance_approvals_transaction_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_finance_approvals")),
    )
    op.create_index(
        "ix_finance_approvals_custom",
        "finance_approvals",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_finance_approvals_reviewer_id", "finance_approvals", ["tenant_id", "reviewer_id"], unique=False)
    op.create_index(
        "ix_finance_approvals_transaction_id", "finance_approvals", ["tenant_id", "transaction_id"], unique=False
    )
    op.create_index(
        "uq_finance_approvals_open",
        "finance_approvals",
        ["tenant_id", "transaction_id", "reviewer_id"],
        unique=True,
        postgresql_where=sa.text("decyzja IS NULL AND deleted_at IS NULL"),
    )
    op.create_table(
        "finance_transfers",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("nadawca_id", sa.UUID(), nullable=False),
        sa.Column("odbiorca_id", sa.UUID(), nullable=False),
        sa.Column("kwota", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("rodzaj", sa.Text(), nullable=False),
        sa.Column("data", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("nazwa", sa.Text(), nullable=False),
        sa.Column("komentarz", sa.Text(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=True),
        sa.Column("status", sa.Text(), server_default="oczekuje", nullable=False),
        sa.Column("decyzja_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("decydent_id", sa.UUID(), nullable=True),
        sa.Column("decyzja_komentarz", sa.Text(), nullable=True),
        sa.Column("rozchod_id", sa.UUID(), nullable=False),
        sa.Column("przychod_id", sa.UUID(), nullable=False),
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
            "rodzaj IN ('gotowka', 'przelew', 'karta', 'blik', 'raty', 'kompensata')",
            name=op.f("ck_finance_transfers_rodzaj"),
        ),
        sa.CheckConstraint(
            "status IN ('oczekuje', 'zaakceptowany', 'odrzucony')", name=op.f("ck_finance_transfers_status")
        ),
        sa.CheckConstraint("kwota > 0", name=op.f("ck_finance_transfers_kwota")),
        sa.CheckConstraint("nadawca_id <> odbiorca_id", name=op.f("ck_finance_transfers_people")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_finance_transfers_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "nadawca_id"],
            ["auth_users.tenant_id", "auth_users.id"],
            name="fk_finance_transfers_nadawca_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "odbiorca_id"],
            ["auth_users.tenant_id", "auth_users.id"],
            name="fk_finance_transfers_odbiorca_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "przychod_id"],
            ["finance_transactions.tenant_id", "finance_transactions.id"],
            name="fk_finance_transfers_przychod_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "rozchod_id"],
            ["finance_transactions.tenant_id", "finance_transactions.id"],
            name="fk_finance_transfers_rozchod_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_finance_transfers")),
    )
    op.create_index("ix_finance_transfers_by_data", "finance_transfers", ["tenant_id", "data", "id"], unique=False)
    op.create_index("ix_finance_transfers_by_status", "finance_transfers", ["tenant_id", "status", "id"], unique=False)
    op.create_index("ix_finance_transfers_contract_id", "finance_transfers", ["tenant_id", "contract_id"], unique=False)
    op.create_index(
        "ix_finance_transfers_custom",
        "finance_transfers",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_finance_transfers_nadawca_id", "finance_transfers", ["tenant_id", "nadawca_id"], unique=False)
    op.create_index("ix_finance_transfers_odbiorca_id", "finance_transfers", ["tenant_id", "odbiorca_id"], unique=False)
    op.create_index("ix_finance_transfers_przychod_id", "finance_transfers", ["tenant_id", "przychod_id"], unique=False)
    op.create_index("ix_finance_transfers_rozchod_id", "finance_transfers", ["tenant_id", "rozchod_id"], unique=False)
    op.create_table(
        "measurements_measurements",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("uzytkownik_id", sa.UUID(), nullable=True),
        sa.Column("adres_id", sa.UUID(), nullable=True),
        sa.Column("kwota", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("zatwierdzony_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("zatwierdzil_id", sa.UUID(), nullable=True),
        sa.Column("transaction_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=True),
        sa.Column("platnosc_id", sa.UUID(), nullable=True),
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
        sa.CheckConstraint("kwota >= 0", name=op.f("ck_measurements_measurements_kwota")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "adres_id"],
            ["customers_addresses.tenant_id", "customers_addresses.id"],
            name="fk_measurements_measurements_adres_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_measurements_measurements_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_measurements_measurements_customer_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "transaction_id"],
            ["finance_transactions.tenant_id", "finance_transactions.id"],
            name="fk_measurements_measurements_transaction_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_measurements_measurements")),
    )
    op.create_index(
        "ix_measurements_measurements_adres_id", "measurements_measurements", ["tenant_id", "adres_id"], unique=False
    )
    op.create_index(
        "ix_measurements_measurements_contract_id",
        "measurements_measurements",
        ["tenant_id", "contract_id"],
        unique=False,
    )
    op.create_index(
        "ix_measurements_measurements_custom",
        "measurements_measurements",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_measurements_measurements_customer_id",
        "measurements_measurements",
        ["tenant_id", "customer_id"],
        unique=False,
    )
    op.create_index(
        "ix_measurements_measurements_of_person",
        "measurements_measurements",
        ["tenant_id", "uzytkownik_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_measurements_measurements_transaction_id",
        "measurements_measurements",
        ["tenant_id", "transaction_id"],
        unique=False,
    )
    op.create_table(
        "warehouse_cuts",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("material_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=True),
        sa.Column("data", sa.Date(), nullable=False),
        sa.Column("koszt", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("koszt_netto", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("formatki", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("resztki", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rzaz", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("powod", sa.Text(), nullable=True),
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
        sa.CheckConstraint("koszt >= 0", name=op.f("ck_warehouse_cuts_koszt")),
        sa.CheckConstraint("koszt_netto BETWEEN 0 AND koszt", name=op.f("ck_warehouse_cuts_koszt_netto")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_warehouse_cuts_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "material_id"],
            ["warehouse_materials.tenant_id", "warehouse_materials.id"],
            name="fk_warehouse_cuts_material_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_warehouse_cuts")),
    )
    op.create_index("ix_warehouse_cuts_by_data", "warehouse_cuts", ["tenant_id", "data", "id"], unique=False)
    op.create_index("ix_warehouse_cuts_contract_id", "warehouse_cuts", ["tenant_id", "contract_id"], unique=False)
    op.create_index(
        "ix_warehouse_cuts_custom",
        "warehouse_cuts",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_warehouse_cuts_material_id", "warehouse_cuts", ["tenant_id", "material_id"], unique=False)
    op.create_table(
        "warehouse_goods_issue_lines",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("goods_issue_id", sa.UUID(), nullable=False),
        sa.Column("lp", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.UUID(), nullable=True),
        sa.Column("nazwa", sa.Text(), nullable=False),
        sa.Column("ilosc", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("jednostka", sa.Text(), nullable=False),
        sa.Column("cena", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("cena_netto", sa.Numeric(precision=12, scale=2), nullable=True),
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
            ["tenant_id", "goods_issue_id"],
            ["warehouse_goods_issues.tenant_id", "warehouse_goods_issues.id"],
            name="fk_warehouse_goods_issue_lines_goods_issue_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "material_id"],
            ["warehouse_materials.tenant_id", "warehouse_materials.id"],
            name="fk_warehouse_goods_issue_lines_material_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_warehouse_goods_issue_lines")),
    )
    op.create_index(
        "ix_warehouse_goods_issue_lines_material_id",
        "warehouse_goods_issue_lines",
        ["tenant_id", "material_id"],
        unique=False,
    )
    op.create_index(
        "ix_warehouse_goods_issue_lines_order",
        "warehouse_goods_issue_lines",
        ["tenant_id", "goods_issue_id", "lp"],
        unique=False,
    )
    op.create_table(
        "documents_documents",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("rodzaj", sa.Text(), nullable=False),
        sa.Column("seria", sa.Text(), nullable=False),
        sa.Column("numer", sa.Text(), nullable=False),
        sa.Column("data_wystawienia", sa.Date(), nullable=False),
        sa.Column("data_sprzedazy", sa.Date(), nullable=True),
        sa.Column("termin_platnosci", sa.Date(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=True),
        sa.Column("customer_id", sa.UUID(), nullable=True),
        sa.Column("payment_id", sa.UUID(), nullable=True),
        sa.Column("purchase_order_id", sa.UUID(), nullable=True),
        sa.Column("goods_issue_id", sa.UUID(), nullable=True),
        sa.Column("measurement_id", sa.UUID(), nullable=True),
        sa.Column("cash_report_id", sa.UUID(), nullable=True),
        sa.Column("transaction_id", sa.UUID(), nullable=True),
        sa.Column("cash_box_id", sa.UUID(), nullable=True),
        sa.Column("koryguje_id", sa.UUID(), nullable=True),
        sa.Column("nabywca", sa.Text(), nullable=False),
        sa.Column("netto", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("vat", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("brutto", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column(
            "stawki", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column("zamowienie", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("do_zera", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("stan", sa.Text(), server_default="wystawiony", nullable=False),
        sa.Column("przyczyna", sa.Text(), nullable=True),
        sa.Column("anulowany_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("xml_sha256", sa.Text(), nullable=True),
        sa.Column("numer_ksef", sa.Text(), nullable=True),
        sa.Column("wystawiono_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("wystawil_id", sa.UUID(), nullable=True),
        sa.Column("tresc", sa.Text(), nullable=False),
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
            "rodzaj IN ('FV', 'FZ', 'FK', 'KOR', 'PF', 'KP', 'KW', 'WZ', 'GW', 'UM', 'PO', 'PRO', 'OSW', 'PRP', 'RK')",
            name=op.f("ck_documents_documents_rodzaj"),
        ),
        sa.CheckConstraint(
            "stan IN ('wystawiony', 'anulowany', 'skorygowany')", name=op.f("ck_documents_documents_stan")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cash_box_id"],
            ["finance_cash_boxes.tenant_id", "finance_cash_boxes.id"],
            name="fk_documents_documents_cash_box_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cash_report_id"],
            ["finance_cash_reports.tenant_id", "finance_cash_reports.id"],
            name="fk_documents_documents_cash_report_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_documents_documents_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            ["customers_entities.tenant_id", "customers_entities.id"],
            name="fk_documents_documents_customer_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "goods_issue_id"],
            ["warehouse_goods_issues.tenant_id", "warehouse_goods_issues.id"],
            name="fk_documents_documents_goods_issue_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "koryguje_id"],
            ["documents_documents.tenant_id", "documents_documents.id"],
            name="fk_documents_documents_koryguje_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "measurement_id"],
            ["measurements_measurements.tenant_id", "measurements_measurements.id"],
            name="fk_documents_documents_measurement_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "payment_id"],
            ["contracts_payments.tenant_id", "contracts_payments.id"],
            name="fk_documents_documents_payment_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "purchase_order_id"],
            ["contracts_purchase_orders.tenant_id", "contracts_purchase_orders.id"],
            name="fk_documents_documents_purchase_order_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "transaction_id"],
            ["finance_transactions.tenant_id", "finance_transactions.id"],
            name="fk_documents_documents_transaction_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_documents_documents")),
    )
    op.create_index(
        "ix_documents_documents_by_data_wystawienia",
        "documents_documents",
        ["tenant_id", "data_wystawienia", "id"],
        unique=False,
    )
    op.create_index(
        "ix_documents_documents_by_numer", "documents_documents", ["tenant_id", "numer", "id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_by_numer_sort",
        "documents_documents",
        ["tenant_id", sa.literal_column("sort_key(numer)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_documents_documents_by_rodzaj", "documents_documents", ["tenant_id", "rodzaj", "id"], unique=False
    )
    op.create_index("ix_documents_documents_by_stan", "documents_documents", ["tenant_id", "stan", "id"], unique=False)
    op.create_index(
        "ix_documents_documents_by_termin_platnosci",
        "documents_documents",
        ["tenant_id", "termin_platnosci", "id"],
        unique=False,
    )
    op.create_index(
        "ix_documents_documents_cash_box_id", "documents_documents", ["tenant_id", "cash_box_id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_cash_report_id", "documents_documents", ["tenant_id", "cash_report_id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_contract_id", "documents_documents", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_custom",
        "documents_documents",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_documents_documents_customer_id", "documents_documents", ["tenant_id", "customer_id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_goods_issue_id", "documents_documents", ["tenant_id", "goods_issue_id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_koryguje_id", "documents_documents", ["tenant_id", "koryguje_id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_measurement_id", "documents_documents", ["tenant_id", "measurement_id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_payment_id", "documents_documents", ["tenant_id", "payment_id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_purchase_order_id",
        "documents_documents",
        ["tenant_id", "purchase_order_id"],
        unique=False,
    )
    op.create_index(
        "ix_documents_documents_seria",
        "documents_documents",
        ["tenant_id", "organization_id", "rodzaj", "seria", "data_wystawienia"],
        unique=False,
    )
    op.create_index(
        "ix_documents_documents_transaction_id", "documents_documents", ["tenant_id", "transaction_id"], unique=False
    )
    op.create_index(
        "uq_documents_documents_numer",
        "documents_documents",
        ["tenant_id", "organization_id", "rodzaj", sa.literal_column("lower(numer)")],
        unique=True,
        postgresql_where=sa.text("NOT (rodzaj IN ('WZ', 'UM', 'RK') AND stan = 'anulowany')"),
    )
    op.create_index(
        "uq_documents_documents_numer_ksef",
        "documents_documents",
        ["tenant_id", "numer_ksef"],
        unique=True,
        postgresql_where=sa.text("numer_ksef IS NOT NULL"),
    )
    op.create_index(
        "uq_documents_documents_pomiar",
        "documents_documents",
        ["tenant_id", "measurement_id"],
        unique=True,
        postgresql_where=sa.text("measurement_id IS NOT NULL AND stan <> 'anulowany' AND deleted_at IS NULL"),
    )
    op.create_index(
        "uq_documents_documents_pozycja",
        "documents_documents",
        ["tenant_id", "transaction_id"],
        unique=True,
        postgresql_where=sa.text("transaction_id IS NOT NULL AND stan <> 'anulowany' AND deleted_at IS NULL"),
    )
    op.create_index(
        "uq_documents_documents_wplata",
        "documents_documents",
        ["tenant_id", "rodzaj", "payment_id"],
        unique=True,
        postgresql_where=sa.text(
            "payment_id IS NOT NULL AND stan <> 'anulowany' AND deleted_at IS NULL AND NOT do_zera"
        ),
    )
    op.create_index(
        "uq_documents_documents_zamkniecie",
        "documents_documents",
        ["tenant_id", "contract_id"],
        unique=True,
        postgresql_where=sa.text(
            "rodzaj IN ('FV', 'FK') AND stan <> 'anulowany' AND deleted_at IS NULL AND NOT do_zera"
        ),
    )
    op.create_table(
        "documents_files",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("document_id", sa.UUID(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["tenant_id", "document_id"],
            ["documents_documents.tenant_id", "documents_documents.id"],
            name="fk_documents_files_document_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_documents_files")),
    )
    op.create_index("uq_documents_files_format", "documents_files", ["tenant_id", "document_id", "format"], unique=True)


def downgrade() -> None:
    """Drop them, with all that is in them."""
    op.drop_table("documents_files")
    op.drop_table("documents_documents")
    op.drop_table("warehouse_goods_issue_lines")
    op.drop_table("warehouse_cuts")
    op.drop_table("measurements_measurements")
    op.drop_table("finance_transfers")
    op.drop_table("finance_approvals")
    op.drop_table("field_checks")
    op.drop_table("calendar_reschedules")
    op.drop_table("warehouse_materials")
    op.drop_table("warehouse_goods_issues")
    op.drop_table("finance_transactions")
    op.drop_table("finance_cash_reports")
    op.drop_table("contracts_worker_assignments")
    op.drop_table("contracts_work_ratings")
    op.drop_table("contracts_vitrines")
    op.drop_table("contracts_valuations")
    op.drop_table("contracts_text_attachments")
    op.drop_table("contracts_purchase_orders")
    op.drop_table("contracts_planned_payments")
    op.drop_table("contracts_payments")
    op.drop_table("contracts_installation_dates")
    op.drop_table("contracts_handles")
    op.drop_table("contracts_furniture")
    op.drop_table("contracts_fronts")
    op.drop_table("contracts_assembly_notes")
    op.drop_table("contracts_appliances")
    op.drop_table("calendar_events")
    op.drop_table("finance_settings")
    op.drop_table("finance_cash_boxes")
    op.drop_table("contracts_contracts")
    op.drop_table("auth_user_roles")
    op.drop_table("auth_user_acls")
    op.drop_table("dictionaries_entries")
    op.drop_table("customers_todo_links")
    op.drop_table("customers_tag_assignments")
    op.drop_table("customers_people")
    op.drop_table("customers_deal_people")
    op.drop_table("customers_deal_companies")
    op.drop_table("customers_companies")
    op.drop_table("customers_comments")
    op.drop_table("customers_addresses")
    op.drop_table("customers_activities")
    op.drop_table("auth_users")
    op.drop_table("auth_role_acls")
    op.drop_table("auth_grant_offers")
    op.drop_table("warehouse_locations")
    op.drop_table("tenant_keys")
    op.drop_table("search_rows")
    op.drop_table("row_sums")
    op.drop_table("row_counts")
    op.drop_table("resealing")
    op.drop_table("rate_limits")
    op.drop_table("number_series")
    op.drop_table("messaging_messages")
    op.drop_table("installation")
    op.drop_table("idempotency_keys")
    op.drop_table("finance_ledger_findings")
    op.drop_table("field_checklist_items")
    op.drop_table("event_outbox")
    op.drop_table("entities_records")
    op.drop_table("entities_forms")
    op.drop_table("entities_entities")
    op.drop_table("entities_encryption_maps")
    op.drop_table("entities_definitions")
    op.drop_table("documents_seller_profiles")
    op.drop_table("documents_batches")
    op.drop_table("directory_tenants")
    op.drop_table("directory_organizations")
    op.drop_table("dictionaries_dictionaries")
    op.drop_table("customers_tags")
    op.drop_table("customers_settings")
    op.drop_table("customers_imports")
    op.drop_table("customers_entities")
    op.drop_table("customers_dictionary_entries")
    op.drop_table("customers_deals")
    op.drop_table("contracts_worker_profiles")
    op.drop_table("contracts_text_templates")
    op.drop_table("contracts_settings")
    op.drop_table("calendar_feeds")
    op.drop_table("calendar_blocked_days")
    op.drop_table("auth_sidebar_preferences")
    op.drop_table("auth_sessions")
    op.drop_table("auth_roles")
    op.drop_table("auth_password_resets")
    op.drop_table("auth_known_grants")
    op.drop_table("auth_invitations")
    op.drop_table("auth_credentials")
    op.drop_table("api_keys_secrets")
    op.drop_table("api_keys_keys")
    op.drop_table("action_logs")
    op.drop_table("action_changes")
    op.drop_table("access_logs")
