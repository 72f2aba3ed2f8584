"""Entries of a record's history: about it, about many it is one of, and changes of notes and activities that name it.

A table says so itself (``Table.history_of``). Records are found by their images, so that what was deleted, or now names
another, stays in the history.
"""

from functools import cache

from bottega.kernel.database.tables import CLASSES, REFERENCES, Table
from bottega.kernel.writes.plans import plan_of


def naming(kind: str | None, record: str) -> str:
    """SQL to add with OR: whether an entry changed something that names a record; ``record`` is its placeholder."""
    parts = [
        f" OR resource_kind = '{plan_of(table).kind}' AND EXISTS (SELECT FROM action_changes AS c"
        " WHERE c.tenant_id = action_logs.tenant_id AND c.action_id = action_logs.id"
        f" AND c.table_name = '{table.__tablename__}'"
        f" AND {record} IN (c.before ->> '{column}', c.after ->> '{column}'))"
        for table, column in _namers().get(kind or "", ())
    ]
    return "".join(parts)


def entries_about(kind: str, record: str, *, related: bool = False) -> str:
    """SQL: whether an entry is about a record, or about many of its kind that it is one of; with ``related`` its parts.

    The arguments are placeholders. Each part has an index of its own.
    """
    parts = [
        f"SELECT l.id FROM action_logs AS l WHERE l.tenant_id = $1 AND l.{whose}resource_kind = {kind}"
        f" AND l.{whose}resource_id = {record}"
        for whose in (("", "parent_") if related else ("",))
    ]
    known = f"CASE WHEN pg_input_is_valid({record}::text, 'uuid') THEN {record}::text::uuid END"
    parts.append(
        "SELECT l.id FROM action_changes AS c JOIN action_logs AS l ON l.tenant_id = c.tenant_id AND l.id = c.action_id"
        f" WHERE c.tenant_id = $1 AND c.record_id = {known} AND l.resource_kind = {kind}"
    )
    return f"id IN ({' UNION '.join(parts)})"


@cache
def _namers() -> dict[str, list[tuple[type[Table], str]]]:
    """The tables whose rows name records of a kind in their histories, with the column that does, by that kind."""
    found: dict[str, list[tuple[type[Table], str]]] = {}
    for one in REFERENCES:
        if one.column in CLASSES[one.table].history_of:
            found.setdefault(plan_of(CLASSES[one.target]).kind, []).append((CLASSES[one.table], one.column))
    return found
