"""Protection of select options and dictionary entries that stored values use.

A record that holds what its field no longer takes could not be saved again, not even unchanged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.platform.dictionaries import LEAVING, normalized, resolve
from bottega.platform.entities.catalog import read_catalog
from bottega.platform.entities.entity_ids import families, table_of
from bottega.platform.entities.module import module
from bottega.platform.entities.tables import CustomRecord

IN_USE: Final = T(
    en="Records hold values that could no longer be chosen ({values}): {n}; change these first, or keep the values",
    pl="Są rekordy z wartościami, których nie można by wybrać ({values}): {n}; najpierw je zmień albo zostaw wartości",
)
_SHOWN: Final = 5


def home_of(entity_id: str) -> str:
    """The entity whose records hold the values: people, for the fields of all customers."""
    table = table_of(entity_id)
    return entity_id if table is None else families(table)[0]


@dataclass(frozen=True)
class Held:
    """A field as records of a place hold it; without a place it is the whole tenant."""

    entity_id: str
    key: str
    place: UUID | None
    # The entity whose definition encrypts it.
    sealed_as: str = ""

    async def count(self, ctx: Context) -> int:
        """How many live records hold a value."""
        sql, arguments = self._records(ctx, "count(*)")
        return await ctx.query_value(sql, *arguments)

    async def values(self, ctx: Context) -> list[tuple[str, int]]:
        """What they hold, each with the number of records, the values of lists apart."""
        each = "CASE jsonb_typeof(custom -> $2) WHEN 'array' THEN custom -> $2 ELSE jsonb_build_array(custom -> $2) END"
        sql, arguments = self._records(ctx, "v, count(*)", f", jsonb_array_elements_text({each}) AS v")
        keys = await sealing.keys_of(ctx)
        found: dict[str, int] = {}
        for row in await ctx.query(f"{sql} GROUP BY v", *arguments):
            value = custom_fields.unsealed(keys, self.sealed_as or self.entity_id, self.key, row[0])
            for one in cast("list[Any]", value) if isinstance(value, list) else [value]:
                if one is not None:
                    found[str(one)] = found.get(str(one), 0) + row[1]
        return sorted(found.items())

    def _records(self, ctx: Context, selected: str, more: str = "") -> tuple[str, list[Any]]:
        table = table_of(self.entity_id)
        own = "" if table else " AND entity_id = $4"
        table = table or CustomRecord
        columns = sql_table(table).columns
        live = " AND deleted_at IS NULL" if "deleted_at" in columns else ""
        here = "organization_id = $3" if "organization_id" in columns else "true"
        sql = (
            f"SELECT {selected} FROM {table.__tablename__}{more} WHERE {table.owner} = $1 AND custom ? $2{live}"
            f" AND ($3::uuid IS NULL OR {here}){own}"
        )
        return sql, [ctx.tenant_id, self.key, self.place, *([self.entity_id] if own else [])]


Choosing = tuple[str, Mapping[str, Any]]


async def _takes(ctx: Context, kind: str, config: Mapping[str, Any]) -> Callable[[str], bool] | None:
    """Whether a field to choose from takes a value; None if it takes any."""
    options = config.get("options")
    if kind == "select" and options and "optionsUrl" not in config:
        known = frozenset(one["value"] for one in options)
        return lambda value: value in known
    if kind == "dictionary" and (dictionary := await resolve(ctx, config["dictionaryId"])) is not None:
        return lambda value: dictionary.find(value) is not None
    return None


async def refuse_lost_options(
    ctx: Context, entity_id: str, key: str, place: UUID | None, *, before: Choosing | None, after: Choosing | None
) -> None:
    """409 if records of a place hold a value that a field took before and takes no more."""
    if before is None or after is None or before[0] != after[0] or before[1] == after[1]:
        return
    old, new = await _takes(ctx, *before), await _takes(ctx, *after)
    if new is None:
        return
    held = await Held(home_of(entity_id), key, place, entity_id).values(ctx)
    _refuse([(value, n) for value, n in held if not new(value) and (old is None or old(value))])


@module.within(LEAVING)
async def refuse_lost_entry(ctx: Context, dictionary_id: UUID, value: str) -> None:
    """409 if records hold the value of a dictionary that is about to go, in any field that is chosen from it."""
    lost: dict[str, int] = {}
    for entity_id, found in (await read_catalog(ctx)).definitions.items():
        for one in found:
            if one.kind != "dictionary" or one.config.get("dictionaryId") != str(dictionary_id):
                continue
            held = Held(home_of(entity_id), one.key, one.organization_id, entity_id)
            for known, n in await held.values(ctx):
                if normalized(known) == normalized(value):
                    lost[known] = lost.get(known, 0) + n
    _refuse(sorted(lost.items()))


def _refuse(lost: Sequence[tuple[str, int]]) -> None:
    n = sum(count for _, count in lost)
    if n:
        names = [value for value, _ in lost]
        shown = ", ".join([*names[:_SHOWN], *(["…"] if names[_SHOWN:] else [])])
        raise Conflict(IN_USE.given(values=shown, n=n), code="options_in_use", values=n, options=names[:100])
