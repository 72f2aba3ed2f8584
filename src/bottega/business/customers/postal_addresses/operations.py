"""Addresses of customers, at most one of them primary."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bottega.business.customers.module import module
from bottega.business.customers.references import OTHER_ORGANIZATION, Target, found_or, required, subject_of
from bottega.business.customers.tables_activity import Address
from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import TRY_AGAIN
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Conflict, Forbidden, NotFound
from bottega.kernel.field_markers import Suggest, Unit
from bottega.kernel.i18n import T
from bottega.kernel.resources import pages
from bottega.kernel.resources.list_query import ListQuery, with_variants
from bottega.kernel.resources.list_sources import ListSource, columns_but, columns_of
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.resource import version_of
from bottega.kernel.resources.schemas import Created, Done, ListPage
from bottega.kernel.schemas import Blankable, Input, Schema, Scoped, Stamp, partial
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.undo_rules import verifies

KIND: Final = "customers.address"
ADDRESS_NOT_FOUND: Final = T(en="Address not found", pl="Nie znaleziono adresu")
ID_REQUIRED: Final = T(en="Address id is required", pl="Wymagany jest identyfikator adresu")
TWO_PRIMARY: Final = T(
    en="Another address became the primary one meanwhile", pl="Inny adres został w tym czasie adresem głównym"
)


def _no_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("float_type", "Input should be a valid number")
    return value


Short = Annotated[str | None, Field(max_length=50), Blankable]
Medium = Annotated[str | None, Field(max_length=150), Blankable]
Degrees = Annotated[float, BeforeValidator(_no_bool), Field(allow_inf_nan=False), Unit("°")]


_FILTERS: Final = columns_of(entityId=Address.entity_id)


@with_variants(_FILTERS)
class AddressQuery(ListQuery):
    """Which addresses."""

    filter_entityId: UUID | None = Field(  # noqa: N815 - named after what the query says
        default=None, alias="entityId", description="Only of this customer."
    )


class AddressInput(Scoped):
    """Where a customer lives, works or wants things delivered."""

    entity_id: UUID
    name: Medium = None
    purpose: Annotated[Medium, Suggest("customers:address-types")] = Field(
        default=None, description="What it is for: office, billing, shipping."
    )
    company_name: Annotated[str | None, Field(max_length=200), Blankable] = None
    address_line1: str = Field(min_length=1, max_length=300)
    address_line2: Annotated[str | None, Field(max_length=300), Blankable] = None
    building_number: Short = None
    flat_number: Short = None
    city: Medium = None
    region: Medium = None
    postal_code: Annotated[str | None, Field(max_length=30), Blankable] = None
    country: Medium = None
    latitude: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    is_primary: bool = Field(default=False, description="Takes the flag from the customer's other addresses.")


class AddressItem(Schema):
    """An address in a list."""

    model_config = ConfigDict(alias_generator=None)

    id: UUID
    entity_id: UUID
    name: str | None
    purpose: str | None
    company_name: str | None
    address_line1: str
    address_line2: str | None
    building_number: str | None
    flat_number: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    is_primary: bool
    organization_id: UUID
    tenant_id: UUID
    updated_at: Stamp


class AddressPage(ListPage):
    """Paginated addresses."""

    items: list[AddressItem]


_list: Final = ListSource(Address, KIND, columns_but(Address, "created_at"), _FILTERS)


@module.get(
    "/addresses", "customers.activities.view", name="addresses.list", answer=AddressPage, table=Address, source=_list
)
async def list_addresses(ctx: Context, query: AddressQuery) -> Any:
    """List addresses.

    A page of the addresses of customers of the caller's organizations; with `format` a file of all of them.
    """
    return await pages.page(_list, ctx, query)


@module.post(
    "/addresses",
    "customers.activities.manage",
    name="addresses.create",
    table=Address,
    label=T(en="Create address", pl="Dodanie adresu"),
    answers={201: "Address created", 404: "Customer not found"},
)
async def create_address(ctx: Context, data: AddressInput) -> Created:
    """Create address.

    An address of a customer, in the organization of that customer.
    """
    values = data.given()
    values.pop("tenant_id", None)
    organization_id: UUID | None = values.pop("organization_id", None)
    subject = await subject_of(ctx, data.entity_id, organization_id, lock=data.is_primary)
    values |= {"id": new_id(), "organization_id": subject.organization_id}
    ctx.describe(KIND, values["id"], organization_id=subject.organization_id, parent=subject.parent)
    if data.is_primary:
        await _take_flag(ctx, subject.id, values["id"])
    return Created(id=await changes.insert(ctx, Address, values))


@module.put(
    "/addresses",
    "customers.activities.manage",
    name="addresses.update",
    body=partial(AddressInput),
    table=Address,
    label=T(en="Update address", pl="Zmiana adresu"),
    answers={200: "Address updated", 404: "Address not found"},
)
async def update_address(ctx: Context, data: Input) -> Done:
    """Update address.

    Changes the fields that are sent.
    """
    values = data.given()
    address_id: UUID = values.pop("id")
    ctx.refuse_closed()
    # The customer first, then the address, as everybody does: so nobody waits for one who waits for them.
    owner = await _owner_of(ctx, address_id)
    wanted: UUID = values.get("entity_id") or owner
    subject = await subject_of(ctx, wanted, lock=True)
    address = await found_or(ctx, Address, address_id, ADDRESS_NOT_FOUND)
    if address["entity_id"] != owner:
        raise Conflict(TRY_AGAIN, code="try_again")
    values.pop("tenant_id", None)
    here: set[UUID | None] = {None, address["organization_id"]}
    if values.pop("organization_id", None) not in here or subject.organization_id not in here:
        raise Forbidden(OTHER_ORGANIZATION)
    ctx.describe(KIND, address_id, organization_id=subject.organization_id, parent=subject.parent)
    if values.get("is_primary", address["is_primary"]):
        await _take_flag(ctx, subject.id, address_id)
    await changes.update(ctx, Address, address_id, values, where=Where.visible(ctx, version_of(ctx)))
    return Done()


@module.delete(
    "/addresses",
    "customers.activities.manage",
    name="addresses.delete",
    query=IdQuery,
    id_anywhere=True,
    table=Address,
    label=T(en="Delete address", pl="Usunięcie adresu"),
    answers={200: "Address deleted", 404: "Address not found"},
)
async def delete_address(ctx: Context, data: Target) -> Done:
    """Delete address.

    By id in the body or in the query, for good; undo brings it back.
    """
    address = await found_or(ctx, Address, required(data, ID_REQUIRED), ADDRESS_NOT_FOUND)
    subject = await subject_of(ctx, address["entity_id"])
    ctx.describe(KIND, address["id"], organization_id=subject.organization_id, parent=subject.parent)
    await changes.delete(ctx, Address, address["id"], where=Where.visible(ctx, version_of(ctx)))
    return Done()


async def _owner_of(ctx: Context, address_id: UUID) -> UUID:
    try:
        return (await changes.one(ctx, Address, address_id))["entity_id"]
    except NotFound:
        raise NotFound(ADDRESS_NOT_FOUND) from None


async def _take_flag(ctx: Context, entity_id: UUID, address_id: UUID) -> None:
    """Take the flag from the customer's other addresses; whoever does this holds the customer's row."""
    others = await ctx.query(
        "SELECT id FROM customers_addresses WHERE tenant_id = $1 AND entity_id = $2 AND is_primary AND id <> $3",
        ctx.tenant_id,
        entity_id,
        address_id,
    )
    for other in others:
        await changes.update(ctx, Address, other["id"], {"is_primary": False})


@verifies(Address)
async def one_primary(ctx: Context, ids: set[UUID]) -> None:
    """Undo and redo may not leave a customer with two primary addresses; 409 instead."""
    entities = await ctx.query(
        "SELECT id FROM customers_entities WHERE tenant_id = $1 AND id IN (SELECT entity_id FROM customers_addresses"
        " WHERE tenant_id = $1 AND id = ANY($2) AND is_primary) ORDER BY id FOR NO KEY UPDATE",
        ctx.tenant_id,
        list(ids),
    )
    twice = await ctx.query_value(
        "SELECT EXISTS (SELECT FROM customers_addresses WHERE tenant_id = $1 AND entity_id = ANY($2) AND is_primary"
        " GROUP BY entity_id HAVING count(*) > 1)",
        ctx.tenant_id,
        [row["id"] for row in entities],
    )
    if twice:
        raise Conflict(TWO_PRIMARY, code="record_modified")
