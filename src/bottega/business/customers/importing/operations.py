"""Import of customers: preview, then one undoable command.

Small files are written at once; of large ones the request only says what will happen, and the worker writes them.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from bottega.business.customers import profile_fields
from bottega.business.customers.importing.columns import COLUMNS
from bottega.business.customers.importing.custom_columns import PREFIX, columns_of
from bottega.business.customers.importing.plans import Choice, Wish, make_plan
from bottega.business.customers.importing.queue import enqueue_import
from bottega.business.customers.importing.reports import CustomerImportReport, report_of
from bottega.business.customers.importing.tags import may_make_tags
from bottega.business.customers.importing.writes import write_plan
from bottega.business.customers.kinds import COMPANY, KINDS, PERSON, CustomerKind
from bottega.business.customers.module import module
from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.schemas import dump, snake_name
from bottega.kernel.table_import import ANSWERS, TableImportInput, json_of_form, refuse_bad_rows
from bottega.kernel.tabular.imports import known_headings, reading

# From here on nobody wants to wait for the answer.
IN_BACKGROUND: Final = 1_000

NO_FIELD: Final = T(en="There is no such field: {field}", pl="Nie ma takiego pola: {field}")
_ANSWERS: Final = {202: "The file is large; the worker imports it, and `importId` says where to look.", **ANSWERS}


class CustomerImportInput(TableImportInput):
    """A list of people or of companies, and what to do with it."""

    duplicates: Choice = Field(
        default="skip",
        description="What becomes of rows about somebody who is known by NIP, e-mail address or telephone number: they"
        " are left out, what they say is taken over (empty cells change nothing), or they are added all the same.",
    )
    decisions: Annotated[dict[int, Choice], BeforeValidator(json_of_form)] = Field(
        default={}, max_length=10_000, description="Line → another choice for that line, as a JSON object."
    )


_READS: Final = {
    PERSON: """Reads a list of people: CSV as spreadsheets write it (UTF-8, UTF-16 or Windows-1250; semicolons, commas
or tabs) or an Excel workbook, titles above the headings included. Columns are recognised by Polish and English headings
and by what is in them; the report says why. A column of tags may name several in a cell; those that are missing are
made if the caller may. Custom fields have columns by label or key. The whole import is one change that can be
undone.""",
    COMPANY: """Reads a list of companies, such as the contractors of an accounting program; otherwise like the import
of people.""",
}


def _declare(kind: CustomerKind) -> None:
    @module.post(
        f"/{kind.plural}/import",
        kind.manage,
        name=f"{kind.plural}.import",
        summary=f"Import {kind.plural}",
        description=_READS[kind.name],
        files=True,
        status=200,
        label=kind.text(en="Import {many}", pl="Import {many}"),
        answer=CustomerImportReport,
        answers=_ANSWERS,
    )
    async def import_customers(ctx: Context, data: CustomerImportInput) -> Any:
        return await _import(ctx, kind.name, data)


for _kind in KINDS.values():
    _declare(_kind)


async def _import(ctx: Context, kind: str, data: CustomerImportInput) -> Any:
    organization_id = ctx.organization_for_new()
    async with reading(ctx) as read:
        table = await read(data.file.content, known_headings(COLUMNS[kind], data.mapping.values()))
        chosen = _chosen(kind, data.mapping, await profile_fields.known_fields(ctx, kind))
        wish = Wish(kind, organization_id, chosen, data.duplicates, data.decisions, may_make_tags(ctx))
        plan = await make_plan(ctx, table, wish)
    report = report_of(plan, ctx.locale, dry_run=data.dry_run)
    if data.dry_run:
        return report
    refuse_bad_rows(report, skip_bad=data.skip_bad)
    if plan.size <= IN_BACKGROUND:
        await write_plan(ctx, plan)
        return report
    import_id = await enqueue_import(ctx, wish, data.file.content, plan.size)
    later = report.model_copy(update={"state": "queued", "import_id": import_id})
    return Reply(dump(later), 202)


def _chosen(kind: str, mapping: Mapping[str, str], custom: Mapping[str, Any]) -> dict[str, str]:
    """Fields as columns of a file are called here; 400 for one that there is not."""
    known = {column.name for column in (*COLUMNS[kind], *columns_of(custom))}
    names = {name: name if name.startswith(PREFIX) else snake_name(name) for name in mapping}
    chosen = {names[name]: heading for name, heading in mapping.items()}
    unknown = [name for name in mapping if names[name] not in known]
    if unknown:
        raise InvalidInput(
            [{"code": "custom", "path": ["mapping", name], "message": NO_FIELD.given(field=name)} for name in unknown]
        )
    return chosen
