"""Feature toggles and their overrides."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "feature_toggles_overrides",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("toggle_id", sa.UUID(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_feature_toggles_overrides")),
    )
    op.create_index(
        "uq_feature_toggles_overrides_toggle",
        "feature_toggles_overrides",
        ["tenant_id", "toggle_id"],
        unique=True,
        postgresql_where=None,
    )
    op.create_table(
        "feature_toggles_toggles",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("default_value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feature_toggles_toggles")),
    )
    op.create_index(
        "uq_feature_toggles_toggles_identifier",
        "feature_toggles_toggles",
        ["identifier"],
        unique=True,
        postgresql_where=None,
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("uq_feature_toggles_toggles_identifier", table_name="feature_toggles_toggles", postgresql_where=None)
    op.drop_table("feature_toggles_toggles")
    op.drop_index("uq_feature_toggles_overrides_toggle", table_name="feature_toggles_overrides", postgresql_where=None)
    op.drop_table("feature_toggles_overrides")
