"""Measurement protocols (BR-11): a form of its own series, with the fee and what becomes of it."""

import asyncio
import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import dossiers
import pytest
from test_document_texts import has, pages_of, text_of

from bottega.business.contracts.access import RESTRICTED
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.measurement_protocols import Visit, protocol
from bottega.business.documents.issuer import Desk
from bottega.business.measurements import MeasurementFacts
from bottega.kernel.errors import Conflict
from callers import Caller, Invite
from conftest import PDF, Studio

TODAY = datetime.now(ZoneInfo("Europe/Warsaw")).date()
MEASUREMENTS = "/measurements/measurements"
PREVIEW = "/documents/preview"


def visit(oplata: Any = "niezatwierdzona", *, known: bool = True, **changed: Any) -> Visit:
    """A measurement at the flat of the demo studio's customer."""
    values: dict[str, Any] = {
        "id": UUID(int=7),
        "organization_id": UUID(int=4),
        "customer_id": dossiers.CUSTOMER,
        "uzytkownik_id": None,
        "adres_id": None,
        "kwota": Decimal(150),
        "oplata": oplata,
        "zatwierdzony": None,
        "zaliczyc_do": None,
        "contract_id": None,
        **changed,
    }
    home = dossiers.address("ul. Źródlana 7/12", "61-050 Poznań") if known else None
    desk = Desk(UUID(int=4), dossiers.PROFILE, "Katarzyna Wolna", dossiers.CUSTOMER, None, date(2026, 4, 10))
    contract = {"numer": "K/2026/041"} if oplata == "zaliczona" else None
    return Visit(
        MeasurementFacts(**values), desk, dossiers.party(), home, home, "Piotr Miara" if known else None, contract
    )


def test_a_protocol_has_who_where_the_fee_room_for_dimensions_a_drawing_and_both_signatures() -> None:
    paper = protocol(visit(), Wishes(uwagi="Ściany przed gładzią"))
    has(
        paper,
        "Protokół pomiaru",
        "Data 10.04.2026",
        "Studio Mebli JESION sp. z o.o.",
        "Żaneta Zalewska",
        "+48 600 000 044",
        "Adres pomiaru ul. Źródlana 7/12, 61-050 Poznań",
        "Data i godzina pomiaru",
        "Mierzy Piotr Miara",
        "150,00 zł",
        "Stan opłaty niezatwierdzona",
        "Szerokość dół (mm)",
        "Wysokość (mm)",
        "Odchyłka od pionu (mm)",
        "Gniazda elektryczne",
        "Woda zimna i ciepła",
        "Odpływ",
        "Gaz",
        "Wentylacja, okap",
        "Szkic pomieszczenia",
        "Uwagi",
        "Ściany przed gładzią",
        "mierzący (w imieniu studia)",
        "klient",
    )
    assert "Umowa nr" not in text_of(paper)
    # One sheet of paper: its front for figures, its back for the drawing and the signatures.
    front, back = pages_of(paper)
    assert "Poziom podłogi, narożniki" in front
    assert "Szkic pomieszczenia" in back
    assert "klient" in back


def test_br_11_the_protocol_says_until_when_an_order_has_the_fee_credited() -> None:
    approved = visit("zatwierdzona", zatwierdzony=date(2026, 4, 10), zaliczyc_do=date(2026, 7, 9))
    has(
        protocol(approved, Wishes()),
        "zatwierdzona 10.04.2026",
        "Jeżeli w ciągu 90 dni od zatwierdzenia pomiaru (do 09.07.2026) klient złoży zamówienie (zawrze umowę), opłata"
        " za pomiar zostanie zaliczona na poczet ceny.",
    )
    credited = protocol(visit("zaliczona", contract_id=UUID(int=2)), Wishes())
    has(credited, "zaliczona na poczet ceny umowy nr K/2026/041", "Umowa nr K/2026/041")
    free = protocol(visit("bezplatny", kwota=Decimal(0)), Wishes())
    has(free, "pomiar bezpłatny")
    for paper in (credited, free):
        assert "90 dni" not in text_of(paper)


def test_what_nobody_knows_yet_is_a_line_to_be_filled_in_by_hand() -> None:
    text = text_of(protocol(visit(known=False), Wishes()))
    for name in ("Adres pomiaru", "Mierzy", "Data i godzina pomiaru", "Pomieszczenie"):
        assert f"{name} …………" in text


