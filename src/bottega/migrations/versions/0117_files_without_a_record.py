"""Since when the record of a file is gone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column(
        "attachments_attachments",
        sa.Column("ownerless_since", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
    )


def downgrade() -> None:
    """Back."""
    op.drop_column("attachments_attachments", "ownerless_since")
