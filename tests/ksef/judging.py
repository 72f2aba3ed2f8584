"""What becomes of an invoice that was sent: the checks in their order, and the rules between invoices."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ksef.answers import Refused
from ksef.basics import Clock, Pace, reference, sha256
from ksef.faults import Faults, Verdict
from ksef.invoice_files import Facts, Unfit, read
from ksef.keys import decrypted
from ksef.register import Accepted, Register, today
from ksef.sent import Sent, Session

# Refused for what the file is; not for whose it is.
_REPAIRABLE = {430, 435, 440, 450}


class Judge:
    """The rules; ``names_originals`` is whether a duplicate says of what, ``check_digits`` whether NIPs are checked."""

    def __init__(self, clock: Clock, pace: Pace, faults: Faults, register: Register) -> None:
        self.names_originals = True
        self.check_digits = False
        self._clock, self._pace, self._faults, self._register = clock, pace, faults, register

    def judged(self, session: Session, asked: Mapping[str, Any], content: bytes) -> Sent:
        """An invoice with its verdict, and in the register if it is accepted."""
        now = self._clock.now()
        ready = None if self._faults.held else now + timedelta(seconds=self._pace.invoice)
        made = Sent(
            reference(now, "EE"),
            len(session.sent) + 1,
            asked["invoiceHash"],
            asked.get("offlineMode") is True,
            now,
            ready,
            Verdict(200),
        )
        told = self._faults.next_verdict()
        if told and not told.own:
            made.verdict = told
            return made
        try:
            xml, facts = self._content(session, asked, content, made)
        except Unfit as error:
            made.verdict = Verdict(error.code, error.details)
            return made
        original = self._register.original_of(facts)
        if original:
            made.verdict = self._duplicate(original)
            return made
        made.accepted = self._register.accept(
            xml,
            facts,
            session.reference,
            offline=made.offline,
            acquired=ready,
            corrected=asked.get("hashOfCorrectedInvoice"),
        )
        if told:
            made.verdict = self._duplicate(made.accepted)
        return made

    def release(self, one: Sent) -> None:
        """Finish what was held in work."""
        if one.ready is None:
            one.ready = self._clock.now()
            if one.accepted:
                one.accepted.acquired = one.ready

    def check_correction(self, asked: Mapping[str, Any], own: Sequence[Sent]) -> None:
        """A technical correction repairs an invoice of a taxpayer that was offline, and refused for what its file is.

        Raises:
            Refused: 21166 it is repaired already, 21167 there is none to repair, 21405 it is not sent as offline.
        """
        wanted = asked.get("hashOfCorrectedInvoice")
        if wanted is None:
            return
        if not asked.get("offlineMode"):
            raise Refused(21405, "Korekta techniczna wymaga trybu offline.")
        if any(one.accepted and one.accepted.corrected == wanted for one in own):
            raise Refused(21166, "Faktura posiada już przetworzoną prawidłowo korektę techniczną.")
        repaired = [one for one in own if one.hash == wanted]
        if any(one.accepted for one in repaired):
            raise Refused(21167, "Nie można wysłać korekty technicznej do prawidłowo przetworzonej faktury.")
        now = self._clock.now()
        if not any(one.offline and one.code(now) in _REPAIRABLE for one in repaired):
            raise Refused(21167, "Brak odrzuconej faktury offline o podanym skrócie.")

    def _content(self, session: Session, asked: Mapping[str, Any], content: bytes, made: Sent) -> tuple[bytes, Facts]:
        assert session.key is not None
        xml = decrypted(content, session.key, session.vector)
        if xml is None:
            raise Unfit(435)
        if len(xml) != asked["invoiceSize"]:
            raise Unfit(430, "Rozmiar faktury nie zgadza się z zadeklarowanym.")
        if sha256(xml) != asked["invoiceHash"]:
            raise Unfit(430, "Skrót faktury nie zgadza się z zadeklarowanym.")
        facts = read(xml, check_digits=self.check_digits or session.check_digits)
        made.number = facts.number
        if facts.seller != session.login.nip:
            raise Unfit(410, f"Brak uprawnień do wystawienia faktury w imieniu NIP {facts.seller}.")
        if facts.issued > today(self._clock.now()):
            raise Unfit(450, "Data wystawienia faktury (P_1) jest późniejsza niż data przyjęcia do KSeF.")
        return xml, facts

    def _duplicate(self, original: Accepted) -> Verdict:
        if not self.names_originals:
            return Verdict(440, ("Duplikat faktury.",))
        sentence = f"Faktura o numerze KSeF: {original.number} została już przesłana w sesji: {original.session}."
        names = {"originalKsefNumber": original.number, "originalSessionReferenceNumber": original.session}
        return Verdict(440, (f"Duplikat faktury. {sentence}",), names)