def test_a_protocol_needs_a_seller_but_no_tax_number() -> None:
    seen = visit()
    without = {**dossiers.PROFILE, "nip": None, "nazwa": None}
    broken = Visit(**{**vars(seen), "desk": Desk(**{**vars(seen.desk), "profile": without})})
    with pytest.raises(Conflict) as refused:
        protocol(broken, Wishes())
    assert [one["pole"] for one in refused.value.details["braki"]] == ["sprzedawca.nazwa"]


async def measured(studio: Studio, customer: str | None = None, **changed: Any) -> str:
    """A measurement at a customer's."""
    body = {"customerId": customer or await studio.person(), "uzytkownikId": str(studio.me.user_id), "kwota": 150}
    made = await studio.me.post(MEASUREMENTS, {**body, **changed})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def approve(studio: Studio, measurement: str) -> None:
    answer = await studio.me.post(f"{MEASUREMENTS}/{measurement}/approve")
    assert answer.status_code == 200, answer.text


async def issue(studio: Studio, measurement: str | None, status: int = 201, **more: Any) -> dict[str, Any]:
    return await studio.issue("PRP", more.pop("contract", None), status, measurementId=measurement, **more)


async def test_br_16_protocols_have_a_series_of_their_own_and_need_no_contract(studio: Studio) -> None:
    customer = await studio.person()
    first = await issue(studio, await measured(studio, customer))
    second = await issue(studio, await measured(studio, customer))
    assert [first["numer"], second["numer"]] == [f"PP/{TODAY:%Y}/001", f"PP/{TODAY:%Y}/002"]
    listed = (await studio.me.get("/documents/documents", params={"customerId": customer})).json()["items"]
    assert [one["rodzaj"] for one in listed] == ["PRP", "PRP"]
    assert {one["contract_id"] for one in listed} == {None}
    assert listed[0]["nabywca"] == "Żaneta Zalewska"
    shown = (await studio.me.get(f"/documents/documents/{first['id']}")).json()
    assert shown["tresc"]["umowa"] is None
    file = await studio.file(first["id"])
    assert file.headers["content-type"] == PDF
    assert file.headers["content-disposition"] == f'inline; filename="PRP_PP_{TODAY:%Y}_001.pdf"'
    page = await studio.file(first["id"], format="html")
    assert "Gniazda elektryczne" in page.text


async def test_a_preview_of_a_protocol_takes_no_number(studio: Studio) -> None:
    measurement = await measured(studio)
    for format in ("pdf", "html", "json"):
        query = {"rodzaj": "PRP", "measurementId": measurement, "format": format}
        answer = await studio.me.get(PREVIEW, params=query)
        assert answer.status_code == 200, answer.text
    assert answer.json()["numer"] is None
    assert (await studio.me.get("/documents/documents")).json()["total"] == 0


async def test_the_fee_is_as_the_ledger_has_it(studio: Studio) -> None:
    measurement = await measured(studio)
    query = {"rodzaj": "PRP", "measurementId": measurement, "format": "json"}

    async def state() -> str:
        model = (await studio.me.get(PREVIEW, params=query)).json()
        [part] = [one for one in model["czesci"] if one["tytul"] == "Opłata za pomiar"]
        return dict(part["dane"])["Stan opłaty"]

    assert await state() == "niezatwierdzona"
    await approve(studio, measurement)
    assert await state() == f"zatwierdzona {TODAY:%d.%m.%Y}"
    item = (await studio.me.get(MEASUREMENTS, params={"id": measurement})).json()["items"][0]
    reversed_ = await studio.me.post(f"/finance/transactions/{item['transaction_id']}/storno", {})
    assert reversed_.status_code == 201, reversed_.text
    assert await state() == "niezatwierdzona"


async def test_a_protocol_of_a_credited_measurement_belongs_to_the_contract(studio: Studio, caller: Invite) -> None:
    customer = await studio.person()
    contract = await studio.contract(customer)
    await studio.change(contract, data_podpisania=TODAY)
    measurement = await measured(studio, customer)
    await approve(studio, measurement)
    credited = await studio.me.post(f"{MEASUREMENTS}/{measurement}/credit", {"contractId": contract})
    assert credited.status_code == 201, credited.text
    other = await studio.contract(customer)
    await issue(studio, measurement, 404, contract=other)
    made = await issue(studio, measurement, contract=contract)
    shown = (await studio.me.get(f"/documents/documents/{made['id']}")).json()
    assert shown["contract_id"] == contract
    assert shown["tresc"]["umowa"]["numer"]
    # Who sees no contracts but their own does not see this one's papers; those of no contract are nobody's own.
    free = await issue(studio, await measured(studio, customer))
    own = await caller("documents.view", "measurements.view", RESTRICTED)
    listed = (await own.get("/documents/documents")).json()["items"]
    assert [one["id"] for one in listed] == [free["id"]]
    assert (await own.get(f"/documents/documents/{free['id']}/file")).status_code == 200
    assert (await own.get(f"/documents/documents/{made['id']}/file")).status_code == 404
    assert (await own.get(PREVIEW, params={"rodzaj": "PRP", "measurementId": measurement})).status_code == 404


