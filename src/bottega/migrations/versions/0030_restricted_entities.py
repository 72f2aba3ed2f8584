"""restricted entities: custom entities whose records ask for a permission of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column(
        "entities_entities", sa.Column("is_restricted", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )


def downgrade() -> None:
    """Back."""
    op.drop_column("entities_entities", "is_restricted")
