"""Account lookup by e-mail address, and password requirements."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from bottega.kernel.application import Application
from bottega.kernel.database.pools import constraint_of
from bottega.kernel.errors import Invalid, InvalidInput
from bottega.kernel.passwords import NOT_MET, check_policy, joined, verify_password_async
from bottega.platform.auth.tables import EMAIL_TAKEN
from bottega.platform.directory import active_organization, active_tenant
from bottega.settings import Settings

# The same address in more tenants than that would make one attempt cost too much.
MOST_TENANTS: Final = 4

_FIND: Final = f"""
SELECT u.tenant_id, u.id, u.organization_id, u.email, u.credential_id, c.password_hash
FROM auth_users AS u
LEFT JOIN auth_credentials AS c ON c.tenant_id = u.tenant_id AND c.id = u.credential_id
WHERE u.email_hash = $1 AND ($2::uuid IS NULL OR u.tenant_id = $2)
  AND {active_tenant("u.tenant_id")} AND {active_organization("u.tenant_id", "u.organization_id")}
ORDER BY u.tenant_id LIMIT $3
"""


@dataclass(frozen=True)
class Account:
    """An account that an address stands for; ``sealed_email`` opens with the keys of its tenant."""

    tenant_id: UUID
    user_id: UUID
    organization_id: UUID
    sealed_email: str
    credential_id: UUID | None
    password_hash: str | None


async def find_accounts(app: Application, email_hash: str, tenant_id: UUID | None = None) -> list[Account]:
    """The accounts of an address, in one tenant or in all; none when there are unreasonably many."""
    async with app.database.across_tenants("sign-in starts with an address, not a tenant") as connection:
        rows = await connection.fetch(_FIND, email_hash, tenant_id, MOST_TENANTS + 1)
    return [Account(*row) for row in rows] if len(rows) <= MOST_TENANTS else []


async def check_passwords(plain: str, accounts: list[Account]) -> list[tuple[Account, bool]]:
    """The accounts whose password this is, and whether its hash should be made anew; nobody costs as much as one."""
    hashes = [account.password_hash for account in accounts] or [None]
    verdicts = await asyncio.gather(*(verify_password_async(plain, hashed) for hashed in hashes))
    judged = zip(accounts, verdicts, strict=False)
    return [(account, verdict.needs_rehash) for account, verdict in judged if verdict.ok]


def require_good_password(plain: str, settings: Settings, field: str = "password") -> None:
    """400 on the field, with the requirements it does not meet."""
    missing = check_policy(plain, settings)
    if missing:
        issue = {"code": "custom", "path": [field], "message": NOT_MET, "requirements": joined(missing)}
        raise InvalidInput([issue])


@contextmanager
def one_account_an_address() -> Generator[None]:
    """400 in the reference's shape when the address is taken; the database decides, so that two cannot both win."""
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        if constraint_of(error) != "uq_auth_users_email":
            raise
        issue = {"path": ["email"], "message": EMAIL_TAKEN, "code": "duplicate", "origin": "validation"}
        raise Invalid(EMAIL_TAKEN, fieldErrors={"email": EMAIL_TAKEN}, details=[issue]) from None
