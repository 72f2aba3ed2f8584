"""Input schemas of contracts."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator, Field, create_model
from pydantic_core import PydanticCustomError

from bottega.business.contracts.tables.contract import Building, Kind, VatMode
from bottega.business.contracts.tables.field_types import LongText, NotNegative, Tidy
from bottega.kernel.field_markers import Unit
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Blankable, Day, Exact, Input, Scoped, partial

USE_SETTLE: Final = T(en="Settle the contract with the action “Settle”", pl="Umowę rozlicza osobne działanie „Rozlicz”")


class ContractInput(Scoped):
    """A contract with a customer."""

    numer: Annotated[str, Tidy, Field(min_length=1, max_length=40, description="AUTO: the next number of the year.")]
    typ: Kind
    customer_id: UUID
    uzytkownik_id: UUID | None = Field(default=None, description="Who looks after the contract.")
    data_podpisania: Day | None = Field(default=None, description="The day of signing; null: a draft.")
    adres_zamieszkania_id: UUID | None = None
    adres_montazu_id: UUID | None = Field(default=None, description="Null: the address of residence.")
    adres_faktury_id: UUID | None = Field(default=None, description="Null: the address of residence.")
    opis: LongText = None
    uwagi: LongText = Field(default=None, description="Internal; never printed for the customer.")
    vat_tryb: VatMode | None = Field(default=None, description="How the rate is chosen; null or auto: by law.")
    vat_powod: Annotated[str | None, Field(max_length=200), Blankable] = Field(
        default=None, description="Why 23 % is right although 8 % might be (with vatTryb stawka_23)."
    )
    obiekt_rodzaj: Building | None = Field(default=None, description="What the furniture is built into.")
    powierzchnia_uzytkowa_m2: Annotated[Exact, Field(gt=0, le=99_999, decimal_places=2), Unit("m²")] | None = Field(
        default=None, description="Floor area of the flat or house in m²."
    )
    montaz_trwaly: bool | None = Field(default=None, description="Permanently tied to walls, floor or ceiling.")
    oswiadczenie_vat: bool | None = Field(default=None, description="The customer's statement is on file.")
    oswiadczenie_vat_data: Day | None = None
    nr_wis: Annotated[
        str | None, Field(max_length=80, description="Number of the binding rate information."), Blankable
    ] = None
    wyspa_brutto: NotNegative | None = Field(
        default=None, description="Gross value of a kitchen island, taxed at 23 %; 0 if it is tied to the structure."
    )


def _refuse(_value: Any) -> Any:
    raise PydanticCustomError("settled", "not settable", {"text": USE_SETTLE})


ContractUpdate: type[Input] = create_model(
    "ContractUpdate",
    __base__=partial(ContractInput),
    # Ignored like other unknown fields it would look like a settlement.
    rozliczona=(Annotated[bool, BeforeValidator(_refuse)], Field(default=False, description=USE_SETTLE.en)),
    zakonczona=(bool, Field(default=False, description="The works are finished and accepted.")),
)
