"""The configuration: what is kept in memory and forgotten, a status that looks, and upgrade actions that run once."""

import asyncio
from typing import Any

import pytest

from bottega.app import create_application
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.mail import Mailer
from bottega.kernel.modules import Module
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.platform.configs import UPGRADE_ACTIONS, UpgradeAction
from bottega.platform.configs.upgrade_actions import parts_of
from bottega.settings import Settings
from callers import Caller, Invite

STATUS, CACHE, ACTIONS = "/configs/system-status", "/configs/cache", "/configs/upgrade-actions"


def items(status: Any) -> dict[str, Any]:
    return {one["key"]: one for category in status["categories"] for one in category["items"]}


async def test_what_is_kept_of_a_tenant_is_counted_and_forgotten_by_part(caller: Invite) -> None:
    me = await caller("configs.*")
    await me.get("/auth/sidebar/preferences")
    stats = (await me.get(CACHE)).json()
    kept = {one["segment"]: one for one in stats["segments"]}
    assert kept["auth-preferences"]["keyCount"] >= 1
    assert kept["auth-preferences"]["tables"] == ["auth_sidebar_preferences"]
    assert stats["totalKeys"] == sum(one["keyCount"] for one in stats["segments"])
    purged = (await me.post(CACHE, {"action": "purgeSegment", "segment": " auth-preferences "})).json()
    assert (purged["action"], purged["segment"], purged["deleted"]) == (
        "purgeSegment",
        "auth-preferences",
        kept["auth-preferences"]["keyCount"],
    )
    left = {one["segment"] for one in (await me.get(CACHE)).json()["segments"]}
    assert "auth-preferences" not in left
    assert (await me.post(CACHE, {"action": "purgeSegment"})).status_code == 400
    assert (await me.post(CACHE, {"action": "purgeSegment", "segment": "nothing"})).json()["deleted"] == 0


async def test_anything_else_means_everything_and_another_tenant_keeps_its_own(
    caller: Invite, app: Application
) -> None:
    me = await caller("configs.*")
    other = await caller("configs.*", within=await found_tenant(app, "Other"))
    for who in (me, other):
        await who.get("/auth/sidebar/preferences")
    before = (await other.get(CACHE)).json()["totalKeys"]
    broken = await me.client.post(CACHE, content=b"{", headers={"content-type": "application/json"})
    assert broken.status_code == 200, broken.text
    assert broken.json()["action"] == "purgeAll"
    assert broken.json()["stats"]["totalKeys"] == 0
    assert (await other.get(CACHE)).json()["totalKeys"] >= before
    await me.get("/auth/sidebar/preferences")
    assert (await me.post(STATUS)).json()["cleared"] >= 1


async def test_a_purge_reaches_the_other_processes(
    caller: Invite, app: Application, dsn: str, data_folder: Any, settings: Settings
) -> None:
    me = await caller("configs.*")
    beside = create_application(settings, dsn, Secrets.load(Settings(data=data_folder)))
    await beside.open()
    try:
        cache = beside.caches.of("auth_sidebar_preferences")

        async def load() -> int:
            return 1

        await cache.get(me.tenant_id, "key", load)
        assert cache.kept_of(me.tenant_id) == 1
        await me.get("/auth/sidebar/preferences")
        assert (await me.post(CACHE, {})).status_code == 200
        for _ in range(100):
            if cache.kept_of(me.tenant_id) == 0:
                break
            await asyncio.sleep(0.05)
        assert cache.kept_of(me.tenant_id) == 0
    finally:
        await beside.close()
    assert app.caches.listening


@pytest.mark.parametrize("locale", ["en", "pl"])
async def test_the_status_says_of_each_part_in_a_sentence_how_it_is(caller: Invite, locale: str) -> None:
    me = await caller("configs.system_status.view")
    answer = await me.get(STATUS, headers={"cookie": f"locale={locale}"})
    assert answer.status_code == 200, answer.text
    found = items(answer.json())
    assert set(found) == {
        "database",
        "migrations",
        "announcements",
        "worker",
        "queue",
        "disk",
        "mail",
        "keys",
        "rate_limits",
    }
    assert {key: found[key]["verdict"] for key in ("database", "migrations", "announcements", "disk", "keys")} == (
        dict.fromkeys(("database", "migrations", "announcements", "disk", "keys"), "good")
    )
    # The tests have no worker and no mail server.
    assert (found["worker"]["verdict"], found["worker"]["state"]) == ("bad", "disabled")
    assert (found["mail"]["verdict"], found["mail"]["value"]) == ("warning", "outbox")
    assert answer.json()["ready"] is False
    assert all(one["message"].endswith(".") and one["label"] for one in found.values())
    assert ("odpowiada" in found["database"]["message"]) is (locale == "pl")


