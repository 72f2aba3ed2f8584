"""Which gates hold installations up, why they were passed, and what suppliers promised at which price."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "contracts_settings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("wymagaj_rat", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("wymagaj_dostaw", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("wymagaj_dnia", sa.Boolean(), server_default="false", nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contracts_settings")),
    )
    op.create_index(
        "uq_contracts_settings_organization",
        "contracts_settings",
        ["tenant_id", "organization_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.add_column("contracts_installation_dates", sa.Column("powod_wymuszenia", sa.Text(), nullable=True))
    op.create_index(
        "ix_contracts_installation_dates_by_powod_wymuszenia_sort",
        "contracts_installation_dates",
        ["tenant_id", sa.literal_column("sort_key(powod_wymuszenia)"), "id"],
        unique=False,
    )
    op.add_column("contracts_purchase_orders", sa.Column("dostawca_nip", sa.Text(), nullable=True))
    op.add_column("contracts_purchase_orders", sa.Column("dostawca_adres", sa.Text(), nullable=True))
    op.add_column("contracts_purchase_orders", sa.Column("cena", sa.Numeric(precision=12, scale=2), nullable=True))
    op.add_column("contracts_purchase_orders", sa.Column("data_obiecana", sa.Date(), nullable=True))
    op.create_check_constraint(op.f("ck_contracts_purchase_orders_cena"), "contracts_purchase_orders", "cena >= 0")
    op.create_index(
        "ix_contracts_purchase_orders_by_cena", "contracts_purchase_orders", ["tenant_id", "cena", "id"], unique=False
    )
    op.create_index(
        "ix_contracts_purchase_orders_by_data_obiecana",
        "contracts_purchase_orders",
        ["tenant_id", "data_obiecana", "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_purchase_orders_by_dostawca_adres_sort",
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(dostawca_adres)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_contracts_purchase_orders_by_dostawca_nip_sort",
        "contracts_purchase_orders",
        ["tenant_id", sa.literal_column("sort_key(dostawca_nip)"), "id"],
        unique=False,
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_contracts_purchase_orders_by_dostawca_nip_sort", table_name="contracts_purchase_orders")
    op.drop_index("ix_contracts_purchase_orders_by_dostawca_adres_sort", table_name="contracts_purchase_orders")
    op.drop_index("ix_contracts_purchase_orders_by_data_obiecana", table_name="contracts_purchase_orders")
    op.drop_index("ix_contracts_purchase_orders_by_cena", table_name="contracts_purchase_orders")
    op.drop_constraint(op.f("ck_contracts_purchase_orders_cena"), "contracts_purchase_orders")
    op.drop_column("contracts_purchase_orders", "data_obiecana")
    op.drop_column("contracts_purchase_orders", "cena")
    op.drop_column("contracts_purchase_orders", "dostawca_adres")
    op.drop_column("contracts_purchase_orders", "dostawca_nip")
    op.drop_index("ix_contracts_installation_dates_by_powod_wymuszenia_sort", table_name="contracts_installation_dates")
    op.drop_column("contracts_installation_dates", "powod_wymuszenia")
    op.drop_index(
        "uq_contracts_settings_organization",
        table_name="contracts_settings",
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.drop_table("contracts_settings")
