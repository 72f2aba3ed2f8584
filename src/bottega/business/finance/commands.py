"""``bottega audit ledger``: audits every ledger, and exits with 1 if one does not add up."""

from typing import Annotated
from uuid import UUID

import typer

from bottega.business.finance.auditing import Finding, audit_tenant, tenants_with_ledgers
from bottega.kernel.application import Application
from bottega.kernel.command_context import command_context

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
    command = command_context(ctx)
    found = command.run(lambda app: audit_all(app, tenant))
    for tenant_id, findings in found.items():
        for one in findings:
            command.console.complain(sentence(tenant_id, one, locale))
    if any(found.values()):
        raise typer.Exit(1)
    command.console.say(f"{len(found)} ledgers were added up; nothing is off.")


def sentence(tenant_id: UUID, finding: Finding, locale: str) -> str:
    """One finding in words."""
    where = f"tenant {tenant_id}, organization {finding.organization_id}, record {finding.record_id}"
    return f"{finding.meaning(locale)}: {finding.found}, {finding.expected} ({where})"


async def audit_all(app: Application, tenant: UUID | None) -> dict[UUID, list[Finding]]:
    """What is off in the ledger of one tenant or of all, by tenant."""
    wanted = [tenant] if tenant else await tenants_with_ledgers(app)
    return {one: await audit_tenant(app, one) for one in wanted}
