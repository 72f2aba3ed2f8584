"""The register of accepted invoices: their numbers, the rule against duplicates, and who sees what."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ksef.basics import WARSAW, Clock, Pace, ksef_number, reference, sha256
from ksef.invoice_files import Facts, read


@dataclass
class Accepted:
    """An accepted invoice; ``acquired`` is when it got its number, None while the service is kept from saying so."""

    number: str
    xml: bytes
    facts: Facts
    session: str
    received: datetime
    acquired: datetime | None
    mode: str
    corrected: str | None = None

    @property
    def hash(self) -> str:
        """SHA-256 of the file, in Base64."""
        return sha256(self.xml)

    def seen_by(self, nip: str) -> list[str]:
        """As which subject a taxpayer is on it."""
        third = any(one["identifier"]["value"] == nip for one in self.facts.third)
        found = {"Subject1": self.facts.seller == nip, "Subject2": self.facts.buyer == ("Nip", nip), "Subject3": third}
        return [subject for subject, is_so in found.items() if is_so]


class Register:
    """All accepted invoices, in the order of their acceptance."""

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self._clock, self._pace = clock, pace
        self._all: dict[str, Accepted] = {}

    def accept(
        self, xml: bytes, facts: Facts, session: str, *, offline: bool, acquired: datetime | None, corrected: str | None
    ) -> Accepted:
        """Give an invoice its number; its mode is offline when that is declared, or its day of issue is past."""
        now = self._clock.now()
        mode = "Offline" if offline or facts.issued < today(now) else "Online"
        one = Accepted(ksef_number(facts.seller, now), xml, facts, session, now, acquired, mode, corrected)
        self._all[one.number] = one
        return one

    def issue_elsewhere(self, xml: bytes) -> Accepted:
        """An invoice that somebody sent with another program: of our own taxpayer, or of a supplier."""
        now = self._clock.now()
        facts = read(xml, check_digits=True)
        session = reference(now, "SO")
        return self.accept(xml, facts, session, offline=False, acquired=now, corrected=None)

    def original_of(self, facts: Facts) -> Accepted | None:
        """The invoice of the same seller, kind and number."""
        key = (facts.seller, facts.kind, facts.number)
        found = (one for one in self._all.values() if (one.facts.seller, one.facts.kind, one.facts.number) == key)
        return next(found, None)

    def find(self, number: str, nip: str) -> Accepted | None:
        """An invoice by its number, if a taxpayer is on it and it has been told."""
        one = self._all.get(number)
        return one if one and one.acquired and one.acquired <= self._clock.now() and one.seen_by(nip) else None

    def stored(self, one: Accepted) -> datetime | None:
        """When an invoice can be fetched and found; None if it is not so far."""
        if one.acquired is None:
            return None
        moment = one.acquired + timedelta(seconds=self._pace.storage)
        return moment if moment <= self._clock.now() else None

    def all_stored(self) -> list[tuple[datetime, Accepted]]:
        """All that can be found, with the moment since when."""
        return [(moment, one) for one in self._all.values() if (moment := self.stored(one))]


def today(moment: datetime) -> date:
    """The day in Poland."""
    return moment.astimezone(WARSAW).date()
