"""The manifest: custom fields, encryption and languages in it, its tag, and how little it costs to ask again."""

from typing import Any
from uuid import UUID

import pytest

from bottega.kernel.application import Application

BOARDS = "warehouse.materials"
NOT_KEPT, KEPT = "no-store", "private, max-age=31536000, immutable"


async def _tag(who: Any, **headers: str) -> str:
    return (await who.get("/ui/boot", headers=headers)).json()["manifest"]


async def _screens(who: Any, **headers: str) -> Any:
    return (await who.get("/ui/manifest/any", headers=headers)).json()["screens"]


async def _fields(who: Any, screen: str = BOARDS, **headers: str) -> dict[str, Any]:
    return {field["name"]: field for field in (await _screens(who, **headers))[screen]["fields"]}


async def _define(who: Any, key: str, kind: str, **config: Any) -> None:
    body = {"entityId": "warehouse:material", "key": key, "kind": kind, "configJson": config}
    answer = await who.post("/entities/definitions", body)
    assert answer.status_code == 200, answer.text


async def test_strangers_see_nothing(nobody: Any):
    for path in ("/ui/boot", "/ui/manifest/any"):
        assert (await nobody.get(path)).status_code == 401


async def test_a_field_says_what_forms_lists_and_filters_need(caller: Any):
    me = await caller("warehouse.*", "contracts.view")
    fields = await _fields(me, **{"accept-language": "pl"})
    assert fields["dlugosc"] == {
        "name": "dlugosc",
        "label": "Długość",
        "kind": "integer",
        "unit": "mm",
        "min": 1,
        "max": 10_000,
        "hint": "Wzdłuż usłojenia",
        "list": True,
        "sort": True,
        "filter": ["from", "to"],
        "create": "required",
        "update": True,
    }
    contract = fields["contract_id"]
    assert (contract["wire"], contract["kind"], contract["of"]) == ("contractId", "ref", "contracts:contract")
    assert contract["filter"][0] == "eq"
    price = fields["cena_zakupu"]
    assert (price["kind"], price["wire"], price["record"], price["create"]) == ("money", "cenaZakupu", True, True)
    assert "list" not in price
    assert "tenantId" not in fields


async def test_forms_are_those_of_the_caller(caller: Any):
    reader = (await _screens(await caller("warehouse.view")))[BOARDS]
    assert (reader["can"], reader.get("actions")) == ({}, None)
    assert not [field for field in reader["fields"] if "create" in field or "update" in field]


async def test_custom_fields_are_fields_like_others(caller: Any):
    me = await caller("warehouse.*", "entities.*")
    await _define(
        me,
        "wykonczenie",
        "select",
        label="Wykończenie <b>x</b>",
        filterable=True,
        options=[{"value": "mat", "label": "Matowe"}, {"value": "polysk", "label": "Połysk"}],
    )
    await _define(me, "formatki", "text", label="Formatki klienta", required=True, formEditable=True)
    fields = await _fields(me)
    assert fields["cf_wykonczenie"] == {
        "name": "cf_wykonczenie",
        # A text: whoever draws it shows it as one.
        "label": "Wykończenie <b>x</b>",
        "kind": "choice",
        "custom": True,
        "options": [{"value": "mat", "label": "Matowe"}, {"value": "polysk", "label": "Połysk"}],
        "list": True,
        "filter": ["eq"],
        "create": True,
        "update": True,
    }
    # A key that is a word of the module stays apart from it.
    assert (fields["cf_formatki"]["label"], fields["cf_formatki"]["create"]) == ("Formatki klienta", "required")


async def test_a_new_definition_makes_another_manifest(caller: Any):
    me = await caller("warehouse.*", "entities.*")
    before = await _tag(me)
    await _define(me, "regal", "text", label="Regał")
    after = await _tag(me)
    assert after != before
    assert (await me.get(f"/ui/manifest/{after}")).headers["cache-control"] == KEPT
    # Who still has the former tag gets the present manifest, and does not keep it under that name.
    stale = await me.get(f"/ui/manifest/{before}")
    assert stale.headers["cache-control"] == NOT_KEPT
    assert "cf_regal" in {field["name"] for field in stale.json()["screens"][BOARDS]["fields"]}


