"""``bottega import materials FILE``: imports a stock list, with a preview first."""

from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from bottega.business.warehouse.importing import ImportReport, import_materials
from bottega.kernel.application import Application, finish
from bottega.kernel.command_context import command_context, sentence_of
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.errors import Problem
from bottega.kernel.permissions import EVERYTHING
from bottega.kernel.startup_errors import StartError
from bottega.platform.auth import read_acl

COMMAND: Final = "warehouse.materials.import"
_PLACES: Final = """
SELECT t.id AS tenant_id, o.id AS organization_id, o.name, u.id AS user_id
FROM directory_tenants AS t
JOIN directory_organizations AS o ON o.tenant_id = t.id AND o.deleted_at IS NULL
LEFT JOIN auth_users AS u ON u.tenant_id = t.id AND u.email_hash = $3
WHERE t.deleted_at IS NULL AND ($1::text IS NULL OR t.id::text = $1 OR lower(t.name) = lower($1))
  AND ($2::text IS NULL OR o.id::text = $2 OR lower(o.name) = lower($2))
  AND ($3::text IS NULL OR u.organization_id = o.id OR $2 IS NOT NULL AND u.id IS NOT NULL)
ORDER BY t.created_at, t.id, o.created_at, o.id LIMIT 1
"""

imports = typer.Typer(help="Take over tables from elsewhere.")
groups = {"import": imports}


@imports.callback()
def about() -> None:
    """Take over tables from elsewhere."""


@imports.command()
def materials(  # noqa: PLR0917 - the arguments are options
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file or an Excel workbook.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,  # noqa: FBT002 - an option
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows only.")] = False,  # noqa: FBT002 - an option
    tenant: Annotated[str | None, typer.Option(help="Id or name; the first one if left out.")] = None,
    organization: Annotated[str | None, typer.Option(help="Id or name; the first one if left out.")] = None,
    user: Annotated[str | None, typer.Option(help="E-mail address of whoever imports; else the system.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why what is reserved for contracts is changed too.")] = None,
    column: Annotated[list[str] | None, typer.Option(help="field=heading, where the headings do not say it.")] = None,
    locale: Annotated[str, typer.Option(help="Language of the reasons: pl or en.")] = "pl",
) -> None:
    """Import a stock list; nothing is written if a row is bad."""
    mapping = dict(_pair(text) for text in column or [])

    async def work(app: Application) -> ImportReport:
        context = await _context(app, tenant, organization, user, locale)
        try:
            report = await import_materials(
                context, file.read_bytes(), mapping=mapping, dry_run=dry_run, skip_bad=skip_bad, reason=reason
            )
            if not dry_run:
                await finish(context)
        except Problem as problem:
            if not problem.details.get("errors"):
                raise StartError(sentence_of(problem, locale)) from None
            report = ImportReport.model_validate({**problem.details, "dryRun": True})
        finally:
            await context.close()
        return report

    report = command_context(ctx).run(work)
    _show(Console(), report)
    if report.dry_run and not dry_run:
        raise StartError("Nothing was imported: mend the rows above, or leave them out with --skip-bad.")


def _pair(text: str) -> tuple[str, str]:
    field, sign, heading = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"{text!r} is not field=heading")
    return field.strip(), heading.strip()


async def _context(
    app: Application, tenant: str | None, organization: str | None, user: str | None, locale: str
) -> Context:
    """A command as the operation of the API knows it, so that it can be undone there."""
    digest = app.vault.digest(user) if user else None
    async with app.database.across_tenants("the operator names whose stock list it is") as connection:
        row = await connection.fetchrow(_PLACES, tenant, organization, digest)
        if row is None:
            raise StartError("There is no such tenant, organization or user.")
        actor = Actor("system", UUID(int=0), row["tenant_id"], row["organization_id"], label="system", acl=EVERYTHING)
        if row["user_id"] is not None:
            acl, roles = await read_acl(connection, row["tenant_id"], row["user_id"])
            actor = Actor(
                "user",
                row["user_id"],
                row["tenant_id"],
                row["organization_id"],
                label=user or "",
                roles=tuple(roles.values()),
                acl=acl,
                user_id=row["user_id"],
            )
    operation = app.command(COMMAND)
    assert operation is not None
    if not actor.acl.allows_all(operation.features, row["organization_id"]):
        raise StartError(f"{user} may not manage materials.")
    scope = Scope(row["tenant_id"], row["organization_id"], frozenset({row["organization_id"]}))
    return Context(app, actor, scope, operation=operation, locale=locale)


def _show(console: Console, report: ImportReport) -> None:
    """What happened, row by row as far as it is interesting."""
    found = ", ".join(f"{name} ← {heading}" for name, heading in report.columns.items())
    console.print(f"{report.rows} rows, {report.encoding}; {found}", markup=False, highlight=False)
    if report.unused_columns:
        console.print(f"Not used: {', '.join(report.unused_columns)}", markup=False, highlight=False)
    if report.preview:
        preview = Table("Line", "", "Producent", "Symbol", "Wymiary", "Ilość", title="First rows")
        for row in report.preview:
            values = row.values
            sides = f"{values['dlugosc']}x{values['szerokosc']}"
            preview.add_row(
                str(row.line), row.action, values["producent"], values["symbol"], sides, str(values["ilosc"])
            )
        console.print(preview)
    if report.errors:
        errors = Table("Line", "Column", "Reason", title=f"Rejected: {report.rejected}")
        for error in report.errors:
            errors.add_row(str(error.line), error.column or "", error.reason)
        console.print(errors)
    verb = "Would be" if report.dry_run else "Were"
    console.print(
        f"{verb} created: {report.created}, updated: {report.updated}; unchanged: {report.unchanged},"
        f" rejected: {report.rejected}.",
        highlight=False,
    )
