"""Identifiers: uuid version 7, ordered by time."""

import os
import time
from typing import cast
from uuid import UUID

from asyncpg.pgproto import pgproto

_VERSION = 7 << 76
_VARIANT = 2 << 62


def new_id() -> UUID:
    """A new uuidv7: 48 bits of milliseconds, then randomness (RFC 9562 §5.7)."""
    random = int.from_bytes(os.urandom(10), "big")
    high = random >> 62 & 0xFFF
    low = random & ((1 << 62) - 1)
    return UUID(int=(time.time_ns() // 1_000_000) << 80 | _VERSION | high << 64 | _VARIANT | low)


def unpacked(raw: bytes) -> UUID:
    """The id of these sixteen bytes, as rows have it: made ten times as fast as by the standard library."""
    return cast("UUID", pgproto.UUID(raw))