async def test_a_tag_of_somebody_else_shows_nothing_of_theirs(caller: Any):
    boss, poor = await caller(super_admin=True), await caller("warehouse.view")
    answer = await poor.get(f"/ui/manifest/{await _tag(boss)}")
    assert answer.headers["cache-control"] == NOT_KEPT
    assert set(answer.json()["screens"]) == set(await _screens(poor))
    assert "finance.transactions" not in answer.json()["screens"]


async def test_those_who_may_do_the_same_share_a_tag_and_languages_do_not(caller: Any):
    one, two = await caller("warehouse.view"), await caller("warehouse.view")
    assert await _tag(one) == await _tag(two)
    assert await _tag(one) != await _tag(one, **{"accept-language": "pl"})


async def test_encrypted_fields_say_so(caller: Any):
    me = await caller("customers.*", "entities.*")
    assert (await _fields(me, "customers.people"))["primary_email"].get("sealed") is True
    assert "sealed" not in (await _fields(me, "customers.people"))["status"]
    # Whatever style the API has for a name.
    assert (await _fields(me, "customers.people"))["firstName"].get("sealed") is True


async def test_amounts_are_no_fields_for_those_who_see_none(caller: Any):
    features = ("contracts.view", "contracts.change_krok5", "contracts.change_krok7")
    limited, other = await caller(*features, "contracts.only_assigned"), await caller(*features, "contracts.prices")
    for screen, amounts in (("contracts.appliances", 2), ("contracts.work_ratings", 1)):
        assert len([one for one in (await _fields(other, screen)).values() if one["kind"] == "money"]) >= amounts
    assert [one for one in (await _fields(limited, "contracts.appliances")).values() if one["kind"] == "money"] == []
    # What they earn themselves they see.
    assert (await _fields(limited, "contracts.work_ratings"))["kwota"]["kind"] == "money"


async def test_asking_again_asks_the_database_nothing(app: Application, caller: Any, monkeypatch: pytest.MonkeyPatch):
    me = await caller("warehouse.*", "customers.*")
    await _screens(me)
    asked: list[UUID] = []
    acquire = app.database.acquire

    async def counted(tenant_id: UUID) -> object:
        asked.append(tenant_id)
        return await acquire(tenant_id)

    monkeypatch.setattr(app.database, "acquire", counted)
    answer = await me.get("/ui/manifest/any")
    assert answer.json()["screens"]
    assert asked == []


async def test_sums_are_offered_where_a_list_has_them_to_whoever_sees_amounts(caller: Any):
    features = ("finance.view", "finance.transfer", "contracts.view", "warehouse.view")
    everything, limited = (
        await caller(*features, "contracts.prices"),
        await caller(*features, "contracts.only_assigned"),
    )

    async def summed(who: Any) -> dict[str, set[str]]:
        screens = (await who.get("/ui/manifest/any")).json()["screens"]
        return {key: {one["name"] for one in screen["fields"] if one.get("total")} for key, screen in screens.items()}

    told = await summed(everything)
    assert told["finance.transactions"] == told["finance.transfers"] == {"kwota"}
    assert told["warehouse.materials"] == set()
    for key, names in told.items():
        if names:
            path = (await everything.get("/ui/manifest/any")).json()["screens"][key]["path"]
            assert (await everything.get(path, params={"totals": ",".join(names)})).status_code == 200, key
    assert {name for names in (await summed(limited)).values() for name in names} == set()


async def test_every_screen_says_where_it_is(caller: Any):
    screens = (await (await caller(super_admin=True)).get("/ui/manifest/any")).json()["screens"]
    places = {key: screen["href"] for key, screen in screens.items()}
    assert places["warehouse.materials"] == "/backend/warehouse/materials"
    assert (places["auth.users"], places["finance.cash_boxes"]) == ("/backend/users", "/backend/finance")
    assert len(set(places.values())) == len(places)
