"""Materials: boards, worktops and offcuts; lengths in mm, remaining area in m²."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Mapped

from bottega.business.contracts import Forcing, forced
from bottega.business.warehouse.material_checks import MORE_THAN_AREA, WHOLE_HAS_NO_REST, prepare
from bottega.business.warehouse.module import module
from bottega.business.warehouse.purchase_prices import NET_ABOVE_GROSS, NetPrice
from bottega.business.warehouse.reservations import FORCING, refuse_reserved
from bottega.business.warehouse.stocked import stocked
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable, check, number, reference, unique
from bottega.kernel.field_markers import Suggest, Unit
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Exact, Id, Money, Scoped, Whole
from bottega.kernel.screens import Child, Group, Nav, Preset, Screen
from bottega.kernel.writes import changes
from bottega.platform.navigation_groups import STORE

DELETED = T(en="Deleted reserved material: {powod}", pl="Usunięcie zarezerwowanego materiału: {powod}")


class Material(TenantTable):
    """A kind of board in stock, or one offcut."""

    __tablename__ = "warehouse_materials"
    entity = "warehouse:material"
    counted_by = ("typ", "cala")
    rules = (
        check("pozostalo_offcut", "NOT cala OR pozostalo IS NULL", WHOLE_HAS_NO_REST, field="pozostalo"),
        check(
            "pozostalo_area",
            "pozostalo IS NULL OR pozostalo <= round(dlugosc::numeric * szerokosc / 1000000, 3)",
            MORE_THAN_AREA,
            field="pozostalo",
        ),
        check(
            "parent_offcut",
            "NOT cala OR parent_id IS NULL",
            field="parentId",
            message=T(en="A whole board cannot come from another board", pl="Cała płyta nie powstała z innej płyty"),
        ),
        check(
            "cena_netto",
            "cena_netto IS NULL OR cena_netto BETWEEN 0 AND coalesce(cena_zakupu, -1)",
            NET_ABOVE_GROSS,
            field="cenaNetto",
        ),
        check("ilosc", "ilosc >= 0", T(en="Not enough in stock", pl="Brak na stanie"), field="ilosc"),
        unique(
            "legacy_id",
            "organization_id, legacy_id",
            T(en="This legacy id is already used", pl="Ten identyfikator z importu jest już użyty"),
            field="legacyId",
            where="legacy_id IS NOT NULL AND deleted_at IS NULL",
        ),
    )

    typ: Mapped[str]
    producent: Mapped[str]
    symbol: Mapped[str]
    dlugosc: Mapped[int]
    szerokosc: Mapped[int]
    grubosc: Mapped[Decimal | None] = number(5, 1)
    cala: Mapped[bool]
    pozostalo: Mapped[Decimal | None] = number(8, 3)
    ilosc: Mapped[int]
    # What is reserved does not keep a contract from being deleted.
    contract_id: Mapped[UUID | None] = reference("contracts_contracts", blocks=False)
    uwagi: Mapped[str | None]
    legacy_id: Mapped[str | None]
    location_id: Mapped[UUID | None] = reference("warehouse_locations")
    parent_id: Mapped[UUID | None] = reference("warehouse_materials", blocks=False)
    cena_zakupu: Mapped[Decimal | None]
    # Less the VAT that is deducted; NULL: nobody said.
    cena_netto: Mapped[Decimal | None]


Length = Annotated[Whole, Field(ge=1, le=10_000, description="Millimetres."), Unit("mm")]


class MaterialInput(Scoped, Forcing):
    """A board or an offcut."""

    typ: Annotated[
        str,
        Field(min_length=1, max_length=60, description="For example plyta_laminowana, mdf, blat_laminowany."),
        Suggest("warehouse:material.typ"),
    ]
    producent: Annotated[str, Field(min_length=1, max_length=80), Suggest("warehouse:material.producent")]
    symbol: str = Field(min_length=1, max_length=60, description="Decor and structure: H1180 ST37.")
    dlugosc: Length
    szerokosc: Length
    grubosc: (
        Annotated[Exact, Field(ge=Decimal("0.3"), le=100, decimal_places=1, description="Millimetres."), Unit("mm")]
        | None
    ) = None
    cala: bool = Field(description="A whole board, not an offcut; what was cut does not become whole again.")
    pozostalo: (
        Annotated[
            Exact,
            Field(ge=0, le=100, decimal_places=3, description="What is left of an offcut in m²; null: all of it."),
            Unit("m²"),
        ]
        | None
    ) = None
    ilosc: Annotated[Whole, Field(ge=0, le=1_000_000)]
    contract_id: UUID | None = Field(default=None, description="The contract it is reserved for.")
    uwagi: Annotated[str, Field(max_length=1000)] | None = None
    legacy_id: (
        Annotated[str, Field(max_length=60, description="Its key in the system it was imported from.")] | None
    ) = None
    location_id: UUID | None = None
    parent_id: UUID | None = Field(default=None, description="The board an offcut was cut off.")
    cena_zakupu: Annotated[Money, Field(ge=0, description="Purchase price of one piece, gross.")] | None = None
    cena_netto: NetPrice | None = None


materials = module.mount(
    "/materials",
    Resource(
        table=Material,
        input=MaterialInput,
        label=T(en="Material", pl="Materiał"),
        plural=T(en="Materials", pl="Materiały"),
        title="{producent} {symbol}",
        subtitle="{dlugosc} \u00d7 {szerokosc} \u00d7 {grubosc} mm",
        unlisted=(
            Material.uwagi,
            Material.legacy_id,
            Material.location_id,
            Material.parent_id,
            Material.cena_zakupu,
            Material.cena_netto,
        ),
        search=(Material.producent, Material.symbol, Material.typ),
        filters={"typ": Material.typ, "contractId": Material.contract_id, "cala": Material.cala},
        indexed=(Material.producent, Material.symbol, Material.created_at),
        prepare=prepare,
        access=Access(view="warehouse.view", manage="warehouse.materials.manage", delete="warehouse.delete"),
        screen=Screen(
            icon="layers",
            nav=Nav(STORE, 10),
            columns="producent symbol typ dlugosc szerokosc grubosc cala pozostalo ilosc contract_id",
            groups=(
                Group(T(en="Board", pl="Płyta"), "typ producent symbol dlugosc szerokosc grubosc"),
                Group(T(en="Whole board or offcut", pl="Cała płyta czy resztka"), "cala pozostalo parent_id"),
                Group(
                    T(en="Stock", pl="Stan magazynowy"), "ilosc location_id contract_id cena_zakupu cena_netto uwagi"
                ),
            ),
            presets=(
                Preset(T(en="Whole boards", pl="Całe płyty"), cala=True),
                Preset(T(en="Offcuts", pl="Resztki"), cala=False),
            ),
            tones={"cala": {False: "warn"}},
            quick="typ producent symbol dlugosc szerokosc grubosc cala ilosc",
            children=(Child("cuts", by="materialId"),),
            empty=T(en="No boards in stock yet", pl="Nie ma jeszcze płyt na stanie"),
        ),
    ),
)


class Removal(Id, Forcing):
    """Which material is deleted, and why although it is reserved."""


@materials.replaces("delete", answers={409: "It is on a goods issue, or reserved for a contract"})
async def delete_material(ctx: Context, data: Removal) -> Done:
    """Delete material.

    Deletes a material, by id in the body or in the query. 409 `zarezerwowana_dla` while pieces of it are reserved for a
    contract, unless with `force` and a reason.
    """
    reason = forced(ctx, FORCING, force=data.force, powod=data.powod)
    ctx.refuse_closed()
    row = await changes.one(ctx, Material, data.id, lock=True)
    if row["ilosc"] > 0:
        used = await refuse_reserved(ctx, [stocked(row)], contract_id=None, reason=reason)
        if used is not None:
            label = DELETED.given(powod=used)
            ctx.describe(materials.kind, data.id, label=label, organization_id=row["organization_id"])
    return await materials.delete(ctx, data)
