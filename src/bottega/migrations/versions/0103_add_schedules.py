"""Add schedules, their runs, and the notes of background jobs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "job_notes",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_notes")),
    )
    op.create_index(op.f("ix_job_notes_created_at"), "job_notes", ["created_at"], unique=False)
    op.create_index(op.f("ix_job_notes_job_id"), "job_notes", ["job_id"], unique=False)
    op.create_table(
        "scheduler_jobs",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("scope_type", sa.Text(), server_default=sa.text("'tenant'"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("schedule_type", sa.Text(), nullable=False),
        sa.Column("schedule_value", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), server_default=sa.text("'UTC'"), nullable=False),
        sa.Column("target_type", sa.Text(), nullable=False),
        sa.Column("target_queue", sa.Text(), nullable=True),
        sa.Column("target_command", sa.Text(), nullable=True),
        sa.Column("target_payload", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("require_feature", sa.Text(), nullable=True),
        sa.Column("is_enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("last_run_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("next_run_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("source_type", sa.Text(), server_default=sa.text("'user'"), nullable=False),
        sa.Column("source_module", sa.Text(), nullable=True),
        sa.Column("created_by_user_id", sa.UUID(), nullable=True),
        sa.Column("updated_by_user_id", sa.UUID(), nullable=True),
        sa.Column("runs_as_kind", sa.Text(), nullable=True),
        sa.Column("runs_as_id", sa.UUID(), nullable=True),
        sa.Column("runs_as_tenant_id", sa.UUID(), nullable=True),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_scheduler_jobs")),
    )
    op.create_index(
        "ix_scheduler_jobs_due",
        "scheduler_jobs",
        ["next_run_at"],
        unique=False,
        postgresql_where=sa.text("is_enabled AND deleted_at IS NULL"),
    )
    op.create_index(
        "ix_scheduler_jobs_system",
        "scheduler_jobs",
        ["id"],
        unique=False,
        postgresql_where=sa.text("scope_type = 'system'"),
    )
    op.create_table(
        "scheduler_executions",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("schedule_id", sa.UUID(), nullable=False),
        sa.Column("queue_job_id", sa.BigInteger(), nullable=True),
        sa.Column("trigger_type", sa.Text(), server_default=sa.text("'scheduled'"), nullable=False),
        sa.Column("triggered_by", sa.UUID(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("finished_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error_stack", sa.Text(), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
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
            ["tenant_id", "schedule_id"],
            ["scheduler_jobs.tenant_id", "scheduler_jobs.id"],
            name="fk_scheduler_executions_schedule_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_scheduler_executions")),
    )
    op.create_index(
        "ix_scheduler_executions_newest",
        "scheduler_executions",
        ["tenant_id", "schedule_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_scheduler_executions_queue_job_id"), "scheduler_executions", ["queue_job_id"], unique=False
    )


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f("ix_scheduler_executions_queue_job_id"), table_name="scheduler_executions")
    op.drop_index("ix_scheduler_executions_newest", table_name="scheduler_executions")
    op.drop_table("scheduler_executions")
    op.drop_index(
        "ix_scheduler_jobs_system", table_name="scheduler_jobs", postgresql_where=sa.text("scope_type = 'system'")
    )
    op.drop_index(
        "ix_scheduler_jobs_due",
        table_name="scheduler_jobs",
        postgresql_where=sa.text("is_enabled AND deleted_at IS NULL"),
    )
    op.drop_table("scheduler_jobs")
    op.drop_index(op.f("ix_job_notes_job_id"), table_name="job_notes")
    op.drop_index(op.f("ix_job_notes_created_at"), table_name="job_notes")
    op.drop_table("job_notes")
