"""Deletion of expired short-lived API keys."""

from typing import Any

from bottega.kernel.application import Application
from bottega.kernel.i18n import T
from bottega.platform.api_keys.module import module


@module.job("sweep", T(en="Remove expired session keys", pl="Usuwanie wygasłych kluczy sesji"), every="*/10 * * * *")
async def sweep_keys(app: Application, _payload: dict[str, Any]) -> int:
    """Delete session and one-time keys that have expired; answers how many."""
    async with app.database.across_tenants("expired session keys of all tenants are swept by one worker") as connection:
        rows = await connection.fetch(
            "WITH gone AS (UPDATE api_keys_keys SET deleted_at = now() WHERE kind <> 'key' AND deleted_at IS NULL"
            " AND expires_at < now() RETURNING tenant_id, id)"
            " DELETE FROM api_keys_secrets AS s USING gone WHERE s.tenant_id = gone.tenant_id AND s.id = gone.id"
            " RETURNING s.id"
        )
    return len(rows)
