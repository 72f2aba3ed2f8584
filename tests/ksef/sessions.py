"""Operations of interactive sessions: opening, sending, closing, statuses, lists and acknowledgements of receipt."""

import base64
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from ksef.answers import Answer, Refused, json_answer, xml_answer
from ksef.basics import Clock, Pace, Request, reference, sha256
from ksef.faults import Faults
from ksef.judging import Judge
from ksef.keys import SESSIONS, Keys
from ksef.lists import fits, paged, session_status
from ksef.receipts import receipt
from ksef.register import Register
from ksef.sent import Sent, Session
from ksef.sign_in import SignIn

LINK_LIVES = timedelta(hours=72)
MOST_INVOICES = 10_000
_FORM = {"systemCode": "FA (3)", "schemaVersion": "1-0E", "value": "FA"}


class Sessions:
    """All sessions; ``home`` is the address under which files can be fetched without a sign-in."""

    def __init__(
        self,
        clock: Clock,
        pace: Pace,
        keys: Keys,
        faults: Faults,
        sign_in: SignIn,
        register: Register,
        home: Callable[[], str],
    ) -> None:
        self.most_invoices = MOST_INVOICES
        self.judge = Judge(clock, pace, faults, register)
        self._clock, self._pace, self._keys, self._sign_in, self._home = clock, pace, keys, sign_in, home
        self._register = register
        self._all: dict[str, Session] = {}
        self._secrets: dict[str, str] = {}
        self._files: dict[str, tuple[bytes, datetime]] = {}

    def release(self) -> None:
        """Finish the invoices that were held in work."""
        for session in self._all.values():
            for one in session.sent:
                self.judge.release(one)

    def open(self, request: Request) -> Answer:
        """Open a session for FA (3)."""
        asked = request.value
        if asked["formCode"] != _FORM:
            raise Refused(21405, "Wskazany kod formularza nie jest wspierany.")
        encryption = asked["encryption"]
        vector = base64.b64decode(encryption["initializationVector"])
        if len(vector) != 16:
            raise Refused(21405, "Wektor inicjalizujący musi mieć 16 bajtów.")
        key = self._keys.opened(SESSIONS, encryption["encryptedSymmetricKey"], encryption.get("publicKeyId"))
        now = self._clock.now()
        session = Session(
            reference(now, "SO"),
            reference(now, "UP"),
            self._sign_in.login(request.signed_in.login),
            key if key and len(key) == 32 else None,
            vector,
            request.wants("subject-identifier-validation"),
            now,
            now,
        )
        self._all[session.reference] = session
        told = {"referenceNumber": session.reference, "validUntil": session.valid_until.isoformat()}
        return json_answer(201, told)

    def send(self, request: Request) -> Answer:
        """Take an invoice into a session that is open."""
        now, session, asked = self._clock.now(), self._own(request), request.value
        code = session.code(now, self._pace.session)
        if code != 100:
            raise Refused(21180, f"Status sesji {code} uniemożliwia wysyłkę faktur.")
        if len(session.sent) >= self.most_invoices:
            limit = f"osiągnęła dozwolony limit liczby faktur {self.most_invoices}."
            raise Refused(21155, f"Sesja o numerze referencyjnym {session.reference} {limit}")
        content = base64.b64decode(asked["encryptedInvoiceContent"])
        if len(content) != asked["encryptedInvoiceSize"]:
            raise Refused(21402, "Długość treści nie zgadza się z rozmiarem pliku.")
        if sha256(content) != asked["encryptedInvoiceHash"]:
            raise Refused(21403, "Skrót treści nie zgadza się ze skrótem pliku.")
        self.judge.check_correction(asked, [one for other in self._of(session.login.nip) for one in other.sent])
        made = self.judge.judged(session, asked, content)
        session.sent.append(made)
        session.updated = now
        return json_answer(202, {"referenceNumber": made.reference})

    def close(self, request: Request) -> Answer:
        """Close a session."""
        now, session = self._clock.now(), self._own(request)
        code = session.code(now, self._pace.session)
        if code != 100:
            raise Refused(21180, f"Status sesji {code} uniemożliwia jej zamknięcie.")
        session.closed = session.updated = now
        return Answer(204)

    def status(self, request: Request) -> Answer:
        """How a session stands, with its acknowledgement once it has one."""
        now, session = self._clock.now(), self._own(request)
        code = session.code(now, self._pace.session)
        told: dict[str, Any] = {
            "status": session_status(code),
            "dateCreated": session.created.isoformat(),
            "dateUpdated": session.updated.isoformat(),
            "validUntil": session.valid_until.isoformat() if code == 100 else None,
            "invoiceCount": len(session.sent),
            "successfulInvoiceCount": len(session.taken(now)),
            "failedInvoiceCount": len(session.failed(now)),
        }
        if code == 200:
            link = self._link(session.page, self._collective(session))
            page = {"referenceNumber": session.page, "downloadUrl": link[0], "downloadUrlExpirationDate": link[1]}
            told["upo"] = {"pages": [page]}
        return json_answer(200, told)

    def invoices(self, request: Request) -> Answer:
        """The invoices of a session, a page at a time."""
        session = self._own(request)
        return self._list(request, session, session.sent)

    def failed_invoices(self, request: Request) -> Answer:
        """Those of them that are refused."""
        session = self._own(request)
        return self._list(request, session, session.failed(self._clock.now()))

    def invoice(self, request: Request) -> Answer:
        """How an invoice of a session stands."""
        session = self._own(request)
        return json_answer(200, self._told(session, self._sent(request, session)))

    def receipt_by_reference(self, request: Request) -> Answer:
        """The acknowledgement of an invoice by the reference of its sending."""
        session = self._own(request)
        return self._receipt(session, self._sent(request, session))

    def receipt_by_number(self, request: Request) -> Answer:
        """The acknowledgement of an invoice by its KSeF number."""
        session, number = self._own(request), request.parameters["ksefNumber"]
        found = [one for one in session.sent if one.accepted and one.accepted.number == number]
        if not found:
            raise Refused(21178, f"UPO o numerze KSeF {number} nie zostało znalezione.")
        return self._receipt(session, found[0], despite_duplicate=True)

    def receipt_of_session(self, request: Request) -> Answer:
        """The acknowledgement of a session."""
        session = self._own(request)
        over = session.code(self._clock.now(), self._pace.session) == 200
        if not over or request.parameters["upoReferenceNumber"] != session.page:
            raise Refused(21178, f"UPO dla sesji {session.reference} nie zostało znalezione.")
        body = self._collective(session)
        return xml_answer(body, sha256(body))

    def sessions(self, request: Request) -> Answer:
        """The sessions of a taxpayer, the newest first; of whoever may not look around only their own."""
        visitor, now = request.signed_in, self._clock.now()
        all_of_them = "Introspection" in visitor.permissions
        found = [
            one
            for one in reversed(self._of(visitor.nip))
            if (all_of_them or one.login.reference == visitor.login)
            and fits(one, request.query, one.code(now, self._pace.session), now)
        ]
        page, rest = paged(request, found)
        told = [
            {
                "referenceNumber": one.reference,
                "status": session_status(one.code(now, self._pace.session)),
                "dateCreated": one.created.isoformat(),
                "dateUpdated": one.updated.isoformat(),
                "validUntil": one.valid_until.isoformat(),
                "totalInvoiceCount": len(one.sent),
                "successfulInvoiceCount": len(one.taken(now)),
                "failedInvoiceCount": len(one.failed(now)),
            }
            for one in page
        ]
        return json_answer(200, {"continuationToken": rest, "sessions": told})

    def file(self, name: str) -> Answer | None:
        """A file that needs no sign-in, until its link is over."""
        body, until = self._files.get(name, (b"", self._clock.now()))
        return xml_answer(body, sha256(body)) if body and self._clock.now() < until else None

    def _of(self, nip: str) -> list[Session]:
        return [one for one in self._all.values() if one.login.nip == nip]

    def _own(self, request: Request) -> Session:
        number = request.parameters["referenceNumber"]
        session = self._all.get(number)
        if session is None or session.login.nip != request.signed_in.nip:
            raise Refused(21173, f"Sesja o numerze referencyjnym {number} nie została odnaleziona.")
        return session

    @staticmethod
    def _sent(request: Request, session: Session) -> Sent:
        number = request.parameters["invoiceReferenceNumber"]
        found = next((one for one in session.sent if one.reference == number), None)
        if found is None:
            raise Refused(21405, f"Faktura o numerze referencyjnym {number} nie została znaleziona.")
        return found

    def _list(self, request: Request, session: Session, found: Sequence[Sent]) -> Answer:
        page, rest = paged(request, found)
        return json_answer(200, {"continuationToken": rest, "invoices": [self._told(session, one) for one in page]})

    def _told(self, session: Session, one: Sent) -> dict[str, Any]:
        now = self._clock.now()
        told: dict[str, Any] = {
            "ordinalNumber": one.ordinal,
            "invoiceNumber": one.number,
            "referenceNumber": one.reference,
            "invoiceHash": one.hash,
            "invoicingDate": one.received.isoformat(),
            "status": one.status(now),
        }
        if one.accepted and one.code(now) == 200:
            stored = self._register.stored(one.accepted)
            link, until = self._link(one.reference, receipt(session.reference, session.login, [one.accepted]))
            told |= {
                "ksefNumber": one.accepted.number,
                "acquisitionDate": one.accepted.acquired and one.accepted.acquired.isoformat(),
                "permanentStorageDate": stored and stored.isoformat(),
                "invoicingMode": one.accepted.mode,
                "upoDownloadUrl": link,
                "upoDownloadUrlExpirationDate": until,
            }
        return told

    def _receipt(self, session: Session, one: Sent, *, despite_duplicate: bool = False) -> Answer:
        over = {200, 440} if despite_duplicate else {200}
        if one.accepted is None or one.code(self._clock.now()) not in over:
            raise Refused(21178, f"UPO dla faktury {one.reference} nie zostało znalezione.")
        body = receipt(session.reference, session.login, [one.accepted])
        return xml_answer(body, sha256(body))

    def _collective(self, session: Session) -> bytes:
        return receipt(session.reference, session.login, session.taken(self._clock.now()))

    def _link(self, name: str, body: bytes) -> tuple[str, str]:
        secret = self._secrets.setdefault(name, secrets.token_urlsafe(24))
        until = self._clock.now() + LINK_LIVES
        self._files[secret] = body, until
        return f"{self._home()}/{secret}", until.isoformat()
