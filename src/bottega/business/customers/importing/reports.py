"""The report of an import of customers: results, column mapping, duplicates, row errors."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.customers.importing.duplicates import By
from bottega.business.customers.importing.plans import Change, Choice, Plan
from bottega.kernel.keys.tenant_keys import looks_sealed
from bottega.kernel.schemas import Schema
from bottega.kernel.table_import import (
    MOST_LISTED,
    PREVIEWED,
    PlannedRow,
    RowProblem,
    TableImportReport,
    lines_of,
    problems,
)


class ColumnMatch(Schema):
    """Which column of the file is which field, and why."""

    field: str
    title: str
    heading: str
    why: str


class DoubleRow(Schema):
    """A row about somebody who is known."""

    line: int
    by: By = Field(
        description="What is the same: nip, email or phone; name: only probably, the name and what else is known."
    )
    customer_id: UUID | None = Field(description="The customer who is stored.")
    of_line: int | None = Field(description="The earlier line of the file.")
    action: Choice


class CustomerImportReport(TableImportReport):
    """What an import did, will do in the background, or would do."""

    import_id: UUID | None = Field(default=None, description="Where a large import is followed.")
    state: Literal["planned", "queued", "done"]
    skipped: int = Field(description="Doubles that were left out.")
    columns: list[ColumnMatch]
    unlinked_companies: list[str] = Field(
        description=f"Companies of people that are not stored, or more than once; the first {MOST_LISTED}."
    )
    new_tags: list[str] = Field(description=f"Tags that are made for it; the first {MOST_LISTED}.")
    doubles: list[DoubleRow] = Field(description=f"The first {MOST_LISTED}.")
    left_out: list[RowProblem] = Field(
        description=f"What rows say besides, and is not taken: further addresses; the first {MOST_LISTED}."
    )


def report_of(plan: Plan, locale: str, *, dry_run: bool) -> CustomerImportReport:
    """The report of a plan, in the caller's language."""
    said = plan.file
    return CustomerImportReport(
        dry_run=dry_run,
        state="planned" if dry_run else "done",
        rows=len(said.table.rows),
        created=len(plan.new),
        updated=len(plan.changed),
        unchanged=plan.same,
        skipped=plan.skipped,
        rejected=lines_of(said.rejected),
        encoding=said.table.encoding,
        delimiter=said.table.delimiter,
        columns=[
            ColumnMatch(field=m.name, title=m.title(locale), heading=m.heading, why=m.why(locale)) for m in said.matches
        ],
        unused_columns=list(said.matched.unused),
        unlinked_companies=plan.unlinked[:MOST_LISTED],
        new_tags=plan.new_tags[:MOST_LISTED],
        doubles=[
            DoubleRow(line=d.row.line, by=d.by, customer_id=d.stored, of_line=d.line, action=choice)
            for d, choice in plan.doubles[:MOST_LISTED]
        ],
        errors=problems(said.rejected),
        left_out=problems(said.left_out),
        preview=_preview(plan),
    )


def _besides(tags: Sequence[str], custom: Mapping[str, Any]) -> dict[str, Any]:
    """Tags, and custom values as lists call them; what is encrypted is not shown."""
    shown = {
        f"cf_{key}": value for key, value in custom.items() if not (isinstance(value, str) and looks_sealed(value))
    }
    return shown | ({"tags": list(tags)} if tags else {})


def _changed(change: Change) -> dict[str, Any]:
    own = {name: value for name, value in change.profile.items() if name != "custom"}
    custom: Mapping[str, Any] = change.profile.get("custom", {})
    return {**change.base, **own, **change.address, **_besides(change.tags, custom)}


def _preview(plan: Plan) -> list[PlannedRow]:
    rows = [
        PlannedRow(
            line=row.line, action="create", values={**row.values, **row.address, **_besides(row.tags, row.custom)}
        )
        for row in plan.new[:PREVIEWED]
    ]
    rows += [PlannedRow(line=c.lines[0], action="update", values=_changed(c)) for c in plan.changed[:PREVIEWED]]
    return sorted(rows, key=lambda row: row.line)[:PREVIEWED]
