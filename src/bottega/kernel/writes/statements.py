"""SQL of a change: one statement with the row, its images, search row, event and audit entry.

A statement is built once per table and set of columns. Its parts are common table expressions over ``w``, the
written rows with their images before and after: ``c`` the audit images, ``s`` the search row, ``e`` the event,
``l`` the audit entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bottega.kernel import visibility
from bottega.kernel.database.guards import blocking_references
from bottega.kernel.database.tables import Table
from bottega.kernel.search_rows import INSERT, SearchSpec, spec_of
from bottega.kernel.writes.plans import Plan

# Parameters every change shares; the rest follow behind them.
SHARED: Final = (
    "tenant uuid",
    "action uuid",
    "organization uuid",
    "actor uuid",
    "actor_kind text",
    "command text",
    "label text",
    "kind text",
    "resource text",
    "parent_kind text",
    "parent_id text",
    "token uuid",
)


@dataclass(frozen=True)
class Aim:
    """What a change insists on besides the id: organizations, a version, that the row is deleted, who sees it."""

    narrowed: bool
    versioned: bool
    gone: bool
    viewed: bool


class Parameters:
    """Numbers the parameters of one statement, in the order they are first used."""

    def __init__(self, *further: str) -> None:
        """Know the shared ones and further ones, each ``"name type"``."""
        self._types = dict(_split(parameter) for parameter in (*SHARED, *further))
        self._placeholders: dict[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of those used, in the order of their numbers."""
        return tuple(self._placeholders)

    def add(self, parameter: str) -> str:
        """Use another parameter; without a type PostgreSQL takes that of the column it is assigned to."""
        name, kind = _split(parameter)
        self._types[name] = kind
        return self[name]

    def __getitem__(self, name: str) -> str:
        """The placeholder of a parameter, with its cast."""
        if name not in self._placeholders:
            kind = self._types[name]
            self._placeholders[name] = f"${len(self._placeholders) + 1}" + (f"::{kind}" if kind else "")
        return self._placeholders[name]


def _split(parameter: str) -> tuple[str, str]:
    name, _, kind = parameter.partition(" ")
    return name, kind


@dataclass(frozen=True)
class Written:
    """SQL text with the names of its parameters in order."""

    sql: str
    names: tuple[str, ...]

    def args(self, values: dict[str, Any]) -> list[Any]:
        """The values in the order the SQL wants them."""
        return [values[name] for name in self.names]


def images(plan: Plan, *, before: bool, after: bool) -> str:
    """The RETURNING list of a written row."""
    row = "new" if after else "old"
    organization = f"{row}.organization_id" if "organization_id" in plan.columns else "NULL::uuid"
    parts = [
        f"{row}.id AS id",
        f"{organization} AS organization_id",
        f"{'to_jsonb(old)' if before else 'NULL::jsonb'} AS before",
        f"{'to_jsonb(new)' if after else 'NULL::jsonb'} AS after",
    ]
    return ", ".join(parts)


def remember(
    plan: Plan, p: Parameters, write: str, verb: str, *, log: bool, changes: bool = True, words: bool = False
) -> Written:
    """Wrap a write that returns ``images`` into the statement that also remembers it.

    ``words``: new rows with encrypted words bring their search rows along, as ``sealing.words_of`` makes them.
    """
    source = "d"
    parts = [
        f"w AS ({write})",
        "d AS (SELECT * FROM w WHERE before IS NULL OR after IS NULL"
        f" OR before - {_unheard(plan)} IS DISTINCT FROM after - {_unheard(plan)})"
        if verb == "updated"
        else "d AS (SELECT * FROM w)",
    ]
    if changes:
        parts.append(
            "c AS (INSERT INTO action_changes (tenant_id, action_id, table_name, record_id, before, after)"
            f" SELECT {p['tenant']}, {p['action']}, '{plan.name}', id, before, after FROM {source})"
        )
    parts += _search(plan, p, verb, words=words)
    if plan.event:
        parts.append(
            "e AS (INSERT INTO event_outbox (tenant_id, organization_id, name, record_id, payload)"
            f" SELECT {p['tenant']}, organization_id, '{plan.event}.{verb}', id, {_told(plan)} FROM {source})"
        )
    if log:
        parts.append(f"l AS ({log_insert(p, source='d', organization='organization_id')})")
    # Uncorrelated, so that it is hashed: thousands of rows may have changed.
    changed = "id IN (SELECT id FROM d)" if verb == "updated" else "true"
    return Written(f"WITH {', '.join(parts)} SELECT id, {changed} AS changed FROM w", p.names)


def _told(plan: Plan) -> str:
    """The payload of an event; of a row that is gone, what it was."""
    pairs = (f"'{name}', coalesce(after, before) -> '{column}'" for name, column in plan.table.tells.items())
    return f"jsonb_build_object({', '.join(pairs)})"


def _unheard(plan: Plan) -> str:
    ignored = ", ".join(f"'{name}'" for name in ("updated_at", *sorted(plan.table.quiet)))
    return f"ARRAY[{ignored}]::text[]"


def log_insert(p: Parameters, *, source: str | None, organization: str) -> str:
    """Insert the audit entry of a command, once, if the source has a row.

    Without a source the changes came before it: the entry of a command that took long says when it was written, by
    which those find it who look for what is new (``recent_changes``).
    """
    tail = f" FROM {source} LIMIT 1" if source else ""
    late = "CASE WHEN clock_timestamp() > now() + interval '5 seconds' THEN clock_timestamp() ELSE now() END"
    return (
        "INSERT INTO action_logs (tenant_id, id, organization_id, actor_id, actor_kind, command_id, action_label,"
        " resource_kind, resource_id, parent_resource_kind, parent_resource_id, undo_token, updated_at)"
        f" SELECT {p['tenant']}, {p['action']}, coalesce({p['organization']}, {organization}), {p['actor']},"
        f" {p['actor_kind']}, {p['command']}, {p['label']}, {p['kind']}, {p['resource']}, {p['parent_kind']},"
        f" {p['parent_id']}, {p['token']}, {'now()' if source else late}{tail}"
    )


