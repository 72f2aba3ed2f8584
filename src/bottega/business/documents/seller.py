"""The seller's profile of an organization, and its completeness for invoices."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Annotated, Any, Final, Self, cast
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.business.customers import Iban, Krs, Nip, Regon
from bottega.business.documents.content import logos
from bottega.business.documents.content.logos import LogoKind
from bottega.business.documents.content.models import Account, Seller
from bottega.business.documents.module import module
from bottega.business.documents.tables import SellerProfile
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Amount, Long
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Email, Flag, Input, Schema, Scoped, Whole
from bottega.kernel.writes import changes

POSTAL_CODE: Final = r"^\d{2}-\d{3}$"
Short = Annotated[str, Field(min_length=1, max_length=120)]


class AccountInput(Input):
    """A bank account; Polish ones may leave the country out."""

    numer: Iban
    bank: Annotated[str, Field(max_length=120)] | None = None
    nazwa: Annotated[str, Field(max_length=60)] | None = None


class SellerInput(Scoped):
    """The fields to change."""

    nazwa: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    adres: Short | None = Field(default=None, description="Street and number.")
    kod_pocztowy: Annotated[str, Field(pattern=POSTAL_CODE, examples=["60-001"])] | None = None
    miejscowosc: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    nip: Nip | None = None
    regon: Regon | None = None
    krs: Krs | None = None
    bdo: Annotated[str, Field(pattern=r"^\d{9}$", examples=["000123456"])] | None = None
    sad: Annotated[str, Field(max_length=200)] | None = Field(default=None, description="The court of the register.")
    kapital: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2), Amount] | None = None
    email: Email | None = None
    telefon: Annotated[str, Field(max_length=40)] | None = None
    www: Annotated[str, Field(max_length=120)] | None = None
    rachunki: Annotated[list[AccountInput], Field(max_length=10)] = Field(
        default=[], description="The first one is printed on invoices."
    )
    czynny_podatnik: Flag = Field(default=True, description="Whether the seller charges VAT.")
    zwolnienie: Annotated[str, Field(min_length=3, max_length=200)] | None = Field(
        default=None, description="The law that exempts a seller who charges none."
    )
    metoda_kasowa: Flag = False
    agd_w_usludze: Flag = Field(
        default=False, description="Appliances are part of the 8 % service where a contract names a ruling."
    )
    ksef_konsumenci: Flag = Field(default=False, description="Make KSeF files for consumers too.")
    wystawiajacy: Short | None = None
    miejsce_wystawienia: Annotated[str, Field(max_length=80)] | None = None
    termin_platnosci_dni: Annotated[Whole, Field(ge=0, le=365)] = 7
    waznosc_proformy_dni: Annotated[Whole, Field(ge=1, le=365)] = 30
    gwarancja_miesiace: Annotated[Whole, Field(ge=1, le=240)] = 24
    stopka: Annotated[str, Field(max_length=500), Long] | None = None
    logo: Annotated[str, Field(max_length=280_000)] | None = Field(default=None, description="Base64.")
    logo_typ: LogoKind | None = None

    @model_validator(mode="after")
    def logo_is_a_picture(self) -> Self:
        """A logo that is none would spoil every document."""
        if self.logo and not logos.is_picture(self.logo, self.logo_typ):
            raise PydanticCustomError("logo", "bad picture", {"text": logos.BAD_LOGO, "field": "logo"})
        return self


class MissingField(Schema):
    """Something that has to be known before a document is issued."""

    pole: str
    opis: str


class SellerShown(Schema):
    """The profile; ``braki`` is what invoices still miss."""

    nazwa: str | None
    adres: str | None
    kod_pocztowy: str | None
    miejscowosc: str | None
    nip: str | None
    regon: str | None
    krs: str | None
    bdo: str | None
    sad: str | None
    kapital: str | None
    email: str | None
    telefon: str | None
    www: str | None
    rachunki: list[dict[str, Any]]
    czynny_podatnik: bool
    zwolnienie: str | None
    metoda_kasowa: bool
    agd_w_usludze: bool
    ksef_konsumenci: bool
    wystawiajacy: str | None
    miejsce_wystawienia: str | None
    termin_platnosci_dni: int
    waznosc_proformy_dni: int
    gwarancja_miesiace: int
    stopka: str | None
    logo: str | None
    logo_typ: LogoKind | None
    braki: list[MissingField]


NEEDED: Final = {
    "nazwa": T(en="Name of the seller", pl="Nazwa sprzedawcy"),
    "adres": T(en="Address of the seller", pl="Adres sprzedawcy"),
    "kod_pocztowy": T(en="Postal code of the seller", pl="Kod pocztowy sprzedawcy"),
    "miejscowosc": T(en="Town of the seller", pl="Miejscowość sprzedawcy"),
    "nip": T(en="NIP of the seller", pl="NIP sprzedawcy"),
    "zwolnienie": T(en="Grounds of the seller's VAT exemption", pl="Podstawa zwolnienia sprzedawcy z VAT"),
}
FOR_TAX: Final = frozenset({"nip", "zwolnienie"})


@module.get("/documents/seller", "documents.view", name="seller.show", answer=SellerShown)
async def show_seller(ctx: Context) -> dict[str, Any]:
    """Seller's profile.

    Who the selected organization is on its documents, and in `braki` what its invoices still miss.
    """
    return _shown(ctx, await profile_of(ctx, ctx.organization_for_new()))


@module.put(
    "/documents/seller",
    "documents.seller.manage",
    name="seller.update",
    answer=SellerShown,
    table=SellerProfile,
    label=T(en="Change seller's profile", pl="Zmiana danych sprzedawcy"),
)
async def update_seller(ctx: Context, data: SellerInput) -> dict[str, Any]:
    """Change seller's profile.

    Changes the fields that are sent. Documents that are issued already keep what they said.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    if data.logo and data.logo_typ:
        await logos.require_drawable(ctx, data.logo, data.logo_typ)
    values = {
        name: _stored(value) for name, value in data.given().items() if name not in ("organization_id", "tenant_id")
    }
    await ctx.begin()
    lock = f"documents.seller:{organization_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    row = await _row(ctx, organization_id)
    if row is None:
        await changes.insert(ctx, SellerProfile, {**values, "organization_id": organization_id})
    elif values:
        await changes.update(ctx, SellerProfile, row["id"], values)
    return _shown(ctx, await profile_of(ctx, organization_id))


