"""payments are called payments."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    _rename("contracts_payment_methods", "contracts_payments")


def downgrade() -> None:
    """Back."""
    _rename("contracts_payments", "contracts_payment_methods")


def _rename(old: str, new: str) -> None:
    """The table, and what is named after it."""
    op.rename_table(old, new)
    op.execute(
        f"""DO $$ DECLARE name text; BEGIN
            FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = '{new}'::regclass
                AND conname LIKE '%{old}%' LOOP
                EXECUTE format('ALTER TABLE {new} RENAME CONSTRAINT %I TO %I', name, replace(name, '{old}', '{new}'));
            END LOOP;
            FOR name IN SELECT indexname FROM pg_indexes WHERE tablename = '{new}' AND indexname LIKE '%{old}%' LOOP
                EXECUTE format('ALTER INDEX %I RENAME TO %I', name, replace(name, '{old}', '{new}'));
            END LOOP;
        END $$"""
    )
