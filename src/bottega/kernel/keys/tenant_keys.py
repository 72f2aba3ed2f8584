"""Field encryption per tenant: data keys encrypt column values, the master key wraps data keys.

A sealed text reads ``base64(iv):base64(ciphertext):base64(tag):v1`` (AES-256-GCM); the last part
counts the tenant's keys, so after a change of the key it is ``v2``. Tenant and column are authenticated with the text,
so it opens nowhere else. Why so, and what still leaks: ``docs/decisions/0010-field-encryption.md``; how a key is
exchanged while people work: ``docs/decisions/0041-maps-and-new-keys.md``.
"""

import hmac
import os
import time
import unicodedata
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bottega.kernel.keys.key_wrapping import IV_BYTES, KEY_BYTES, DecryptionFailed, Wrapper, derive
from bottega.kernel.keys.secrets import DIGESTS

if TYPE_CHECKING:
    from asyncpg import Connection

TAG_BYTES: Final = 16
TOKEN_BYTES: Final = 6
CACHED_TENANTS: Final = 10_000
# How long keys are remembered, in seconds: a new key is used only after every process must have read it.
KNOWN_FOR: Final = 5.0

_IV_LETTERS: Final = IV_BYTES * 4 // 3
# The colon before the tag, and the tag's letters.
_AFTER_TEXT: Final = 25
_SHORTEST: Final = _IV_LETTERS + 1 + _AFTER_TEXT
_MOST_DIGITS: Final = 5

_INSERT_KEY: Final = "INSERT INTO tenant_keys (tenant_id, wrapped) VALUES ($1, $2) ON CONFLICT DO NOTHING"
# now() is the start of the transaction, so a row with just this time is our own and may yet be rolled back.
_READ_KEY: Final = """
SELECT wrapped, generation, coming, coming_from <= clock_timestamp() AS begun, left_open, also_sealed,
       created_at <> now() AS committed
FROM tenant_keys WHERE tenant_id = $1
"""


class _DataKey:
    """One data key: what is derived from it."""

    __slots__ = ("cipher", "gram_key", "iv_key")

    def __init__(self, data_key: bytes) -> None:
        self.cipher = AESGCM(derive(data_key, "fields"))
        self.gram_key = derive(data_key, "search grams")
        self.iv_key = derive(data_key, "ivs of texts that are sealed anew")


