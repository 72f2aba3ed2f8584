"""SQL of undo and redo: images of ``action_changes`` written back, one statement per run of a table.

That a row is put back is a change too: ``updated_at`` moves on, so that whoever asks for what changed since, or holds
a version for the optimistic lock, learns of it; and it does not count when a row is compared with its image.
"""

from typing import Any

from sqlalchemy import DefaultClause

from bottega.kernel.database.tables import sql_table
from bottega.kernel.writes.plans import Plan
from bottega.kernel.writes.statements import Parameters, images

_PUT_BACK = "updated_at"


def _chosen(p: Parameters) -> str:
    return f"c.tenant_id = {p['tenant']} AND c.action_id = {p['source']} AND c.seq = ANY({p['seqs']})"


def _same(plan: Plan, image: str) -> str:
    """The row is still as the image has it; columns added by later migrations and quiet ones do not count."""
    ignored = ", ".join(f"'{name}'" for name in (_PUT_BACK, *sorted(plan.table.quiet)))
    unchanged = f"to_jsonb(t) @> (c.{image} - ARRAY[{ignored}]::text[])"
    return f"t.id = c.record_id AND {plan.owned('c.tenant_id', 't')} AND {unchanged}"


def put_in(plan: Plan, p: Parameters, _now: str, then: str) -> str:
    """Bring rows back, with the columns that ``emptied`` names for a change left empty."""
    columns = ", ".join(plan.columns)
    values = ", ".join("now()" if column == _PUT_BACK else f"r.{column}" for column in plan.columns)
    # A row that was withdrawn is still there, and becomes what it was.
    again = ", ".join(f"{column} = excluded.{column}" for column in plan.columns)
    withdrawn = f" ON CONFLICT ({plan.owner}, id) DO UPDATE SET {again} WHERE t.deleted_at IS NOT NULL"
    image = f"{_defaults(plan)} || c.{then} || coalesce({p['emptied']} -> c.seq::text, '{{}}')"
    return (
        f"INSERT INTO {plan.name} AS t ({columns}) SELECT {values} FROM action_changes AS c,"
        f" LATERAL jsonb_populate_record(NULL::{plan.name}, {image}) AS r"
        f" WHERE {_chosen(p)}{withdrawn if plan.table.withdrawal else ''}"
        f" RETURNING {images(plan, before=False, after=True)}"
    )


def _defaults(plan: Plan) -> str:
    """Values of columns that an image may not know yet, because a later migration has added them."""
    known = [
        f"'{column.name}', {_literal(default.arg)}"
        for column in sql_table(plan.table).columns
        if not column.nullable and isinstance(default := column.server_default, DefaultClause)
    ]
    return f"jsonb_build_object({', '.join(known)})"


def _literal(default: Any) -> str:
    """A default as SQL: texts stand for themselves, anything else is SQL already."""
    return "'{}'".format(default.replace("'", "''")) if isinstance(default, str) else str(default)


def take_out(plan: Plan, p: Parameters, now: str, _then: str) -> str:
    """Take rows away again, or withdraw them."""
    if plan.table.withdrawal:
        return (
            f"UPDATE {plan.name} AS t SET {plan.table.withdrawal}, updated_at = now() FROM action_changes AS c"
            f" WHERE {_chosen(p)} AND {_same(plan, now)} RETURNING {images(plan, before=True, after=True)}"
        )
    return (
        f"DELETE FROM {plan.name} AS t USING action_changes AS c WHERE {_chosen(p)} AND {_same(plan, now)}"
        f" RETURNING {images(plan, before=True, after=False)}"
    )


def swap(plan: Plan, p: Parameters, now: str, then: str) -> str:
    """Give rows the values they had."""
    changed = [column for column in plan.columns if column not in ("tenant_id", "id")]
    columns = ", ".join(changed)
    values = ", ".join("now()" if column == _PUT_BACK else f"r.{column}" for column in changed)
    return (
        f"UPDATE {plan.name} AS t SET ({columns}) = (SELECT {values} FROM jsonb_populate_record(t, c.{then}) AS r)"
        f" FROM action_changes AS c WHERE {_chosen(p)} AND {_same(plan, now)}"
        f" RETURNING {images(plan, before=True, after=True)}"
    )
