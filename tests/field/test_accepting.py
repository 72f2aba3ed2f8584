"""Acceptance at the customer's: one protocol with their signature, however often and by however many."""

import asyncio
import io
import zipfile
import zlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from site_of_work import TODAY, Site, text_of

from bottega.business.documents import document_files
from bottega.kernel.application import Application
from callers import Caller, Invite
from pictures import encoded, png


async def contract_of(site: Site) -> dict[str, Any]:
    """The contract with all its fields."""
    return (await site.office.get("/contracts/contracts", params={"id": site.contract})).json()["items"][0]


async def protocols(site: Site) -> list[dict[str, Any]]:
    """The acceptance protocols of the contract."""
    query = {"contractId": site.contract, "rodzaj": "PRO", "sortField": "numer"}
    return (await site.office.get("/documents/documents", params=query)).json()["items"]


async def test_the_signed_protocol_finishes_job_and_contract(site: Site) -> None:
    event = await site.planned(site.fitter)
    until = TODAY + timedelta(days=17)
    answer = await site.signed(site.fitter, event, uwagi="Rysa na froncie\nlewy zawias", termin=str(until))
    assert answer.status_code == 201, answer.text
    issued = answer.json()
    assert issued["numer"].startswith(f"PRO/{TODAY.year}/")
    assert "x-om-operation" not in answer.headers
    assert (await contract_of(site))["zakonczona"] is True
    job = await site.job(site.fitter)
    assert (job["status"], job["umowa"]["zakonczona"]) == ("wykonane", True)
    assert job["dokumenty"] == [{"id": issued["id"], "rodzaj": "PRO", "numer": issued["numer"]}]
    file = await site.fitter.get(f"/field/documents/{issued['id']}")
    assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
    said = text_of(file.content)
    for expected in ("Żaneta Zalewska", "Rysa na froncie", "lewy zawias", f"{TODAY:%d.%m.%Y}", "☒ z uwagami"):
        assert expected in said
    assert f"Termin usunięcia usterek {until:%d.%m.%Y}" in said
    assert "zł" not in said, "nobody signs an amount they were not shown"
    assert b"/Image" in file.content
    office = await site.office.get(f"/documents/documents/{issued['id']}/file")
    assert office.content == file.content


async def test_without_remarks_the_protocol_says_so(site: Site) -> None:
    event = await site.planned(site.fitter)
    issued = (await site.signed(site.fitter, event)).json()
    said = text_of((await site.fitter.get(f"/field/documents/{issued['id']}")).content)
    assert "☒ bez uwag" in said
    assert "Uwagi i usterki" not in said


async def test_a_day_for_mending_is_on_the_protocol_without_remarks_too(site: Site) -> None:
    event = await site.planned(site.fitter)
    until = TODAY + timedelta(days=3)
    issued = (await site.signed(site.fitter, event, termin=str(until))).json()
    said = text_of((await site.fitter.get(f"/field/documents/{issued['id']}")).content)
    assert f"Termin usunięcia usterek {until:%d.%m.%Y}" in said
    assert "☒ z uwagami" in said


async def test_the_signature_stays_sealed_and_is_on_every_copy(site: Site, app: Application) -> None:
    event = await site.planned(site.fitter)
    issued = (await site.signed(site.fitter, event)).json()
    document = f"/documents/documents/{issued['id']}"
    assert (await site.office.get(document)).json()["formaty"] == ["pdf", "json", "html"]
    copy = await site.office.get(f"{document}/file", params={"duplikat": "1"})
    assert b"/Image" in copy.content
    assert "Podpis na ekranie: Żaneta Zalewska" in (await site.office.get(f"{document}/file?format=html")).text
    async with app.acting(site.office.tenant_id) as ctx:
        stored = await ctx.query_value(
            "SELECT content FROM documents_files WHERE tenant_id = $1 AND format = 'podpis'", ctx.tenant_id
        )
        assert "iVBORw0KGgo" not in stored
        assert await document_files.kept(ctx, UUID(issued["id"]), "podpis") == png()


async def test_a_second_acceptance_is_refused_with_the_first(site: Site) -> None:
    event = await site.planned(site.fitter)
    first = (await site.signed(site.fitter, event)).json()
    again = await site.signed(site.fitter, event)
    assert (again.status_code, again.json()["code"]) == (409, "juz_odebrano")
    assert (again.json()["dokumentId"], again.json()["numer"]) == (first["id"], first["numer"])
    assert len(await protocols(site)) == 1


