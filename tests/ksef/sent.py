"""Sessions and the invoices sent in them: what they are, and how they stand at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ksef.faults import Verdict
from ksef.register import Accepted
from ksef.sign_in import Login

SESSION_LIVES = timedelta(hours=12)
INVOICE_STATUSES: Mapping[int, str] = {
    100: "Faktura przyjęta do dalszego przetwarzania",
    150: "Trwa przetwarzanie",
    200: "Sukces",
    405: "Przetwarzanie anulowane z powodu błędu sesji",
    410: "Nieprawidłowy zakres uprawnień",
    415: "Brak możliwości wysyłania faktury z załącznikiem",
    430: "Błąd weryfikacji pliku faktury",
    435: "Błąd odszyfrowania pliku",
    440: "Duplikat faktury",
    450: "Błąd weryfikacji semantyki dokumentu faktury",
    500: "Nieznany błąd",
    550: "Operacja została anulowana przez system",
}
SESSION_STATUSES: Mapping[int, tuple[str, str]] = {
    100: ("Sesja interaktywna otwarta", "InProgress"),
    170: ("Sesja interaktywna zamknięta", "InProgress"),
    200: ("Sesja interaktywna przetworzona pomyślnie", "Succeeded"),
    415: ("Błąd odszyfrowania dostarczonego klucza", "Failed"),
    440: ("Sesja anulowana", "Cancelled"),
    445: ("Błąd weryfikacji, brak poprawnych faktur", "Failed"),
}


@dataclass
class Sent:
    """An invoice as it was sent; ``ready`` is when its verdict is known, None while it is held in work."""

    reference: str
    ordinal: int
    hash: str
    offline: bool
    received: datetime
    ready: datetime | None
    verdict: Verdict
    number: str | None = None
    accepted: Accepted | None = None

    def code(self, now: datetime) -> int:
        """Its status at a moment: 100 in the first half of the work, 150 in the second."""
        if self.ready is not None and now >= self.ready:
            return self.verdict.code
        half = self.received + (self.ready - self.received) / 2 if self.ready else self.received
        return 100 if now < half else 150

    def status(self, now: datetime) -> dict[str, Any]:
        """Its status as the service tells it."""
        code = self.code(now)
        told: dict[str, Any] = {"code": code, "description": INVOICE_STATUSES[code]}
        if code == self.verdict.code:
            told |= {"details": list(self.verdict.details) or None, "extensions": self.verdict.extensions}
        return told


@dataclass
class Session:
    """An interactive session; without a ``key`` what was sent for one could not be opened.

    ``page`` is the reference of the only page of its acknowledgement of receipt.
    """

    reference: str
    page: str
    login: Login
    key: bytes | None
    vector: bytes
    check_digits: bool
    created: datetime
    updated: datetime
    closed: datetime | None = None
    sent: list[Sent] = field(default_factory=list)

    @property
    def valid_until(self) -> datetime:
        """When it closes by itself."""
        return self.created + SESSION_LIVES

    def closed_at(self, now: datetime) -> datetime | None:
        """When it was closed, by whoever opened it or by time."""
        return self.closed or (self.valid_until if now >= self.valid_until else None)

    def code(self, now: datetime, work: float) -> int:
        """Its status at a moment; ``work`` are the seconds that its acknowledgement takes once all is done."""
        if self.key is None:
            return 415
        closed = self.closed_at(now)
        if closed is None:
            return 100
        if not self.sent:
            return 440
        ready = [one.ready for one in self.sent if one.ready is not None]
        if len(ready) < len(self.sent) or now < max([closed, *ready]) + timedelta(seconds=work):
            return 170
        return 200 if self.taken(now) else 445

    def taken(self, now: datetime) -> list[Accepted]:
        """The invoices that are accepted under their own references."""
        return [one.accepted for one in self.sent if one.accepted and one.code(now) == 200]

    def failed(self, now: datetime) -> list[Sent]:
        """Those that are refused."""
        return [one for one in self.sent if one.code(now) > 200]
