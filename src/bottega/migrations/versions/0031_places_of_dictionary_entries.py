"""places of dictionary entries: the order of a dictionary, and which entry of it is meant when nothing is said."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column(
        "dictionaries_entries", sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "dictionaries_entries", sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_index(
        "uq_dictionaries_entries_default",
        "dictionaries_entries",
        ["tenant_id", "dictionary_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index(
        "uq_dictionaries_entries_default", table_name="dictionaries_entries", postgresql_where=sa.text("is_default")
    )
    op.drop_column("dictionaries_entries", "is_default")
    op.drop_column("dictionaries_entries", "position")
