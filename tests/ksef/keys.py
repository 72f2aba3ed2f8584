"""RSA keys of the ministry with their certificates, one a usage, which can be replaced; and what is read with them."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from ksef.answers import Refused
from ksef.basics import sha256

TOKENS = "KsefTokenEncryption"
SESSIONS = "SymmetricKeyEncryption"
_START = datetime(2026, 1, 1, tzinfo=UTC)
_OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
_BLOCK = 16


@dataclass(frozen=True)
class MinistryKey:
    """A key for a usage; ``id`` is by which requests name it."""

    usage: str
    private: rsa.RSAPrivateKey
    certificate: x509.Certificate
    id: str

    def described(self) -> dict[str, Any]:
        """The key as the service publishes it."""
        der = self.certificate.public_bytes(Encoding.DER)
        return {
            "certificate": base64.b64encode(der).decode(),
            "certificateId": sha256(der),
            "publicKeyId": self.id,
            "validFrom": self.certificate.not_valid_before_utc.isoformat(),
            "validTo": self.certificate.not_valid_after_utc.isoformat(),
            "usage": [self.usage],
        }


class Keys:
    """The keys in use; a replaced one is refused by its id, and what it locked is not opened any more."""

    def __init__(self) -> None:
        self._made = {TOKENS: 0, SESSIONS: 0}
        self._current = {usage: [_key(usage, 0)] for usage in self._made}

    def published(self) -> list[dict[str, Any]]:
        """All keys, as the service publishes them."""
        return [key.described() for keys in self._current.values() for key in keys]

    def rotate(self, usage: str, *, keep: bool = False) -> None:
        """Put a newer key in the place of the current one, or beside it."""
        self._made[usage] += 1
        self._current[usage] = (self._current[usage] if keep else []) + [_key(usage, self._made[usage])]

    def opened(self, usage: str, locked: str, key_id: str | None) -> bytes | None:
        """What was locked with a key, in Base64; None if it is none of ours.

        Raises:
            Refused: 21470, the key is named and unknown or withdrawn.
        """
        keys = [key for key in self._current[usage] if key_id in {None, key.id}]
        if not keys:
            raise Refused(21470, f"Klucz o identyfikatorze {key_id} nie jest wspierany.")
        for key in keys:
            try:
                return key.private.decrypt(base64.b64decode(locked), _OAEP)
            except ValueError:
                continue
        return None


def decrypted(content: bytes, key: bytes, vector: bytes) -> bytes | None:
    """What AES-256-CBC with PKCS#7 made of it; None if it is not such."""
    if not content or len(content) % _BLOCK:
        return None
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
    padded = decryptor.update(content) + decryptor.finalize()
    unpadder = PKCS7(8 * _BLOCK).unpadder()
    try:
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        return None


@cache
def _key(usage: str, nth: int) -> MinistryKey:
    """The nth key of a usage: made once a process, as making one takes a while."""
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Ministerstwo Finansów, odpowiednik, {usage} {nth}")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        # Clients take the newest that is valid by their own clock.
        .not_valid_before(_START + timedelta(days=nth))
        .not_valid_after(_START.replace(year=2046))
        .sign(private, hashes.SHA256())
    )
    spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return MinistryKey(usage, private, certificate, sha256(spki))
