"""Key wrapping: the master key wraps each tenant's data key, with a derived key for every use.

The master key is a secret of the deployment and never in the database (``docs/decisions/0010-field-encryption.md``).
"""

import os
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bottega.kernel.errors import Problem

if TYPE_CHECKING:
    from asyncpg import Connection

KEY_BYTES: Final = 32
IV_BYTES: Final = 12


class DecryptionFailed(Problem):
    """500: what is stored cannot be opened, so the key is another one or the text was tampered with."""

    def __init__(self, reason: str) -> None:
        """Keep the reason for the log; the caller only learns that something went wrong."""
        super().__init__()
        self.args = (reason,)


class Wrapper:
    """Wraps data keys with the master key, each bound to its tenant: ``iv || ciphertext || tag``."""

    def __init__(self, master: bytes) -> None:
        """Refuse a master key of the wrong size."""
        if len(master) != KEY_BYTES:
            message = f"the master key has {len(master)} bytes instead of {KEY_BYTES}"
            raise ValueError(message)
        self._cipher = AESGCM(derive(master, "tenant keys"))

    def wrap(self, data_key: bytes, tenant_id: UUID) -> bytes:
        """Encrypt a data key."""
        iv = os.urandom(IV_BYTES)
        return iv + self._cipher.encrypt(iv, data_key, tenant_id.bytes)

    def unwrap(self, wrapped: bytes, tenant_id: UUID) -> bytes:
        """Decrypt a data key."""
        try:
            return self._cipher.decrypt(wrapped[:IV_BYTES], wrapped[IV_BYTES:], tenant_id.bytes)
        except InvalidTag as error:
            reason = f"the key of tenant {tenant_id} was wrapped with another master key, or is damaged"
            raise DecryptionFailed(reason) from error

    def fits(self, wrapped: bytes, tenant_id: UUID) -> bool:
        """Whether this master key wrapped it."""
        try:
            self.unwrap(wrapped, tenant_id)
        except DecryptionFailed:
            return False
        return True


async def rewrap(connection: "Connection[Any]", old: bytes, new: bytes) -> int:
    """Wrap every tenant's data key with a new master key; the data itself stays as it is.

    Every process must be stopped, and the connection must see all tenants. May be repeated after an interruption.
    ``master_key.exchange`` does the rest.

    Returns:
        How many keys were wrapped anew; those already wrapped with the new key are not counted.
    """
    before, after = Wrapper(old), Wrapper(new)
    changed: list[tuple[UUID, bytes, bytes | None]] = []
    async with connection.transaction():
        await connection.execute("LOCK TABLE tenant_keys IN SHARE ROW EXCLUSIVE MODE")
        for row in await connection.fetch("SELECT tenant_id, wrapped, coming FROM tenant_keys"):
            tenant_id: UUID = row["tenant_id"]
            if not after.fits(row["wrapped"], tenant_id):
                both = [
                    key and after.wrap(before.unwrap(key, tenant_id), tenant_id)
                    for key in (row["wrapped"], row["coming"])
                ]
                changed.append((tenant_id, *both))  # pyright: ignore[reportArgumentType] - the first is always there
        await connection.executemany("UPDATE tenant_keys SET wrapped = $2, coming = $3 WHERE tenant_id = $1", changed)
    return len(changed)


def derive(key: bytes, purpose: str) -> bytes:
    """A key for one purpose only, so that what one use reveals is worth nothing to another."""
    info = f"bottega encryption: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)