def _moved(plan: Plan, spec: SearchSpec) -> str:
    """The condition that a change concerns the search row."""
    moved = f"{spec.words_sql('d.before')} IS DISTINCT FROM words"
    moved += " OR d.before ->> 'organization_id' IS DISTINCT FROM d.after ->> 'organization_id'"
    return moved + " OR d.before ->> 'deleted_at' IS NOT NULL" if plan.soft else moved


def _search(plan: Plan, p: Parameters, verb: str, *, words: bool) -> list[str]:
    """The search row; that of encrypted words comes with a new record, and ``sealing.after_write`` changes it."""
    spec = spec_of(plan.name)
    if spec is None or (spec.sealed and verb != "deleted" and not words):
        return []
    # As an array, so that each is looked up in the index, however many there are.
    gone = (
        f"DELETE FROM search_rows WHERE tenant_id = {p['tenant']} AND entity = '{plan.entity}'"
        " AND record_id = ANY(ARRAY(SELECT d.id FROM d WHERE {which}))"
    )
    if verb == "deleted":
        return [f"s AS ({gone.format(which='true')})"]
    if spec.sealed:
        fresh = INSERT.format(
            tenant=p["tenant"],
            entity=f"'{plan.entity}'",
            rows=p.add("words jsonb"),
            generation=p.add("generation integer"),
        )
        return [f"s AS ({fresh})"]
    alive = "d.after ->> 'deleted_at' IS NULL" if plan.soft else "true"
    fresh = (
        "INSERT INTO search_rows (tenant_id, entity, record_id, organization_id, title, subtitle, words, grams)"
        f" SELECT {p['tenant']}, '{plan.entity}', d.id, d.organization_id, {spec.title_sql('d.after')},"
        f" {spec.subtitle_sql('d.after')}, words, {spec.grams_sql('words', p['tenant'], plan.entity)}"
        f" FROM d, LATERAL (SELECT {spec.words_sql('d.after')} AS words) AS said"
    )
    if verb == "created":
        return [f"s AS ({fresh} WHERE {alive})"]
    moved = _moved(plan, spec)
    upsert = (
        f"{fresh} WHERE {alive} AND ({moved})"
        " ON CONFLICT (tenant_id, entity, record_id) DO UPDATE SET organization_id = excluded.organization_id,"
        " title = excluded.title, subtitle = excluded.subtitle, words = excluded.words, grams = excluded.grams,"
        " updated_at = now()"
    )
    if not plan.soft:
        return [f"s AS ({upsert})"]
    return [f"s AS ({upsert})", f"g AS ({gone.format(which=f'NOT ({alive})')})"]


def target(plan: Plan, p: Parameters, aim: Aim, *, many: bool) -> str:
    """The WHERE of a change: this row, or each of ``many``, alive, in view, in the version that was seen."""
    found = f"{plan.owned(p['tenant'])} AND id = {'seen.record_id' if many else p['record']}"
    if plan.soft:
        found += f" AND deleted_at IS {'NOT ' if aim.gone else ''}NULL"
    if aim.narrowed and "organization_id" in plan.columns:
        found += f" AND organization_id = ANY({p.add('organizations uuid[]')})"
    if many:
        found += " AND (seen.version IS NULL OR updated_at = seen.version)"
    elif aim.versioned:
        found += f" AND updated_at = {p.add('version timestamptz')}"
    if aim.viewed and visibility.concerns(plan.table):
        found += f" AND {visibility.condition(plan.name, plan.name, p.add('viewer uuid'))}"
    return found


def seen(p: Parameters) -> str:
    """The rows of a change of many, each with the version in which it was seen, or NULL."""
    return f"unnest({p.add('ids uuid[]')}, {p.add('versions timestamptz[]')}) AS seen (record_id, version)"


def unused(plan: Plan, p: Parameters, record: str) -> str:
    """Nothing alive points at the row."""
    found = ""
    for other, column in blocking_references(plan.name):
        live = " AND o.deleted_at IS NULL" if "deleted_at" in Table.metadata.tables[other].columns else ""
        pointing = f"o.tenant_id = {p['tenant']} AND o.{column} = {record}{live}"
        found += f" AND NOT EXISTS (SELECT FROM {other} AS o WHERE {pointing})"
    return found


def removal(plan: Plan, source: str, found: str, *, beside: str = "") -> str:
    """Soft where the table can, for good otherwise; ``beside`` are further rows that the condition reads."""
    if plan.soft:
        others = f" FROM {beside}" if beside else ""
        return (
            f"UPDATE {source} SET deleted_at = now(), updated_at = now(){others} WHERE {found}"
            f" RETURNING {images(plan, before=True, after=True)}"
        )
    others = f" USING {beside}" if beside else ""
    return f"DELETE FROM {source}{others} WHERE {found} RETURNING {images(plan, before=True, after=False)}"


def assign(columns: Sequence[str], p: Parameters) -> str:
    """The SET list of an update: custom values are merged, and null removes one."""
    parts = [
        f"custom = jsonb_strip_nulls(custom || {p.add('set_custom jsonb')})"
        if column == "custom"
        else f"{column} = {p.add(f'set_{column}')}"
        for column in columns
    ]
    return ", ".join(parts)
