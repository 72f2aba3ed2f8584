"""Acknowledgements of receipt (UPO, version 4-3) of an invoice or of a session; not signed, as the examples."""

from collections.abc import Sequence
from functools import cache

from lxml import etree

from ksef.basics import WARSAW
from ksef.description import CONTRACT
from ksef.register import Accepted
from ksef.sign_in import Login

NAMESPACE = "http://upo.schematy.mf.gov.pl/KSeF/v4-3"


def receipt(session: str, login: Login, invoices: Sequence[Accepted]) -> bytes:
    """The acknowledgement, which is valid by its schema."""
    root = etree.Element(f"{{{NAMESPACE}}}Potwierdzenie", nsmap={None: NAMESPACE})
    _add(root, "NazwaPodmiotuPrzyjmujacego", "Ministerstwo Finansów")
    _add(root, "NumerReferencyjnySesji", session)
    proof = _add(root, "Uwierzytelnienie")
    _add(_add(proof, "IdKontekstu"), "Nip", login.nip)
    by_token = login.method == "Token"
    _add(proof, "NumerReferencyjnyTokenaKSeF" if by_token else "SkrotDokumentuUwierzytelniajacego", login.proof)
    if len(invoices) > 1:
        pages = _add(root, "OpisPotwierdzenia")
        counts = {"ZakresDokumentowOd": 1, "ZakresDokumentowDo": len(invoices) + 1}
        counts |= {"CalkowitaLiczbaDokumentow": len(invoices)}
        for name, number in {"Strona": 1, "LiczbaStron": 1, **counts}.items():
            _add(pages, name, str(number))
    _add(root, "NazwaStrukturyLogicznej", "Schemat_FA(3)_v1-0E.xsd")
    _add(root, "KodFormularza", "FA (3)")
    for one in invoices:
        _add_invoice(_add(root, "Dokument"), one)
    _schema().assertValid(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _add_invoice(made: etree._Element, one: Accepted) -> None:
    assert one.acquired is not None
    told = {
        "NipSprzedawcy": one.facts.seller,
        "NumerKSeFDokumentu": one.number,
        "NumerFaktury": one.facts.number,
        "DataWystawieniaFaktury": one.facts.issued.isoformat(),
        "DataPrzeslaniaDokumentu": one.received.astimezone(WARSAW).isoformat(timespec="milliseconds"),
        "DataNadaniaNumeruKSeF": one.acquired.astimezone(WARSAW).isoformat(timespec="milliseconds"),
        "SkrotDokumentu": one.hash,
        "TrybWysylki": one.mode,
    }
    for name, text in told.items():
        _add(made, name, text)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    made.text = text
    return made


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(CONTRACT / "upo-v4-3.xsd")))
