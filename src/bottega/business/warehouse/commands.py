"""``bottega import materials FILE``: imports a stock list, with a preview first."""

from collections.abc import Sequence
from dataclasses import replace
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
from bottega.platform.auth import Account, find_accounts, read_acl
from bottega.platform.directory import Place, find_places

COMMAND: Final = "warehouse.materials.import"

imports = typer.Typer(help="Take over tables from elsewhere.")
groups = {"import": imports}


@imports.callback()
def about() -> None:
    """Take over tables from elsewhere."""


@imports.command()
def materials(  # noqa: PLR0913, PLR0917 - the arguments are options
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
    places = await find_places(app, tenant, organization)
    accounts = await find_accounts(app, app.vault.digest(user)) if user else []
    found = next(((place, one) for place in places for one in _importers(place, accounts, user, organization)), None)
    if found is None:
        raise StartError("There is no such tenant, organization or user.")
    place, account = found
    actor = Actor("system", UUID(int=0), place.tenant_id, place.organization_id, label="system", acl=EVERYTHING)
    if account is not None:
        async with app.database.tenant(place.tenant_id) as connection:
            acl, roles = await read_acl(connection, place.tenant_id, account.user_id)
        actor = replace(
            actor,
            kind="user",
            id=account.user_id,
            label=user or "",
            roles=tuple(roles.values()),
            acl=acl,
            user_id=account.user_id,
        )
    operation = app.command(COMMAND)
    assert operation is not None
    if not actor.acl.allows_all(operation.features, place.organization_id):
        raise StartError(f"{user} may not manage materials.")
    scope = Scope(place.tenant_id, place.organization_id, frozenset({place.organization_id}))
    return Context(app, actor, scope, operation=operation, locale=locale)


def _importers(
    place: Place, accounts: Sequence[Account], user: str | None, organization: str | None
) -> list[Account | None]:
    """Who may be meant in an organization: the system if nobody is named, else who is at home there.

    Where the organization was named, it may be anybody of its tenant.
    """
    if user is None:
        return [None]
    mine = [one for one in accounts if one.tenant_id == place.tenant_id]
    return [one for one in mine if organization is not None or one.organization_id == place.organization_id]


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
