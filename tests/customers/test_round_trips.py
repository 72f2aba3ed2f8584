"""What Bottega exports it reads back unchanged, in every format that it imports and with every kind of value."""

from typing import Any

import pytest
from studio import EVERYTHING, company, person

pytestmark = pytest.mark.asyncio(loop_scope="session")

KINDS: tuple[tuple[str, str, dict[str, Any], Any], ...] = (
    ("wood", "text", {"label": "Ulubione drewno"}, "=dąb; orzech"),
    ("story", "multiline", {"label": "Historia"}, '- raz, dwa\n"trzy"\n+ cztery 🪚'),
    ("age", "integer", {"label": "Wiek"}, 1042),
    ("ratio", "float", {"label": "Wskaźnik"}, 12.345),
    ("width", "float", {"label": "Szerokość (cm)"}, 1.234),
    ("below", "float", {"label": "Saldo"}, -2.5),
    ("photos", "boolean", {"label": "Zgoda na zdjęcia"}, True),
    ("mail", "boolean", {"label": "Zgoda na listy"}, False),
    ("size", "select", {"label": "Wielkość", "options": [{"value": "big", "label": "Duże"}]}, "big"),
    ("rooms", "text", {"label": "Pomieszczenia", "multi": True}, ["kuchnia", "łazienka"]),
    ("secret", "text", {"label": "Kod do domofonu", "encrypted": True}, "@12#34"),
    ("since", "text", {"label": "Od kiedy"}, "2026-11-30"),
    ("code", "text", {"label": "Kod"}, "00950"),
    # Called like fields, one that lists show and two that they do not.
    ("remark", "text", {"label": "Uwagi"}, "druga uwaga"),
    ("works_for", "text", {"label": "Firma"}, "Dąb"),
    ("place", "text", {"label": "Miasto"}, "Poznań"),
)
CUSTOM = {f"cf_{key}": value for key, _, _, value in KINDS}
HEADINGS = (("keys", "en"), ("words", "pl"), ("words", "en"))
NOTES = (
    "- zadzwonić po 16\n- nie w piątek",
    "=SUMA(A1:A2)",
    '@dom, "duży"; 🪚',
    "'cytat'",
    "'=nie wzór",
    "+48 i więcej",
    "jedna linia\r\ndruga",
    "a ::: b",
    "2.500",
    "0012",
    "\uff1dx",
)
PHONES = ("+48 600 777 888", "600 000 001", "(61) 600-00-02", "0048600000003", "+49 30 1234567")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers, and define fields."""
    return await caller(*EVERYTHING, "entities.*")


async def define(me: Any, entity: str) -> None:
    for key, kind, config, _ in KINDS:
        body = {"entityId": entity, "key": key, "kind": kind, "configJson": config}
        assert (await me.post("/entities/definitions", body)).status_code == 200


async def tagged(me: Any, customer_id: str) -> None:
    for slug, label in (("vip", "VIP"), ("staly-klient", "- stały klient")):
        answer = await me.post("/customers/tags", {"slug": slug, "label": label})
        tags = (await me.get("/customers/tags", params={"pageSize": "100"})).json()["items"]
        tag = answer.json().get("id") or next(tag["id"] for tag in tags if tag["slug"] == slug)
        await me.post("/customers/tags/assign", {"tagId": tag, "entityId": customer_id})


async def imported_again(me: Any, path: str, file_format: str, headings: tuple[str, str], **query: str) -> Any:
    """The report of the import of an export, whose headings are for programs or for people in one language."""
    kind, locale = headings
    params = {"format": file_format, "headings": kind, **query}
    exported = await me.client.get(f"/customers/{path}", params=params, headers={"accept-language": locale})
    assert exported.status_code == 200, exported.text
    files = {"file": (f"lista.{file_format}", exported.content, "application/octet-stream")}
    answer = await me.client.post(f"/customers/{path}/import", files=files, data={"duplicates": "update"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def assert_same(report: Any, rows: int) -> None:
    assert (report["errors"], report["preview"], report["leftOut"], report["newTags"]) == ([], [], [], [])
    assert report["unlinkedCompanies"] == []
    assert {"cf_" + key for key, *_ in KINDS} <= {column["field"] for column in report["columns"]}
    assert (report["rows"], report["unchanged"], report["created"], report["updated"]) == (rows, rows, 0, 0)


@pytest.mark.parametrize("headings", HEADINGS, ids="-".join)
@pytest.mark.parametrize("full", [{}, {"exportScope": "full"}], ids=["view", "full"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_people_come_back_as_they_were(
    me: Any, file_format: str, full: dict[str, str], headings: tuple[str, str]
) -> None:
    await define(me, "customers:customer_person_profile")
    for number, note in enumerate(NOTES):
        told = {
            "description": note,
            "source": f"- {note[:20]}",
            "jobTitle": "=szef",
            "primaryPhone": PHONES[number % 5],
        }
        told["primaryPhone"] = PHONES[number % 5]
        mail = f"osoba{number}@example.com"
        one = await person(me, f"Ewa Łoś-{number}", primaryEmail=mail, nextInteraction=None, **told, **CUSTOM)
        await tagged(me, one)
    assert_same(await imported_again(me, "people", file_format, headings, **full), len(NOTES))


@pytest.mark.parametrize("headings", HEADINGS, ids="-".join)
@pytest.mark.parametrize("full", [{}, {"exportScope": "full"}], ids=["view", "full"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_companies_come_back_as_they_were(
    me: Any, file_format: str, full: dict[str, str], headings: tuple[str, str]
) -> None:
    await define(me, "customers:customer_company_profile")
    revenues = (0, 2.5, 1250000, 2500.00, 1234.56, 9999999999999.99)
    for number, revenue in enumerate(revenues):
        told = {"annualRevenue": revenue, "description": NOTES[number], "websiteUrl": "https://example.com/?a=1,2;b"}
        mail = f"firma{number}@example.com"
        one = await company(me, f'=Dąb „{number}” "i" syn, s.c.', primaryEmail=mail, **told, **CUSTOM)
        await tagged(me, one)
    assert_same(await imported_again(me, "companies", file_format, headings, **full), len(revenues))
