"""A new address to sign in with: both addresses hear of it, and what was opened or sent under the old one ends."""

from email import message_from_bytes, policy

import pytest
from people import PASSWORD

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tokens import new_opaque
from working import work_off

JOB = "auth.send_address_changed"


@pytest.fixture
def announced(app, settings):
    """Work off the mails about new addresses in a tenant; answers (recipient, subject, text) of each."""
    outbox = settings.data_folder / "outbox"

    async def read(tenant_id):
        async with app.database.across_tenants("a test works off its own jobs") as connection:
            rows = await connection.fetch(
                "SELECT convert_from(payload, 'UTF8') AS payload FROM pgqueuer"
                " WHERE entrypoint = $1 AND headers ->> 'tenantId' = $2",
                JOB,
                str(tenant_id),
            )
        before = set(outbox.glob("*.eml"))
        for row in rows:
            assert "@" not in row["payload"], "an address waits in the queue for everybody to read"
        await work_off(app)
        found = [
            message_from_bytes(path.read_bytes(), policy=policy.default) for path in set(outbox.glob("*.eml")) - before
        ]
        return sorted((one["To"], one["Subject"], one.get_body(("plain",)).get_content()) for one in found)

    return read


@pytest.fixture
def pending_link(app):
    """A link for a new password that was sent and not used; answers how many such links somebody has."""

    async def send(person):
        async with app.database.tenant(person.tenant.tenant_id) as connection:
            await connection.execute(
                "INSERT INTO auth_password_resets (tenant_id, user_id, token_hash, expires_at)"
                " VALUES ($1, $2, $3, now() + interval '1 hour')",
                person.tenant.tenant_id,
                person.id,
                new_opaque(),
            )

        async def left():
            async with app.database.tenant(person.tenant.tenant_id) as connection:
                return await connection.fetchval(
                    "SELECT count(*) FROM auth_password_resets WHERE user_id = $1", person.id
                )

        assert await left() == 1
        return left

    return send


async def test_both_addresses_hear_of_it_and_links_to_the_old_one_die(browser, enrol, announced, pending_link):
    person = await enrol()
    left = await pending_link(person)
    me = browser()
    await me.log_in(person.email)
    new = f"{new_id().hex[-12:]}@example.org"
    changed = await me.put(
        "/auth/profile", json={"email": new, "currentPassword": PASSWORD}, headers={"accept-language": "pl"}
    )
    assert changed.status_code == 200, changed.text
    assert await left() == 0
    mails = await announced(person.tenant.tenant_id)
    assert [to for to, _subject, _text in mails] == sorted([person.email, new])
    for _to, subject, text in mails:
        assert subject == "Twój adres do logowania został zmieniony"
        assert person.email in text
        assert new in text


async def test_a_refused_change_is_announced_to_nobody(browser, enrol, announced):
    person, other = await enrol(), await enrol()
    me = browser()
    await me.log_in(person.email)
    for body in ({"email": "new@example.org"}, {"email": other.email, "currentPassword": PASSWORD}):
        assert (await me.put("/auth/profile", json=body)).status_code == 400
    assert await announced(person.tenant.tenant_id) == []


async def test_an_administrator_s_change_is_announced_too_and_signs_the_user_out(
    browser, enrol, admin, announced, pending_link
):
    person = await enrol()
    left = await pending_link(person)
    theirs = browser()
    await theirs.log_in(person.email, remember="on")
    new = f"{new_id().hex[-12:]}@example.org"
    assert (await admin.put("/auth/users", {"id": str(person.id), "email": new})).status_code == 200
    assert (await theirs.get("/auth/profile")).status_code == 401
    assert await left() == 0
    mails = await announced(person.tenant.tenant_id)
    assert [to for to, _subject, _text in mails] == sorted([person.email, new])
    assert mails[0][1] == "Your sign-in address has changed"
    # The same address, or another name, is no new address.
    for body in ({"email": new.upper()}, {"name": "Ewa"}):
        assert (await admin.put("/auth/users", {"id": str(person.id), **body})).status_code == 200
    assert await announced(person.tenant.tenant_id) == []


@pytest.mark.parametrize("change", [{"password": "New-Horse-22"}, {"email": "own@example.org"}])
async def test_the_list_of_users_is_no_way_around_one_s_own_present_password(browser, enrol, change):
    boss = await enrol("auth.users.edit")
    me = browser()
    await me.log_in(boss.email)
    body = {"id": str(boss.id), **change}
    for sent, error in (({}, "Current password is required."), ("wrong", "Current password is incorrect.")):
        more = sent or {} if isinstance(sent, dict) else {"currentPassword": sent}
        refused = await me.put("/auth/users", json={**body, **more})
        assert refused.status_code == 400
        assert refused.json()["error"] == error
        assert refused.json()["details"][0]["path"] == ["currentPassword"]
    accepted = await me.put("/auth/users", json={**body, "currentPassword": PASSWORD})
    assert accepted.status_code == 200, accepted.text
    assert (await me.get("/auth/profile")).status_code == 200
    assert (await me.put("/auth/users", json={"id": str(boss.id), "name": "Ja"})).status_code == 200
