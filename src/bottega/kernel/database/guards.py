"""Roles, row-level security policies, counter triggers and NOTIFY triggers, derived from the tables.

Migrations only make tables. After them these statements run, all of them repeatable, so that the guard of a table
cannot be forgotten and cannot drift. Three roles: the owner migrates; ``bottega_app`` serves requests and sees one
tenant at a time; ``bottega_system`` sees all tenants and is used by ``Database.across_tenants`` alone. Neither of
the two owns anything.
"""

from collections.abc import Iterable
from typing import Final

from bottega.kernel.database import running_totals
from bottega.kernel.database.tables import CLASSES, REFERENCES, SqlTable, Table

APP_ROLE: Final = "bottega_app"
SYSTEM_ROLE: Final = "bottega_system"
TENANT_SETTING: Final = "app.tenant_id"
CHANNEL: Final = "bottega_changed"
FOLD_ABOVE: Final = 400

_TENANT: Final = f"nullif(current_setting('{TENANT_SETTING}', true), '')::uuid"

# By the index of grams and nothing else: for a search that finds nearly all, the planner would rather read every row
# and unpack its grams, which takes five times as long.
_SEARCH_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION search_ids(wanted_entity text, wanted tsquery, terms text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp
SET enable_indexscan = off SET enable_seqscan = off AS $$
    SELECT record_id FROM search_rows
    WHERE tenant_id = {_TENANT} AND entity = wanted_entity AND grams @@ wanted
      AND (terms IS NULL OR NOT EXISTS (SELECT FROM unnest(terms) AS term WHERE position(term IN words) = 0))
$$;
ALTER FUNCTION search_ids(text, tsquery, text[]) OWNER TO {SYSTEM_ROLE};
REVOKE ALL ON FUNCTION search_ids(text, tsquery, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_ids(text, tsquery, text[]) TO {APP_ROLE}, {SYSTEM_ROLE};
"""

# What ``search_words.py`` asks, of many entities at once. Of very many matches the first decide: nobody reads more, and
# to rank them all would take longer than anybody waits.
_MOST_RANKED: Final = 2_000


def _ranking_function(name: str, entry: str) -> str:
    """A function that finds search rows by an index entry and answers the best of them."""
    arguments = "tsquery, text[], uuid[], integer"
    return f"""
CREATE OR REPLACE FUNCTION {name}(
    wanted tsquery, entities text[], organizations uuid[], most integer
) RETURNS TABLE (entity text, record_id uuid, title text, words text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp
SET enable_indexscan = off SET enable_seqscan = off AS $$
    SELECT f.entity, f.record_id, f.title, left(f.words, 1000) FROM (
        SELECT s.* FROM search_rows AS s
        WHERE s.tenant_id = {_TENANT} AND {entry} @@ wanted AND s.entity = ANY(entities)
          AND (organizations IS NULL OR s.organization_id IS NULL OR s.organization_id = ANY(organizations))
        LIMIT {_MOST_RANKED}
    ) AS f
    ORDER BY length(f.words), f.record_id DESC LIMIT most
$$;
ALTER FUNCTION {name}({arguments}) OWNER TO {SYSTEM_ROLE};
REVOKE ALL ON FUNCTION {name}({arguments}) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {name}({arguments}) TO {APP_ROLE}, {SYSTEM_ROLE};
"""


# Whoever keeps something beside search rows hears of every one that was written or removed.
_NOTE_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION note_search_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_changes (tenant_id, entity, record_id) SELECT tenant_id, entity, record_id FROM changed;
    RETURN NULL;
END $$;
"""


def _search_notes() -> list[str]:
    """A trigger for each way in which search rows change."""
    statements = [_NOTE_FUNCTION]
    for verb, rows in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        when = f"AFTER {verb.upper()} ON search_rows REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT"
        statements.append(f"DROP TRIGGER IF EXISTS note_{verb} ON search_rows")
        statements.append(f"CREATE TRIGGER note_{verb} {when} EXECUTE FUNCTION note_search_change()")
    return statements


# Like ``search_ids``: it looks across the policy, because containment is not leak-proof and the index would not be
# used under it, and filters by tenant itself. Each document is a condition of its own: GIN knows no ANY.
_CUSTOM_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION custom_ids(wanted_table text, documents jsonb[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
DECLARE wanted text := (
    SELECT string_agg(format('custom @> $2[%s]', i), ' OR ') FROM generate_subscripts(documents, 1) AS i
);
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT id FROM %I WHERE tenant_id = $1 AND custom <> ''{{}}''::jsonb AND (%s)',
        wanted_table, coalesce(wanted, 'false')
    ) USING {_TENANT}, documents;
END $$;
ALTER FUNCTION custom_ids(text, jsonb[]) OWNER TO {SYSTEM_ROLE};
REVOKE ALL ON FUNCTION custom_ids(text, jsonb[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION custom_ids(text, jsonb[]) TO {APP_ROLE}, {SYSTEM_ROLE};
"""

_ANNOUNCE_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION announce() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed jsonb := to_jsonb(coalesce(NEW, OLD));
BEGIN
    PERFORM pg_notify('{CHANNEL}', concat_ws(':', TG_TABLE_NAME, changed ->> 'tenant_id', changed ->> 'id'));
    RETURN NULL;
END $$;
"""


def role_statements(owner: str) -> list[str]:
    """Make the two roles able to log in; ``%(app)s`` and ``%(system)s`` are replaced by quoted passwords."""
    made = [
        f"""DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} LOGIN; END IF;
        END $$"""
        for role in (APP_ROLE, SYSTEM_ROLE)
    ]
    return [
        *made,
        f"ALTER ROLE {APP_ROLE} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD %(app)s",
        f"ALTER ROLE {SYSTEM_ROLE} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD %(system)s",
        # The owner hands the search function over, which needs membership.
        f'GRANT {SYSTEM_ROLE} TO "{owner}"',
    ]


def guard_statements(metadata_tables: Iterable[SqlTable]) -> list[str]:
    """Every statement that guards the given tables, in the order they must run."""
    tables = sorted(metadata_tables, key=lambda table: table.name)
    statements = [
        f"GRANT USAGE, CREATE ON SCHEMA public TO {SYSTEM_ROLE}",
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE}",
        f"REVOKE ALL ON alembic_version FROM {APP_ROLE}",
        _ANNOUNCE_FUNCTION,
        _SEARCH_FUNCTION,
        _ranking_function("search_words", "lexemes(s.words, s.tenant_id)"),
        _ranking_function("search_grams", "s.grams"),
        _CUSTOM_FUNCTION,
        *_search_notes(),
        f"REVOKE CREATE ON SCHEMA public FROM {SYSTEM_ROLE}",
    ]
    for table in tables:
        statements += _isolation(table)
        statements += _alarm(table, CLASSES[table.name])
        statements += _counter(table, CLASSES[table.name])
        statements += running_totals.adder(table, CLASSES[table.name])
    return statements


def _isolation(table: SqlTable) -> list[str]:
    """Rows of other tenants do not exist for the application's role."""
    name = table.name
    owner = CLASSES[name].owner
    if owner not in table.columns:
        return []
    condition = f"{owner} = {_TENANT}"
    return [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS own_tenant ON {name}",
        f"CREATE POLICY own_tenant ON {name} TO {APP_ROLE} USING ({condition}) WITH CHECK ({condition})",
        f"DROP POLICY IF EXISTS all_tenants ON {name}",
        f"CREATE POLICY all_tenants ON {name} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)",
    ]


def _alarm(table: SqlTable, declared: type[Table]) -> list[str]:
    """Tell every process that what it may have cached is stale, at the moment of the commit."""
    statements = [f"DROP TRIGGER IF EXISTS announce ON {table.name}"]
    if declared.announces:
        loud = [c.name for c in table.columns if c.name not in declared.quiet and c.name != "updated_at"]
        when = [
            f"UPDATE OF {', '.join(loud)}" if verb == "update" else verb.upper() for verb in declared.announces.split()
        ]
        statements.append(
            f"CREATE TRIGGER announce AFTER {' OR '.join(when)} ON {table.name} "
            "FOR EACH ROW EXECUTE FUNCTION announce()"
        )
    return statements


def _counter(table: SqlTable, declared: type[Table]) -> list[str]:
    """Append to ``row_counts`` every change in the number of live rows, whoever makes it."""
    if declared.counted_by is None:
        return []
    soft = "deleted_at" in table.columns
    entity: str = vars(declared)["entity"]
    moving = ["organization_id", *declared.counted_by, *(["deleted_at"] if soft else [])]

    def count(row: str, n: int) -> str:
        facets = ", ".join(f"{row}.{column}::text" for column in declared.counted_by or ())
        insert = (
            "INSERT INTO row_counts (tenant_id, entity, organization_id, facets, n)"
            f" VALUES ({row}.tenant_id, '{entity}', {row}.organization_id, ARRAY[{facets}]::text[], {n});"
        )
        return f"IF {row}.deleted_at IS NULL THEN {insert} END IF;" if soft else insert

    differs = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in moving)
    bodies = {"insert": count("NEW", 1), "update": count("OLD", -1) + count("NEW", 1), "delete": count("OLD", -1)}
    statements: list[str] = []
    for verb, body in bodies.items():
        function = f"count_{verb}_{table.name}"
        when = f"WHEN ({differs})" if verb == "update" else ""
        statements += [
            f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN {body} RETURN NULL; END $$""",
            f"DROP TRIGGER IF EXISTS count_{verb} ON {table.name}",
            f"""CREATE TRIGGER count_{verb} AFTER {verb.upper()} ON {table.name}
                FOR EACH ROW {when} EXECUTE FUNCTION {function}()""",
        ]
    return statements


def blocking_references(table: str) -> list[tuple[str, str]]:
    """Tables and columns that keep a row of ``table`` from being deleted while they point at it."""
    return [(ref.table, ref.column) for ref in REFERENCES if ref.target == table and ref.blocks]
