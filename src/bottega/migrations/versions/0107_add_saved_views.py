"""Saved views of tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "perspectives_perspectives",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("role_id", sa.UUID(), nullable=True),
        sa.Column("table_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.CheckConstraint("num_nonnulls(user_id, role_id) = 1", name=op.f("ck_perspectives_perspectives_owner")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_perspectives_perspectives")),
    )
    op.create_index(
        "uq_perspectives_perspectives_personal",
        "perspectives_perspectives",
        [
            "tenant_id",
            "user_id",
            "table_id",
            "name",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_index(
        "uq_perspectives_perspectives_shared",
        "perspectives_perspectives",
        [
            "tenant_id",
            "role_id",
            "table_id",
            "name",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
        postgresql_where=sa.text("role_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index(
        "uq_perspectives_perspectives_shared",
        table_name="perspectives_perspectives",
        postgresql_where=sa.text("role_id IS NOT NULL"),
    )
    op.drop_index(
        "uq_perspectives_perspectives_personal",
        table_name="perspectives_perspectives",
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.drop_table("perspectives_perspectives")
