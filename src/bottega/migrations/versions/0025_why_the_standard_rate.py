"""contracts say why the standard VAT rate is right."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column("contracts_contracts", sa.Column("vat_powod", sa.Text(), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("contracts_contracts", "vat_powod")
