"""Looking up accepted invoices: by what is known of them (metadata), and the file by its number."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ksef.answers import Answer, Refused, json_answer, xml_answer
from ksef.basics import WARSAW, Clock, Request
from ksef.lists import moment_of
from ksef.register import Accepted, Register

MOST_DAYS = 100
MOST = 10_000
_FORM = {"systemCode": "FA (3)", "schemaVersion": "1-0E", "value": "FA"}


class Queries:
    """``behind`` is how far, in seconds, what can be found for certain is behind the clock (the high water mark)."""

    def __init__(self, clock: Clock, register: Register) -> None:
        self.behind = 0.0
        self._clock, self._register = clock, register

    def metadata(self, request: Request) -> Answer:
        """What is known of the invoices that fit, a page at a time."""
        asked, mark = request.value, self._clock.now() - timedelta(seconds=self.behind)
        dates = asked["dateRange"]
        by_storage = dates["dateType"] == "PermanentStorage"
        start = moment_of(dates["from"])
        end = moment_of(dates["to"]) if dates.get("to") else self._clock.now()
        # The service counts days of the calendar, in UTC.
        days = (end.astimezone(UTC).date() - start.astimezone(UTC).date()).days
        if end < start or days > MOST_DAYS:
            raise Refused(21405, "Zakres dat jest nieprawidłowy lub przekracza 100 dni.")
        if by_storage and dates.get("restrictToPermanentStorageHwmDate"):
            if start > mark:
                raise Refused(21183, "Parametr dateRange.from jest późniejszy niż PermanentStorageHwmDate.")
            end = min(end, mark)
        found = [
            (moment, stored, one)
            for stored, one in self._register.all_stored()
            if start <= (moment := _moment(dates["dateType"], stored, one)) <= end
            and asked["subjectType"] in one.seen_by(request.signed_in.nip)
            and _fits(one, asked)
        ]
        found.sort(key=lambda one: one[0], reverse=request.query.get("sortOrder") == "Desc")
        size, page = int(request.query.get("pageSize", 10)), int(request.query.get("pageOffset", 0))
        told = {
            "hasMore": (page + 1) * size < min(len(found), MOST),
            "isTruncated": len(found) > MOST,
            "permanentStorageHwmDate": min(end, mark).isoformat() if by_storage else None,
            "invoices": [_told(one, stored) for _, stored, one in found[:MOST][page * size : (page + 1) * size]],
        }
        return json_answer(200, told)

    def file(self, request: Request) -> Answer:
        """The file of an invoice by its number."""
        number = request.parameters["ksefNumber"]
        one = self._register.find(number, request.signed_in.nip)
        if one is None:
            raise Refused(21164, f"Faktura o numerze KSeF {number} nie została znaleziona.")
        if self._register.stored(one) is None:
            raise Refused(21165, f"Faktura o numerze KSeF {number} nie jest jeszcze dostępna do pobrania.")
        return xml_answer(one.xml, one.hash)


def _moment(kind: str, stored: datetime, one: Accepted) -> datetime:
    if kind == "Issue":
        return datetime.combine(one.facts.issued, time(), WARSAW).astimezone(UTC)
    return one.received if kind == "Invoicing" else stored


def _fits(one: Accepted, asked: Mapping[str, Any]) -> bool:
    facts = one.facts
    buyer = asked.get("buyerIdentifier") or {}
    told = {
        "ksefNumber": one.number,
        "invoiceNumber": facts.number,
        "sellerNip": facts.seller,
        "invoicingMode": one.mode,
        "isSelfInvoicing": facts.own_billing,
        "formType": "FA",
        "hasAttachment": False,
    }
    among = {"currencyCodes": facts.currency, "invoiceTypes": facts.kind}
    return (
        all(asked.get(name) in {None, value} for name, value in told.items())
        and all(not asked.get(name) or value in asked[name] for name, value in among.items())
        and buyer.get("type") in {None, facts.buyer[0]}
        and buyer.get("value") in {None, facts.buyer[1]}
        and _amount_fits(one, asked.get("amount") or {})
    )


def _amount_fits(one: Accepted, asked: Mapping[str, Any]) -> bool:
    if not asked:
        return True
    amount = {"Brutto": one.facts.gross, "Netto": one.facts.net, "Vat": one.facts.vat}[asked["type"]]
    least, most = (None if asked.get(name) is None else Decimal(str(asked[name])) for name in ("from", "to"))
    return (least is None or amount >= least) and (most is None or amount <= most)


def _told(one: Accepted, stored: datetime) -> dict[str, Any]:
    facts = one.facts
    assert one.acquired is not None
    return {
        "ksefNumber": one.number,
        "invoiceNumber": facts.number,
        "issueDate": facts.issued.isoformat(),
        "invoicingDate": one.received.isoformat(),
        "acquisitionDate": one.acquired.isoformat(),
        "permanentStorageDate": stored.isoformat(),
        "seller": {"nip": facts.seller, "name": facts.seller_name},
        "buyer": {"identifier": {"type": facts.buyer[0], "value": facts.buyer[1]}, "name": facts.buyer_name},
        # The service gives amounts as numbers of double precision.
        "netAmount": float(facts.net),
        "grossAmount": float(facts.gross),
        "vatAmount": float(facts.vat),
        "currency": facts.currency,
        "invoicingMode": one.mode,
        "invoiceType": facts.kind,
        "formCode": _FORM,
        "isSelfInvoicing": facts.own_billing,
        "hasAttachment": False,
        "invoiceHash": one.hash,
        "hashOfCorrectedInvoice": one.corrected,
        "thirdSubjects": list(facts.third) or None,
    }
