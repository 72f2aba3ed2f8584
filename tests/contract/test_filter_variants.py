"""What the filters of every list owe besides one value: several, another one, none, a range, and no nonsense."""

import operator
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from installed import OPERATIONS, Mounted, resources
from rows import Json, items, make
from sqlalchemy import Column
from test_resources import FILTERED, ROWS, entity, filters_of
from values import good

from bottega.business.contracts.access import RESTRICTED
from bottega.kernel import masking
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.openapi.schemas import collect
from bottega.kernel.operation import Operation
from bottega.kernel.resources.filter_fields import MOST_VALUES
from bottega.kernel.resources.list_query import ListQuery
from callers import Caller, Invite


def ranges(mounted: Mounted) -> dict[str, Column[Any]]:
    """The columns of a list that one asks for a range of."""
    source = mounted.resource.source
    return {wire: source.listing.conditions[wire].column for wire, said in source.variants.items() if "range" in said}


def amounts_among(mounted: Mounted) -> list[str]:
    """The filters that ask for amounts."""
    amounts = masking.amounts_of(mounted.resource.table)
    return [wire for wire, column in ranges(mounted).items() if column.name in amounts]


ENDINGS = {"in": "In", "not": "Not", "empty": "Empty", "from": "From", "to": "To"}


def parameters(operation: Operation) -> dict[str, dict[str, Any]]:
    """The parameters for variants, by filter and variant: a value that fits each, as a query string has it."""
    schemas = collect([(operation.key, "validation", operation.query)])
    found: dict[str, dict[str, Any]] = {}
    for schema in schemas.resolve(schemas.by_key[operation.key])["properties"].values():
        if "x-variant" in schema:
            value = good(schema, 1, schemas.resolve)
            text = str(value).lower() if isinstance(value, bool) else str(value)
            found.setdefault(schema["x-filter"], {})[schema["x-variant"]] = text
    for values in found.values():
        if "in" in values:
            values["in"] = values["not"]
    return found


LISTS = [
    one for one in OPERATIONS if isinstance(one.query, type) and issubclass(one.query, ListQuery) and parameters(one)
]


