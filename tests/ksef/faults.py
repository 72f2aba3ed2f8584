"""Faults that the counterpart is told to have: in answers, on the line, in what becomes of invoices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ksef.answers import Answer, Denied, Limited, Refused, html_answer
from ksef.description import operations

KEYS = "GET /security/public-key-certificates"
CHALLENGE = "POST /auth/challenge"
BY_SIGNATURE = "POST /auth/xades-signature"
BY_TOKEN = "POST /auth/ksef-token"
SIGN_IN = "GET /auth/{referenceNumber}"
REDEEM = "POST /auth/token/redeem"
REFRESH = "POST /auth/token/refresh"
OPEN = "POST /sessions/online"
SEND = "POST /sessions/online/{referenceNumber}/invoices"
CLOSE = "POST /sessions/online/{referenceNumber}/close"
SESSION = "GET /sessions/{referenceNumber}"
INVOICE = "GET /sessions/{referenceNumber}/invoices/{invoiceReferenceNumber}"
INVOICES = "GET /sessions/{referenceNumber}/invoices"
UPO = "GET /sessions/{referenceNumber}/invoices/{invoiceReferenceNumber}/upo"
METADATA = "POST /invoices/query/metadata"
FILE = "GET /invoices/ksef/{ksefNumber}"
ANY = "*"


@dataclass
class Fault:
    """What happens to requests of an operation, so many times: ``instead`` answers them, else they are worked on first.

    ``lost`` closes the connection without an answer; ``late`` is how many seconds the answer waits.
    """

    operation: str
    times: int
    instead: Answer | Exception | None = None
    lost: bool = False
    late: float = 0


@dataclass(frozen=True)
class Verdict:
    """What becomes of an invoice: a status of the description; ``own`` has 440 name the invoice itself as original."""

    code: int
    details: tuple[str, ...] = ()
    extensions: Mapping[str, str] | None = None
    own: bool = False


class Faults:
    """The faults to come, each used up by what it happens to; ``held`` keeps new invoices in work (150)."""

    def __init__(self) -> None:
        self.held = False
        self._coming: list[Fault] = []
        self._verdicts: list[Verdict] = []
        self._sign_ins: list[tuple[int, str]] = []

    def lose_answer(self, operation: str, times: int = 1) -> None:
        """Work on the request, and hang up without an answer."""
        self._add(Fault(operation, times, lost=True))

    def drop(self, operation: str, times: int = 1) -> None:
        """Hang up without having worked on the request."""
        self._add(Fault(operation, times, ConnectionAbortedError(), lost=True))

    def delay(self, operation: str, seconds: float, times: int = 1) -> None:
        """Work on the request, and answer late."""
        self._add(Fault(operation, times, late=seconds))

    def html(self, operation: str, status: int = 200, times: int = 1) -> None:
        """A page of a filter in front of the service instead of an answer; 502 to 504 of a gateway likewise."""
        self._add(Fault(operation, times, html_answer(status)))

    def too_many(self, operation: str, seconds: int, times: int = 1) -> None:
        """429 with this Retry-After."""
        self._add(Fault(operation, times, Limited(seconds, "Przekroczono limit żądań.")))

    def refuse(self, operation: str, code: int, *details: str, times: int = 1) -> None:
        """400 with a code of the description, as 21184 for maintenance."""
        self._add(Fault(operation, times, Refused(code, *details)))

    def sign_out(self, operation: str, times: int = 1) -> None:
        """401, as if the token had run out on the way."""
        self._add(Fault(operation, times, Denied("Token dostępu wygasł.")))

    def block(self, operation: str = ANY, times: int = 1, reason: str = "security-service-blocked") -> None:
        """403 with the code of a reason."""
        security: dict[str, Any] = {"incidentId": "a1b2c3d4", "clientIp": "127.0.0.1"}
        text = "Żądanie zostało zablokowane przez mechanizmy bezpieczeństwa."
        self._add(Fault(operation, times, Denied(text, reason, security)))

    def decide(self, code: int, *details: str, extensions: Mapping[str, str] | None = None, times: int = 1) -> None:
        """Give the next invoices this status, whatever is in them."""
        self._verdicts += [Verdict(code, details, extensions)] * times

    def duplicate_of_itself(self) -> None:
        """Accept the next invoice, and say under its reference that it is a duplicate of what was accepted."""
        self._verdicts.append(Verdict(440, own=True))

    def end_sign_in(self, code: int, detail: str = "") -> None:
        """Let the next sign-in end with this status."""
        self._sign_ins.append((code, detail))

    def _add(self, fault: Fault) -> None:
        assert fault.operation == ANY or fault.operation in operations(), fault.operation
        self._coming.append(fault)

    def next_for(self, operation: str) -> Fault | None:
        """The fault that happens to a request of an operation now."""
        for fault in self._coming:
            if fault.operation in {operation, ANY}:
                fault.times -= 1
                if fault.times < 1:
                    self._coming.remove(fault)
                return fault
        return None

    def next_verdict(self) -> Verdict | None:
        """What becomes of the invoice that comes now, if that was told."""
        return self._verdicts.pop(0) if self._verdicts else None

    def next_sign_in(self) -> tuple[int, str] | None:
        """How the sign-in ends that begins now, if that was told."""
        return self._sign_ins.pop(0) if self._sign_ins else None

    def left(self) -> Sequence[object]:
        """Faults that were told and have not happened."""
        return [*self._coming, *self._verdicts, *self._sign_ins]
