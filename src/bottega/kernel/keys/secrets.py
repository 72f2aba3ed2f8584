"""The installation's secrets: the token signing key, and keys derived from the master key.

Both come from the settings, or else from files in ``<data>/secrets`` that are made on first use. Several servers
that share a master key derive the same passwords and keys from it without talking to each other.
"""

import base64
import binascii
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bottega.kernel.startup_errors import StartError, private_folder
from bottega.settings import Settings

MASTER_BYTES = 32
# The purpose of the key that values are looked up by without being opened.
DIGESTS: Final = "digests"
_FILE: Final = "master.key"
_NEXT: Final = "master.key.next"
# RFC 7518 §3.2: an HS256 key has at least the size of the hash; a shorter one can be guessed from one token.
JWT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets of an installation; their values never appear in a log or a traceback."""

    jwt: bytes = field(repr=False)
    master: bytes = field(repr=False)
    # Keys that outlived former master keys, by purpose; read from the database when it is opened.
    lasting: dict[str, bytes] = field(default_factory=dict[str, bytes], repr=False, compare=False)

    @classmethod
    def load(cls, settings: Settings) -> "Secrets":
        """Read the secrets, making those that are neither set nor stored; safe to call in several processes.

        Raises:
            StartError: A secret is malformed, or its file cannot be read or made.
        """
        folder = settings.data_folder / "secrets"
        jwt = settings.jwt_secret or _read_or_make(folder / "jwt.key", secrets.token_urlsafe(48))
        master = settings.master_key or _read_or_make(
            folder / _FILE, base64.b64encode(secrets.token_bytes(MASTER_BYTES)).decode()
        )
        if len(jwt.encode()) < JWT_BYTES:
            raise StartError(f"JWT_SECRET must have at least {JWT_BYTES} bytes; leave it unset and Bottega makes one.")
        return cls(jwt=jwt.encode(), master=_decode_master(master))

    def successor(self, settings: Settings) -> "Secrets":
        """The secrets with the master key that comes next: of the settings, or else of a file, made on first use.

        Raises:
            StartError: It is malformed, is missing where the present one is a setting, or is the present one.
        """
        if settings.master_key is None and settings.new_master_key is None:
            fresh = base64.b64encode(secrets.token_bytes(MASTER_BYTES)).decode()
            new = _decode_master(_read_or_make(settings.data_folder / "secrets" / _NEXT, fresh))
        elif settings.new_master_key is None:
            raise StartError(
                "BOTTEGA_MASTER_KEY is set, so its successor is yours to make as well: put base64 of "
                f"{MASTER_BYTES} random bytes into BOTTEGA_NEW_MASTER_KEY (openssl rand -base64 {MASTER_BYTES})."
            )
        else:
            new = _decode_master(settings.new_master_key, "BOTTEGA_NEW_MASTER_KEY")
        if new == self.master:
            raise StartError("BOTTEGA_NEW_MASTER_KEY is the master key already: there is nothing to exchange.")
        return Secrets(jwt=self.jwt, master=new)

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose: knowing it tells nothing about the master key or another purpose."""
        return self.lasting.get(purpose) or self._of_master(purpose)

    def _of_master(self, purpose: str) -> bytes:
        # The master key is uniformly random already, so this is HKDF-Expand (RFC 5869 §2.3) of one block.
        return hmac.digest(self.master, f"bottega/{purpose}".encode() + b"\x01", "sha256")

    def database_password(self, role: str) -> str:
        """Password of a database role, in hex: the same on every server that has the same master key."""
        return self._of_master(f"database password/{role}").hex()


def adopt_successor(settings: Settings, old_name: str) -> Path | None:
    """Make the file of the next master key that of the present one, and keep the old one beside it; may be repeated.

    Answers where the old one is; None where keys are settings.
    """
    folder = settings.data_folder / "secrets"
    if settings.master_key is not None or settings.new_master_key is not None:
        return None
    kept = folder / f"{_FILE}.{old_name}"
    with suppress(FileExistsError):
        os.link(folder / _FILE, kept)
    (folder / _NEXT).replace(folder / _FILE)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # The names must be on the disk before somebody deletes what the old key was for.
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return kept


def _decode_master(text: str, where: str = "BOTTEGA_MASTER_KEY or secrets/master.key") -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != MASTER_BYTES:
        raise StartError(f"The master key must be base64 of {MASTER_BYTES} bytes; check {where}.")
    return key


def _read_or_make(path: Path, fresh: str) -> str:
    private_folder(path.parent)
    try:
        if not path.exists():
            _write_once(path, fresh)
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a key"
        raise StartError(f"The secret {path} cannot be used: {reason}.") from error


def _write_once(path: Path, text: str) -> None:
    """Give a path its content unless another process does so first; nobody ever sees half a file."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        # Linking fails when the name exists: of two processes that both made a key, one loses and reads the winner's.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
