"""What was cut from boards and what it cost, and why boards of another contract were issued."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "warehouse_cuts",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("material_id", sa.UUID(), nullable=True),
        sa.Column("contract_id", sa.UUID(), nullable=True),
        sa.Column("data", sa.Date(), nullable=False),
        sa.Column("koszt", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("formatki", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("resztki", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rzaz", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("powod", sa.Text(), nullable=True),
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
        sa.CheckConstraint("koszt >= 0", name=op.f("ck_warehouse_cuts_koszt")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contract_id"],
            ["contracts_contracts.tenant_id", "contracts_contracts.id"],
            name="fk_warehouse_cuts_contract_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "material_id"],
            ["warehouse_materials.tenant_id", "warehouse_materials.id"],
            name="fk_warehouse_cuts_material_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_warehouse_cuts")),
    )
    op.create_index(
        "ix_warehouse_cuts_by_contract_id", "warehouse_cuts", ["tenant_id", "contract_id", "id"], unique=False
    )
    op.create_index(
        "ix_warehouse_cuts_by_created_at", "warehouse_cuts", ["tenant_id", "created_at", "id"], unique=False
    )
    op.create_index("ix_warehouse_cuts_by_data", "warehouse_cuts", ["tenant_id", "data", "id"], unique=False)
    op.create_index("ix_warehouse_cuts_by_koszt", "warehouse_cuts", ["tenant_id", "koszt", "id"], unique=False)
    op.create_index(
        "ix_warehouse_cuts_by_material_id", "warehouse_cuts", ["tenant_id", "material_id", "id"], unique=False
    )
    op.create_index(
        "ix_warehouse_cuts_by_powod_sort",
        "warehouse_cuts",
        ["tenant_id", sa.literal_column("sort_key(powod)"), "id"],
        unique=False,
    )
    op.create_index("ix_warehouse_cuts_contract_id", "warehouse_cuts", ["tenant_id", "contract_id"], unique=False)
    op.create_index(
        "ix_warehouse_cuts_custom",
        "warehouse_cuts",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index("ix_warehouse_cuts_material_id", "warehouse_cuts", ["tenant_id", "material_id"], unique=False)
    op.add_column("warehouse_goods_issues", sa.Column("powod", sa.Text(), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("warehouse_goods_issues", "powod")
    op.drop_index("ix_warehouse_cuts_material_id", table_name="warehouse_cuts")
    op.drop_index(
        "ix_warehouse_cuts_custom",
        table_name="warehouse_cuts",
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.drop_index("ix_warehouse_cuts_contract_id", table_name="warehouse_cuts")
    op.drop_index("ix_warehouse_cuts_by_powod_sort", table_name="warehouse_cuts")
    op.drop_index("ix_warehouse_cuts_by_material_id", table_name="warehouse_cuts")
    op.drop_index("ix_warehouse_cuts_by_koszt", table_name="warehouse_cuts")
    op.drop_index("ix_warehouse_cuts_by_data", table_name="warehouse_cuts")
    op.drop_index("ix_warehouse_cuts_by_created_at", table_name="warehouse_cuts")
    op.drop_index("ix_warehouse_cuts_by_contract_id", table_name="warehouse_cuts")
    op.drop_table("warehouse_cuts")
