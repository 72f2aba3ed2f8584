"""custom fields of customers: an index of the values by which people, companies, deals and activities are filtered."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_index(
        "ix_customers_activities_custom",
        "customers_activities",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_customers_companies_custom",
        "customers_companies",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_customers_deals_custom",
        "customers_deals",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )
    op.create_index(
        "ix_customers_people_custom",
        "customers_people",
        ["custom"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"custom": "jsonb_path_ops"},
        postgresql_where=sa.text("custom <> '{}'::jsonb"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_customers_people_custom", table_name="customers_people")
    op.drop_index("ix_customers_deals_custom", table_name="customers_deals")
    op.drop_index("ix_customers_companies_custom", table_name="customers_companies")
    op.drop_index("ix_customers_activities_custom", table_name="customers_activities")