def _stored(value: Any) -> Any:
    return [one.model_dump() for one in cast("list[Input]", value)] if isinstance(value, list) else value


async def _row(ctx: Context, organization_id: UUID) -> dict[str, Any] | None:
    return (await _rows(ctx, [organization_id])).get(organization_id)


async def _rows(ctx: Context, organization_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = await ctx.query(
        "SELECT * FROM documents_seller_profiles WHERE tenant_id = $1 AND organization_id = ANY($2)"
        " AND deleted_at IS NULL",
        ctx.tenant_id,
        list(organization_ids),
    )
    return {row["organization_id"]: dict(row) for row in rows}


async def profiles_of(ctx: Context, organization_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The profiles of organizations; one that nobody filled in yet has the defaults."""
    found = await _rows(ctx, organization_ids)
    defaults = {name: _stored(field.default) for name, field in SellerInput.model_fields.items()}
    return {one: found.get(one, defaults) for one in organization_ids}


async def profile_of(ctx: Context, organization_id: UUID) -> dict[str, Any]:
    """The profile of an organization."""
    return (await profiles_of(ctx, [organization_id]))[organization_id]


def _shown(ctx: Context, profile: dict[str, Any]) -> dict[str, Any]:
    shown = SellerShown(
        **{name: profile[name] for name in SellerShown.model_fields if name not in ("kapital", "braki")},
        kapital=None if profile["kapital"] is None else f"{profile['kapital']:.2f}",
        braki=[MissingField(pole=name, opis=text(ctx.locale)) for name, text in missing_of(profile)],
    )
    return shown.model_dump(by_alias=True)


def missing_of(profile: dict[str, Any]) -> Iterator[tuple[str, T]]:
    """What an invoice misses of the seller (art. 106e ust. 1 pkt 3-4 and 19), by field."""
    for name, text in NEEDED.items():
        needed = name != "zwolnienie" or not profile["czynny_podatnik"]
        if needed and not profile[name]:
            yield name, text


def seller_of(profile: dict[str, Any]) -> Seller:
    """The seller as documents show them."""
    town = " ".join(part for part in (profile["kod_pocztowy"], profile["miejscowosc"]) if part)
    accounts = tuple(Account(grouped(one["numer"]), one.get("bank"), one.get("nazwa")) for one in profile["rachunki"])
    return Seller(
        nazwa=profile["nazwa"] or "",
        adres=tuple(part for part in (profile["adres"], town) if part),
        rachunki=accounts,
        **{name: profile[name] for name in ("nip", "regon", "krs", "bdo", "sad", "kapital", "email", "telefon", "www")},
    )


def grouped(iban: str) -> str:
    """A Polish account as people read it: ``kk bbbb bbbb cccc cccc cccc cccc``; others with their country."""
    digits = iban.removeprefix("PL")
    if digits == iban:
        return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
    return " ".join((digits[:2], *(digits[i : i + 4] for i in range(2, len(digits), 4))))


def place_of(profile: dict[str, Any]) -> str | None:
    """Where documents are issued."""
    return profile["miejsce_wystawienia"] or profile["miejscowosc"]


def logo_of(profile: dict[str, Any]) -> str | None:
    """The logo as a drawing that templates take: pictures are wrapped in one."""
    if not profile["logo"] or not profile["logo_typ"]:
        return None
    return logos.drawing(profile["logo"], profile["logo_typ"])
