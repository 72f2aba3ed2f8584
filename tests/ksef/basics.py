"""What all parts of the counterpart share: its clock, requests, who is signed in, reference numbers, checksums."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ksef.description import Operation

WARSAW = ZoneInfo("Europe/Warsaw")
OWNER = frozenset({"InvoiceRead", "InvoiceWrite", "Introspection", "CredentialsManage", "CredentialsRead"})


class Clock:
    """The counterpart's time, in UTC: it runs on from where it was set."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(UTC) + self._ahead

    def set(self, moment: datetime) -> None:
        """Let it be this moment now."""
        self._ahead = moment - datetime.now(UTC)

    def advance(self, **span: float) -> None:
        """Let so much time have passed, as ``timedelta`` names it."""
        self._ahead += timedelta(**span)


@dataclass
class Pace:
    """How long the service works on things, in seconds of its clock; at 0 everything is done at once."""

    sign_in: float = 0
    invoice: float = 0
    # From its number until an invoice can be fetched and found.
    storage: float = 0
    # From its closing until a session has its acknowledgement.
    session: float = 0


@dataclass(frozen=True)
class Visitor:
    """Who is signed in: for which NIP, by what, with which permissions; ``login`` is the reference of that."""

    nip: str
    permissions: frozenset[str]
    method: str
    login: str


@dataclass(frozen=True)
class Request:
    """A request that was understood: names of headers are in lower case."""

    operation: Operation
    path: str
    parameters: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    client: str
    value: Any = None
    token: Mapping[str, Any] = field(default_factory=dict)
    visitor: Visitor | None = None

    @property
    def signed_in(self) -> Visitor:
        """Who asks, of an operation that takes an access token."""
        assert self.visitor is not None
        return self.visitor

    def wants(self, feature: str) -> bool:
        """Whether a feature of the service is asked for."""
        return feature in self.headers.get("x-ksef-feature", "")


def reference(moment: datetime, kind: str) -> str:
    """A new reference number: CR challenge, AU sign-in, SO session, EE invoice, UP acknowledgement, EC token."""
    start = f"{moment:%Y%m%d}-{kind}-{secrets.token_hex(5).upper()}-{secrets.token_hex(5).upper()}"
    return f"{start}-{crc_8(start):02X}"


def ksef_number(nip: str, moment: datetime) -> str:
    """A new number of an invoice: seller, day in Poland, twelve hexadecimal digits, CRC-8 of all that."""
    start = f"{nip}-{moment.astimezone(WARSAW):%Y%m%d}-{secrets.token_hex(6).upper()}"
    return f"{start}-{crc_8(start):02X}"


def crc_8(text: str) -> int:
    """CRC-8 with the polynomial 0x07, from 0; written here so that no fault of the product's own can hide."""
    crc = 0
    for byte in text.encode("ascii"):
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1) ^ (0x07 if crc & 0x80 else 0)
            crc &= 0xFF
    return crc


def sha256(content: bytes) -> str:
    """SHA-256 in Base64."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
