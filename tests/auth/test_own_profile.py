"""One's own account: the present password guards the new one, and undo brings the old one back."""

import pytest
from people import PASSWORD, cookies_set

from bottega.platform.auth.tenant_setup import found_tenant

NEW = "New-Horse-22"
WRONG = {"currentPassword": "Wrong-Horse-1"}


@pytest.fixture
async def person(enrol):
    return await enrol("audit_logs.undo_self", "audit_logs.redo_self")


@pytest.fixture
async def me(browser, person):
    signed_in = browser()
    assert (await signed_in.log_in(person.email)).status_code == 200
    return signed_in


async def test_a_new_address_is_the_one_to_sign_in_with(browser, me, person):
    fresh = f"new-{person.email}"
    answer = await me.put("/auth/profile", json={"email": fresh, "currentPassword": PASSWORD})
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "email": fresh})
    assert set(cookies_set(answer)) == {"auth_token"}
    assert (await me.get("/auth/profile")).json() == {"email": fresh}
    assert (await browser().log_in(person.email)).status_code == 401
    assert (await browser().log_in(fresh)).status_code == 200


@pytest.mark.parametrize("change", [{"password": NEW}, {"email": "moved@example.com"}])
async def test_nothing_changes_without_the_present_password(browser, me, person, change):
    for sent, error in (({}, "Current password is required."), (WRONG, "Current password is incorrect.")):
        refused = await me.put("/auth/profile", json={**change, **sent})
        issue = {"code": "custom", "path": ["currentPassword"], "message": error, "label": "Current password"}
        assert (refused.status_code, refused.json()) == (400, {"error": error, "issues": [issue]})
    assert (await me.get("/auth/profile")).json() == {"email": person.email}
    assert (await browser().log_in(person.email)).status_code == 200


async def test_the_new_password_counts_from_now_on(browser, me, person):
    right = await me.put("/auth/profile", json={"password": NEW, "currentPassword": PASSWORD})
    assert (right.status_code, right.json()) == (200, {"ok": True, "email": person.email})
    assert (await me.get("/auth/profile")).status_code == 200
    assert (await browser().log_in(person.email)).status_code == 401
    assert (await browser().log_in(person.email, NEW)).status_code == 200


async def test_a_new_address_ends_every_other_session(browser, me, person):
    elsewhere = browser()
    await elsewhere.log_in(person.email, remember="on")
    body = {"email": f"moved-{person.email}", "currentPassword": PASSWORD}
    assert (await me.put("/auth/profile", json=body)).status_code == 200
    assert (await elsewhere.get("/auth/profile")).status_code == 401
    assert (await me.get("/auth/profile")).status_code == 200


async def test_guessing_the_present_password_is_limited(me):
    tries = [await me.put("/auth/profile", json={"password": NEW, "currentPassword": "guess"}) for _ in range(6)]
    assert [answer.status_code for answer in tries] == [400] * 5 + [429]


@pytest.mark.parametrize(
    ("body", "path"),
    [({}, "email"), ({"email": None}, "email"), ({"email": "nobody"}, "email"), ({"password": 7}, "password")],
)
async def test_a_change_that_makes_no_sense_names_what_is_wrong(me, body, path):
    answer = await me.put("/auth/profile", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"] == "Invalid profile update."
    assert answer.json()["issues"][0]["path"] == [path]


async def test_an_empty_change_says_what_to_provide(me):
    (issue,) = (await me.put("/auth/profile", json={})).json()["issues"]
    assert (issue["path"], issue["message"]) == (["email"], "Provide an email or password.")


async def test_a_weak_password_is_refused_with_the_requirements(me):
    answer = await me.put("/auth/profile", json={"password": "weak", "currentPassword": PASSWORD})
    assert answer.status_code == 400
    (issue,) = answer.json()["details"]
    assert issue["path"] == ["password"]
    assert issue["message"] == "Password does not meet the requirements."
    assert issue["requirements"] == "At least 6 characters, One number, One uppercase letter, One special character"


async def test_an_address_that_is_taken_is_refused_in_the_reference_s_shape(me, enrol):
    other = await enrol()
    answer = await me.put("/auth/profile", json={"email": other.email.upper(), "currentPassword": PASSWORD})
    taken = "Email already in use"
    issue = {
        "path": ["email"],
        "message": taken,
        "code": "duplicate",
        "origin": "validation",
        "label": "E-mail address",
    }
    assert answer.status_code == 400
    named = {"details": [issue], "fieldErrors": {"email": taken}, "fieldLabels": {"email": "E-mail address"}}
    assert answer.json() == {"error": taken, **named}


@pytest.mark.parametrize(
    "body", [{"password": NEW, "currentPassword": PASSWORD}, {"email": "new@example.com", "currentPassword": PASSWORD}]
)
async def test_a_change_of_password_or_address_offers_no_undo_and_has_none(app, caller, me, person, tenant, body):
    changed = await me.put("/auth/profile", json=body)
    assert changed.status_code == 200, changed.text
    assert "x-om-operation" not in changed.headers
    boss = await caller(super_admin=True)
    entry = (await boss.get("/audit_logs/audit-logs/actions", params={"resourceId": str(person.id)})).json()["items"][0]
    assert (entry["commandId"], entry["undoToken"]) == ("auth.profile.update", None)
    assert entry["undoHint"] == "Change the profile again instead"
    refused = await boss.post("/audit_logs/audit-logs/actions/undo", {"undoToken": entry["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_undoable")


async def test_the_audit_entry_holds_no_password_in_any_form(app, me, person):
    await me.put("/auth/profile", json={"password": NEW, "currentPassword": PASSWORD})
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        images = await connection.fetch("SELECT before::text || after::text AS image FROM action_changes")
        logged = await connection.fetchval(
            "SELECT command_id FROM action_logs WHERE resource_id = $1 AND actor_id = $2", str(person.id), person.id
        )
    assert logged == "auth.profile.update"
    assert not any("argon2" in (row["image"] or "") or NEW in (row["image"] or "") for row in images)


async def test_sending_the_same_address_changes_nothing(me, person):
    answer = await me.put("/auth/profile", json={"email": person.email})
    assert answer.status_code == 200
    assert "x-om-operation" not in answer.headers


async def test_a_super_admin_who_looks_at_another_tenant_still_sees_their_own_profile(app, caller, browser):
    other = await found_tenant(app, "Another studio")
    boss = await caller(super_admin=True)
    boss.client.cookies.set("om_selected_tenant", str(other.tenant_id))
    assert (await boss.get("/auth/profile")).json() == {"email": boss.email}
