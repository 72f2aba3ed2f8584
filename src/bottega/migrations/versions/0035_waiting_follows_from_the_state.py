"""Whether an entry waits follows from its state."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    _replace(sa.Column("oczekuje", sa.Boolean(), sa.Computed("stan = 'oczekuje'", persisted=True), nullable=False))


def downgrade() -> None:
    """Back."""
    _replace(sa.Column("oczekuje", sa.Boolean(), server_default="false", nullable=False))
    op.execute("UPDATE finance_transactions SET oczekuje = true WHERE stan = 'oczekuje'")
    op.create_check_constraint("oczekuje", "finance_transactions", "oczekuje = (stan = 'oczekuje')")


def _replace(column: sa.Column[bool]) -> None:
    for trigger in ("count_insert", "count_update", "count_delete"):
        op.execute(f"DROP TRIGGER IF EXISTS {trigger} ON finance_transactions")
    op.drop_column("finance_transactions", "oczekuje")
    op.add_column("finance_transactions", column)
    op.create_index("ix_finance_transactions_by_oczekuje", "finance_transactions", ["tenant_id", "oczekuje", "id"])