async def test_a_repeated_key_gets_the_same_protocol(site: Site) -> None:
    event = await site.planned(site.fitter)
    first = await site.signed(site.fitter, event, key="odbiór-1".encode("ascii", "ignore").decode())
    again = await site.signed(site.fitter, event, key="odbir-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    other = await site.signed(site.fitter, event, key="odbir-1", podpis=png(61))
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(await protocols(site)) == 1


async def test_of_many_at_once_one_is_accepted(site: Site) -> None:
    event = await site.planned(site.fitter)
    await site.made(
        "/contracts/worker_assignments", {"contractId": site.contract, "uzytkownikId": str(site.mate.user_id)}
    )
    office = site.office.put("/calendar/events", {"id": event, "opis": "nowy opis"})
    answers = await asyncio.gather(*(site.signed(who, event) for who in (site.fitter, site.mate, site.fitter)), office)
    assert sorted(answer.status_code for answer in answers) == [200, 201, 409, 409]
    assert len(await protocols(site)) == 1


async def test_a_form_that_was_to_be_signed_by_hand_is_cancelled(site: Site) -> None:
    event = await site.planned(site.fitter)
    form = await site.office.post("/documents/documents", {"rodzaj": "PRO", "contractId": site.contract})
    assert form.status_code == 201, form.text
    signed = await site.signed(site.fitter, event)
    assert signed.status_code == 201, signed.text
    assert [(one["numer"], one["stan"]) for one in await protocols(site)] == [
        (form.json()["numer"], "anulowany"),
        (signed.json()["numer"], "wystawiony"),
    ]


async def test_what_was_accepted_on_paper_is_not_accepted_again(site: Site) -> None:
    event = await site.planned(site.fitter)
    form = await site.office.post("/documents/documents", {"rodzaj": "PRO", "contractId": site.contract})
    await site.office.put("/contracts/contracts", {"id": site.contract, "zakonczona": True})
    refused = await site.signed(site.fitter, event)
    assert (refused.status_code, refused.json()["numer"]) == (409, form.json()["numer"])


async def test_work_that_the_office_has_finished_still_gets_its_protocol(site: Site) -> None:
    event = await site.planned(site.fitter)
    await site.office.put("/contracts/contracts", {"id": site.contract, "zakonczona": True})
    assert (await site.signed(site.fitter, event)).status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("podpis", b"GIF89a"),
        ("podpis", b""),
        ("podpis", png(ink=False)),
        ("podpis", png()[:60]),
        ("podpis", png() + b"\0" * 205_000),
        ("podpis", encoded(60_000, 60_000, zlib.compress(b"\0" * 100))),
        ("podpis", encoded(60, 20, zlib.compress(b"\0" * 50_000_000))[:150_000]),
        ("osoba", ""),
        ("osoba", "x" * 121),
        ("uwagi", "x" * 2001),
        ("termin", "2020-01-01"),
        ("termin", "jutro"),
    ],
)
async def test_what_is_no_signature_is_refused_by_name_and_nothing_is_accepted(
    site: Site, field: str, value: Any
) -> None:
    event = await site.planned(site.fitter)
    refused = await site.signed(site.fitter, event, **{field: value})
    assert refused.status_code == 400, refused.text
    assert [one["path"] for one in refused.json()["details"]] == [[field]]
    assert len(refused.json()["details"][0]["message"]) > 15
    assert await protocols(site) == []
    assert (await contract_of(site))["zakonczona"] is False


async def test_only_what_is_installed_is_accepted(site: Site) -> None:
    meeting = await site.planned(site.fitter, typ="projekt_spotkanie")
    private = await site.planned(site.fitter, days=1, typ="inne", contractId=None)
    for event in (meeting, private):
        refused = await site.signed(site.fitter, event)
        assert (refused.status_code, refused.json()["code"]) == (409, "nie_do_odbioru")


async def test_a_dissolved_contract_has_no_jobs_to_accept(site: Site) -> None:
    event = await site.planned(site.fitter)
    dissolved = await site.office.post(
        f"/contracts/contracts/{site.contract}/rozwiaz", {"strona": "klient", "powod": "rezygnacja z zamówienia"}
    )
    assert dissolved.is_success, dissolved.text
    assert (await site.signed(site.fitter, event)).status_code == 404
    assert await protocols(site) == []


async def test_papers_of_others_are_not_given_out(site: Site, caller: Invite) -> None:
    event = await site.planned(site.fitter)
    issued = (await site.signed(site.fitter, event)).json()
    other: Caller = await caller("field.*", "contracts.*")
    assert (await other.get(f"/field/documents/{issued['id']}")).status_code == 404
    form = await site.office.post("/documents/documents", {"rodzaj": "OSW", "contractId": site.contract})
    assert (await site.office.get(f"/field/documents/{form.json()['id']}")).status_code == 404


async def test_the_signature_is_handed_out_with_the_documents_of_a_person(site: Site) -> None:
    event = await site.planned(site.fitter)
    await site.ticked(site.fitter, event, {"nazwa": "Pani Zalewska prosi o telefon przed montażem"})
    issued = (await site.signed(site.fitter, event)).json()
    answer = await site.office.get(f"/privacy/people/{site.customer}/export")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = [name for name in packed.namelist() if name.startswith("documents/PRO")]
        assert sorted(name.rpartition("-")[2] for name in names) == [f"{issued['id'][-6:]}.pdf", "podpis.png"]
        [signature] = [name for name in names if name.endswith("-podpis.png")]
        assert packed.read(signature) == png()
        assert "prosi o telefon" in b"".join(packed.read(one) for one in packed.namelist()).decode("utf-8", "replace")
