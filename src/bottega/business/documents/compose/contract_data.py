"""Data of a contract for its documents: customer, prices, payments, earlier documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business import contracts
from bottega.business.customers import Party, PostalAddress, addresses, addresses_of, parties
from bottega.business.documents import seller
from bottega.business.documents.compose.history import History, earlier_of
from bottega.business.documents.compose.stored_terms import USUAL, terms_of
from bottega.business.documents.content.countries import HOME, code_of_country
from bottega.business.documents.content.models import Buyer, Contract, Received, Seller
from bottega.business.documents.content.polish_terms import SUBJECT
from bottega.business.documents.content.vat_gross_method import ZERO, rounded
from bottega.business.documents.content.vat_rates import Price, VatFacts
from bottega.business.documents.issuer import Desk, author_of, seller_gaps
from bottega.kernel import schemas
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day

CASH: Final = "gotowka"
INCOMPLETE: Final = T(
    en="The document cannot be made: something is missing", pl="Nie można przygotować dokumentu: brakuje danych"
)
BUYER_NAME: Final = T(en="Name of the buyer", pl="Nazwa nabywcy")
BUYER_ADDRESS: Final = T(en="Address of the buyer", pl="Adres nabywcy")
BUYER_NIP: Final = T(en="NIP of the buyer, who is a company", pl="NIP nabywcy, który jest firmą")


@dataclass(frozen=True)
class Dossier(History):
    """What is known of a contract when one of its documents is made."""

    contract: Mapping[str, Any]
    profile: Mapping[str, Any]
    party: Party
    home: PostalAddress | None
    site: PostalAddress | None
    quote: contracts.Quote
    author: str | None
    specification: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    terms: Mapping[str, Any] = field(default_factory=lambda: USUAL)
    today: date = field(default_factory=schemas.today)

    @property
    def desk(self) -> Desk:
        """Who issues its documents."""
        contract = self.contract
        return Desk(
            contract["organization_id"], self.profile, self.author, contract["customer_id"], contract["id"], self.today
        )

    @property
    def seller(self) -> Seller:
        """The studio."""
        return seller.seller_of(dict(self.profile))

    @property
    def buyer(self) -> Buyer:
        """The customer, with the address invoices go to."""
        return buyer_of(self.party, self.home, self.terms)

    @property
    def umowa(self) -> Contract:
        """The contract as documents refer to it."""
        contract = self.contract
        return Contract(
            contract["numer"],
            contract["data_podpisania"],
            self.site.lines if self.site else (),
            SUBJECT.get(contract["typ"]),
        )

    @property
    def completed(self) -> date | None:
        """The day the work was finished, in Warsaw; None while it is not."""
        if not self.contract["zakonczona"]:
            return None
        moment: datetime | None = self.contract["zakonczona_at"]
        return local_day(moment) if moment else self.today

    def price(self, wyspa: Decimal | None) -> Price:
        """The parts of the price; the island's is that of the contract, unless another is supposed."""
        island = rounded((self.contract["wyspa_brutto"] if wyspa is None else wyspa) or ZERO)
        quote = self.quote
        return Price(quote.meble, quote.dodatki, quote.sprzet, min(island, quote.meble))

    def vat_facts(self, wyspa: Decimal | None = None) -> VatFacts:
        """What the rate depends on; ``wyspa`` is what the island is supposed to cost."""
        groups = " ".join(row["grupa_meblowa"] or "" for row in self.specification.get("furniture", []))
        unknown = wyspa is None and self.contract["wyspa_brutto"] is None
        return vat_facts(self.contract, self.profile, wyspa_nieznana=unknown and "wysp" in groups.lower())

    def refuse_incomplete(self, *, invoice: bool = True) -> None:
        """409 naming what of seller and buyer a document needs and nobody has entered.

        Tax numbers are asked for by invoices only.
        """
        missing: list[tuple[str, T]] = list(seller_gaps(self.profile, invoice=invoice))
        buyer = self.buyer
        if not buyer.nazwa:
            missing.append(("nabywca.nazwa", BUYER_NAME))
        if not buyer.adres:
            missing.append(("nabywca.adres", BUYER_ADDRESS))
        if invoice and not buyer.osoba and not (buyer.nip or buyer.nr_vat_ue or buyer.nr_id):
            missing.append(("nabywca.nip", BUYER_NIP))
        refuse(INCOMPLETE, "brak_danych", missing)


