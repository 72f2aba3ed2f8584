"""The master key of an installation, and its rotation.

It wraps the data key of each tenant, and the passwords of the database's roles follow from it. Other keys followed from
the first one too, and what was made with them cannot be made again: those outlive it, wrapped by its successor
(docs/decisions/0069-exchanging-the-master-key.md).
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bottega.kernel.keys.key_wrapping import IV_BYTES, DecryptionFailed, derive, rewrap
from bottega.kernel.keys.secrets import DIGESTS, Secrets
from bottega.kernel.startup_errors import StartError

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    from bottega.kernel.database.pools import RawConnection

    Lent = PoolConnectionProxy[asyncpg.Record]

# Of the row of ``installation`` that says which master key it is, and keeps the keys that outlive others.
KEY: Final = "master_key"
ANOTHER: Final = (
    "The database was made with another master key: put the old one back (secrets/master.key, or BOTTEGA_MASTER_KEY),"
    " or, if `bottega keys rewrap` was interrupted, run it again."
)
# Starts and exchanges take this lock one after the other ("bottega").
PREPARING: Final = 0x626F7474656761
_FINGERPRINT_LETTERS: Final = 32
_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE usename = ANY($1) AND datname = current_database()"
    " AND pid <> pg_backend_pid()"
)
_STORE: Final = (
    "INSERT INTO installation (key, value) VALUES ($1, $2)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()"
)


def fingerprint(master: bytes) -> str:
    """Which master key it is, in hexadecimal: says nothing about the key."""
    return derive(master, "fingerprint").hex()[:_FINGERPRINT_LETTERS]


async def check(owner: "RawConnection", secrets: Secrets) -> None:
    """See that a database belongs to this master key; a new one belongs to whoever asks first.

    Raises:
        StartError: It was made with another one.
    """
    if await owner.fetchval("SELECT to_regclass('installation') IS NULL"):
        return
    # A start that ended before it noted the key has sealed nothing with it.
    noted = await _noted(owner)
    if noted is not None and noted["fingerprint"] != fingerprint(secrets.master):
        raise StartError(ANOTHER)


async def note(owner: "RawConnection", secrets: Secrets) -> None:
    """Note which master key a database belongs to, unless that is known."""
    await owner.execute(
        "INSERT INTO installation (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        KEY,
        json.dumps({"fingerprint": fingerprint(secrets.master), "lasting": {}}),
    )


async def learn(connection: "RawConnection | Lent", secrets: Secrets) -> None:
    """Learn the keys that outlived former master keys, before anybody asks for them."""
    try:
        noted = await _noted(connection)
    except asyncpg.UndefinedTableError:
        # Whoever connects before there are tables finds that out otherwise.
        return
    if noted is not None and noted["fingerprint"] == fingerprint(secrets.master):
        secrets.lasting.update(_unwrapped(secrets.master, noted["lasting"]))


async def exchange(
    owner: "RawConnection", old: Secrets, new: Secrets, roles: dict[str, str], lasting: Iterable[str]
) -> int | None:
    """Let a database belong to another master key: all of it or nothing, in one transaction.

    ``roles`` are the new passwords by role, ``lasting`` the purposes whose keys outlive the master key, because what
    was made with them cannot be made again. Answers how many tenants' keys were wrapped anew; None when the database
    belonged to the new key already, because an exchange was interrupted after this.

    Raises:
        StartError: Bottega is running, or the database belongs to neither key.
    """
    async with owner.transaction():
        await owner.execute("SELECT pg_advisory_xact_lock($1)", PREPARING)
        noted = await _noted(owner)
        if noted is not None and noted["fingerprint"] == fingerprint(new.master):
            return None
        await check(owner, old)
        # Whoever is connected with the old password stays so, and would wrap new keys with the old master key.
        if running := await owner.fetchval(_OTHERS, list(roles)):
            reason = f"Bottega is still using the database ({running} connections). Stop every server and worker first."
            raise StartError(reason)
        count = await rewrap(owner, old.master, new.master)
        outlive = {DIGESTS: derive(old.master, DIGESTS)} | {purpose: old.derive(purpose) for purpose in lasting}
        outlive |= _unwrapped(old.master, noted["lasting"]) if noted else {}
        value = {"fingerprint": fingerprint(new.master), "lasting": _wrapped(new.master, outlive)}
        await owner.execute(_STORE, KEY, json.dumps(value))
        for role, password in roles.items():
            word = await owner.fetchval("SELECT quote_literal($1::text)", password)
            await owner.execute(f'ALTER ROLE "{role}" PASSWORD {word}')
    return count


async def _noted(connection: "RawConnection | Lent") -> dict[str, Any] | None:
    value = await connection.fetchval("SELECT value::text FROM installation WHERE key = $1", KEY)
    return None if value is None else json.loads(value)


def _cipher(master: bytes) -> AESGCM:
    return AESGCM(derive(master, "lasting keys"))


def _wrapped(master: bytes, keys: dict[str, bytes]) -> dict[str, str]:
    cipher, found = _cipher(master), dict[str, str]()
    for purpose, key in keys.items():
        iv = os.urandom(IV_BYTES)
        found[purpose] = b64encode(iv + cipher.encrypt(iv, key, purpose.encode())).decode()
    return found


def _unwrapped(master: bytes, keys: dict[str, str]) -> dict[str, bytes]:
    cipher, found = _cipher(master), dict[str, bytes]()
    for purpose, text in keys.items():
        wrapped = b64decode(text)
        try:
            found[purpose] = cipher.decrypt(wrapped[:IV_BYTES], wrapped[IV_BYTES:], purpose.encode())
        except InvalidTag:
            reason = f"the key for {purpose} that outlived another master key does not open"
            raise DecryptionFailed(reason) from None
    return found
