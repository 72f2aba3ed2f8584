"""Indexes of notifications by time, and of leave requests by status and by custom fields."""

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_index(
        "ix_notifications_notifications_created", "notifications_notifications", ["created_at"], unique=False
    )
    op.create_index(
        "ix_staff_leave_requests_by_status", "staff_leave_requests", ["tenant_id", "status", "id"], unique=False
    )
    op.create_index(
        "ix_staff_leave_requests_custom",
        "staff_leave_requests",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index(
        "ix_staff_leave_requests_custom",
        table_name="staff_leave_requests",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_index("ix_staff_leave_requests_by_status", table_name="staff_leave_requests")
    op.drop_index("ix_notifications_notifications_created", table_name="notifications_notifications")
