"""add dashboards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "dashboards_layouts",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("layout", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dashboards_layouts")),
    )
    op.create_index(
        "uq_dashboards_layouts_one",
        "dashboards_layouts",
        [
            "tenant_id",
            "user_id",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
        postgresql_where=None,
    )
    op.create_table(
        "dashboards_role_widgets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("role_id", sa.UUID(), nullable=False),
        sa.Column("widget_ids", postgresql.ARRAY(sa.Text()), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dashboards_role_widgets")),
    )
    op.create_index(
        "uq_dashboards_role_widgets_one",
        "dashboards_role_widgets",
        [
            "tenant_id",
            "role_id",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
        postgresql_where=None,
    )
    op.create_table(
        "dashboards_user_widgets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("widget_ids", postgresql.ARRAY(sa.Text()), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dashboards_user_widgets")),
    )
    op.create_index(
        "uq_dashboards_user_widgets_one",
        "dashboards_user_widgets",
        [
            "tenant_id",
            "user_id",
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
        postgresql_where=None,
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("uq_dashboards_user_widgets_one", table_name="dashboards_user_widgets", postgresql_where=None)
    op.drop_table("dashboards_user_widgets")
    op.drop_index("uq_dashboards_role_widgets_one", table_name="dashboards_role_widgets", postgresql_where=None)
    op.drop_table("dashboards_role_widgets")
    op.drop_index("uq_dashboards_layouts_one", table_name="dashboards_layouts", postgresql_where=None)
    op.drop_table("dashboards_layouts")