class TenantKeys:
    """What a tenant's data keys can do: seal and open the text of columns, hash search grams.

    Usually there is one key. While it is being exchanged there are two: both open, the newest seals.
    """

    __slots__ = ("_also_sealed", "_ciphers", "_keys", "_left_open", "_tenant", "enabled", "generation")

    def __init__(
        self,
        tenant_id: UUID,
        data_key: bytes,
        *,
        enabled: bool,
        generation: int = 1,
        coming: bytes | None = None,
        begun: bool = False,
        left_open: Collection[str] = (),
        also_sealed: Collection[str] = (),
    ) -> None:
        """Derive the keys of the tenant; with ``enabled`` off new text is stored as it is.

        ``coming`` is the key that follows, used for new text once it has ``begun``.
        """
        self.enabled = enabled
        self._tenant = tenant_id.bytes
        self._keys = {generation: _DataKey(data_key)}
        if coming is not None:
            self._keys[generation + 1] = _DataKey(coming)
        self.generation = generation + 1 if coming is not None and begun else generation
        self._ciphers = {f"v{number}": key.cipher for number, key in self._keys.items()}
        self._left_open = frozenset(left_open)
        self._also_sealed = frozenset(also_sealed)

    def remember(self, older: "TenantKeys") -> None:
        """Keep opening what another state of the keys could open: an export that is running began with it."""
        self._keys = {**older._keys, **self._keys}  # noqa: SLF001 - of the same class
        self._ciphers = {**older._ciphers, **self._ciphers}  # noqa: SLF001

    def seals(self, place: str, *, by_default: bool) -> bool:
        """Whether the tenant wants new text of a place encrypted; most places are, unless it left them open."""
        return place not in self._left_open if by_default else place in self._also_sealed

    def seal(self, plain: str, place: str, *, wanted: bool = True) -> str:
        """Encrypt a text for a place such as ``auth_users.email``.

        Text that only looks sealed is sealed even when encryption is off or not ``wanted``: otherwise whoever stores
        such a text would make the column unreadable.
        """
        if not (self.enabled and wanted) and not looks_sealed(plain):
            return plain
        return self._seal(plain, place, os.urandom(IV_BYTES))

    def _seal(self, plain: str, place: str, iv: bytes) -> str:
        cipher = self._keys[self.generation].cipher
        sealed = cipher.encrypt(iv, plain.encode("utf-8", "surrogatepass"), self._bound(place))
        text, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
        ending = f"v{self.generation}"
        return f"{b64encode(iv).decode()}:{b64encode(text).decode()}:{b64encode(tag).decode()}:{ending}"

    def open(self, sealed: str, place: str) -> str:
        """Decrypt a text sealed for the same place; text that was never encrypted comes back as it is.

        Raises:
            DecryptionFailed: The text is sealed, but not by this tenant for this place.
        """
        try:
            iv, text, tag, ending = sealed.split(":")
            body = a2b_base64(text, strict_mode=True) + a2b_base64(tag, strict_mode=True)
            cipher = self._ciphers[ending]
            plain = cipher.decrypt(a2b_base64(iv, strict_mode=True), body, self._bound(place))
        except (ValueError, KeyError, InvalidTag) as error:
            # What opens needs no look at its shape: nobody else can have sealed it.
            if not looks_sealed(sealed):
                return sealed
            reason = f"a sealed text of {place} does not open for tenant {UUID(bytes=self._tenant)}"
            raise DecryptionFailed(reason) from error
        return plain.decode("utf-8", "surrogatepass")

    def renewed(self, stored: str, place: str, record_id: UUID, *, wanted: bool) -> str:
        """A stored text in the form that is wanted now: sealed by the newest key, or open.

        A text of a record becomes the same text wherever it is stored, so that a row stays equal to the images that
        undo compares it with. That is why the iv is not random here, but a keyed hash of all that goes in.

        Raises:
            DecryptionFailed: It is sealed by none of the keys.
        """
        parts = _parts(stored)
        current = parts is not None and parts[2] == self.generation
        if parts is None and not (self.enabled and wanted):
            return stored
        if current and wanted:
            # What does not open under the newest key is no reason to keep an older one.
            return stored
        plain = self.open(stored, place)
        if not wanted and not looks_sealed(plain):
            return plain
        if current:
            return stored
        origin = stored if parts is not None else f"{record_id}"
        said = f"{place}\x00{origin}\x00{plain}".encode("utf-8", "surrogatepass")
        iv = hmac.digest(self._keys[self.generation].iv_key, said, "sha256")[:IV_BYTES]
        return self._seal(plain, place, iv)

    def tokens(self, grams: Iterable[str]) -> list[str]:
        """Hash each search gram to 12 hexadecimal characters that mean nothing outside the tenant."""
        return self._tokens(self._keys[self.generation], grams)

    def all_tokens(self, grams: Collection[str]) -> list[list[str]]:
        """The hashes under every key that search rows may be made with, the newest first."""
        newest = sorted(self._keys, reverse=True)
        return [self._tokens(self._keys[generation], grams) for generation in newest]

    @staticmethod
    def _tokens(key: _DataKey, grams: Iterable[str]) -> list[str]:
        return [
            blake2b(gram.encode("utf-8", "surrogatepass"), digest_size=TOKEN_BYTES, key=key.gram_key).hexdigest()
            for gram in grams
        ]

    def _bound(self, place: str) -> bytes:
        return self._tenant + place.encode()


