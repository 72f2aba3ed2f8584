"""The tables of availability: rule sets and rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "planner_availability_rule_sets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_planner_availability_rule_sets")),
    )
    op.create_index(
        "ix_planner_availability_rule_sets_custom",
        "planner_availability_rule_sets",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_table(
        "planner_availability_rules",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("rrule", sa.Text(), nullable=False),
        sa.Column("exdates", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("kind", sa.Text(), server_default=sa.text("'availability'"), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("unavailability_reason_entry_id", sa.UUID(), nullable=True),
        sa.Column("unavailability_reason_value", sa.Text(), nullable=True),
        sa.Column("repeats", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
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
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_planner_availability_rules_days")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_planner_availability_rules")),
    )
    op.create_index(
        "ix_planner_availability_rules_subject",
        "planner_availability_rules",
        ["tenant_id", "subject_type", "subject_id", "first_day"],
        unique=False,
    )
    op.create_index(
        "ix_planner_availability_rules_custom",
        "planner_availability_rules",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_planner_availability_rules_custom", table_name="planner_availability_rules")
    op.drop_index("ix_planner_availability_rules_subject", table_name="planner_availability_rules")
    op.drop_table("planner_availability_rules")
    op.drop_index(
        "ix_planner_availability_rule_sets_custom",
        table_name="planner_availability_rule_sets",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_table("planner_availability_rule_sets")
