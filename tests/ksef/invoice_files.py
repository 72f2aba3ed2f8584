"""What the service checks in the file of an invoice: encoding, characters, FA(3), NIPs; and what it reads from it."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from ksef_client.documents.fa3.validation import validate_xml_facets
from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd
from lxml import etree
from stdnum.pl import nip as nip_numbers

NAMESPACE = "http://crd.gov.pl/wzor/2025/06/25/13775/"
MOST_BYTES = 1_000_000
_NAMES = {"f": NAMESPACE}
_ENCODING = re.compile(r"<\?xml[^>]*encoding=[\"']([^\"']+)")
_PLANES = "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
# Refused in production since 16 July 2026.
_FORBIDDEN = re.compile(rf"[\x7f-\x84\x86-\x9f\ufdd0-\ufdef{_PLANES}]")
_KINDS = {
    "VAT": "Vat",
    "ZAL": "Zal",
    "KOR": "Kor",
    "ROZ": "Roz",
    "UPR": "Upr",
    "KOR_ZAL": "KorZal",
    "KOR_ROZ": "KorRoz",
}


class Unfit(Exception):
    """The file is refused: 430 for the file, 415 for an attachment, 450 for what it says."""

    def __init__(self, code: int, *details: str) -> None:
        super().__init__(code, *details)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Facts:
    """What the service knows of an invoice; ``kind`` is that of the API, ``buyer`` its type and number."""

    seller: str
    seller_name: str
    buyer: tuple[str, str | None]
    buyer_name: str | None
    third: tuple[dict[str, Any], ...]
    number: str
    kind: str
    issued: date
    net: Decimal
    vat: Decimal
    gross: Decimal
    currency: str
    own_billing: bool


def read(xml: bytes, *, check_digits: bool) -> Facts:
    """The facts of a file that the service takes; ``check_digits`` are those of every NIP in it.

    Raises:
        Unfit: it does not take it.
    """
    root = _parsed(xml)
    try:
        validate_fa3_xml_xsd(xml)
    except ValueError as error:
        raise Unfit(450, f"Dokument nie jest zgodny ze schemą (xsd): {error}") from error
    wrong = validate_xml_facets(ET.fromstring(xml))  # noqa: S314 - lxml has read it, without entities
    if wrong:
        raise Unfit(450, *(f"{one.path}: {one.message}" for one in wrong))
    if root.find("f:Zalacznik", _NAMES) is not None:
        raise Unfit(415, "Podatnik nie zgłosił zamiaru wystawiania faktur z załącznikami.")
    bad = [one.text for one in root.iterfind(".//f:NIP", _NAMES) if not nip_numbers.is_valid(one.text or "")]
    if check_digits and bad:
        raise Unfit(450, *(f"Nieprawidłowy NIP: {one}." for one in bad))
    return _facts(root)


def _parsed(xml: bytes) -> Any:
    if len(xml) > MOST_BYTES:
        raise Unfit(430, "Rozmiar faktury przekracza 1 MB.")
    if xml.startswith(b"\xef\xbb\xbf"):
        raise Unfit(430, "Plik zawiera znacznik kolejności bajtów (BOM).")
    try:
        text = xml.decode()
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (ValueError, etree.XMLSyntaxError) as error:
        raise Unfit(430, f"Plik nie jest poprawnym dokumentem XML w UTF-8: {error}") from error
    encoding = _ENCODING.match(text)
    if encoding and encoding[1].lower() != "utf-8":
        raise Unfit(430, f"Niedozwolone kodowanie w prologu: {encoding[1]}.")
    tree = root.getroottree()
    if tree.docinfo.doctype or tree.xpath("//processing-instruction() | /processing-instruction()"):
        raise Unfit(430, "Instrukcje przetwarzania i DOCTYPE są niedozwolone.")
    # A character may be written as a reference too.
    found = _FORBIDDEN.search(text) or _FORBIDDEN.search("".join(root.itertext()))
    if found:
        raise Unfit(430, f"Niedozwolony znak U+{ord(found[0]):04X}.")
    return root


def _facts(root: Any) -> Facts:
    def told(path: str, missing: str = "") -> str:
        return root.findtext("/".join(f"f:{part}" for part in path.split("/")), missing, _NAMES)

    invoice = root.find("f:Fa", _NAMES)
    amounts = {etree.QName(one).localname: one.text for one in invoice if etree.QName(one).localname.startswith("P_1")}
    net = [Decimal(value) for name, value in amounts.items() if name.startswith("P_13_")]
    vat = [Decimal(value) for name, value in amounts.items() if re.fullmatch(r"P_14_\d", name)]
    return Facts(
        told("Podmiot1/DaneIdentyfikacyjne/NIP"),
        told("Podmiot1/DaneIdentyfikacyjne/Nazwa"),
        _identifier(root.find("f:Podmiot2/f:DaneIdentyfikacyjne", _NAMES)),
        told("Podmiot2/DaneIdentyfikacyjne/Nazwa") or None,
        tuple(_third(one) for one in root.iterfind("f:Podmiot3", _NAMES)),
        told("Fa/P_2"),
        _KINDS[told("Fa/RodzajFaktury")],
        date.fromisoformat(told("Fa/P_1")),
        sum(net, Decimal(0)),
        sum(vat, Decimal(0)),
        Decimal(told("Fa/P_15")),
        told("Fa/KodWaluty"),
        told("Fa/Adnotacje/P_17") == "1",
    )


def _identifier(who: Any) -> tuple[str, str | None]:
    for kind, element in (("Nip", "NIP"), ("VatUe", "NrVatUE"), ("Other", "NrID")):
        value = who.findtext(f"f:{element}", None, _NAMES)
        if value:
            return kind, (who.findtext("f:KodUE", "", _NAMES) if kind == "VatUe" else "") + value
    return "None", None


def _third(one: Any) -> dict[str, Any]:
    who = one.find("f:DaneIdentyfikacyjne", _NAMES)
    internal = who.findtext("f:IDWew", None, _NAMES)
    kind, value = ("InternalId", internal) if internal else _identifier(who)
    role = int(one.findtext("f:Rola", "0", _NAMES))
    identifier = {"type": kind, "value": value}
    return {"identifier": identifier, "name": who.findtext("f:Nazwa", None, _NAMES), "role": role}
