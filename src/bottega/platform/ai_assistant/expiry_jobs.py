"""Deletion of conversations a day after their last word."""

from typing import Any

from bottega.kernel.application import Application
from bottega.kernel.i18n import T
from bottega.platform.ai_assistant.module import module


@module.job("forget", T(en="Delete old conversations", pl="Usuwanie dawnych rozmów z asystentem"), every="20 * * * *")
async def forget_conversations(app: Application, _payload: dict[str, Any]) -> int:
    """Delete the conversations of all tenants whose time is over; answers how many."""
    async with app.database.across_tenants("old conversations of all tenants are deleted by one worker") as connection:
        done = await connection.execute("DELETE FROM ai_assistant_conversations WHERE expires_at < now()")
    return int(done.rpartition(" ")[2])
