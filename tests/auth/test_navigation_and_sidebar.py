"""The navigation shows what the caller may open, arranged as they or their role want it, without queries."""

import asyncio

import pytest

from bottega.kernel.context import Context, system_context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.i18n import T
from bottega.kernel.registrations import Page
from bottega.kernel.screens import NavGroup
from bottega.platform.auth import NAVIGATION, Entry
from bottega.platform.auth import navigation as drawn

NAV = "/auth/admin/nav"
SIDEBAR = "/auth/sidebar/preferences"
EMPTY = {"version": 2, "groupOrder": [], "groupLabels": {}, "itemLabels": {}, "hiddenItems": []}


async def groups_of(who, **options):
    answer = await who.get(NAV, **options)
    assert answer.status_code == 200, answer.text
    return {group["id"]: group for group in answer.json()["groups"]}


async def items_of(who, group="auth.nav.group", **options):
    return {item["href"]: item for item in (await groups_of(who, **options))[group]["items"]}


async def test_strangers_see_nothing(nobody):
    assert (await nobody.get(NAV)).status_code == 401
    assert (await nobody.get(SIDEBAR)).status_code == 401
    assert (await nobody.put(SIDEBAR, json={})).status_code == 401


async def test_only_pages_somebody_may_open_are_shown(caller):
    plain = await items_of(await caller())
    assert set(plain) == {"/backend/auth/profile"}
    boss = await items_of(await caller("auth.*"))
    assert list(boss) == ["/backend/users", "/backend/roles", "/backend/auth/profile"]
    assert boss["/backend/users"] == {
        "href": "/backend/users",
        "title": "Users",
        "defaultTitle": "Users",
        "enabled": True,
    }


async def test_modules_add_entries_below_pages(caller, other):
    me = await caller("auth.*")

    @other.within(NAVIGATION)
    async def add(ctx: Context, *, entries: list[Entry]) -> None:
        entries.append(Entry("/backend/users", "/backend/users/away", f"Away ({ctx.locale})"))
        entries.append(Entry("/backend/nowhere", "/backend/nowhere/at-all", "Nowhere"))

    items = await items_of(me)
    assert [child["title"] for child in items["/backend/users"]["children"]] == ["Away (en)"]
    assert "/backend/nowhere" not in items


async def test_the_navigation_speaks_the_caller_s_language(caller):
    me = await caller("auth.*")
    group = (await groups_of(me, headers={"accept-language": "pl"}))["auth.nav.group"]
    assert group["name"] == group["defaultName"] == "Zespół"
    assert group["items"][0]["title"] == "Użytkownicy"


async def test_drawing_the_navigation_again_asks_the_database_nothing(app, caller, monkeypatch):
    me = await caller("auth.*")
    await me.get(NAV)
    await me.post("/auth/feature-check", {"features": ["auth.users.list"]})
    asked = []
    acquire = app.database.acquire

    async def counted(tenant_id) -> object:
        asked.append(tenant_id)
        return await acquire(tenant_id)

    monkeypatch.setattr(app.database, "acquire", counted)
    assert (await me.get(NAV)).status_code == 200
    assert (await me.post("/auth/feature-check", {"features": ["auth.users.list"]})).json()["ok"] is True
    assert asked == []


def page(href, order=10, group="x"):
    return Page(href, T(en=href, pl=href), (), NavGroup(f"{group}.nav.group", T(en="X", pl="X")), "", order)


def draw(admin_ctx, pages, settings=None, extra=()):
    groups: dict[NavGroup, list[drawn._Placed]] = {}
    for each in drawn._in_order(pages, "en"):
        groups.setdefault(each.page.group, []).append(each)
    return [drawn._draw(admin_ctx, group, mine, extra, settings or drawn.Settings()) for group, mine in groups.items()]


@pytest.fixture
async def ctx(app, admin):
    return system_context(app, admin.tenant_id, admin.organization_id)


async def test_a_page_lies_below_the_one_whose_address_begins_its_own(ctx: Context):
    (group,) = draw(ctx, [page("/b/stock"), page("/b/stock/moves"), page("/b/stock/moves/old"), page("/b/stocks", 20)])
    assert [item["href"] for item in group["items"]] == ["/b/stock", "/b/stocks"]
    assert [child["href"] for child in group["items"][0]["children"]] == ["/b/stock/moves", "/b/stock/moves/old"]
    assert "children" not in group["items"][1]


async def test_entries_of_other_modules_appear_below_their_page(ctx: Context):
    extra = [Entry("/b/entities", "/b/entities/user/x/records", "X"), Entry("/b/nowhere", "/b/nowhere/y", "Y")]
    (group,) = draw(ctx, [page("/b/entities")], extra=extra)
    assert [child["title"] for child in group["items"][0]["children"]] == ["X"]


