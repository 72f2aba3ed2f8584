"""Import of a stock list: preview, then one undoable command.

A row whose key (``legacyId``) is known, or whose id in one of our own exports, changes that material; any other row is
a new one.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.contracts import Forcing, forced
from bottega.business.warehouse.import_rows import COLUMNS, SAME_MATERIAL, Rejection, Row, StockList, read_stock_list
from bottega.business.warehouse.material_checks import reshaped, takes_away, with_area
from bottega.business.warehouse.materials import Material
from bottega.business.warehouse.module import module
from bottega.business.warehouse.purchase_prices import NET_ABOVE_GROSS, fits_gross
from bottega.business.warehouse.reservations import FORCING, RESERVED, holders
from bottega.business.warehouse.stocked import name_of
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Problem
from bottega.kernel.i18n import T
from bottega.kernel.schemas import snake_name
from bottega.kernel.table_import import (
    ANSWERS,
    PREVIEWED,
    PlannedRow,
    TableImportInput,
    TableImportReport,
    lines_of,
    problems,
    refuse_bad_rows,
)
from bottega.kernel.tabular.imports import below_titles, known_headings, reading
from bottega.kernel.tabular.table_files import TableFile
from bottega.kernel.visibility import seen, viewer
from bottega.kernel.writes import changes

LABEL: Final = T(
    en="Import of materials: {created} new, {updated} changed",
    pl="Import materiałów: {created} nowych, {updated} zmienionych",
)

FORCED: Final = T(
    en="Import of materials: {created} new, {updated} changed, reserved ones too: {powod}",
    pl="Import materiałów: {created} nowych, {updated} zmienionych, także zarezerwowanych: {powod}",
)
HIDDEN: Final = T(
    en="This key belongs to a material you do not see", pl="Ten identyfikator ma materiał, którego nie widzisz"
)

_KEPT: Final = (
    "typ",
    "producent",
    "symbol",
    "dlugosc",
    "szerokosc",
    "grubosc",
    "cala",
    "pozostalo",
    "ilosc",
    "uwagi",
    "location_id",
    "cena_zakupu",
    "cena_netto",
)


@dataclass
class Plan:
    """What an import would do."""

    said: StockList
    new: list[tuple[Row, dict[str, Any]]] = field(default_factory=list[tuple[Row, dict[str, Any]]])
    changed: list[tuple[Row, dict[str, Any]]] = field(default_factory=list[tuple[Row, dict[str, Any]]])
    same: int = 0
    # The materials that are changed, as they are stored.
    stored: dict[UUID, dict[str, Any]] = field(default_factory=dict[UUID, dict[str, Any]])


class ImportInput(TableImportInput, Forcing):
    """A stock list and what to do with it."""


class ImportReport(TableImportReport):
    """What an import did, or would do."""

    columns: dict[str, str] = Field(description="Field → heading of the file.")


@module.post(
    "/materials/import",
    "warehouse.materials.manage",
    name="materials.import",
    files=True,
    status=200,
    label=T(en="Import materials", pl="Import materiałów"),
    answers=ANSWERS,
)
async def import_stock_list(ctx: Context, data: ImportInput) -> ImportReport:
    """Import materials.

    Reads a stock list: CSV as spreadsheets write it (UTF-8, UTF-16 or Windows-1250; semicolons, commas or tabs; decimal
    commas) or an Excel workbook. Columns are recognised by their headings. Nothing is imported if a row is bad, unless
    bad rows are to be skipped. The whole import is one change that can be undone. A row that takes away what is
    reserved for a contract is bad, unless with `force` and a reason.
    """
    reason = forced(ctx, FORCING, force=data.force, powod=data.powod)
    return await import_materials(
        ctx, data.file.content, mapping=data.mapping, dry_run=data.dry_run, skip_bad=data.skip_bad, reason=reason
    )


async def import_materials(
    ctx: Context,
    content: bytes,
    *,
    mapping: Mapping[str, str],
    dry_run: bool,
    skip_bad: bool,
    reason: str | None = None,
) -> ImportReport:
    """Import a stock list into the caller's organization, or see what that would do.

    ``reason`` says why what is reserved for contracts is changed as well.
    """
    organization_id = ctx.organization_for_new()
    async with reading(ctx) as read:
        known = known_headings(COLUMNS, mapping.values())
        plan = await _plan(ctx, await read(content, known), mapping, organization_id)
    taken = await _respect_reservations(ctx, plan, reason)
    report = _report(plan, dry_run=dry_run)
    if dry_run:
        return report
    refuse_bad_rows(report, skip_bad=skip_bad)
    label = LABEL if not taken else FORCED.given(powod=reason)
    label = label.given(created=report.created, updated=report.updated)
    ctx.describe("warehouse.material_import", new_id(), label=label, organization_id=organization_id)
    await changes.insert_many(ctx, Material, [{"organization_id": organization_id, **values} for _, values in plan.new])
    await changes.update_many(ctx, Material, [values for _, values in plan.changed])
    return report


async def _locations(ctx: Context, organization_id: UUID) -> dict[str, UUID]:
    """Storage locations of an organization by their names in lower case, and by their ids as exports have them."""
    places = await ctx.query(
        "SELECT id, lower(nazwa) AS nazwa FROM warehouse_locations WHERE tenant_id = $1 AND organization_id = $2"
        " AND deleted_at IS NULL",
        ctx.tenant_id,
        organization_id,
    )
    return {str(row["id"]): row["id"] for row in places} | {row["nazwa"]: row["id"] for row in places}


async def _plan(ctx: Context, table: TableFile, mapping: Mapping[str, str], organization_id: UUID) -> Plan:
    locations = await _locations(ctx, organization_id)
    # Thousands of rows take a moment, in which others are served.
    chosen = {snake_name(name): heading for name, heading in mapping.items()}
    said = await asyncio.to_thread(
        lambda: read_stock_list(below_titles(table, COLUMNS, chosen), chosen, locations, ctx.locale)
    )
    keys = [row.values["legacy_id"] for row in said.rows if "legacy_id" in row.values]
    await ctx.begin()
    known = await ctx.query(
        f"SELECT *, {seen(Material, 'warehouse_materials', '$5')} AS seen FROM warehouse_materials"
        " WHERE tenant_id = $1 AND organization_id = $2"
        " AND (legacy_id = ANY($3) OR id = ANY($4))"
        " AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE",
        ctx.tenant_id,
        organization_id,
        keys,
        [row.id for row in said.rows if row.id],
        viewer(ctx),
    )
    by_key = {row["legacy_id"]: dict(row) for row in known if row["legacy_id"] is not None}
    by_id: dict[UUID, dict[str, Any]] = {row["id"]: dict(row) for row in known if row["seen"]}
    plan = Plan(said, stored=by_id)
    lines: dict[UUID, int] = {}
    for row in said.rows:
        stored = by_key.get(row.values.get("legacy_id")) or (by_id.get(row.id) if row.id else None)
        first = lines.setdefault(stored["id"], row.line) if stored else row.line
        if stored is not None and not stored["seen"]:
            said.rejected.append(Rejection(row.line, said.matched.called("legacy_id", ctx.locale), HIDDEN(ctx.locale)))
        elif first == row.line:
            _place(plan, row, stored, ctx.locale)
        else:
            said.rejected.append(
                Rejection(row.line, said.matched.called("id", ctx.locale), SAME_MATERIAL.given(line=first)(ctx.locale))
            )
    return plan


def _place(plan: Plan, row: Row, stored: dict[str, Any] | None, locale: str) -> None:
    """Decide whether a row is new, changes what is stored, or says the same."""
    after = {**(stored or {}), **row.values}
    if not fits_gross(after.get("cena_netto"), after.get("cena_zakupu")):
        heading = plan.said.matched.called("cena_netto", locale)
        plan.said.rejected.append(Rejection(row.line, heading, NET_ABOVE_GROSS(locale)))
        return
    if stored is None:
        whole = row.values.get("cala", "pozostalo" not in row.values)
        empty: dict[str, Any] = dict.fromkeys((*_KEPT, "legacy_id"))
        plan.new.append((row, with_area({**empty, **row.values, "cala": whole})))
        return
    try:
        shape = reshaped(stored, row.values)
    except Problem as problem:
        plan.said.rejected.append(Rejection(row.line, None, problem.body(locale)["error"]))
        return
    values = {name: shape[name] for name in _KEPT}
    if all(values[name] == stored[name] for name in _KEPT):
        plan.same += 1
    else:
        plan.changed.append((row, {"id": stored["id"], **values}))


async def _respect_reservations(ctx: Context, plan: Plan, reason: str | None) -> bool:
    """Whether rows take away what is reserved; without a reason those are rejected, each with whose it is."""
    taking = [
        (row, plan.stored[values["id"]])
        for row, values in plan.changed
        if takes_away(plan.stored[values["id"]], values)
    ]
    numbers = await holders(ctx, (stored["contract_id"] for _, stored in taking))
    reserved = [(row, stored) for row, stored in taking if stored["contract_id"] in numbers]
    if reason is not None:
        return bool(reserved)
    kept = {stored["id"] for _, stored in reserved}
    plan.changed = [pair for pair in plan.changed if pair[1]["id"] not in kept]
    plan.said.rejected += [
        Rejection(
            row.line, None, RESERVED.given(nazwa=name_of(stored), numer=numbers[stored["contract_id"]])(ctx.locale)
        )
        for row, stored in reserved
    ]
    return False


def _report(plan: Plan, *, dry_run: bool) -> ImportReport:
    said = plan.said
    actions: list[tuple[Literal["create", "update"], Row, dict[str, Any]]] = []
    actions.extend(("create", row, values) for row, values in plan.new)
    actions.extend(("update", row, values) for row, values in plan.changed)
    actions.sort(key=lambda action: action[1].line)
    return ImportReport(
        dry_run=dry_run,
        rows=len(said.table.rows),
        created=len(plan.new),
        updated=len(plan.changed),
        unchanged=plan.same,
        rejected=lines_of(said.rejected),
        encoding=said.table.encoding,
        delimiter=said.table.delimiter,
        columns={name: said.matched.headings[place] for name, place in said.matched.places.items()},
        unused_columns=list(said.matched.unused),
        errors=problems(said.rejected),
        preview=[
            PlannedRow(
                line=row.line, action=action, values={k: v for k, v in values.items() if v is not None and k != "id"}
            )
            for action, row, values in actions[:PREVIEWED]
        ],
    )