def buyer_of(party: Party, home: PostalAddress | None, terms: Mapping[str, Any] = USUAL) -> Buyer:
    """A customer as documents name them; ``terms`` are those of the contract's invoices (``invoice_terms``)."""
    address = home and home.under(party)
    country = terms["nabywca_kraj"] or code_of_country(address.parts.get("country") if address else None) or HOME
    return Buyer(
        nazwa=party.legal_name,
        adres=address.lines if address else (),
        kraj=country,
        nr_vat_ue=terms["nabywca_vat_ue"],
        nr_id=terms["nabywca_nr_id"],
        nip=party.nip,
        regon=party.regon,
        osoba=party.kind == "person",
        email=party.email,
        telefon=party.phone,
    )


def vat_facts(contract: Mapping[str, Any], profile: Mapping[str, Any], *, wyspa_nieznana: bool = False) -> VatFacts:
    """What the rates of a contract depend on, as contract and seller's profile say it."""
    mode = {"stawka_8": "8", "proporcja": "8", "stawka_23": "23"}.get(contract["vat_tryb"] or "")
    return VatFacts(
        typ=contract["typ"],
        tryb=mode,
        powod=contract["vat_powod"],
        obiekt_rodzaj=contract["obiekt_rodzaj"],
        powierzchnia=contract["powierzchnia_uzytkowa_m2"],
        montaz_trwaly=contract["montaz_trwaly"],
        oswiadczenie=bool(contract["oswiadczenie_vat"]),
        wyspa_nieznana=wyspa_nieznana,
        agd_w_usludze=profile["agd_w_usludze"] and bool(contract["nr_wis"]),
        nr_wis=contract["nr_wis"],
        zwolnienie=None if profile["czynny_podatnik"] else profile["zwolnienie"] or "",
    )


def refuse(sentence: T, code: str, missing: Iterable[tuple[str, T]]) -> None:
    """409 with a list of what is missing, if anything is."""
    found = [{"pole": name, "opis": text} for name, text in missing]
    if found:
        raise Conflict(sentence, code=code, braki=found)


def received(payment: Mapping[str, Any]) -> Received:
    """A payment as documents show it."""
    return Received(payment["data"], payment["cena"], payment["rodzaj"], payment["typ"])


async def hold_papers(ctx: Context, contract_id: UUID) -> None:
    """Wait until nobody else issues or cancels anything of a contract, and keep others waiting until the command ends.

    Taken before the contract itself is held, as everybody does it.
    """
    await ctx.begin()
    name = f"documents.contract:{contract_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name)


async def read_dossier(ctx: Context, contract_id: UUID, *, lock: bool = False) -> Dossier:
    """The dossier of a contract in view; locked, nobody else issues anything of it meanwhile. 404 without one."""
    if lock:
        await hold_papers(ctx, contract_id)
    row = await (contracts.hold if lock else contracts.require_contract)(ctx, contract_id)
    found = await contracts.contract_facts(ctx, [contract_id])
    contract = {**row, **found.get(contract_id, {})}
    party = (await parties(ctx, [contract["customer_id"]]))[contract["customer_id"]]
    home, site = await _addresses(ctx, contract, party)
    profile = await seller.profile_of(ctx, contract["organization_id"])
    return Dossier(
        contract=contract,
        profile=profile,
        party=party,
        home=home,
        site=site,
        quote=(await contracts.valuations(ctx, [contract_id]))[contract_id],
        payments=await contracts.payments_of(ctx, contract_id),
        earlier=(await earlier_of(ctx, [contract_id]))[contract_id],
        author=await author_of(ctx, profile),
        specification=await contracts.specification(ctx, contract_id),
        terms=await terms_of(ctx, contract_id),
    )


async def _addresses(
    ctx: Context, contract: Mapping[str, Any], party: Party
) -> tuple[PostalAddress | None, PostalAddress | None]:
    """Where invoices go, and where the furniture goes: what the contract names, else where the customer lives."""
    named = await addresses(ctx, [contract[f"adres_{name}_id"] for name in ("zamieszkania", "montazu", "faktury")])
    customer: UUID = contract["customer_id"]
    every = (await addresses_of(ctx, [customer]))[customer] if len(named) < 3 else []  # noqa: PLR2004 - the three above
    return chosen_addresses(contract, party, named, every)


def chosen_addresses(
    contract: Mapping[str, Any], party: Party, named: Mapping[UUID, PostalAddress], every: Sequence[PostalAddress]
) -> tuple[PostalAddress | None, PostalAddress | None]:
    """Where invoices of a contract go, and where its furniture goes, of the addresses it names and the customer has."""
    home = named.get(contract["adres_zamieszkania_id"]) or next(iter(every), None)
    invoices, site = (named.get(contract[f"adres_{name}_id"]) or home for name in ("faktury", "montazu"))
    return invoices and invoices.under(party), site and site.under(party)


def utc_now() -> datetime:
    """The moment of issue, as it is stored."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
