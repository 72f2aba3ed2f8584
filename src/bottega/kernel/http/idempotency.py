"""Idempotent writes: a repeated ``Idempotency-Key`` gets the stored first answer.

The key is claimed in the transaction of the write. A second request with the same key waits for the first; if that was
rolled back, the second does the work. Answers are kept for a day, sealed with the tenant's key: some hold a secret.
"""

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec

from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Conflict, Invalid
from bottega.kernel.http.requests import Request, Upload
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.keys.tenant_keys import DecryptionFailed
from bottega.kernel.operation import Operation

if TYPE_CHECKING:
    from bottega.kernel.reencryption.batch import Batch

HEADER: Final = "idempotency-key"
PLACE: Final = "idempotency_keys.answer"
LONGEST: Final = 200
KEPT_HOURS: Final = 24
_BATCH: Final = 100

TOO_LONG: Final = T(en="The idempotency key is too long", pl="Klucz idempotencji jest za długi")
OTHER_REQUEST: Final = T(
    en="This idempotency key was used for another request", pl="Ten klucz idempotencji był użyty do innego żądania"
)


async def replay(ctx: Context, operation: Operation, request: Request, body: Any) -> Reply | None:
    """The first answer, if this request is a repetition; otherwise its key is claimed."""
    key = request.headers.get(HEADER)
    if not key or not operation.takes_keys:
        return None
    if len(key) > LONGEST:
        raise Invalid(TOO_LONG)
    content = msgspec.json.encode(body, enc_hook=_file).decode()
    said = f"{operation.key}\n{request.path}\n{request.raw_query!r}\n{content}"
    digest = sha256(said.encode()).hexdigest()
    await ctx.begin()
    name = sha256(f"{ctx.actor.subject}\n{key}".encode()).hexdigest()
    claimed = await ctx.query_value(
        "INSERT INTO idempotency_keys (tenant_id, key, request) VALUES ($1, $2, $3)"
        " ON CONFLICT (tenant_id, key) DO NOTHING RETURNING true",
        ctx.tenant_id,
        name,
        digest,
    )
    if claimed:
        ctx.idempotency_key = name
        return None
    row = await ctx.require(
        "SELECT request, answer FROM idempotency_keys WHERE tenant_id = $1 AND key = $2", ctx.tenant_id, name
    )
    if row["request"] != digest or row["answer"] is None:
        raise Conflict(OTHER_REQUEST, code="idempotency_key_reused")
    keys = await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)
    kept = msgspec.json.decode(keys.open(row["answer"], PLACE))
    return Reply(kept["body"].encode(), kept["status"], headers={**kept["headers"], "idempotency-replayed": "true"})


def _file(value: Any) -> Any:
    """A file of a form, by its hash."""
    if isinstance(value, Upload):
        return {"name": value.name, "media": value.media, "sha256": sha256(value.content).hexdigest()}
    raise TypeError(value)


async def keep(ctx: Context, reply: Reply) -> None:
    """Remember the answer with the work it answers for."""
    if ctx.idempotency_key is None:
        return
    answer = {"status": reply.status, "headers": reply.headers, "body": reply.body().decode()}
    keys = await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)
    await ctx.query(
        "UPDATE idempotency_keys SET answer = $3 WHERE tenant_id = $1 AND key = $2",
        ctx.tenant_id,
        ctx.idempotency_key,
        keys.seal(msgspec.json.encode(answer).decode(), PLACE),
    )


async def renew_some(ctx: Context, after: str, batch: "Batch") -> "Batch":
    """Seal the next kept answers with the newest key, within the transaction of the context."""
    rows = await ctx.query(
        "SELECT key, answer FROM idempotency_keys WHERE tenant_id = $1 AND key > $2 AND answer IS NOT NULL"
        f" ORDER BY key LIMIT {_BATCH}",
        ctx.tenant_id,
        after,
    )
    batch.last, batch.seen = rows[-1]["key"] if len(rows) == _BATCH else None, len(rows)
    keys = await sealing.keys_of(ctx)
    for row in rows:
        try:
            new = keys.renewed(row["answer"], PLACE, ctx.tenant_id, wanted=keys.enabled)
        except DecryptionFailed:
            # It is gone in a day, and nothing but a repeated request is lost with it.
            continue
        if new != row["answer"]:
            batch.changed += 1
            await ctx.query(
                "UPDATE idempotency_keys SET answer = $3 WHERE tenant_id = $1 AND key = $2",
                ctx.tenant_id,
                row["key"],
                new,
            )
    return batch
