"""Terms of a contract's invoices: the buyer from abroad, units of local government, VAT groups, third parties.

They stand on every invoice of the contract that is issued from then on, and in its file for KSeF (FA(3): ``Podmiot2``,
``Podmiot3``, ``TP``).
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.business.contracts import require_contract
from bottega.business.customers import Nip
from bottega.business.documents.compose.contract_data import hold_papers
from bottega.business.documents.compose.stored_terms import terms_of
from bottega.business.documents.content.countries import is_country_code, is_vat_number
from bottega.business.documents.module import module
from bottega.business.documents.tables import InvoiceTerms
from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Input, Schema
from bottega.kernel.writes import changes

BAD_COUNTRY: Final = T(
    en="This is not a country's code: two letters, like DE", pl="To nie jest kod kraju: dwie litery, np. DE"
)
BAD_VAT: Final = T(
    en="This is not a VAT number of the European Union: country and number, like DE136695976",
    pl="To nie jest numer VAT UE: kraj i numer, np. DE136695976",
)
UNIT_NEEDED: Final = T(
    en="Name the unit, with its NIP or internal identifier", pl="Podaj jednostkę wraz z jej NIP albo ID wewnętrznym"
)
ONE_NUMBER: Final = T(en="A buyer has one number: VAT UE or another", pl="Nabywca ma jeden numer: VAT UE albo inny")
COUNTRY_NEEDED: Final = T(en="Name the country of the number", pl="Podaj kraj, w którym nadano numer")
NAME_NEEDED: Final = T(en="Name the third party", pl="Podaj nazwę trzeciego podmiotu")
Role = Literal["faktor", "odbiorca", "dodatkowy_nabywca", "platnik", "jednostka_jst", "czlonek_gv", "pracownik"]


def _country(text: str) -> str:
    if not is_country_code(text.upper()):
        raise PydanticCustomError("country", "bad country", {"text": BAD_COUNTRY})
    return text.upper()


def _vat_number(text: str) -> str:
    number = "".join(text.split()).upper()
    if not is_vat_number(number):
        raise PydanticCustomError("vat_ue", "bad number", {"text": BAD_VAT})
    return number


Country = Annotated[str, Field(min_length=2, max_length=2), AfterValidator(_country)]
VatNumber = Annotated[str, Field(max_length=20), AfterValidator(_vat_number)]


class TermsInput(Input):
    """What to change."""

    jst: Flag = Field(default=False, description="The invoice concerns a subordinate unit of local government.")
    gv: Flag = Field(default=False, description="The buyer is a member of a VAT group.")
    tp: Flag = Field(default=False, description="Seller and buyer are connected (`TP`).")
    nabywca_kraj: Country | None = None
    nabywca_vat_ue: VatNumber | None = None
    nabywca_nr_id: Annotated[str, Field(min_length=1, max_length=50)] | None = None
    strona_rola: Role | None = None
    strona_nazwa: Annotated[str, Field(min_length=1, max_length=512)] | None = None
    strona_nip: Nip | None = None
    strona_id_wew: Annotated[str, Field(pattern=r"^[1-9]\d{9}-\d{5}$", examples=["9991079199-00012"])] | None = None
    strona_ulica: Annotated[str, Field(max_length=255)] | None = None
    strona_miejscowosc: Annotated[str, Field(max_length=255)] | None = None


class TermsShown(Schema):
    """The terms of a contract's invoices."""

    contract_id: UUID
    jst: bool
    gv: bool
    tp: bool
    nabywca_kraj: str | None
    nabywca_vat_ue: str | None
    nabywca_nr_id: str | None
    strona_rola: Role | None
    strona_nazwa: str | None
    strona_nip: str | None
    strona_id_wew: str | None
    strona_ulica: str | None
    strona_miejscowosc: str | None


@module.get("/documents/contracts/{contractId}/terms", "documents.view", name="terms.show", answer=TermsShown)
async def show_terms(ctx: Context, contractId: UUID) -> dict[str, Any]:  # noqa: N803 - the path's own name
    """Terms of a contract's invoices.

    What its invoices say besides: buyers from abroad, units of local government, VAT groups, third parties.
    """
    await require_contract(ctx, contractId)
    return _shown(contractId, await terms_of(ctx, contractId))


@module.put(
    "/documents/contracts/{contractId}/terms",
    "documents.manage",
    name="terms.update",
    answer=TermsShown,
    table=InvoiceTerms,
    label=T(en="Change terms of invoices", pl="Zmiana warunków faktur"),
)
async def update_terms(
    ctx: Context,
    data: TermsInput,
    contractId: UUID,  # noqa: N803 - the path's own name
) -> dict[str, Any]:
    """Change terms of a contract's invoices.

    Changes the fields that are sent. Invoices that are issued already keep what they said.
    """
    ctx.refuse_closed()
    contract = await require_contract(ctx, contractId)
    await hold_papers(ctx, contractId)
    before = await terms_of(ctx, contractId)
    values = {**{name: before[name] for name in TermsInput.model_fields}, **data.given()}
    _refuse_misfit(values)
    if before["id"] is None:
        row = {**values, "contract_id": contractId, "organization_id": contract["organization_id"]}
        await changes.insert(ctx, InvoiceTerms, row)
    else:
        await changes.update(ctx, InvoiceTerms, before["id"], data.given())
    return _shown(contractId, await terms_of(ctx, contractId))


def _refuse_misfit(terms: Mapping[str, Any]) -> None:
    """400 naming the first field that makes no sense with the others."""
    unit = terms["strona_nip"] or terms["strona_id_wew"]
    role = terms["strona_rola"]
    misfits = (
        ("stronaRola", UNIT_NEEDED, terms["jst"] and not (role == "jednostka_jst" and unit)),
        ("stronaNip", UNIT_NEEDED, role in ("jednostka_jst", "czlonek_gv") and not unit),
        ("stronaNazwa", NAME_NEEDED, role and not terms["strona_nazwa"]),
        ("nabywcaNrId", ONE_NUMBER, terms["nabywca_vat_ue"] and terms["nabywca_nr_id"]),
        ("nabywcaKraj", COUNTRY_NEEDED, terms["nabywca_nr_id"] and not terms["nabywca_kraj"]),
    )
    for field, sentence, wrong in misfits:
        if wrong:
            raise InvalidInput.field(field, sentence)


def _shown(contract_id: UUID, terms: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: terms[name] for name in TermsInput.model_fields}
    return TermsShown(contract_id=contract_id, **values).model_dump(by_alias=True)
