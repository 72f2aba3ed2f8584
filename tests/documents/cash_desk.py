"""A cash desk: people with the roles of the demo studio and nothing more, a contract, and what they do with cash."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bottega.demo.people import BUSINESS, EVERYBODY, OFFICE, OWNER, ROLES
from bottega.kernel.application import Application
from bottega.kernel.context import Context, Scope
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.platform.auth import read_acl
from callers import Caller, Invite
from conftest import JESION, Studio

DOCUMENTS = "/documents/documents"


def day(days: int = 0) -> str:
    """A day in Warsaw, some days from today."""
    return (datetime.now(LOCAL_ZONE).date() + timedelta(days=days)).isoformat()


def moment(days: int = 0) -> str:
    """This moment, some days from now."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


@dataclass
class CashDesk:
    """The studio and its people; ``contract`` is one of the fitter's."""

    app: Application
    studio: Studio
    owner: Caller
    office: Caller
    accountant: Caller
    surveyor: Caller
    fitter: Caller
    customer: str
    contract: str

    async def made(self, who: Caller, path: str, status: int = 201, **body: Any) -> dict[str, Any]:
        """Post something; answers what came of it."""
        answer = await who.post(path, body)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json()

    async def pay(self, who: Caller | None = None, cena: str = "1200.00", **body: Any) -> str:
        """A payment in cash at the desk, not confirmed unless it is said; answers its id."""
        told = {"typ": "Rata", "rodzaj": "gotowka", "cena": cena, "data": day(), **body}
        made = await self.made(who or self.office, "/contracts/payment_methods", contractId=self.contract, **told)
        return made["id"]

    async def entry(self, **body: Any) -> str:
        """An entry of cash by the accountant, income unless it is said; answers its id."""
        told = {"nazwa": "Wpływ", "kwota": "500.00", "typ": "przychod", "rodzaj": "gotowka", "data": moment(), **body}
        return (await self.made(self.accountant, "/finance/transactions", **told))["id"]

    async def entry_of(self, payment: str) -> str:
        """The id of the entry of a payment."""
        listed = await self.office.get("/contracts/payment_methods", params={"id": payment})
        return listed.json()["items"][0]["transaction_id"]

    async def transaction(self, transaction: str) -> dict[str, Any]:
        """An entry with everything known of it."""
        listed = await self.accountant.get("/finance/transactions", params={"id": transaction, "withDeleted": True})
        [item] = listed.json()["items"]
        return item

    async def voucher(self, who: Caller, rodzaj: str, status: int = 201, **body: Any) -> dict[str, Any]:
        """Ask for a voucher."""
        return await self.made(who, DOCUMENTS, status, rodzaj=rodzaj, **body)

    async def document(self, document: str) -> dict[str, Any]:
        """A document with everything on it."""
        answer = await self.accountant.get(f"{DOCUMENTS}/{document}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def box(self, person: Caller | None = None) -> dict[str, Any]:
        """Somebody's cash box, or the main one."""
        listed = (await self.accountant.get("/finance/cash_boxes")).json()["items"]
        wanted = str(person.user_id) if person else None
        return next(one for one in listed if one["uzytkownik_id"] == wanted)

    async def keep_main_box(self, keeper: Caller) -> None:
        """The owner names who keeps the main cash box."""
        box = await self.box()
        answer = await self.owner.put("/finance/cash_boxes", {"id": box["id"], "kasjerId": str(keeper.user_id)})
        assert answer.status_code == 200, answer.text

    async def acting(self, who: Caller) -> Context:
        """Somebody at work inside the system, with what their roles allow; the caller finishes and closes it."""
        async with self.app.acting(who.tenant_id, who.organization_id) as ctx:
            acl, _roles = await read_acl(await ctx.connection(), who.tenant_id, who.user_id)
            actor = ctx.actor.__class__(
                "user", who.user_id, who.tenant_id, who.organization_id, acl=acl, user_id=who.user_id
            )
        scope = Scope(who.tenant_id, who.organization_id, visible=frozenset({who.organization_id}))
        return Context(self.app, actor, scope)


async def open_desk(app: Application, caller: Invite) -> CashDesk:
    """The people and a contract of the fitter; the owner has entered who the studio is."""
    owner = await caller(*sorted({*BUSINESS, *OFFICE, *EVERYBODY}))
    assert OWNER not in ROLES
    saved = await owner.put("/documents/seller", JESION)
    assert saved.status_code == 200, saved.text
    office, accountant, surveyor, fitter = [
        await caller(*sorted({*ROLES[role], *EVERYBODY}))
        for role in ("Kierownik biura", "Księgowa", "Pomiarowiec", "Montażysta")
    ]
    studio = Studio(app, owner)
    customer = await studio.person()
    contract = await studio.contract(customer)
    desk = CashDesk(app, studio, owner, office, accountant, surveyor, fitter, customer, contract)
    await desk.made(
        owner,
        "/contracts/worker_assignments",
        contractId=contract,
        uzytkownikId=str(fitter.user_id),
        typPracownika="montazysta",
    )
    return desk
