"""Further rules of contracts: lead time, completion, cash limit."""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column("contracts_settings", sa.Column("wyprzedzenie_dni", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "contracts_settings", sa.Column("wymagaj_wyprzedzenia", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column(
        "contracts_settings", sa.Column("wymagaj_zakonczenia", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column(
        "contracts_settings",
        sa.Column("limit_gotowki", sa.Numeric(precision=12, scale=2), server_default="15000", nullable=False),
    )
    op.add_column(
        "contracts_settings", sa.Column("wymagaj_limitu", sa.Boolean(), server_default="false", nullable=False)
    )
    op.create_check_constraint(op.f("ck_contracts_settings_cash_limit"), "contracts_settings", "limit_gotowki >= 0")
    op.create_check_constraint(
        op.f("ck_contracts_settings_lead_time"), "contracts_settings", "wyprzedzenie_dni BETWEEN 0 AND 60"
    )


def downgrade() -> None:
    """Back."""
    op.drop_constraint(op.f("ck_contracts_settings_lead_time"), "contracts_settings", type_="check")
    op.drop_constraint(op.f("ck_contracts_settings_cash_limit"), "contracts_settings", type_="check")
    op.drop_column("contracts_settings", "wymagaj_limitu")
    op.drop_column("contracts_settings", "limit_gotowki")
    op.drop_column("contracts_settings", "wymagaj_zakonczenia")
    op.drop_column("contracts_settings", "wymagaj_wyprzedzenia")
    op.drop_column("contracts_settings", "wyprzedzenie_dni")