async def test_a_new_arrangement_is_stored_and_shown(caller):
    me = await caller("auth.*")
    before = (await me.get(SIDEBAR)).json()
    assert (before["locale"], before["settings"], before["canApplyToRoles"]) == ("en", EMPTY, True)
    wanted = {
        "groupOrder": ["auth.nav.group", " other.nav.group ", "auth.nav.group"],
        "groupLabels": {"auth.nav.group": "People"},
        "itemLabels": {"/backend/users": "Crew"},
        "hiddenItems": ["/backend/roles"],
    }
    saved = await me.put(SIDEBAR, wanted)
    assert saved.status_code == 200, saved.text
    kept = {**wanted, "version": 2, "groupOrder": ["auth.nav.group", "other.nav.group"]}
    assert saved.json()["settings"] == (await me.get(SIDEBAR)).json()["settings"] == kept
    assert (saved.json()["appliedRoles"], saved.json()["clearedRoles"]) == ([], [])
    assert "x-om-operation" not in saved.headers
    group = (await groups_of(me))["auth.nav.group"]
    assert (group["name"], group["defaultName"]) == ("People", "Team")
    items = {item["href"]: item for item in group["items"]}
    assert (items["/backend/users"]["title"], items["/backend/users"]["defaultTitle"]) == ("Crew", "Users")
    assert items["/backend/roles"]["hidden"] is True
    assert "hidden" not in items["/backend/users"]
    cleared = await me.put(SIDEBAR, {})
    assert cleared.json()["settings"] == EMPTY


async def test_an_arrangement_is_for_one_person_and_one_language(caller):
    me, other = await caller("auth.*"), await caller("auth.*")
    await me.put(SIDEBAR, {"hiddenItems": ["/backend/roles"]})
    assert "hidden" not in (await items_of(other))["/backend/roles"]
    assert "hidden" not in (await items_of(me, headers={"accept-language": "pl"}))["/backend/roles"]
    assert (await items_of(me))["/backend/roles"]["hidden"] is True


async def test_a_preset_of_a_role_counts_until_somebody_arranges_things_themselves(caller):
    boss = await caller("auth.*")
    member = await caller("auth.users.list")
    role = str(member.role_id)
    saved = await boss.put(
        SIDEBAR,
        {"itemLabels": {"/backend/users": "Crew"}, "hiddenItems": ["/backend/auth/profile"], "applyToRoles": [role]},
    )
    assert saved.json()["appliedRoles"] == [role]
    assert {"id": role, "hasPreference": True}.items() <= next(
        r for r in saved.json()["roles"] if r["id"] == role
    ).items()
    items = await items_of(member)
    assert items["/backend/users"]["title"] == "Crew"
    assert items["/backend/auth/profile"]["hidden"] is True
    await member.put(SIDEBAR, {"groupLabels": {"auth.nav.group": "Mine"}})
    items = await items_of(member)
    assert items["/backend/users"]["title"] == "Crew"
    assert "hidden" not in items["/backend/auth/profile"]
    cleared = await boss.put(SIDEBAR, {"clearRoleIds": [role]})
    assert cleared.json()["clearedRoles"] == [role]
    assert (await items_of(member))["/backend/users"]["title"] == "Users"
    both = await boss.put(SIDEBAR, {"applyToRoles": [role], "clearRoleIds": [role]})
    assert (both.json()["appliedRoles"], both.json()["clearedRoles"]) == ([role], [])


async def test_presets_need_the_feature_and_known_roles_and_store_nothing_otherwise(caller, tenant):
    plain = await caller("auth.users.list")
    wanted = {"hiddenItems": ["/x"], "applyToRoles": [str(plain.role_id)]}
    refused = await plain.put(SIDEBAR, wanted)
    assert refused.status_code == 403
    assert refused.json() == {"error": "Forbidden", "requiredFeatures": ["auth.sidebar.manage"]}
    shown = (await plain.get(SIDEBAR)).json()
    assert (shown["settings"], shown["canApplyToRoles"], shown["roles"]) == (EMPTY, False, [])
    boss = await caller("auth.*")
    unknown, hidden = str(new_id()), str(tenant.roles["superadmin"])
    refused = await boss.put(SIDEBAR, {"hiddenItems": ["/x"], "applyToRoles": [unknown], "clearRoleIds": [hidden]})
    assert refused.status_code == 400
    issues = [
        {"code": "custom", "path": [field], "message": "Invalid roles", "label": label}
        for field, label in (("applyToRoles", "Use for roles"), ("clearRoleIds", "Remove layout of roles"))
    ]
    assert refused.json() == {"error": "Invalid roles", "missing": [unknown, hidden], "details": issues}
    assert (await boss.get(SIDEBAR)).json()["settings"] == EMPTY


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"version": 0}, "version"),
        ({"groupOrder": "x"}, "groupOrder"),
        ({"groupOrder": [""]}, "groupOrder"),
        ({"groupOrder": ["x"] * 201}, "groupOrder"),
        ({"hiddenItems": ["x"] * 501}, "hiddenItems"),
        ({"groupLabels": {"x": ""}}, "groupLabels"),
        ({"itemLabels": {"x": "y" * 121}}, "itemLabels"),
        ({"itemLabels": {"": "y"}}, "itemLabels"),
        ({"applyToRoles": ["x"]}, "applyToRoles"),
    ],
)
async def test_an_arrangement_that_makes_no_sense_names_the_field(caller, body, field):
    refused = await (await caller("auth.*")).put(SIDEBAR, body)
    assert refused.status_code == 400
    assert refused.json()["error"] == "Invalid payload"
    assert set(refused.json()["details"]) == {"formErrors", "fieldErrors"}
    assert list(refused.json()["details"]["fieldErrors"]) == [field]


async def test_an_arrangement_is_stored_even_when_two_are_sent_at_once(caller):
    me = await caller()
    answers = await asyncio.gather(*(me.put(SIDEBAR, {"hiddenItems": [f"/{n}"]}) for n in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert (await me.get(SIDEBAR)).json()["settings"]["hiddenItems"] in [[f"/{n}"] for n in range(4)]
