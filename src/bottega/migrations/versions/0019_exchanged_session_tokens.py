"""exchanged session tokens: a remembered session knows the secret it is renewed with, and the one before."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column("auth_sessions", sa.Column("secret_hash", sa.Text(), nullable=True))
    op.add_column("auth_sessions", sa.Column("former_secret_hash", sa.Text(), nullable=True))
    op.add_column("auth_sessions", sa.Column("exchanged_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("auth_sessions", "exchanged_at")
    op.drop_column("auth_sessions", "former_secret_hash")
    op.drop_column("auth_sessions", "secret_hash")
