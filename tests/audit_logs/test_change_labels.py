"""The history calls what was changed by the words of the screens where people see it, in the reader's language."""

import pytest

from bottega.kernel.application import Application
from bottega.kernel.context import system_context
from bottega.kernel.database.tables import CLASSES
from bottega.platform.audit_logs.change_labels import change_labels
from callers import Caller, Invite

ACTIONS = "/audit_logs/audit-logs/actions"
MATERIALS = "/warehouse/materials"
POLISH = {"accept-language": "pl"}
BOARD = {
    "typ": "mdf",
    "producent": "Egger",
    "symbol": "H1180",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "cala": True,
    "ilosc": 3,
}


async def labels(who: Caller, **headers: str) -> dict[str, str]:
    """Those of the newest entry, which are about fields that it has changed."""
    answer = await who.get(ACTIONS, headers=headers)
    assert answer.status_code == 200, answer.text
    newest = answer.json()["items"][0]
    assert set(newest["changeLabels"]) <= set(newest["changes"])
    return newest["changeLabels"]


async def test_changed_fields_are_named_in_the_language_of_the_reader(caller: Invite) -> None:
    me = await caller("warehouse.*", "audit_logs.*")
    record = (await me.post(MATERIALS, BOARD)).json()["id"]
    await me.put(MATERIALS, {"id": record, "ilosc": 9, "producent": "Kronospan"})
    assert await labels(me) == {"producent": "Manufacturer", "ilosc": "Quantity"}
    assert await labels(me, **POLISH) == {"producent": "Producent", "ilosc": "Ilość"}


async def test_custom_fields_have_the_labels_of_their_definitions(caller: Invite) -> None:
    me = await caller("warehouse.*", "audit_logs.*", "entities.*")
    defined = {
        "entityId": "warehouse:material",
        "key": "front",
        "kind": "text",
        "configJson": {"label": "Kolor frontu"},
    }
    assert (await me.post("/entities/definitions", defined)).status_code == 200
    record = (await me.post(MATERIALS, {**BOARD, "cf_front": "dąb"})).json()["id"]
    await me.put(MATERIALS, {"id": record, "cf_front": "buk"})
    assert await labels(me, **POLISH) == {"cf_front": "Kolor frontu"}


async def test_fields_of_a_record_that_no_operation_is_declared_on_are_named_by_the_command(caller: Invite) -> None:
    me = await caller(super_admin=True)
    for amount in (500, 700):
        changed = await me.put("/finance/settings", {"progCzterechOczu": amount})
        assert changed.status_code == 200, changed.text
    assert await labels(me, **POLISH) == {"prog_czterech_oczu": "Próg zasady czterech oczu"}


@pytest.mark.parametrize(
    ("command", "fields", "expected"),
    [
        ("contracts.contracts.update", ["rozwiazana_at", "deleted_at"], ["Kiedy rozwiązano", "Usunięto"]),
        ("a.module.that.is.gone", ["rozwiazana_at", "czegos_nie_ma"], ["Kiedy rozwiązano"]),
        ("contracts.contracts.update", ["czegos_nie_ma.rozwiazana", "rozwiazana.0"], ["Rozwiązana", "Rozwiązana"]),
    ],
)
async def test_columns_that_no_screen_has_are_named_as_well(
    app: Application, caller: Invite, command: str, fields: list[str], expected: list[str]
) -> None:
    ctx = system_context(app, (await caller()).tenant_id)
    ctx.locale = "pl"
    found = await change_labels(ctx, CLASSES["contracts_contracts"], command, "contracts:contract", fields)
    assert list(found.values()) == expected
    assert ctx.asked == 0


async def test_the_command_knows_best_what_it_changed(app: Application, caller: Invite) -> None:
    ctx = system_context(app, (await caller()).tenant_id)
    table = CLASSES["customers_entities"]
    found = [
        await change_labels(ctx, table, f"customers.{kind}.update", "customers:customer_entity", ["display_name"])
        for kind in ("people", "companies")
    ]
    operations = {one.command: one for one in app.operations}
    words = [operations[f"customers.{kind}.update"].word("display_name") for kind in ("people", "companies")]
    assert [one["display_name"] for one in found] == [word("en") for word in words if word is not None]
