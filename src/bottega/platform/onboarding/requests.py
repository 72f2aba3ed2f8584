"""Storage of sign-up requests: saved, claimed by one visitor at a time, completed, released, removed."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.i18n import T
from bottega.platform.onboarding.module import module

LIFETIME: Final = timedelta(hours=24)
COOL_DOWN: Final = timedelta(minutes=10)
# An attempt to found a tenant that has not ended by then has died.
PATIENCE: Final = timedelta(minutes=15)
_REASON: Final = "who signs up belongs to no tenant yet"

_SAVE: Final = """
INSERT INTO onboarding_requests AS r (email_hash, token_hash, applicant, last_email_sent_at, expires_at)
VALUES ($1, $2, $3, now(), now() + $4::interval)
ON CONFLICT (email_hash) DO UPDATE SET
    token_hash = excluded.token_hash, applicant = excluded.applicant, last_email_sent_at = now(),
    expires_at = excluded.expires_at, status = 'pending', processing_started_at = NULL, founded_tenant_id = NULL,
    founded_organization_id = NULL, user_id = NULL, completed_at = NULL, updated_at = now()
WHERE r.status = 'completed' OR (
    (r.last_email_sent_at IS NULL OR r.last_email_sent_at <= now() - $5::interval)
    AND (r.status = 'pending' OR r.processing_started_at <= now() - $6::interval))
RETURNING r.id
"""
_WAIT: Final = """
SELECT greatest(1, ceil(extract(epoch FROM last_email_sent_at + $2::interval - now()) / 60))::int
FROM onboarding_requests WHERE email_hash = $1
"""
_CLAIM: Final = """
UPDATE onboarding_requests SET status = 'processing', processing_started_at = now(), updated_at = now(),
    founded_tenant_id = coalesce(founded_tenant_id, $2), founded_organization_id = coalesce(founded_organization_id, $3)
WHERE token_hash = $1 AND applicant IS NOT NULL AND (expires_at > now() OR status = 'processing')
    AND (status = 'pending' OR (status = 'processing' AND processing_started_at <= now() - $4::interval))
RETURNING *
"""
_FIND: Final = """
SELECT *, status <> 'completed' AND status <> 'processing' AND expires_at <= now() AS expired
FROM onboarding_requests WHERE token_hash = $1
"""
_COMPLETE: Final = """
UPDATE onboarding_requests SET status = 'completed', completed_at = now(), user_id = $2, applicant = NULL,
    processing_started_at = NULL, updated_at = now() WHERE id = $1
"""
_RELEASE: Final = """
UPDATE onboarding_requests SET status = 'pending', processing_started_at = NULL, updated_at = now()
WHERE id = $1 AND status = 'processing'
"""


async def save(app: Application, email_hash: str, token_hash: str, applicant: str) -> UUID | None:
    """Keep a request; None while a mail for it is too fresh, or its tenant is being founded."""
    return await _value(app, _SAVE, email_hash, token_hash, applicant, LIFETIME, COOL_DOWN, PATIENCE)


async def minutes_to_wait(app: Application, email_hash: str) -> int:
    """After how many minutes another mail may be asked for; at least 1."""
    return await _value(app, _WAIT, email_hash, COOL_DOWN) or 1


async def note_unsent(app: Application, request_id: UUID) -> None:
    """The mail did not leave: another one may be asked for at once."""
    await _value(app, "UPDATE onboarding_requests SET last_email_sent_at = NULL WHERE id = $1", request_id)


async def find(app: Application, token_hash: str) -> Record | None:
    """The request of a link."""
    return await _row(app, _FIND, token_hash)


async def claim(app: Application, token_hash: str) -> Record | None:
    """Begin to found what was asked for, with the ids it will have; None when somebody else does, or did."""
    return await _row(app, _CLAIM, token_hash, new_id(), new_id(), PATIENCE)


async def complete(app: Application, request_id: UUID, user_id: UUID | None) -> None:
    """It is founded; who asked for it is known there from now on, and here no longer."""
    await _value(app, _COMPLETE, request_id, user_id)


async def release(app: Application, request_id: UUID) -> None:
    """It was not founded; the link works again."""
    await _value(app, _RELEASE, request_id)


async def _row(app: Application, sql: str, *args: Any) -> Record | None:
    async with app.database.across_tenants(_REASON) as connection:
        return await connection.fetchrow(sql, *args)


async def _value(app: Application, sql: str, *args: Any) -> Any:
    row = await _row(app, sql, *args)
    return row[0] if row else None


@module.job(
    "purge", T(en="Remove expired sign-up requests", pl="Usuwanie wygasłych zgłoszeń rejestracji"), every="47 3 * * *"
)
async def purge(app: Application, _payload: dict[str, Any]) -> None:
    """Remove requests whose link has expired, completed or not."""
    async with app.database.across_tenants(_REASON) as connection:
        await connection.execute(
            "DELETE FROM onboarding_requests WHERE expires_at < now() AND (status <> 'processing'"
            " OR processing_started_at <= now() - $1::interval)",
            PATIENCE,
        )
