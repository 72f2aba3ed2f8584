"""A studio whose documents are tested: its profile, customers with addresses, contracts with prices and payments."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import pytest

from bottega.business.contracts.tables.configuration import Appliance, Furniture
from bottega.business.contracts.tables.contract import Contract
from bottega.business.contracts.tables.money import Payment, Valuation
from bottega.business.documents.ksef.numbers import crc_8
from bottega.kernel.application import Application
from bottega.kernel.writes import changes
from callers import Caller

JESION: dict[str, Any] = {
    "nazwa": "Studio Mebli JESION sp. z o.o.",
    "adres": "ul. Stolarska 12",
    "kodPocztowy": "61-001",
    "miejscowosc": "Poznań",
    "nip": "9991079199",
    "regon": "990010010",
    "krs": "0000999001",
    "bdo": "000999001",
    "kapital": 50000,
    "email": "biuro@example.com",
    "telefon": "+48 600 000 001",
    "wystawiajacy": "Katarzyna Wolna",
    "rachunki": [{"numer": "43 9990 0012 0000 0001 0000 0001", "bank": "Bank Przykładowy S.A."}],
}
# What makes a contract one of the 8 % rate.
REDUCED: dict[str, Any] = {
    "obiekt_rodzaj": "lokal_mieszkalny",
    "powierzchnia_uzytkowa_m2": Decimal(72),
    "montaz_trwaly": True,
    "oswiadczenie_vat": True,
    "oswiadczenie_vat_data": date(2026, 5, 8),
}
PDF = "application/pdf"
_numbers = count(1)
_accepted = count(0x0500001AF629)


@dataclass
class Studio:
    """Somebody who may do everything in a studio, and quick ways to what documents are made from."""

    app: Application
    me: Caller
    customers: dict[str, str] = field(default_factory=dict[str, str])

    async def person(self, **changed: Any) -> str:
        """A customer who is a consumer, with an address; answers the id."""
        body = {"firstName": "Żaneta", "lastName": "Zalewska", "displayName": "Żaneta Zalewska", **changed}
        return await self._with_address("/customers/people", body, "ul. Źródlana 7/12", "61-050")

    async def company(self, **changed: Any) -> str:
        """A customer who is a business."""
        body = {
            "displayName": "Dentysta Ratajczaka",
            "legalName": "Dentysta Ratajczaka sp. z o.o.",
            "nip": "9991158384",
            **changed,
        }
        return await self._with_address("/customers/companies", body, "ul. Ratajczaka 20", "61-815")

    async def _with_address(self, path: str, body: dict[str, Any], street: str, code: str) -> str:
        made = await self.me.post(path, body)
        assert made.status_code == 201, made.text
        customer = made.json()["id"]
        address = await self.me.post(
            "/customers/addresses",
            {"entityId": customer, "addressLine1": street, "postalCode": code, "city": "Poznań", "isPrimary": True},
        )
        assert address.status_code == 201, address.text
        return customer

    async def contract(
        self,
        customer: str | None = None,
        *,
        meble: Any = "24000",
        dodatki: Any = 0,
        sprzet: Any = "6000",
        **values: Any,
    ) -> str:
        """A signed contract with a valuation, at the 8 % rate unless told otherwise."""
        customer = customer or await self.person()
        row = {
            "organization_id": self.me.organization_id,
            "numer": f"K/2026/{next(_numbers):03d}",
            "typ": "kuchnia",
            "customer_id": UUID(customer),
            "data_podpisania": date(2026, 5, 8),
            **(values or REDUCED),
        }
        async with self.app.acting(self.me.tenant_id, self.me.organization_id) as ctx:
            contract = await changes.insert(ctx, Contract, row)
            part = {"organization_id": self.me.organization_id, "contract_id": contract}
            await changes.insert(
                ctx,
                Valuation,
                {**part, "meble": Decimal(meble), "dodatki": Decimal(dodatki), "sprzet": Decimal(sprzet)},
            )
            await changes.insert(ctx, Furniture, {**part, "grupa_meblowa": "szafki dolne", "korpus": "Egger W1000 ST9"})
        return str(contract)

    async def enter_number(self, document: str) -> str:
        """Let KSeF have accepted an invoice; answers its number there."""
        text = f"9991079199-20991231-{next(_accepted):012X}"
        number = f"{text}-{crc_8(text):02X}"
        answer = await self.me.put(f"/documents/documents/{document}/ksef", {"numerKsef": number})
        assert answer.status_code == 200, answer.text
        return number

    async def payment(
        self,
        contract: str,
        cena: Any,
        *,
        typ: str = "Zadatek",
        rodzaj: str = "przelew",
        data: date = date(2026, 5, 11),
        box: Caller | None = None,
    ) -> str:
        """A confirmed payment; one in cash has its entry in the ledger, on which its voucher stands."""
        if rodzaj != "gotowka":
            row = {
                "organization_id": self.me.organization_id,
                "contract_id": UUID(contract),
                "typ": typ,
                "rodzaj": rodzaj,
                "cena": Decimal(cena),
                "data": data,
                "potwierdzona": True,
            }
            async with self.app.acting(self.me.tenant_id, self.me.organization_id) as ctx:
                return str(await changes.insert(ctx, Payment, row))
        body = {
            "contractId": contract,
            "typ": typ,
            "rodzaj": rodzaj,
            "cena": str(cena),
            "data": data.isoformat(),
            "potwierdzona": True,
            "uzytkownikId": None if box is None else str(box.user_id),
        }
        made = await self.me.post("/contracts/payment_methods", body)
        assert made.status_code == 201, made.text
        return made.json()["id"]

    async def appliance(self, contract: str, cena: Any, rabat: Any = None) -> None:
        """A built-in appliance."""
        row = {
            "organization_id": self.me.organization_id,
            "contract_id": UUID(contract),
            "rodzaj": "piekarnik",
            "firma": "Bosch",
            "model": "HBA5360S0",
            "cena": Decimal(cena),
            "rabat": None if rabat is None else Decimal(rabat),
        }
        async with self.app.acting(self.me.tenant_id, self.me.organization_id) as ctx:
            await changes.insert(ctx, Appliance, row)

    async def change(self, contract: str, **values: Any) -> None:
        """Change a contract."""
        async with self.app.acting(self.me.tenant_id, self.me.organization_id) as ctx:
            await changes.update(ctx, Contract, UUID(contract), values)

    async def complete(self, contract: str) -> None:
        """The work is finished."""
        await self.change(contract, zakonczona=True, zakonczona_at=datetime(2026, 7, 17, 12, tzinfo=UTC))

    async def issue(self, rodzaj: str, contract: str | None, status: int = 201, **more: Any) -> dict[str, Any]:
        """Issue a document."""
        made = await self.me.post("/documents/documents", {"rodzaj": rodzaj, "contractId": contract, **more})
        assert made.status_code == status, made.text
        return made.json()

    async def print(self, contract: str, what: str, **query: Any) -> httpx.Response:
        """Print a document of a contract."""
        return await self.me.get(f"/contracts/contracts/{contract}/print/{what}", params=query)

    async def file(self, document: str, **query: Any) -> httpx.Response:
        """The file of a document."""
        return await self.me.get(f"/documents/documents/{document}/file", params=query)

    async def model(self, document: str) -> dict[str, Any]:
        """What stands on a document."""
        found = await self.file(document, format="json")
        assert found.status_code == 200, found.text
        return found.json()


@pytest.fixture
async def studio(app: Application, admin: Caller) -> Studio:
    """A studio whose profile is complete."""
    saved = await admin.put("/documents/seller", JESION)
    assert saved.status_code == 200, saved.text
    assert saved.json()["braki"] == []
    return Studio(app, admin)


Issue = Callable[..., Awaitable[dict[str, Any]]]
