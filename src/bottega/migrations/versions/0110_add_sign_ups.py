"""Requests of the self-service sign-up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "onboarding_requests",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("email_hash", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("processing_started_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("founded_tenant_id", sa.UUID(), nullable=True),
        sa.Column("founded_organization_id", sa.UUID(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("last_email_sent_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=False),
        sa.Column("completed_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_requests")),
        sa.UniqueConstraint("email_hash", name=op.f("uq_onboarding_requests_email_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_onboarding_requests_token_hash")),
    )
    op.create_index(op.f("ix_onboarding_requests_expires_at"), "onboarding_requests", ["expires_at"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f("ix_onboarding_requests_expires_at"), table_name="onboarding_requests")
    op.drop_table("onboarding_requests")
