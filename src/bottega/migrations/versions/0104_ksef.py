"""Invoices for KSeF whose file waits for the numbers it names, and terms of a contract's invoices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "documents_invoice_terms",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=False),
        sa.Column("jst", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("gv", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("tp", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("nabywca_kraj", sa.Text(), nullable=True),
        sa.Column("nabywca_vat_ue", sa.Text(), nullable=True),
        sa.Column("nabywca_nr_id", sa.Text(), nullable=True),
        sa.Column("strona_rola", sa.Text(), nullable=True),
        sa.Column("strona_nazwa", sa.Text(), nullable=True),
        sa.Column("strona_nip", sa.Text(), nullable=True),
        sa.Column("strona_id_wew", sa.Text(), nullable=True),
        sa.Column("strona_ulica", sa.Text(), nullable=True),
        sa.Column("strona_miejscowosc", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_documents_invoice_terms_contract_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_documents_invoice_terms")),
    )
    op.create_index(
        "ix_documents_invoice_terms_contract_id", "documents_invoice_terms", ["tenant_id", "contract_id"], unique=False
    )
    op.create_index(
        "uq_documents_invoice_terms_contract",
        "documents_invoice_terms",
        ["tenant_id", "contract_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.add_column("documents_documents", sa.Column("dla_ksef", sa.Boolean(), server_default="false", nullable=False))
    op.execute("UPDATE documents_documents SET dla_ksef = true WHERE xml_sha256 IS NOT NULL")


def downgrade() -> None:
    """Back."""
    op.drop_column("documents_documents", "dla_ksef")
    op.drop_index(
        "uq_documents_invoice_terms_contract",
        table_name="documents_invoice_terms",
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.drop_index("ix_documents_invoice_terms_contract_id", table_name="documents_invoice_terms")
    op.drop_table("documents_invoice_terms")
