"""offered grants and invitations: what newer versions grant by default, and links for people without a password."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# What the version before this one granted: a role that lacks any of it lost it by somebody's choice.
_GRANTED = {
    "admin": (
        "api_keys.*",
        "audit_logs.*",
        "auth.*",
        "calendar.*",
        "contacts.*",
        "contracts.*",
        "controlling.*",
        "customers.*",
        "customers.companies.manage",
        "customers.companies.view",
        "customers.deals.manage",
        "customers.deals.view",
        "customers.people.manage",
        "customers.people.view",
        "dictionaries.*",
        "directory.organizations.manage",
        "directory.organizations.view",
        "documents.*",
        "entities.*",
        "finance.*",
        "jobs.*",
        "measurements.*",
        "messaging.*",
        "privacy.*",
        "warehouse.*",
    ),
    "employee": (
        "audit_logs.undo_self",
        "audit_logs.view_self",
        "calendar.view",
        "contacts.view",
        "contracts.view",
        "customers.*",
        "customers.companies.manage",
        "customers.companies.view",
        "customers.people.manage",
        "customers.people.view",
        "dictionaries.view",
        "documents.issue",
        "documents.view",
        "finance.transfer",
        "measurements.create",
        "measurements.view",
        "messaging.*",
        "warehouse.view",
    ),
    "superadmin": ("directory.tenants.*",),
}


def upgrade() -> None:
    """Forwards; of the roles that are there everything granted so far is known."""
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
    op.create_index("ix_auth_grant_offers_role_id", "auth_grant_offers", ["tenant_id", "role_id"], unique=False)
    op.create_index(
        "uq_auth_grant_offers_feature", "auth_grant_offers", ["tenant_id", "role_id", "feature"], unique=True
    )
    for role, features in _GRANTED.items():
        op.get_bind().execute(
            sa.text(
                "INSERT INTO auth_known_grants (tenant_id, role_id, features)"
                " SELECT tenant_id, id, cast(:features AS text[]) FROM auth_roles WHERE lower(name) = :role"
            ),
            {"role": role, "features": list(features)},
        )


def downgrade() -> None:
    """Back."""
    op.drop_index("uq_auth_grant_offers_feature", table_name="auth_grant_offers")
    op.drop_index("ix_auth_grant_offers_role_id", table_name="auth_grant_offers")
    op.drop_table("auth_grant_offers")
    op.drop_index("uq_auth_known_grants_role", table_name="auth_known_grants")
    op.drop_table("auth_known_grants")
    op.drop_index("uq_auth_invitations_user", table_name="auth_invitations")
    op.drop_index(op.f("ix_auth_invitations_token_hash"), table_name="auth_invitations")
    op.drop_table("auth_invitations")
