"""What has run out goes away by itself, and what undo may still need stays."""

import pytest

from bottega.kernel import events


@pytest.fixture
def purge(app):
    job = next(job for job in app.jobs if job.name == "auth.purge")
    assert job.every
    return lambda: job.run(app, {})


async def count(app, person, table):
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        return await connection.fetchval(f"SELECT count(*) FROM {table} WHERE user_id = $1", person.id)


async def change(app, person, sql):
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        await connection.execute(sql, person.id)


async def test_sessions_and_links_that_ran_out_are_removed(app, browser, enrol, purge):
    person = await enrol()
    await browser().log_in(person.email)
    await browser().log_in(person.email)
    await change(
        app,
        person,
        "UPDATE auth_sessions SET expires_at = now() - interval '1 second'"
        " WHERE id = (SELECT min(id::text)::uuid FROM auth_sessions WHERE user_id = $1)",
    )
    await change(
        app,
        person,
        "INSERT INTO auth_password_resets (tenant_id, user_id, token_hash, expires_at)"
        " SELECT tenant_id, id, id::text, now() - interval '1 second' FROM auth_users WHERE id = $1",
    )
    await purge()
    assert await count(app, person, "auth_sessions") == 1
    assert await count(app, person, "auth_password_resets") == 0


async def test_a_replaced_password_is_kept_a_month_from_the_day_it_was_replaced(app, enrol, admin, purge):
    person = await enrol()
    await change(app, person, "UPDATE auth_credentials SET created_at = now() - interval '1 year' WHERE user_id = $1")
    assert (await admin.put("/auth/users", {"id": str(person.id), "password": "New-Horse-22"})).status_code == 200
    await purge()
    assert await count(app, person, "auth_credentials") == 2
    await change(
        app, person, "UPDATE auth_credentials SET retired_at = retired_at - interval '31 days' WHERE user_id = $1"
    )
    await purge()
    assert await count(app, person, "auth_credentials") == 1
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        assert await connection.fetchval(
            "SELECT c.retired_at IS NULL FROM auth_users AS u JOIN auth_credentials AS c ON c.id = u.credential_id"
            " WHERE u.id = $1",
            person.id,
        )


async def test_a_password_that_undo_brought_back_is_not_retired_any_more(app, caller, browser, enrol, purge, undo):
    boss = await caller("auth.*", "audit_logs.*")
    person = await enrol()
    gone = await boss.delete("/auth/users", params={"id": str(person.id)})
    await purge()
    assert (await undo(boss, gone)).status_code == 200
    await purge()
    await change(
        app, person, "UPDATE auth_credentials SET retired_at = retired_at - interval '31 days' WHERE user_id = $1"
    )
    await purge()
    assert (await browser().log_in(person.email)).status_code == 200


async def test_the_sessions_of_a_user_whose_creation_was_undone_are_removed(app, caller, browser, undo, eventually):
    boss = await caller("auth.*", "audit_logs.*")
    body = {"email": f"x{boss.email}", "password": "Correct-Horse-1"}
    made = await boss.post("/auth/users", body)
    assert (await browser().log_in(body["email"])).status_code == 200
    assert (await undo(boss, made)).status_code == 200

    await events.drain(app)
    async with app.database.tenant(boss.tenant_id) as connection:
        left = await connection.fetchval(
            "SELECT count(*) FROM auth_sessions WHERE user_id = $1::text::uuid", made.json()["id"]
        )
    assert left == 0
