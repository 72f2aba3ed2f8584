"""composed texts, and a second telephone number of a customer.

Texts are stored with composed letters (NFC) from now on. Those that are not encrypted are composed here; the worker
goes through the encrypted ones. A row whose text cannot be composed, because another one then has the same unique
text, stays as it is: it is found all the same, for searching folds both sides.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# The images of undo are composed as well: a row must stay equal to them. Files are bytes, and stay.
COMPOSE = r"""
DO $$
DECLARE t record; r record; record_id uuid; composed uuid[] := '{}'; kept bigint;
BEGIN
    FOR t IN
        SELECT c.table_name AS name, k.relforcerowsecurity AS forced,
            bool_or(c.column_name = 'id' AND c.data_type = 'uuid') AS has_id,
            string_agg(format(CASE WHEN c.data_type = 'text' THEN '%1$I = normalize(%1$I, NFC)'
                ELSE '%1$I = normalize(%1$I::text, NFC)::%2$s' END, c.column_name, c.kind), ', ')
                FILTER (WHERE c.kind IN ('text', 'jsonb', 'text[]')) AS assignments,
            string_agg(format('%I::text IS NOT NFC NORMALIZED', c.column_name), ' OR ')
                FILTER (WHERE c.kind IN ('text', 'jsonb', 'text[]')) AS condition
        FROM (
            SELECT *, CASE WHEN data_type = 'ARRAY' AND udt_name = '_text' THEN 'text[]' ELSE data_type END AS kind
            FROM information_schema.columns WHERE table_schema = 'public' AND is_generated = 'NEVER'
        ) AS c
        JOIN pg_class AS k ON k.oid = format('public.%I', c.table_name)::regclass AND k.relkind = 'r'
        WHERE c.table_name NOT LIKE 'pgqueuer%' AND c.table_name NOT IN ('alembic_version', 'search_rows')
        GROUP BY c.table_name, k.relforcerowsecurity
    LOOP
        CONTINUE WHEN t.condition IS NULL;
        kept := 0;
        -- The owner sees the rows of all tenants only so; in the end everything is as it was.
        IF t.forced THEN EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', t.name); END IF;
        FOR r IN EXECUTE format('SELECT ctid AS place FROM %I WHERE %s', t.name, t.condition) LOOP
            BEGIN
                EXECUTE format('UPDATE %I SET %s WHERE ctid = $1 RETURNING %s', t.name, t.assignments,
                    CASE WHEN t.has_id THEN 'id' ELSE 'NULL::uuid' END) INTO record_id USING r.place;
                composed := composed || record_id;
            EXCEPTION WHEN integrity_constraint_violation THEN
                kept := kept + 1;
            END;
        END LOOP;
        IF t.forced THEN EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.name); END IF;
        IF kept > 0 THEN RAISE WARNING '% rows of % keep letters of several characters', kept, t.name; END IF;
    END LOOP;
    ALTER TABLE search_rows NO FORCE ROW LEVEL SECURITY;
    -- Words that are not encrypted enter the index as runs of three characters; hashes are longer.
    UPDATE search_rows AS s SET title = normalize(s.title, NFC), subtitle = normalize(s.subtitle, NFC),
        words = fold(s.words), grams = array_to_tsvector(grams(fold(s.words)) || md5(s.tenant_id::text || s.entity))
    WHERE s.words IS NOT NFC NORMALIZED
        AND EXISTS (SELECT FROM unnest(s.grams) AS l WHERE length(l.lexeme) <= 3);
    -- What the worker takes for hashes of an older key, and makes anew.
    UPDATE search_rows AS s SET key_generation = 0 WHERE s.record_id = ANY(composed);
    ALTER TABLE search_rows FORCE ROW LEVEL SECURITY;
END $$
"""
# Encrypted texts are looked through, their letters composed, and the hashes of telephone numbers made anew.
RENEW = """
INSERT INTO resealing (tenant_id, stage, after, not_before) SELECT tenant_id, '', '', now() FROM tenant_keys
ON CONFLICT (tenant_id) DO UPDATE SET stage = '', after = '', passes = 0, finished_at = NULL,
    not_before = excluded.not_before
"""


def upgrade() -> None:
    """Forwards."""
    op.add_column("customers_entities", sa.Column("primary_phone_other_hash", sa.Text(), nullable=True))
    op.create_index(
        "ix_customers_entities_primary_phone_other_hash",
        "customers_entities",
        ["tenant_id", "kind", "primary_phone_other_hash", "id"],
        unique=False,
    )
    op.execute(COMPOSE)
    op.execute(RENEW)


def downgrade() -> None:
    """Back; composed letters stay, for they are the same letters."""
    op.drop_index("ix_customers_entities_primary_phone_other_hash", table_name="customers_entities")
    op.drop_column("customers_entities", "primary_phone_other_hash")
