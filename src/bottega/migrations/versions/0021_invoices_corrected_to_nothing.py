"""invoices corrected to nothing make room for new ones and say what was ordered; refused payments say they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_IN_FORCE = "stan <> 'anulowany' AND deleted_at IS NULL"
# What an index is over, and of which rows.
_INDEXES = (
    ("uq_documents_documents_wplata", ["tenant_id", "rodzaj", "payment_id"], "payment_id IS NOT NULL"),
    ("uq_documents_documents_zamkniecie", ["tenant_id", "contract_id"], "rodzaj IN ('FV', 'FK')"),
)


def upgrade() -> None:
    """Forwards; a VAT or advance invoice whose corrections took back its whole amount has nothing left at any rate."""
    op.add_column(
        "documents_documents", sa.Column("zamowienie", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
    )
    op.add_column(
        "documents_documents", sa.Column("do_zera", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.execute(
        "UPDATE documents_documents AS d SET do_zera = true WHERE rodzaj IN ('FV', 'FZ') AND stan = 'skorygowany'"
        " AND brutto + (SELECT coalesce(sum(k.brutto), 0) FROM documents_documents AS k"
        " WHERE k.tenant_id = d.tenant_id AND k.koryguje_id = d.id AND k.stan <> 'anulowany') = 0"
    )
    for name, columns, where in _INDEXES:
        op.drop_index(name, table_name="documents_documents")
        op.create_index(
            name,
            "documents_documents",
            columns,
            unique=True,
            postgresql_where=sa.text(f"{where} AND {_IN_FORCE} AND NOT do_zera"),
        )

    op.add_column(
        "contracts_payment_methods",
        sa.Column("odrzucona", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_index(
        "ix_contracts_payment_methods_by_odrzucona",
        "contracts_payment_methods",
        ["tenant_id", "odrzucona", "id"],
        unique=False,
    )
    op.execute(
        "UPDATE contracts_payment_methods AS p SET odrzucona = true WHERE NOT potwierdzona AND EXISTS ("
        "SELECT FROM finance_transactions AS t WHERE t.tenant_id = p.tenant_id AND t.id = p.transaction_id"
        " AND t.stan = 'odrzucona' AND t.deleted_at IS NULL)"
    )


def downgrade() -> None:
    """Back; fails if a contract was invoiced anew after a correction to nothing."""
    op.drop_index("ix_contracts_payment_methods_by_odrzucona", table_name="contracts_payment_methods")
    op.drop_column("contracts_payment_methods", "odrzucona")
    for name, columns, where in _INDEXES:
        op.drop_index(name, table_name="documents_documents")
        op.create_index(
            name, "documents_documents", columns, unique=True, postgresql_where=sa.text(f"{where} AND {_IN_FORCE}")
        )
    op.drop_column("documents_documents", "do_zera")
    op.drop_column("documents_documents", "zamowienie")
