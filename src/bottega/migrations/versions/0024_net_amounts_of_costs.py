"""Expenses and prices of goods may say what they are without the VAT that is deducted."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Where the net amount stands, what it is called, and what holds of it.
_NET = (
    ("finance_transactions", "kwota_netto", "kwota_netto BETWEEN 0 AND kwota"),
    ("warehouse_materials", "cena_netto", "cena_netto IS NULL OR cena_netto BETWEEN 0 AND coalesce(cena_zakupu, -1)"),
    ("warehouse_goods_issue_lines", "cena_netto", None),
    ("warehouse_cuts", "koszt_netto", "koszt_netto BETWEEN 0 AND koszt"),
)


def upgrade() -> None:
    """Forwards; nobody has said any of them yet."""
    for table, column, rule in _NET:
        op.add_column(table, sa.Column(column, sa.Numeric(precision=12, scale=2), nullable=True))
        if rule:
            op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, rule)


def downgrade() -> None:
    """Back."""
    for table, column, _ in reversed(_NET):
        op.drop_column(table, column)