async def test_what_does_not_work_is_seen(caller: Invite, app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    me = await caller("configs.*")
    # Nothing listens there.
    monkeypatch.setattr(app, "mailer", Mailer(Settings(smtp_url="smtp://127.0.0.1:1")))
    async with app.database.across_tenants("a test pretends that an older program guarded the tables") as connection:
        await connection.execute("UPDATE installation SET value = value || '{\"head\": \"0000\"}' WHERE key = 'guards'")
    try:
        found = items((await me.get(STATUS)).json())
    finally:
        async with app.database.across_tenants("a test puts it right again") as connection:
            await connection.execute(
                "UPDATE installation SET value = value || jsonb_build_object('head',"
                " (SELECT version_num FROM alembic_version)) WHERE key = 'guards'"
            )
    assert (found["mail"]["verdict"], found["migrations"]["verdict"]) == ("bad", "bad")


async def test_a_job_that_was_set_aside_is_seen_by_its_tenant_only(
    caller: Invite, app: Application, tenant: Founded
) -> None:
    me = await caller("configs.*")
    other = await caller("configs.*", within=await found_tenant(app, "Other"))
    async with app.database.across_tenants("a test puts a job aside") as connection:
        await connection.execute(
            "INSERT INTO pgqueuer (priority, entrypoint, status, headers) VALUES (0, 'auth.send_reset', 'failed', $1)",
            {"tenantId": str(tenant.tenant_id)},
        )
    assert items((await me.get(STATUS)).json())["queue"]["value"] == "1"
    assert items((await other.get(STATUS)).json())["queue"]["verdict"] == "good"


async def test_an_upgrade_action_is_run_once_for_an_organization(
    caller: Invite, app: Application, other: Module
) -> None:
    me, ran = await caller("configs.*"), list[str]()

    @other.within(UPGRADE_ACTIONS)
    async def add(_ctx: Context, found: list[UpgradeAction]) -> None:
        async def run(ctx: Context) -> None:
            ran.append(str(ctx.scope.organization_id))

        text = T(en="Do it.", pl="Zrób to.")
        found += [
            UpgradeAction("a.first", "0.0.9", text, text, text, text, run),
            UpgradeAction("z.later", "999.0", text, text, text, text, run),
        ]

    assert app.participants(UPGRADE_ACTIONS)
    [waiting] = (await me.get(ACTIONS)).json()["actions"]
    assert (waiting["id"], waiting["message"], waiting["ctaLabel"]) == ("a.first", "Do it.", "Do it.")
    both = await asyncio.gather(*(me.post(ACTIONS, {"actionId": " a.first "}) for _ in range(2)))
    assert sorted(one.json()["status"] for one in both) == ["already_completed", "completed"]
    assert ran == [str(me.organization_id)]
    [following] = (await me.get(ACTIONS)).json()["actions"]
    assert following["id"] == "auth.offer_new_grants"
    assert (await me.post(ACTIONS, {"actionId": following["id"]})).json()["status"] == "completed"
    assert (await me.get(ACTIONS)).json()["actions"] == []
    # Of a version to come.
    assert (await me.post(ACTIONS, {"actionId": "z.later"})).status_code == 404
    assert (await me.post(ACTIONS, {"actionId": ""})).status_code == 400


async def test_upgrade_actions_may_be_switched_off(
    caller: Invite, app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    me: Caller = await caller("configs.*")
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"upgrade_actions_enabled": False}))
    assert (await me.get(ACTIONS)).json()["actions"] == []
    assert (await me.post(ACTIONS, {"actionId": "auth.offer_new_grants"})).status_code == 403


@pytest.mark.parametrize(
    ("version", "parts"),
    [("0.0.0", (0, 0, 0)), ("1.2", (1, 2, 0)), ("1.2.3.4", (1, 2, 3)), ("v10.200.3000-rc.1+build", (10, 200, 3000))],
)
def test_versions_are_compared_by_three_numbers(version: str, parts: tuple[int, int, int]) -> None:
    assert parts_of(version) == parts


@pytest.mark.parametrize("version", ["", "x", "1..2"])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        parts_of(version)
