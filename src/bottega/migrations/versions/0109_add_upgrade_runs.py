"""Upgrade actions that were run."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "configs_upgrade_runs",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Text(), nullable=False),
        sa.Column("completed_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_configs_upgrade_runs")),
    )
    op.create_index(
        "uq_configs_upgrade_runs_action",
        "configs_upgrade_runs",
        ["tenant_id", "organization_id", "version", "action_id"],
        unique=True,
        postgresql_where=None,
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("uq_configs_upgrade_runs_action", table_name="configs_upgrade_runs", postgresql_where=None)
    op.drop_table("configs_upgrade_runs")
