"""Reason of events that were set aside; queued jobs whose headers were written as a JSON string become readable."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column("event_outbox", sa.Column("reason", sa.Text(), nullable=True))
    # The queue's tables are made after the first migration of a new database.
    op.execute(
        "DO $$ BEGIN IF to_regclass('pgqueuer') IS NOT NULL THEN"
        " UPDATE pgqueuer SET headers = NULL WHERE jsonb_typeof(headers) = 'string'; END IF; END $$"
    )


def downgrade() -> None:
    """Back."""
    op.drop_column("event_outbox", "reason")
