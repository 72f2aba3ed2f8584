"""Field encryption per tenant: the tenant's key seals the text of a column, the master key wraps that key.

A sealed text reads ``base64(iv):base64(ciphertext):base64(tag):v1`` (AES-256-GCM, common brief §14). Tenant
and column are authenticated with it, so a sealed text opens nowhere else. Why so, and what still leaks:
``docs/decisions/0010-field-encryption.md``.
"""

import hmac
import os
import unicodedata
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
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
TAG_BYTES: Final = 16
TOKEN_BYTES: Final = 6
CACHED_TENANTS: Final = 10_000

# Opened texts a process remembers, some four megabytes.
REMEMBERED_TEXTS: Final = 8_192

_IV_LETTERS: Final = IV_BYTES * 4 // 3
# The colon before the tag, the tag's 24 letters, and ":v1".
_AFTER_TEXT: Final = 28
_SHORTEST: Final = _IV_LETTERS + 1 + _AFTER_TEXT

_INSERT_KEY: Final = "INSERT INTO tenant_keys (tenant_id, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING"
# now() is the start of the transaction, so a row with just this time is our own and may yet be rolled back.
_READ_KEY: Final = "SELECT wrapped, created_at <> now() AS committed FROM tenant_keys WHERE tenant_id = $1"


class DecryptionFailed(Problem):
    """500: what is stored cannot be opened, so the key is another one or the text was tampered with."""

    def __init__(self, reason: str) -> None:
        """Keep the reason for the log; the caller only learns that something went wrong."""
        super().__init__()
        self.args = (reason,)


class TenantKeys:
    """What one tenant's data key can do: seal and open the text of columns, hash search grams."""

    __slots__ = ("_cipher", "_gram_key", "_tenant", "enabled")

    def __init__(self, tenant_id: UUID, data_key: bytes, *, enabled: bool) -> None:
        """Derive the keys of the tenant; with ``enabled`` off new text is stored as it is."""
        self.enabled = enabled
        self._tenant = tenant_id.bytes
        self._cipher = AESGCM(_derive(data_key, "fields"))
        self._gram_key = _derive(data_key, "search grams")

    def seal(self, plain: str, place: str) -> str:
        """Encrypt a text for a place such as ``auth_users.email``.

        Text that only looks sealed is sealed even when encryption is off: otherwise whoever stores such a
        text would make the column unreadable.
        """
        if not self.enabled and not looks_sealed(plain):
            return plain
        iv = os.urandom(IV_BYTES)
        sealed = self._cipher.encrypt(iv, plain.encode("utf-8", "surrogatepass"), self._bound(place))
        text, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
        return f"{b64encode(iv).decode()}:{b64encode(text).decode()}:{b64encode(tag).decode()}:v1"

    def open(self, sealed: str, place: str) -> str:
        """Decrypt a text sealed for the same place; text that was never encrypted comes back as it is.

        What was opened lately is remembered: the first pages of lists show the same texts again and again.

        Raises:
            DecryptionFailed: The text is sealed, but not by this tenant for this place.
        """
        return _open_again(self, sealed, place)

    def open_once(self, sealed: str, place: str) -> str:
        """Like ``open`` for whoever goes through many texts: it remembers nothing, and so pushes nothing out."""
        parts = _parts(sealed)
        if parts is None:
            return sealed
        try:
            plain = self._cipher.decrypt(*parts, self._bound(place))
        except InvalidTag as error:
            reason = f"a sealed text of {place} does not open for tenant {UUID(bytes=self._tenant)}"
            raise DecryptionFailed(reason) from error
        return plain.decode("utf-8", "surrogatepass")

    def tokens(self, grams: Iterable[str]) -> list[str]:
        """Hash each search gram to 12 hexadecimal characters that mean nothing outside the tenant."""
        key = self._gram_key
        return [
            blake2b(gram.encode("utf-8", "surrogatepass"), digest_size=TOKEN_BYTES, key=key).hexdigest()
            for gram in grams
        ]

    def _bound(self, place: str) -> bytes:
        return self._tenant + place.encode()


