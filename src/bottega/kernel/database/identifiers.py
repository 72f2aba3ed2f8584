"""Identifiers: uuid version 7, ordered by time."""

import os
import time
from typing import cast
from uuid import UUID

from asyncpg.pgproto import pgproto

_VERSION = 7 << 76
_VARIANT = 2 << 62


def new_id() -> UUID:
    """A new uuidv7: 48 bits of milliseconds, 12 of the millisecond's fraction, then randomness (RFC 9562 §6.2).

    The fraction, method 3 there, counts in 244 ns: ids made one after the other are in the order of their making, so
    that logs, which are read in the order of ids, tell what happened within a millisecond as it happened.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = (rest << 12) // 1_000_000
    low = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=milliseconds << 80 | _VERSION | fraction << 64 | _VARIANT | low)


def unpacked(raw: bytes) -> UUID:
    """The id of these sixteen bytes, as rows have it: made ten times as fast as by the standard library."""
    return cast("UUID", pgproto.UUID(raw))