async def test_a_measurement_has_one_protocol_in_force_however_many_ask_at_once(studio: Studio) -> None:
    measurement = await measured(studio)
    body = {"rodzaj": "PRP", "measurementId": measurement}
    answers = await asyncio.gather(*(studio.me.post("/documents/documents", body) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    first = next(one.json() for one in answers if one.status_code == 201)
    cancelled = await studio.me.post(f"/documents/documents/{first['id']}/cancel", {"przyczyna": "zły adres"})
    assert cancelled.status_code == 200, cancelled.text
    # The refused ones took no number.
    assert (await issue(studio, measurement))["numer"] == f"PP/{TODAY:%Y}/002"


async def test_a_measurement_with_a_protocol_is_not_deleted_until_that_is_cancelled(studio: Studio) -> None:
    measurement = await measured(studio)
    made = await issue(studio, measurement)
    kept = await studio.me.delete(MEASUREMENTS, {"id": measurement})
    assert (kept.status_code, kept.json()["code"]) == (409, "ma_protokol")
    await studio.me.post(f"/documents/documents/{made['id']}/cancel", {"przyczyna": "pomyłka"})
    assert (await studio.me.delete(MEASUREMENTS, {"id": measurement})).status_code == 200


async def test_who_may_not_see_measurements_sees_no_protocols(studio: Studio, caller: Invite) -> None:
    measurement = await measured(studio)
    made = await issue(studio, measurement)
    body = {"rodzaj": "PRP", "measurementId": measurement}
    blind = await caller("documents.view", "documents.issue")
    assert (await blind.get("/documents/documents")).json()["items"] == []
    for answer in (
        await blind.get(f"/documents/documents/{made['id']}/file"),
        await blind.get(PREVIEW, params=body),
        await blind.post("/documents/documents", body),
    ):
        assert answer.status_code == 403
        assert "measurements.view" in answer.json()["requiredFeatures"]
    looking: Caller = await caller("documents.view", "measurements.view")
    assert (await looking.get(f"/documents/documents/{made['id']}/file")).status_code == 200
    assert (await looking.post("/documents/documents", body)).status_code == 403


async def test_what_a_protocol_is_of_must_be_said_and_be_there(studio: Studio) -> None:
    missing = await issue(studio, None, 400)
    assert missing["details"][0]["path"] == ["measurementId"]
    await issue(studio, str(UUID(int=5)), 404)
    wrong = await issue(studio, await measured(studio), 400, cashReportId=str(UUID(int=5)), kwota=5)
    assert {one["path"][0] for one in wrong["details"]} == {"cashReportId", "kwota"}
    pf = await studio.issue("PF", await studio.contract(), 400, measurementId=str(UUID(int=5)))
    assert [one["path"] for one in pf["details"]] == [["measurementId"]]


async def test_protocols_of_a_person_are_handed_out_and_stay_when_they_are_forgotten(studio: Studio) -> None:
    customer = await studio.person()
    made = await issue(studio, await measured(studio, customer))
    answer = await studio.me.get(f"/privacy/people/{customer}/export")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    [document] = json.loads(archive.read("personal-data.json"))["documents"]
    assert document["numer"] == made["numer"]
    original = (await studio.file(made["id"])).content
    erased = await studio.me.post(f"/privacy/people/{customer}/erase", {}, headers={"accept-language": "pl"})
    assert erased.status_code == 200, erased.text
    assert "obrona roszczeń" in str(erased.json()["kept"])
    assert "Ordynacja" not in str(erased.json()["kept"])
    assert (await studio.file(made["id"])).content == original
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        assert (
            await ctx.query_value(
                "SELECT count(*) FROM measurements_measurements WHERE tenant_id = $1 AND deleted_at IS NULL",
                ctx.tenant_id,
            )
            == 0
        )
