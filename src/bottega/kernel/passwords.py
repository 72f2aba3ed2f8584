"""Password hashing: argon2id, and verification of older bcrypt hashes.

Refusing somebody who has no account takes as long as refusing a wrong password.
"""

import asyncio
import os
import secrets
from base64 import b64encode
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Final

import bcrypt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bottega.kernel.i18n import T
from bottega.settings import Settings

NOT_MET = T(en="Password does not meet the requirements.", pl="Hasło nie spełnia wymagań.")
AT_LEAST = T(en="At least {min} characters", pl="Minimalna liczba znaków: {min}")
ONE_NUMBER = T(en="One number", pl="Jedna cyfra")
ONE_UPPERCASE = T(en="One uppercase letter", pl="Jedna wielka litera")
ONE_SPECIAL = T(en="One special character", pl="Jeden znak specjalny")

# Without the characters that people confuse when they type a password from paper.
_KINDS: Final = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!#%*?_")

_BCRYPT: Final = ("$2a$", "$2b$", "$2y$")
_BCRYPT_BYTES: Final = 72
# 32 MiB and two passes: about 50 ms, and more than the least that OWASP recommends.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=32_768, parallelism=1)
# As many hashes at once as there are processors: more would only take more memory.
_THREADS: Final = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="passwords")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password is right, and whether its hash should be made anew while the password is at hand."""

    ok: bool
    needs_rehash: bool = False


def hash_password(plain: str) -> str:
    """Hash a password for storing; blocks for about 50 ms."""
    return _HASHER.hash(_encoded(plain))


def verify(plain: str, hashed: str | None) -> Verdict:
    """Compare a password with a stored hash; without a hash it blocks as long, and fails."""
    if hashed and hashed.startswith(_BCRYPT):
        return _verify_bcrypt(plain, hashed)
    try:
        _HASHER.verify(hashed or _nobodys_hash(), _encoded(plain))
    except VerificationError:
        return Verdict(ok=False)
    except InvalidHashError:
        return verify(plain, None)
    return Verdict(ok=True, needs_rehash=_HASHER.check_needs_rehash(hashed)) if hashed else Verdict(ok=False)


async def hash_password_async(plain: str) -> str:
    """``hash_password`` in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, hash_password, plain)


async def verify_password_async(plain: str, hashed: str | None) -> Verdict:
    """``verify`` in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, verify, plain, hashed)


def check_policy(plain: str, settings: Settings) -> list[T]:
    """The requirements that a password does not meet; letters of any alphabet count."""
    rules = (
        (len(plain) >= settings.password_min_length, AT_LEAST.given(min=settings.password_min_length)),
        (not settings.password_require_digit or any(map(str.isdigit, plain)), ONE_NUMBER),
        (not settings.password_require_uppercase or any(map(str.isupper, plain)), ONE_UPPERCASE),
        (not settings.password_require_special or not all(map(str.isalnum, plain)), ONE_SPECIAL),
    )
    return [text for met, text in rules if not met]


def joined(requirements: Iterable[T]) -> T:
    """Several requirements as one text: ``At least 6 characters, One number``."""
    texts = list(requirements)
    return T(en=", ".join(text("en") for text in texts), pl=", ".join(text("pl") for text in texts))


def generate_password(length: int = 16) -> str:
    """A random password with every kind of character that a policy can ask for."""
    picked = [secrets.choice(kind) for kind in _KINDS]
    picked += [secrets.choice("".join(_KINDS)) for _ in range(length - len(picked))]
    secrets.SystemRandom().shuffle(picked)
    return "".join(picked)


def _verify_bcrypt(plain: str, hashed: str) -> Verdict:
    try:
        # The library refuses longer input, which older ones cut silently.
        matches = bcrypt.checkpw(_encoded(plain)[:_BCRYPT_BYTES], hashed.encode())
    except ValueError:
        return verify(plain, None)
    return Verdict(ok=matches, needs_rehash=matches)


@cache
def _nobodys_hash() -> str:
    """A hash that no password has, and that is as costly to check as a real one."""
    salt, digest = (b64encode(os.urandom(size)).decode().rstrip("=") for size in (_HASHER.salt_len, _HASHER.hash_len))
    cost = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


def _encoded(plain: str) -> bytes:
    # A request may hold half of a surrogate pair, which plain UTF-8 refuses.
    return plain.encode("utf-8", "surrogatepass")
