"""Homes of the demo studio: each role's dashboard, and each of its figures against the list that it opens."""

from typing import Any, Final

import pytest
from limited_people import FITTER, MODULES, look

from bottega.demo.people import OWNER, PASSWORD, PEOPLE
from bottega.demo.seeding import add_neighbour
from bottega.demo.store.homes import HOMES
from bottega.demo.store.neighbours import NEIGHBOUR_OWNER
from bottega.kernel.operation import Operation
from bottega.kernel.resources.list_totals import amounts_of

SOMEBODY: Final = {person.role: person.email for person in reversed(PEOPLE)}
WIDGETS: Final = {id_: widget for module in MODULES for id_, widget in module.widgets.items()}
LISTS: Final = {
    f"{one.module.name}.{one.screen}": one
    for module in MODULES
    for one in module.operations
    if one.name.endswith(".list")
}
# What is late of a planned payment, and what a cash box holds, are no columns of their lists.
WORKED_OUT: Final = {"contracts.dashboard.overdue", "finance.dashboard.cash"}
# Roles whose people may assign widgets.
ASSIGNING: Final = {"Właściciel", "Kierownik biura"}
# Of each widget so many groups are opened.
OPENED: Final = 3


class Person:
    """Somebody of the studio who is signed in."""

    def __init__(self, client: Any, token: str) -> None:
        self.client, self.headers = client, {"authorization": f"Bearer {token}"}

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        answer = await self.client.get(path, headers=self.headers, params=query)
        assert answer.status_code == 200, f"{path} {query}: {answer.text}"
        return answer.json()

    async def show(self, *ids: str) -> list[dict[str, Any]]:
        asked = {"widgets": [{"widgetId": id_} for id_ in ids]}
        answer = await self.client.post("/dashboards/widgets/show", headers=self.headers, json=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()["results"]


async def sign_in(app: Any, nobody: Any, role: str) -> Person:
    await look(app, nobody, FITTER)
    answer = await nobody.post("/auth/login", data={"email": SOMEBODY[role], "password": PASSWORD})
    return Person(nobody, answer.json()["token"])


@pytest.mark.parametrize("role", HOMES)
async def test_every_figure_of_a_role_is_that_of_the_list_it_opens(app: Any, nobody: Any, role: str) -> None:
    me = await sign_in(app, nobody, role)
    home = await me.get("/dashboards/layout")
    assert [one["widgetId"] for one in home["layout"]["items"]] == list(HOMES[role])
    allowed = {*home["allowedWidgetIds"]}
    # Who gives widgets to others may place any that they can read.
    assert allowed > {*HOMES[role]} if role in ASSIGNING else allowed == {*HOMES[role]}
    for id_, shown in zip(WIDGETS, await me.show(*WIDGETS), strict=True):
        assert shown["widgetId"] == id_
        assert "error" not in shown or id_ not in HOMES[role], shown
        if "error" in shown:
            assert shown["status"] == 403, shown
            continue
        await agrees(me, shown, LISTS[shown["opens"]["screen"]])


async def agrees(me: Person, shown: dict[str, Any], listed: Operation) -> None:
    """A figure is the total of its list, or the sum of its amounts; its groups are all of it; each opens its rows."""
    widget, opens = WIDGETS[shown["widgetId"]], shown["opens"]
    column = widget.figure.column
    summed = listed.source is not None and column in amounts_of(listed.source)
    page = await me.get(listed.path, **opens["filters"], **({"totals": column} if summed else {}))
    assert page["total"] == shown["total"], shown
    if shown["unit"] == "count":
        assert shown["value"] == shown["total"], shown
    elif shown["widgetId"] not in WORKED_OUT:
        assert f"{shown['value']:.2f}" == page["totals"][column], shown
    assert [one["id"] for one in shown["items"]] == [one["id"] for one in (await first(me, listed, shown))]
    parts = shown["parts"]
    if parts and widget.figure.function == "count":
        assert sum(one["value"] for one in parts) == shown["value"]
    if parts and shown["widgetId"] != "finance.dashboard.cash":
        assert sum(one["n"] for one in parts) == shown["total"]
        assert round(sum(one["value"] for one in parts), 2) == round(shown["value"], 2)
    for part in [one for one in parts if one["opens"]][:OPENED]:
        rows = await me.get(listed.path, **part["opens"]["filters"])
        assert rows["total"] == part["n"], part


async def first(me: Person, listed: Operation, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the list begins with in the order of a widget."""
    if not shown["items"]:
        return []
    sort = shown["opens"]["sort"]
    order = {"sortField": sort.lstrip("-"), "sortDir": "desc" if sort.startswith("-") else "asc"} if sort else {}
    page = await me.get(listed.path, **shown["opens"]["filters"], **order, pageSize=len(shown["items"]))
    return page["items"][: len(shown["items"])]


async def test_the_owner_of_the_other_tenant_has_a_home_of_their_own_figures(app: Any, nobody: Any) -> None:
    await add_neighbour(app)
    answer = await nobody.post("/auth/login", data={"email": NEIGHBOUR_OWNER.email, "password": PASSWORD})
    me = Person(nobody, answer.json()["token"])
    home = await me.get("/dashboards/layout")
    assert [one["widgetId"] for one in home["layout"]["items"]] == list(HOMES[OWNER])
    shown = {one["widgetId"]: one for one in await me.show(*HOMES[OWNER])}
    assert [one for one in shown.values() if "error" in one] == []
    assert shown["controlling.dashboard.stages"]["total"] == (await me.get("/controlling/contracts"))["total"] > 0


async def test_a_fitter_is_told_nothing_of_contracts_that_are_not_theirs(app: Any, nobody: Any) -> None:
    seen = await look(app, nobody, FITTER)
    answer = await nobody.post(
        "/dashboards/widgets/show", headers=seen.headers, json={"widgets": [{"widgetId": id_} for id_ in WIDGETS]}
    )
    assert answer.status_code == 200
    assert seen.leaks_of(answer.text) == set()
    recent = next(one for one in answer.json()["results"] if one["widgetId"] == "contracts.dashboard.recent")
    assert 0 < recent["total"] <= len(seen.own)
