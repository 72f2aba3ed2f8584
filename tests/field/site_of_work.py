"""A kitchen that is installed: the office that plans it, the fitters who go there, and quick ways to what they do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
from pypdf import PdfReader

from bottega.demo.people import EVERYBODY, ROLES
from bottega.kernel.local_time import LOCAL_ZONE
from callers import Caller, Invite
from pictures import png

JESION: dict[str, Any] = {
    "nazwa": "Studio Mebli JESION sp. z o.o.",
    "adres": "ul. Stolarska 12",
    "kodPocztowy": "61-001",
    "miejscowosc": "Poznań",
    "nip": "9991079199",
    "regon": "990010010",
    "rachunki": [{"numer": "PL43999000120000000100000001"}],
}
TODAY = datetime.now(LOCAL_ZONE).date()
# Far enough for everything before it to be still to come, whenever the tests run.
MONDAY = TODAY + timedelta(weeks=13, days=-TODAY.weekday())


def text_of(pdf: bytes) -> str:
    """What a PDF says, white space folded."""
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(said.replace("\N{NO-BREAK SPACE}", " ").split())


async def somebody(caller: Invite, role: str) -> Caller:
    """Somebody with a role of the studio."""
    return await caller(*ROLES[role], *EVERYBODY)


@dataclass
class Site:
    """Who works there, for whom."""

    office: Caller
    fitter: Caller
    mate: Caller
    customer: str
    contract: str

    async def made(self, path: str, body: dict[str, Any]) -> str:
        """Something the office enters; its id."""
        answer = await self.office.post(path, body)
        assert answer.status_code == 201, (path, answer.text)
        return answer.json()["id"]

    async def planned(self, who: Caller, *, days: int = 0, **changed: Any) -> str:
        """An event of somebody, so many days after the Monday; an installation if nothing is changed."""
        body = {
            "pracownikId": str(who.user_id),
            "data": f"{MONDAY + timedelta(days=days)}T08:00:00",
            "typ": "montaz_kuchni",
            "contractId": self.contract,
            "opis": "Winda towarowa od podwórza",
            **changed,
        }
        return await self.made("/calendar/events", body)

    async def day(self, who: Caller, after: int = 0, *, days: int = 1) -> dict[str, Any]:
        """What somebody's telephone shows of some days, from so many days after the Monday on."""
        params = {"date": str(MONDAY + timedelta(days=after)), "days": str(days)}
        answer = await who.get("/field/day", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def job(self, who: Caller, after: int = 0) -> dict[str, Any]:
        """The only job somebody has on a day."""
        [found] = (await self.day(who, after))["zlecenia"]
        return found

    async def ticked(self, who: Caller, job: str, *positions: dict[str, Any], **options: Any) -> httpx.Response:
        """Tick positions."""
        return await who.post(f"/field/jobs/{job}/checks", {"pozycje": list(positions)}, **options)

    async def signed(self, who: Caller, job: str, key: str | None = None, **changed: Any) -> httpx.Response:
        """Have a job accepted; ``podpis`` is a PNG."""
        form = {"podpis": png(), "osoba": "Żaneta Zalewska", **changed}
        files = {"podpis": ("podpis.png", form.pop("podpis"), "image/png")}
        headers = {"Idempotency-Key": key} if key else {}
        return await who.client.post(f"/field/jobs/{job}/acceptance", data=form, files=files, headers=headers)