class Vault:
    """The keys of all tenants, and the one keyed hash they share."""

    def __init__(self, master: bytes, enabled: bool, lasting: Mapping[str, bytes] | None = None) -> None:  # noqa: FBT001 - one reads it in the settings
        """Derive what is needed from the master key (32 bytes); ``lasting`` keys outlived a former one."""
        self.enabled = enabled
        self._wrapper = Wrapper(master)
        self._digest_key = derive(master, DIGESTS)
        # Filled when the database is opened.
        self._lasting: Mapping[str, bytes] = {} if lasting is None else lasting
        self._known: dict[UUID, tuple[float, TenantKeys, tuple[Any, ...]]] = {}

    def remembered(self, tenant_id: UUID) -> TenantKeys | None:
        """The tenant's keys, where they need not be asked for."""
        found = self._known.get(tenant_id)
        return found[1] if found is not None and time.monotonic() - found[0] < KNOWN_FOR else None

    async def keys(self, connection: "Connection[Any]", tenant_id: UUID) -> TenantKeys:
        """The tenant's keys, made on first use.

        A data key made in the current transaction is not kept in memory: if the transaction rolled back,
        later text would be sealed with a key that is stored nowhere.
        """
        if (present := self.remembered(tenant_id)) is not None:
            return present
        remembered = self._known.get(tenant_id)
        asked = time.monotonic()
        row = await connection.fetchrow(_READ_KEY, tenant_id)
        if row is None:
            await connection.execute(_INSERT_KEY, tenant_id, self.new_key(tenant_id))
            row = await connection.fetchrow(_READ_KEY, tenant_id)
        if row is None:
            reason = f"the key of tenant {tenant_id} is not visible after it was stored"
            raise DecryptionFailed(reason)
        stored = tuple(row.values())
        if remembered is not None and remembered[2] == stored:
            # The same object, because what was opened with it is remembered by it.
            self._known[tenant_id] = (asked, *remembered[1:])
            return remembered[1]
        coming = row["coming"]
        keys = TenantKeys(
            tenant_id,
            self._wrapper.unwrap(row["wrapped"], tenant_id),
            enabled=self.enabled,
            generation=row["generation"],
            coming=self._wrapper.unwrap(coming, tenant_id) if coming else None,
            begun=bool(row["begun"]),
            left_open=row["left_open"],
            also_sealed=row["also_sealed"],
        )
        if remembered is not None:
            keys.remember(remembered[1])
        if row["committed"]:
            if len(self._known) >= CACHED_TENANTS:
                self._known.pop(next(iter(self._known)))
            self._known[tenant_id] = (asked, keys, stored)
        return keys

    def new_key(self, tenant_id: UUID) -> bytes:
        """A random data key, wrapped."""
        return self._wrapper.wrap(os.urandom(KEY_BYTES), tenant_id)

    def refresh(self, tenant_id: UUID | None) -> None:
        """Read the keys of a tenant, or of all, again when they are next needed."""
        for known in [tenant_id] if tenant_id else list(self._known):
            if known in self._known:
                self._known[known] = (-KNOWN_FOR, *self._known[known][1:])

    def digest(self, text: str) -> str:
        """Keyed hash of a text for looking it up without opening it, the same in every tenant (hexadecimal).

        Case, surrounding space and Unicode spelling make no difference.
        """
        folded = unicodedata.normalize("NFKC", text.strip().lower()).encode("utf-8", "surrogatepass")
        return hmac.digest(self._lasting.get(DIGESTS, self._digest_key), folded, "sha256").hex()


def looks_sealed(text: str) -> bool:
    """Whether a text has the shape of a sealed one."""
    return _parts(text) is not None


def _parts(text: str) -> tuple[bytes, bytes, int] | None:
    """The initialisation vector, what it was encrypted to, tag and all, and by which key; None for another shape.

    By position, because lists do this for every name: ``iv:ciphertext:tag:v1``, and only the ciphertext has no fixed
    length. No letter of ``iv`` is padding, so it is decoded together with the ciphertext.
    """
    head, _, number = text.rpartition(":v")
    if len(head) < _SHORTEST or head[_IV_LETTERS] != ":" or head[-_AFTER_TEXT] != ":":
        return None
    if not (number.isascii() and number.isdecimal()) or number[0] == "0" or len(number) > _MOST_DIGITS:
        return None
    letters = head[_IV_LETTERS + 1 : -_AFTER_TEXT]
    if len(letters) % 4 or head[_IV_LETTERS - 1] == "=":
        return None
    try:
        sealed = a2b_base64(head[:_IV_LETTERS] + letters, strict_mode=True)
        tag = a2b_base64(head[-_AFTER_TEXT + 1 :], strict_mode=True)
    except ValueError:
        return None
    return (sealed[:IV_BYTES], sealed[IV_BYTES:] + tag, int(number)) if len(tag) == TAG_BYTES else None
