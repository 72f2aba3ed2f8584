"""Step 1 of the wizard: furniture, fronts, handles and display cabinets, at least one field per row."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.tables.configuration import Front, Furniture, Handle, Vitrine
from bottega.business.contracts.tables.field_types import Label, Text1000, refusal
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.field_markers import Suggest, Unit
from bottega.kernel.i18n import T
from bottega.kernel.resources.parents import Parent
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Exact, Scoped, Whole, wire_name
from bottega.kernel.screens import Screen
from bottega.kernel.writes import changes

EMPTY: Final = T(en="Enter at least one detail", pl="Wpisz przynajmniej jedną informację")
KROK1: Final = Access(view="contracts.view", manage="contracts.change_krok1")


def says_something(table: type[TenantTable], *columns: str) -> Parent:
    """The parent of rows that are nothing without one of their columns: 400 ``empty_row``."""

    async def check(
        ctx: Context, _contract: dict[str, Any], values: dict[str, Any], record_id: UUID | None
    ) -> dict[str, Any]:
        row = {} if record_id is None else await changes.one(ctx, table, record_id, lock=True)
        if all((row | values).get(column) is None for column in columns):
            raise refusal("empty_row", EMPTY, *map(wire_name, columns))
        return values

    return of_contract(check=check)


class FurnitureInput(Scoped):
    """A group of cabinets."""

    contract_id: UUID
    grupa_meblowa: Annotated[Label, Suggest("contracts:furniture.grupa_meblowa")] = Field(
        default=None, description="For example szafki dolne, słupki, wyspa."
    )
    korpus: Annotated[Label, Suggest("contracts:furniture.korpus")] = Field(
        default=None, description="Board of the carcass: Egger W1000 ST9 18 mm."
    )
    pcv: Annotated[Label, Suggest("contracts:furniture.pcv")] = Field(
        default=None, description="Edge banding: 0,8 mm w kolorze."
    )
    boki: Annotated[Label, Suggest("contracts:furniture.boki")] = Field(
        default=None, description="Visible sides: jak korpus, fornirowane."
    )


class FrontInput(Scoped):
    """A kind of fronts."""

    contract_id: UUID
    typ: Annotated[Label, Suggest("contracts:front.typ")] = Field(
        default=None, description="For example gładki, frezowany, ramkowy."
    )
    material: Annotated[Label, Suggest("contracts:front.material")] = Field(
        default=None, description="For example MDF lakierowany mat, fornir."
    )
    kolor: Annotated[Label, Suggest("contracts:front.kolor")] = None
    uslojenie: Annotated[Label, Suggest("contracts:front.uslojenie")] = Field(
        default=None, description="Direction of the grain: pionowe, poziome, brak."
    )


class HandleInput(Scoped):
    """A kind of handles."""

    contract_id: UUID
    typ: Annotated[Label, Suggest("contracts:handle.typ")] = Field(
        default=None, description="For example relingowy, krawędziowy, gola."
    )
    kolor: Annotated[Label, Suggest("contracts:handle.kolor")] = None
    dlugosc: (
        Annotated[Exact, Field(ge=0, le=3000, decimal_places=1, description="Length in millimetres."), Unit("mm")]
        | None
    ) = None
    sztuk: Annotated[Whole, Field(ge=0, le=999, description="How many.")] | None = None
    uwagi: Text1000 = None


class VitrineInput(Scoped):
    """A kind of display cabinets."""

    contract_id: UUID
    typ_ramy: Annotated[Label, Suggest("contracts:vitrine.typ_ramy")] = Field(
        default=None, description="For example aluminium wąska 20 mm."
    )
    kolor_ramy: Annotated[Label, Suggest("contracts:vitrine.kolor_ramy")] = None
    szyba: Annotated[Label, Suggest("contracts:vitrine.szyba")] = Field(
        default=None, description="Glass: float 4 mm, hartowana, ryflowana."
    )
    kolor_szyby: Annotated[Label, Suggest("contracts:vitrine.kolor_szyby")] = None


furniture = module.mount(
    "/furniture",
    Resource(
        table=Furniture,
        input=FurnitureInput,
        label=T(en="Group of cabinets", pl="Grupa meblowa"),
        plural=T(en="Groups of cabinets", pl="Grupy meblowe"),
        title="{grupa_meblowa}",
        subtitle="{korpus}",
        search=(Furniture.grupa_meblowa, Furniture.korpus),
        filters={"contractId": Furniture.contract_id},
        parent=says_something(Furniture, "grupa_meblowa", "korpus", "pcv", "boki"),
        access=KROK1,
        screen=Screen(
            icon="box",
            columns="grupa_meblowa korpus pcv boki",
            empty=T(en="No cabinets in the contract yet", pl="Umowa nie ma jeszcze szafek"),
        ),
    ),
)

fronts = module.mount(
    "/fronts",
    Resource(
        table=Front,
        input=FrontInput,
        label=T(en="Front", pl="Front"),
        plural=T(en="Fronts", pl="Fronty"),
        title="{typ} {kolor}",
        subtitle="{material}",
        search=(Front.typ, Front.material, Front.kolor),
        filters={"contractId": Front.contract_id},
        parent=says_something(Front, "typ", "material", "kolor", "uslojenie"),
        access=KROK1,
        screen=Screen(
            icon="door-open",
            columns="typ material kolor uslojenie",
            empty=T(en="No fronts in the contract yet", pl="Umowa nie ma jeszcze frontów"),
        ),
    ),
)

handles = module.mount(
    "/handles",
    Resource(
        table=Handle,
        input=HandleInput,
        label=T(en="Handle", pl="Uchwyt"),
        plural=T(en="Handles", pl="Uchwyty"),
        title="{typ} {kolor}",
        search=(Handle.typ, Handle.kolor),
        filters={"contractId": Handle.contract_id},
        parent=says_something(Handle, "typ", "kolor", "dlugosc", "sztuk", "uwagi"),
        access=KROK1,
        screen=Screen(
            icon="grip",
            columns="typ kolor dlugosc sztuk uwagi",
            empty=T(en="No handles in the contract yet", pl="Umowa nie ma jeszcze uchwytów"),
        ),
    ),
)

vitrines = module.mount(
    "/vitrines",
    Resource(
        table=Vitrine,
        input=VitrineInput,
        label=T(en="Display cabinet", pl="Witryna"),
        plural=T(en="Display cabinets", pl="Witryny"),
        title="{typ_ramy}",
        subtitle="{szyba}",
        search=(Vitrine.typ_ramy, Vitrine.szyba),
        filters={"contractId": Vitrine.contract_id},
        parent=says_something(Vitrine, "typ_ramy", "kolor_ramy", "szyba", "kolor_szyby"),
        access=KROK1,
        screen=Screen(
            icon="blocks",
            columns="typ_ramy kolor_ramy szyba kolor_szyby",
            empty=T(en="No display cabinets in the contract yet", pl="Umowa nie ma jeszcze witryn"),
        ),
    ),
)
