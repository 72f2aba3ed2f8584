"""``python -m bench documents``: what a printed document costs, and a year of them.

Needs no server: an invoice is composed, set in type and written for KSeF as issuing does it, in one process. CPU time
is what counts on a machine that others use too.
"""

import resource
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

import msgspec

from bottega.business.contracts import Quote
from bottega.business.customers import Party, PostalAddress
from bottega.business.documents import seller
from bottega.business.documents.compose import invoices
from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.models import Invoice, Line
from bottega.business.documents.content.vat_gross_method import by_rate, whole
from bottega.business.documents.ksef.fa3 import fa3
from bottega.business.documents.render import merge
from bottega.business.documents.render.pdf import typeset

YEAR: Final = 300
MOMENT: Final = datetime(2026, 7, 20, 12, tzinfo=UTC)
NOBODY: Final = UUID(int=0)


def main() -> None:
    """Print the table."""
    compose(0)
    single = [cpu(lambda n=n: issue(compose(n))) for n in range(1, 31)]
    long = [cpu(lambda n=n: typeset(lengthened(compose(n)), MOMENT)) for n in range(40, 45)]
    started, worked = time.perf_counter(), time.process_time()
    files = [(f"FV_{n:03d}", issue(compose(n))) for n in range(YEAR)]
    book = merge.Merged()
    book.add(files)
    merged = book.finished()
    print("| what | CPU | target |\n|---|---|---|")
    print(f"| a one-page invoice: PDF, XML, hash | {statistics.median(single) * 1000:.0f} ms | 40 ms |")
    print(f"| an invoice of 40 lines, three pages | {statistics.median(long) * 1000:.0f} ms | |")
    print(
        f"| {YEAR} invoices and one PDF of them ({len(merged) / 1e6:.1f} MB) | {time.process_time() - worked:.1f} s,"
        f" {time.perf_counter() - started:.1f} s by the clock | 20 s |"
    )
    print(f"| memory afterwards | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB | |")


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of all threads."""
    started = time.process_time()
    work()
    return time.process_time() - started


def compose(n: int) -> Invoice:
    """Invoice number ``n`` of a kitchen, at both rates."""
    profile = {
        **{name: field.default for name, field in seller.SellerInput.model_fields.items()},
        "nazwa": "Studio Mebli JESION sp. z o.o.",
        "adres": "ul. Stolarska 12",
        "kod_pocztowy": "61-001",
        "miejscowosc": "Poznań",
        "nip": "9991079199",
        "rachunki": [{"numer": "PL43999000120000000100000001", "bank": "Bank Przykładowy S.A."}],
    }
    contract = {
        "numer": f"K/2026/{n:03d}",
        "typ": "kuchnia",
        "data_podpisania": date(2026, 5, 8),
        "zakonczona": True,
        "zakonczona_at": MOMENT,
        "vat_tryb": None,
        "obiekt_rodzaj": "lokal_mieszkalny",
        "oswiadczenie_vat": True,
        "powierzchnia_uzytkowa_m2": Decimal(72),
        "montaz_trwaly": True,
        "nr_wis": None,
        "rozwiazana": False,
        "vat_powod": None,
        "wyspa_brutto": None,
    }
    home = PostalAddress(NOBODY, NOBODY, None, True, (f"ul. Źródlana {n}", "61-050 Poznań"), {})  # noqa: FBT003 - a row
    party = Party(
        NOBODY, "person", NOBODY, f"Żaneta Zalewska {n}", f"Żaneta Zalewska {n}", None, None, None, None, None, None
    )
    quote = Quote(Decimal(24_000 + n), Decimal(1_500), Decimal(6_000))
    dossier = Dossier(
        payments=(),
        earlier=(),
        contract=contract,
        profile=profile,
        party=party,
        home=home,
        site=home,
        quote=quote,
        author="Katarzyna Wolna",
    )
    made = invoices.compose("FV", dossier, Wishes(day=date(2026, 7, 20)))
    return msgspec.structs.replace(made, numer=f"FV/2026/07/{n:03d}")


def issue(invoice: Invoice) -> bytes:
    """What issuing does apart from the database."""
    fa3(invoice, MOMENT)
    return typeset(invoice, MOMENT)


def lengthened(invoice: Invoice) -> Invoice:
    """The same with forty lines."""
    first: Line = invoice.pozycje[0]
    lines = tuple(msgspec.structs.replace(first, lp=n) for n in range(1, 41))
    totals = by_rate([(one.stawka, one.brutto) for one in lines])
    return msgspec.structs.replace(invoice, pozycje=lines, stawki=totals, razem=whole(totals))
