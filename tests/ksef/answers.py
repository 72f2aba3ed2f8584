"""Answers of the counterpart: bodies, problem details, and errors in the older shape for whoever does not ask."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import uuid4

JSON = "application/json"
PROBLEM = "application/problem+json"
XML = "application/xml"

# What the description calls the codes of refused requests.
ERRORS: Mapping[int, str] = {
    9101: "Nieprawidłowy dokument.",
    9102: "Brak podpisu.",
    9103: "Przekroczona liczba dozwolonych podpisów.",
    9105: "Nieprawidłowy podpis.",
    21001: "Nieczytelna treść.",
    21111: "Nieprawidłowe wyzwanie autoryzacyjne.",
    21115: "Nieprawidłowy certyfikat.",
    21155: "Przekroczono dozwoloną liczbę faktur w sesji.",
    21164: "Faktura o podanym identyfikatorze nie istnieje.",
    21165: "Faktura o podanym numerze KSeF nie jest jeszcze dostępna.",
    21166: "Korekta techniczna niedostępna.",
    21167: "Status faktury nie pozwala na korektę techniczną.",
    21173: "Brak sesji o wskazanym numerze referencyjnym.",
    21178: "Nie znaleziono UPO dla podanych kryteriów.",
    21180: "Status sesji nie pozwala na wykonanie operacji.",
    21183: "Zakres filtrowania wykracza poza dostępny zakres danych.",
    21184: "Sesja tymczasowo niedostępna.",
    21217: "Nieprawidłowe kodowanie znaków.",
    21301: "Brak autoryzacji.",
    21304: "Brak uwierzytelnienia.",
    21401: "Dokument nie jest zgodny ze schemą (xsd).",
    21402: "Nieprawidłowy rozmiar pliku.",
    21403: "Nieprawidłowy skrót pliku.",
    21405: "Błąd walidacji danych wejściowych.",
    21418: "Przekazany token kontynuacji ma nieprawidłowy format.",
    21470: "Przesłany identyfikator klucza jest nieznany lub wskazuje na wycofany klucz.",
}


@dataclass(frozen=True)
class Answer:
    """What is sent back: ``value`` is what the body says, for validation; ``body`` are its bytes."""

    status: int
    body: bytes = b""
    kind: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    value: Any = None

    def with_headers(self, **headers: str) -> "Answer":
        """The same answer with more headers; underscores stand for dashes."""
        more = {name.replace("_", "-"): text for name, text in headers.items()}
        return replace(self, headers={**self.headers, **more})


class Refused(Exception):
    """The request is refused with a code of the service: 400."""

    def __init__(self, code: int, *details: str) -> None:
        super().__init__(code, *details)
        self.code = code
        self.description = ERRORS[code]
        self.details = details


class Denied(Exception):
    """The request is not let in: 401 with a reason, or 403 with the code of one."""

    def __init__(self, detail: str, reason: str | None = None, security: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.reason = reason
        self.security = security


class Limited(Exception):
    """Too many requests: 429 with the seconds after which to ask again."""

    def __init__(self, seconds: int, sentence: str) -> None:
        super().__init__(sentence)
        self.seconds = seconds
        self.sentence = sentence


def json_answer(status: int, value: Any, kind: str = JSON, **headers: str) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), kind, value=value).with_headers(**headers)


def xml_answer(body: bytes, digest: str) -> Answer:
    """A file in XML, with its SHA-256 in Base64."""
    return Answer(200, body, XML, value=body.decode()).with_headers(x_ms_meta_hash=digest)


def html_answer(status: int = 200) -> Answer:
    """A page of a filter in front of the service."""
    page = (
        "<!DOCTYPE html><html><head><title>Request Rejected</title></head><body>Pardon Our Interruption</body></html>"
    )
    return Answer(status, page.encode(), "text/html; charset=utf-8")


def problem(status: int, path: str, moment: datetime, **more: Any) -> Answer:
    """Problem details of a status."""
    told = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "instance": path,
        "detail": "Żądanie jest nieprawidłowe.",
        "timestamp": moment.isoformat(),
        "traceId": secrets.token_hex(16),
    }
    return json_answer(status, {**told, **more}, PROBLEM)


def refusal(refused: Refused, path: str, moment: datetime, *, details_of_problem: bool) -> Answer:
    """400, in the shape that was asked for."""
    description, details = refused.description, list(refused.details) or None
    if details_of_problem:
        error = {"code": refused.code, "description": description, "details": details}
        return problem(400, path, moment, errors=[error])
    error = {"exceptionCode": refused.code, "exceptionDescription": description, "details": details}
    told = {
        "exceptionDetailList": [error],
        "referenceNumber": str(uuid4()),
        "serviceCode": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00",
        "serviceCtx": "srvABCDA",
        "serviceName": "Undefined",
        "timestamp": moment.isoformat(),
    }
    return json_answer(400, {"exception": told})


def denial(denied: Denied, path: str, moment: datetime) -> Answer:
    """401 or 403, which have one shape."""
    if denied.reason is None:
        return problem(401, path, moment, detail=denied.detail)
    more = {"reasonCode": denied.reason, "security": denied.security}
    return problem(403, path, moment, detail=denied.detail, **more)


def too_many(limited: Limited, path: str, moment: datetime, *, details_of_problem: bool) -> Answer:
    """429 with the seconds after which to ask again, in the shape that was asked for."""
    told = f"{limited.sentence} Spróbuj ponownie po {limited.seconds} sekundach."
    if details_of_problem:
        return problem(429, path, moment, detail=told).with_headers(Retry_After=str(limited.seconds))
    status = {"code": 429, "description": "Too Many Requests", "details": [told]}
    return json_answer(429, {"status": status}, Retry_After=str(limited.seconds))