def nonsense(wire: str, values: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Queries that are refused, and the parameter that is blamed."""
    for part, value in values.items():
        yield f"{wire}{ENDINGS[part]}", {f"{wire}{ENDINGS[part]}": "\x00"}
        if part == "empty":
            yield f"{wire}Empty", {f"{wire}Empty": "perhaps"}
            for other, beside in values.items():
                if other != "empty":
                    yield f"{wire}Empty", {f"{wire}Empty": "true", f"{wire}{ENDINGS[other]}": beside}
        elif part == "to":
            above = "2199-12-31" if "-" in value[1:] else str(Decimal(value) + 1)
            yield f"{wire}To", {f"{wire}To": value, f"{wire}From": above}
        elif part in ("in", "not"):
            yield f"{wire}{ENDINGS[part]}", {f"{wire}{ENDINGS[part]}": value, wire: value}
    if "in" in values:
        yield f"{wire}In", {f"{wire}In": ",".join([values["in"]] * (MOST_VALUES + 1))}
        yield f"{wire}In", {f"{wire}In": ",".join("x" * 10_000)}
        yield f"{wire}In", {f"{wire}In": " , ,"}


async def refused(me: Caller, path: str, query: dict[str, str]) -> list[Json]:
    """The issues of a query that is refused."""
    answer = await me.get(path, params=query)
    assert answer.status_code == 400, f"{str(query)[:200]}: {answer.text}"
    return answer.json()["details"]


@pytest.mark.parametrize("mounted", resources("GET"), ids=entity)
def test_every_filter_of_a_resource_has_the_variants_of_its_column(mounted: Mounted) -> None:
    query = mounted.operations["GET"].query
    assert query is not None
    asked = {field.alias for field in query.model_fields.values()}
    for wire, said in mounted.resource.source.variants.items():
        parts = mounted.resource.source.listing.conditions[wire].parts
        assert {f"{wire}{ENDINGS[part]}" for part in parts} <= asked
        assert ("range" in said) is ("from" in parts) is ("to" in parts)
    for wire, column in mounted.resource.columns_by_filter.items():
        assert {wire, f"{wire}In", f"{wire}Not"} <= asked
        assert (f"{wire}Empty" in asked) is bool(column.nullable)
        said = mounted.resource.source.variants[wire]
        assert {"eq", "in", "not"} <= {*said}
        assert ("empty" in said) is bool(column.nullable)


@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.key)
async def test_every_variant_takes_what_fits_and_refuses_the_rest(operation: Operation, caller: Invite) -> None:
    me = await caller("*")
    for wire, values in parameters(operation).items():
        for part, value in values.items():
            answer = await me.get(operation.path, params={f"{wire}{ENDINGS[part]}": value})
            assert answer.status_code == 200, f"{wire} {part}: {answer.text}"
        for blamed, query in nonsense(wire, values):
            issues = await refused(me, operation.path, query)
            assert {issue["path"][0] for issue in issues} == {blamed}, f"{str(query)[:200]}: {issues}"
            assert all(issue["message"][0].isupper() and ": " in issue["label"] for issue in issues), issues


@pytest.mark.parametrize("mounted", FILTERED, ids=entity)
async def test_every_variant_finds_what_it_says(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    for n in range(ROWS):
        await make(me, mounted, n)
    await make(me, mounted, ROWS, full=False)
    everything = await items(me, mounted)

    async def found(**query: str) -> set[str]:
        return {item["id"] for item in await items(me, mounted, **query)}

    for wire in filters_of(mounted):
        name = mounted.resource.columns_by_filter[wire].name
        values = {item["id"]: _text(item[name]) for item in everything}
        first, *others = sorted({value for value in values.values() if value is not None})
        assert others or None in values.values(), f"every row has the same {wire}"
        wanted = [first, *others[:1]]
        having = {row for row, one in values.items() if one in wanted}
        assert await found(**{f"{wire}In": ",".join(wanted)}) == having, wire
        assert await found(**{f"{wire}Not": first}) == {row for row, one in values.items() if one != first}, wire
        if "empty" in mounted.resource.source.variants[wire]:
            without = {row for row, one in values.items() if one is None}
            assert await found(**{f"{wire}Empty": "true"}) == without, wire
            assert await found(**{f"{wire}Empty": "false"}) == {*values} - without, wire


RANGED = [one for one in resources("GET", "POST") if ranges(one)]


@pytest.mark.parametrize("mounted", RANGED, ids=entity)
async def test_every_number_amount_day_and_moment_has_its_range(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    for n in range(ROWS):
        await make(me, mounted, n)
    await make(me, mounted, ROWS, full=False)
    everything = await items(me, mounted)
    for wire, column in ranges(mounted).items():
        values = {item["id"]: _ordered(item[column.name], column) for item in everything}
        known = sorted({value for value in values.values() if value is not None})
        for edge in {*known[:1], *known[len(known) // 2 :][:1], *known[-1:]}:
            for end, within in (("From", operator.ge), ("To", operator.le)):
                found = {item["id"] for item in await items(me, mounted, **{wire + end: str(edge)})}
                assert found == {row for row, one in values.items() if one is not None and within(one, edge)}, wire
        for last in known[-1:]:
            above = last + (timedelta(days=1) if isinstance(last, date) else 1)
            assert await items(me, mounted, **{f"{wire}From": str(above)}) == [], wire
        if column.nullable:
            empty = {item["id"] for item in await items(me, mounted, **{f"{wire}Empty": "true"})}
            assert empty == {row for row, one in values.items() if one is None}, wire


@pytest.mark.parametrize("mounted", [one for one in resources("GET", "POST") if amounts_among(one)], ids=entity)
async def test_nobody_asks_by_amounts_they_do_not_see(mounted: Mounted, caller: Invite) -> None:
    me = await caller(*mounted.operations["GET"].features, RESTRICTED)
    for wire in amounts_among(mounted):
        for end, value in (("From", "0"), ("To", "1"), *([("Empty", "true")] if _may_be_empty(mounted, wire) else [])):
            answer = await me.get(mounted.path, params={wire + end: value})
            assert answer.status_code == 403, f"{wire}{end}: {answer.text}"


def _may_be_empty(mounted: Mounted, wire: str) -> bool:
    return "empty" in mounted.resource.source.variants[wire]


def _ordered(shown: Any, column: Column[Any]) -> Any:
    """What a list shows as it is compared: exact numbers, days, and the days of moments in Warsaw."""
    if shown is None:
        return None
    if issubclass(column.type.python_type, datetime):
        return datetime.fromisoformat(shown).astimezone(LOCAL_ZONE).date()
    return date.fromisoformat(shown) if issubclass(column.type.python_type, date) else Decimal(str(shown))


def _text(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value
