"""contracts say what their kitchen island costs, not their invoices."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_INVOICES = "d.rodzaj IN ('FV', 'FZ', 'FK') AND d.stan <> 'anulowany' AND d.deleted_at IS NULL"


def upgrade() -> None:
    """Forwards; what the newest invoice in force says of the island holds for the contract."""
    op.add_column("contracts_contracts", sa.Column("wyspa_brutto", sa.Numeric(precision=12, scale=2), nullable=True))
    op.create_check_constraint(op.f("ck_contracts_contracts_wyspa_brutto"), "contracts_contracts", "wyspa_brutto >= 0")
    op.execute(
        "UPDATE contracts_contracts AS c SET wyspa_brutto = d.wyspa FROM ("
        "SELECT DISTINCT ON (d.tenant_id, d.contract_id) d.tenant_id, d.contract_id, d.wyspa"
        f" FROM documents_documents AS d WHERE {_INVOICES} AND d.wyspa IS NOT NULL"
        " ORDER BY d.tenant_id, d.contract_id, d.id DESC"
        ") AS d WHERE d.tenant_id = c.tenant_id AND d.contract_id = c.id"
    )
    op.drop_column("documents_documents", "wyspa")


def downgrade() -> None:
    """Back; every invoice in force says what its contract does."""
    op.add_column("documents_documents", sa.Column("wyspa", sa.Numeric(precision=12, scale=2), nullable=True))
    op.execute(
        "UPDATE documents_documents AS d SET wyspa = c.wyspa_brutto FROM contracts_contracts AS c"
        f" WHERE c.tenant_id = d.tenant_id AND c.id = d.contract_id AND c.wyspa_brutto > 0 AND {_INVOICES}"
    )
    op.drop_constraint(op.f("ck_contracts_contracts_wyspa_brutto"), "contracts_contracts")
    op.drop_column("contracts_contracts", "wyspa_brutto")
