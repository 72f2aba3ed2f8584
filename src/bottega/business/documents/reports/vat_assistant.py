"""The VAT assistant: rate of each part of a contract, its grounds, and missing data."""

from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.documents.compose.contract_data import read_dossier
from bottega.business.documents.compose.order_lines import order_of
from bottega.business.documents.content.vat_gross_method import whole
from bottega.business.documents.content.vat_rates import LIMITS, MISSING
from bottega.business.documents.module import module
from bottega.business.documents.seller import MissingField
from bottega.kernel.context import Context
from bottega.kernel.schemas import Money, Query, Schema

FIELDS: Final = (
    ("vatTryb", "vat_tryb"),
    ("vatPowod", "vat_powod"),
    ("obiektRodzaj", "obiekt_rodzaj"),
    ("powierzchniaUzytkowaM2", "powierzchnia_uzytkowa_m2"),
    ("montazTrwaly", "montaz_trwaly"),
    ("oswiadczenieVat", "oswiadczenie_vat"),
    ("nrWis", "nr_wis"),
    ("wyspaBrutto", "wyspa_brutto"),
)


class VatQuery(Query):
    """What is supposed."""

    wyspa_brutto: Annotated[Money, Field(ge=0)] | None = Field(
        default=None, description="What a kitchen island is supposed to cost, instead of what the contract says."
    )


class VatShare(Schema):
    """A part of the price at one rate, and why."""

    nazwa: str
    stawka: str
    netto: str
    vat: str
    brutto: str
    podstawa: str
    zrodlo: str
    pkwiu: str | None


class VatDecision(Schema):
    """The rates of a contract: `braki` keeps invoices from being issued."""

    pozycje: list[VatShare]
    netto: str
    vat: str
    brutto: str
    odpowiedzi: dict[str, Any] = Field(description="What the contract says.")
    braki: list[MissingField]
    ostrzezenia: list[str]
    koszt_braku: str | None = Field(
        description="What 23 % costs the studio where 8 % is possible and nobody said why not, PLN."
    )
    limit_m2: float | None = Field(description="Floor area up to which all of it has the reduced rate.")


@module.get("/documents/contracts/{id}/vat", "contracts.view", name="contracts.vat", amounts="refused")
async def decide_vat(ctx: Context, id: UUID, query: VatQuery) -> VatDecision:
    """VAT rates of a contract.

    The rate of each part of the price with its grounds and authority (act, resolution, ruling), what the contract still
    has to say before an invoice is issued, and warnings. While nobody has said what the furniture is built into the
    rate is 23 %, and `kosztBraku` says what of it 8 % would save.
    """
    dossier = await read_dossier(ctx, id)
    order = order_of(dossier, query.wyspa_brutto)
    decision, total = order.decision, whole(order.stawki)
    limit = LIMITS.get(dossier.contract["obiekt_rodzaj"] or "")
    return VatDecision(
        pozycje=[
            VatShare(
                nazwa=one.nazwa,
                stawka=one.stawka,
                netto=str(one.netto),
                vat=str(one.vat),
                brutto=str(one.brutto),
                podstawa=one.podstawa or "",
                zrodlo=one.zrodlo or "",
                pkwiu=one.pkwiu,
            )
            for one in order.pozycje
        ],
        netto=str(total.netto),
        vat=str(total.vat),
        brutto=str(total.brutto),
        odpowiedzi={wire: _answer(dossier.contract[column]) for wire, column in FIELDS},
        braki=[MissingField(pole=name, opis=MISSING[name](ctx.locale)) for name in decision.braki],
        ostrzezenia=[text(ctx.locale) for text in (*decision.ostrzezenia, decision.o_koszcie) if text],
        koszt_braku=str(decision.koszt) if decision.koszt else None,
        limit_m2=None if limit is None else float(limit),
    )


def _answer(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