class Vault:
    """The keys of all tenants, and the one keyed hash they share."""

    def __init__(self, master: bytes, enabled: bool) -> None:  # noqa: FBT001 - one reads it in the settings
        """Derive what is needed from the master key (32 bytes)."""
        self.enabled = enabled
        self._wrapper = _Wrapper(master)
        self._digest_key = _derive(master, "digests")
        self._known: dict[UUID, TenantKeys] = {}

    async def keys(self, connection: "Connection[Any]", tenant_id: UUID) -> TenantKeys:
        """The tenant's keys, made on first use.

        A data key made in the current transaction is not kept in memory: if the transaction rolled back,
        later text would be sealed with a key that is stored nowhere.
        """
        known = self._known.get(tenant_id)
        if known is not None:
            return known
        row = await connection.fetchrow(_READ_KEY, tenant_id)
        if row is None:
            wrapped = self._wrapper.wrap(os.urandom(KEY_BYTES), tenant_id)
            await connection.execute(_INSERT_KEY, tenant_id, wrapped)
            row = await connection.fetchrow(_READ_KEY, tenant_id)
        if row is None:
            reason = f"the key of tenant {tenant_id} is not visible after it was stored"
            raise DecryptionFailed(reason)
        keys = TenantKeys(tenant_id, self._wrapper.unwrap(row["wrapped"], tenant_id), enabled=self.enabled)
        if row["committed"]:
            if len(self._known) >= CACHED_TENANTS:
                self._known.pop(next(iter(self._known)))
            self._known[tenant_id] = keys
        return keys

    def forget(self, tenant_id: UUID) -> None:
        """Drop a tenant's keys from memory, for instance when the tenant is gone."""
        self._known.pop(tenant_id, None)
        _open_again.cache_clear()

    def digest(self, text: str) -> str:
        """Keyed hash of a text for looking it up without opening it, the same in every tenant (hexadecimal).

        Case, surrounding space and Unicode spelling make no difference.
        """
        folded = unicodedata.normalize("NFKC", text.strip().lower()).encode("utf-8", "surrogatepass")
        return hmac.digest(self._digest_key, folded, "sha256").hex()


def looks_sealed(text: str) -> bool:
    """Whether a text has the shape of a sealed one."""
    return _parts(text) is not None


def _parts(text: str) -> tuple[bytes, bytes] | None:
    """The initialisation vector and what it was encrypted to, tag and all; None for text of another shape.

    By position, because lists do this for every name: ``iv:ciphertext:tag:v1``, and only the ciphertext has no fixed
    length. No letter of ``iv`` is padding, so it is decoded together with the ciphertext.
    """
    if len(text) < _SHORTEST or text[-3:] != ":v1" or text[_IV_LETTERS] != ":" or text[-_AFTER_TEXT] != ":":
        return None
    letters = text[_IV_LETTERS + 1 : -_AFTER_TEXT]
    if len(letters) % 4 or text[_IV_LETTERS - 1] == "=":
        return None
    try:
        sealed = a2b_base64(text[:_IV_LETTERS] + letters, strict_mode=True)
        tag = a2b_base64(text[-_AFTER_TEXT + 1 : -3], strict_mode=True)
    except ValueError:
        return None
    return (sealed[:IV_BYTES], sealed[IV_BYTES:] + tag) if len(tag) == TAG_BYTES else None


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _open_again(keys: TenantKeys, sealed: str, place: str) -> str:
    return keys.open_once(sealed, place)


async def rewrap(connection: "Connection[Any]", old: bytes, new: bytes) -> int:
    """Wrap every tenant's data key with a new master key; the data itself stays as it is.

    Every process must be stopped, the connection must see all tenants, and whoever stores a ``Vault.digest``
    computes it anew: the digest key follows the master key. May be repeated after an interruption.

    Returns:
        How many keys were wrapped anew; those already wrapped with the new key are not counted.
    """
    before, after = _Wrapper(old), _Wrapper(new)
    changed: list[tuple[UUID, bytes]] = []
    async with connection.transaction():
        await connection.execute("LOCK TABLE tenant_keys IN SHARE ROW EXCLUSIVE MODE")
        for row in await connection.fetch("SELECT tenant_id, wrapped FROM tenant_keys"):
            tenant_id: UUID = row["tenant_id"]
            if not after.fits(row["wrapped"], tenant_id):
                changed.append((tenant_id, after.wrap(before.unwrap(row["wrapped"], tenant_id), tenant_id)))
        await connection.executemany("UPDATE tenant_keys SET wrapped = $2 WHERE tenant_id = $1", changed)
    return len(changed)


class _Wrapper:
    """Wraps data keys with the master key, each bound to its tenant: ``iv || ciphertext || tag``."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            message = f"the master key has {len(master)} bytes instead of {KEY_BYTES}"
            raise ValueError(message)
        self._cipher = AESGCM(_derive(master, "tenant keys"))

    def wrap(self, data_key: bytes, tenant_id: UUID) -> bytes:
        iv = os.urandom(IV_BYTES)
        return iv + self._cipher.encrypt(iv, data_key, tenant_id.bytes)

    def unwrap(self, wrapped: bytes, tenant_id: UUID) -> bytes:
        try:
            return self._cipher.decrypt(wrapped[:IV_BYTES], wrapped[IV_BYTES:], tenant_id.bytes)
        except InvalidTag as error:
            reason = f"the key of tenant {tenant_id} was wrapped with another master key, or is damaged"
            raise DecryptionFailed(reason) from error

    def fits(self, wrapped: bytes, tenant_id: UUID) -> bool:
        try:
            self.unwrap(wrapped, tenant_id)
        except DecryptionFailed:
            return False
        return True


def _derive(key: bytes, purpose: str) -> bytes:
    """A key for one purpose only, so that what one use reveals is worth nothing to another."""
    info = f"bottega encryption: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)
