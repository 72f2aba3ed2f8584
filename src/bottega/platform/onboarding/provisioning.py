"""Founding of a tenant for an applicant: all of it in one transaction, under ids that were chosen before."""

from bottega.kernel.application import Application
from bottega.kernel.database.pools import Record
from bottega.platform.auth import add_user, find_accounts, found_tenant_within
from bottega.platform.directory import find_tenants
from bottega.platform.onboarding.applicants import unseal
from bottega.platform.onboarding.requests import complete

# Nobody of a tenant that signed itself up looks after the installation.
ROLES = ("employee", "admin")


class AddressTakenError(Exception):
    """Somebody has got an account with the address meanwhile."""


async def provision(app: Application, request: Record) -> None:
    """Found the tenant of a claimed request, with its applicant as administrator.

    What modules bring along for a new tenant follows from the event that its organization was created. An attempt that
    died after founding is only completed.

    Raises:
        AddressTakenError: The address has an account.
    """
    tenant_id, organization_id = request["founded_tenant_id"], request["founded_organization_id"]
    user_id = None
    if not await find_tenants(app, tenant_id=tenant_id, limit=1):
        if await find_accounts(app, request["email_hash"]):
            raise AddressTakenError
        applicant = unseal(app, request["applicant"])
        async with app.acting(tenant_id, organization_id) as ctx:
            roles = await found_tenant_within(ctx, applicant.organization, roles=ROLES)
            user_id = await add_user(
                ctx,
                applicant.email,
                None,
                [roles["admin"]],
                organization_id=organization_id,
                name=f"{applicant.first_name} {applicant.last_name}",
                password_hash=applicant.password_hash,
            )
    await complete(app, request["id"], user_id)
