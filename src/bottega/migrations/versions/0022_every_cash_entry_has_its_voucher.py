"""Vouchers of all cash entries.

A cash voucher that was issued for a payment stands on the entry of that payment from now on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# The box is the one whose code stands in the number, as it was drawn; a box that is called otherwise by now is that of
# the entry.
STAND_ON_ENTRIES = """
UPDATE documents_documents AS d SET transaction_id = p.transaction_id, cash_box_id = coalesce((
    SELECT b.id FROM finance_cash_boxes AS b WHERE b.tenant_id = d.tenant_id AND b.organization_id = d.organization_id
    AND b.kod = split_part(d.numer, '/', 2) ORDER BY b.deleted_at DESC NULLS FIRST LIMIT 1), t.cash_box_id)
FROM contracts_payment_methods AS p JOIN finance_transactions AS t ON t.tenant_id = p.tenant_id
    AND t.id = p.transaction_id
WHERE d.rodzaj IN ('KP', 'KW') AND p.tenant_id = d.tenant_id AND p.id = d.payment_id
"""
WRITTEN = ("documents_documents", "finance_transactions", "finance_cash_boxes", "contracts_payment_methods")
NAME_VOUCHERS = """
UPDATE finance_transactions AS t SET dokument_id = d.id, dowod = d.numer
FROM documents_documents AS d
WHERE d.tenant_id = t.tenant_id AND d.transaction_id = t.id AND d.stan <> 'anulowany' AND d.deleted_at IS NULL
"""


def upgrade() -> None:
    """Forwards."""
    op.create_index(
        "ix_contracts_payment_methods_transaction_id",
        "contracts_payment_methods",
        ["tenant_id", "transaction_id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_work_ratings_transaction_id",
        "contracts_work_ratings",
        ["tenant_id", "transaction_id"],
        unique=False,
    )
    op.add_column("documents_documents", sa.Column("transaction_id", sa.UUID(), nullable=True))
    op.create_index(
        "ix_documents_documents_by_transaction_id",
        "documents_documents",
        ["tenant_id", "transaction_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_documents_documents_transaction_id", "documents_documents", ["tenant_id", "transaction_id"], unique=False
    )
    op.create_index(
        "uq_documents_documents_pozycja",
        "documents_documents",
        ["tenant_id", "transaction_id"],
        unique=True,
        postgresql_where=sa.text("transaction_id IS NOT NULL AND stan <> 'anulowany' AND deleted_at IS NULL"),
    )
    op.add_column("documents_documents", sa.Column("cash_box_id", sa.UUID(), nullable=True))
    op.create_index(
        "ix_documents_documents_by_cash_box_id", "documents_documents", ["tenant_id", "cash_box_id", "id"], unique=False
    )
    op.create_index(
        "ix_documents_documents_cash_box_id", "documents_documents", ["tenant_id", "cash_box_id"], unique=False
    )
    op.create_foreign_key(
        "fk_documents_documents_cash_box_id",
        "documents_documents",
        "finance_cash_boxes",
        ["tenant_id", "cash_box_id"],
        ["tenant_id", "id"],
    )
    op.create_foreign_key(
        "fk_documents_documents_transaction_id",
        "documents_documents",
        "finance_transactions",
        ["tenant_id", "transaction_id"],
        ["tenant_id", "id"],
    )
    op.add_column("finance_cash_boxes", sa.Column("kasjer_id", sa.UUID(), nullable=True))
    op.create_index(
        "ix_finance_cash_boxes_by_kasjer_id", "finance_cash_boxes", ["tenant_id", "kasjer_id", "id"], unique=False
    )
    op.create_index("ix_finance_cash_boxes_kasjer_id", "finance_cash_boxes", ["tenant_id", "kasjer_id"], unique=False)
    op.create_foreign_key(
        "fk_finance_cash_boxes_kasjer_id",
        "finance_cash_boxes",
        "auth_users",
        ["tenant_id", "kasjer_id"],
        ["tenant_id", "id"],
    )
    op.add_column(
        "finance_settings", sa.Column("wymagaj_dowodow", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column("finance_transactions", sa.Column("dokument_id", sa.UUID(), nullable=True))
    op.add_column("finance_transactions", sa.Column("dowod", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_finance_cash_boxes_keeper"), "finance_cash_boxes", "kasjer_id IS NULL OR uzytkownik_id IS NULL"
    )
    op.create_check_constraint(
        op.f("ck_finance_transactions_voucher"), "finance_transactions", "(dokument_id IS NULL) = (dowod IS NULL)"
    )
    # The owner sees the rows of all tenants only so; in the end everything is as it was.
    for table in WRITTEN:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(STAND_ON_ENTRIES)
    op.execute(NAME_VOUCHERS)
    for table in WRITTEN:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """Back."""
    op.drop_constraint(op.f("ck_finance_transactions_voucher"), "finance_transactions", type_="check")
    op.drop_constraint(op.f("ck_finance_cash_boxes_keeper"), "finance_cash_boxes", type_="check")
    op.drop_column("finance_transactions", "dowod")
    op.drop_column("finance_transactions", "dokument_id")
    op.drop_column("finance_settings", "wymagaj_dowodow")
    op.drop_constraint("fk_finance_cash_boxes_kasjer_id", "finance_cash_boxes", type_="foreignkey")
    op.drop_index("ix_finance_cash_boxes_kasjer_id", table_name="finance_cash_boxes")
    op.drop_index("ix_finance_cash_boxes_by_kasjer_id", table_name="finance_cash_boxes")
    op.drop_column("finance_cash_boxes", "kasjer_id")
    op.drop_constraint("fk_documents_documents_cash_box_id", "documents_documents", type_="foreignkey")
    op.drop_index("ix_documents_documents_cash_box_id", table_name="documents_documents")
    op.drop_index("ix_documents_documents_by_cash_box_id", table_name="documents_documents")
    op.drop_column("documents_documents", "cash_box_id")
    op.drop_constraint("fk_documents_documents_transaction_id", "documents_documents", type_="foreignkey")
    op.drop_index(
        "uq_documents_documents_pozycja",
        table_name="documents_documents",
        postgresql_where=sa.text("transaction_id IS NOT NULL AND stan <> 'anulowany' AND deleted_at IS NULL"),
    )
    op.drop_index("ix_documents_documents_transaction_id", table_name="documents_documents")
    op.drop_index("ix_documents_documents_by_transaction_id", table_name="documents_documents")
    op.drop_column("documents_documents", "transaction_id")
    op.drop_index("ix_contracts_work_ratings_transaction_id", table_name="contracts_work_ratings")
    op.drop_index("ix_contracts_payment_methods_transaction_id", table_name="contracts_payment_methods")
