"""``bottega audit ledger``: audits every ledger, and exits with 1 if one does not add up."""

import asyncio
from importlib import import_module
from typing import Annotated
from uuid import UUID

import asyncpg
import typer

from bottega.business.finance.auditing import Finding, audit_tenant, tenants_with_ledgers
from bottega.kernel.application import Application
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.startup_errors import StartError
from bottega.settings import Settings

audits = typer.Typer(help="See whether what is stored adds up.")
groups = {"audit": audits}


@audits.callback()
def about() -> None:
    """See whether what is stored adds up."""


@audits.command()
def ledger(
    ctx: typer.Context,
    tenant: Annotated[UUID | None, typer.Option(help="Only the ledger of this tenant.")] = None,
    locale: Annotated[str, typer.Option(help="Language of the findings: pl or en.")] = "en",
) -> None:
    """Add the ledger up again and say what is off."""
    # The composition stands above the modules, so a module's command finds it at run time.
    screen = import_module("bottega.processes.console").Screen()
    settings: Settings = import_module("bottega.cli.main").settings_of(ctx)
    with import_module("bottega.processes.database_provisioning").provided(settings, screen) as (dsn, secrets):
        found = asyncio.run(audit_all(settings, dsn, secrets, tenant))
    for tenant_id, findings in found.items():
        for one in findings:
            screen.complain(sentence(tenant_id, one, locale))
    if any(found.values()):
        raise typer.Exit(1)
    screen.say(f"{len(found)} ledgers were added up; nothing is off.")


def sentence(tenant_id: UUID, finding: Finding, locale: str) -> str:
    """One finding in words."""
    where = f"tenant {tenant_id}, organization {finding.organization_id}, record {finding.record_id}"
    return f"{finding.meaning(locale)}: {finding.found}, {finding.expected} ({where})"


async def audit_all(settings: Settings, dsn: str, secrets: Secrets, tenant: UUID | None) -> dict[UUID, list[Finding]]:
    """What is off, by tenant.

    Raises:
        StartError: The database is empty.
    """
    app: Application = import_module("bottega.app").create_application(settings, dsn, secrets)
    try:
        await app.database.open()
        wanted = [tenant] if tenant else await tenants_with_ledgers(app)
        return {one: await audit_tenant(app, one) for one in wanted}
    except (asyncpg.UndefinedTableError, asyncpg.InvalidPasswordError):
        raise StartError("There is nothing to audit yet: run `bottega init` first.") from None
    finally:
        await app.database.close()
