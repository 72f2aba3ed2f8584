"""``bottega auth …``: an operator adds people, replaces passwords and looks around, with the real program."""

import asyncio
import os
import sys
import unicodedata

import pytest
from people import PASSWORD

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth import admin_commands
from bottega.platform.auth.tenant_setup import add_role, found_tenant


@pytest.fixture
def bottega(dsn, data_folder):
    async def run(*words: str) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bottega",
            "--data",
            str(data_folder),
            "auth",
            *words,
            env={**os.environ, "DATABASE_URL": dsn},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode or 0, output.decode()

    return run


async def test_somebody_is_added_and_signs_in(bottega, tenant, browser):
    email = f"{new_id().hex[-12:]}@example.com"
    where = ("--organizationId", str(tenant.organization_id))
    code, said = await bottega("add-user", "--email", email, "--password", PASSWORD, *where, "--roles", "employee")
    assert code == 0, said
    assert (await browser().log_in(email, requireRole="employee")).status_code == 200
    code, said = await bottega("list-users", "--tenantId", str(tenant.tenant_id))
    (line,) = [line for line in said.splitlines() if email in line]
    assert "employee" in line
    assert PASSWORD not in said


async def test_names_of_roles_and_addresses_are_the_same_however_a_terminal_sends_their_letters(app, tenant):
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        role = await add_role(ctx, "Wójt", ("customers.people.view",))
    email, name = (unicodedata.normalize("NFD", text) for text in (f"ó{new_id().hex[-12:]}@żak.pl", "Wójt"))
    user_id = await admin_commands.enrol(app, email, PASSWORD, tenant.organization_id, [name])
    (user,) = [one for one in await admin_commands.users(app, tenant_id=tenant.tenant_id) if one.id == user_id]
    assert user.email == unicodedata.normalize("NFC", email)
    assert role
    assert "Wójt" in user.roles


async def test_what_is_wrong_is_one_sentence_and_changes_nothing(bottega, tenant):
    email = f"{new_id().hex[-12:]}@example.com"
    where = ("--organizationId", str(tenant.organization_id))
    code, said = await bottega("add-user", "--email", email, "--password", "weak", *where)
    assert code != 0
    assert "At least 6 characters" in said
    assert "Traceback" not in said
    code, said = await bottega("add-user", "--email", email, "--password", PASSWORD, *where, "--roles", "nobody")
    assert code != 0
    assert 'Role(s) not found: "nobody"' in said
    code, said = await bottega("add-user", "--email", email, "--password", PASSWORD, "--organizationId", str(new_id()))
    assert "Organization not found" in said
    code, said = await bottega("add-user", "--email", f"{email}.", "--password", PASSWORD, *where)
    assert code != 0
    assert f"{email}. is not an e-mail address" in said
    assert email not in (await bottega("list-users", "--tenantId", str(tenant.tenant_id)))[1]


async def test_a_new_password_from_the_operator_signs_everybody_out(bottega, enrol, browser, eventually):
    person = await enrol()
    signed_in = browser()
    await signed_in.log_in(person.email)
    code, said = await bottega("set-password", "--email", person.email, "--password", "New-Horse-22")
    assert code == 0, said

    async def is_out() -> bool:
        return (await signed_in.get("/auth/profile")).status_code == 401

    await eventually(is_out)
    assert (await browser().log_in(person.email)).status_code == 401
    assert (await browser().log_in(person.email, "New-Horse-22")).status_code == 200
    code, said = await bottega("set-password", "--email", "nobody@example.com", "--password", "New-Horse-22")
    assert code != 0
    assert "User not found" in said


async def test_an_address_in_two_tenants_needs_the_tenant(app, bottega, enrol):
    other = await found_tenant(app, f"Studio {new_id()}")
    person = await enrol()
    await enrol(email=person.email, within=other)
    words = ("set-password", "--email", person.email, "--password", "New-Horse-22")
    code, said = await bottega(*words)
    assert code != 0
    assert "--tenantId" in said
    assert (await bottega(*words, "--tenantId", str(other.tenant_id)))[0] == 0


async def test_tenants_and_organizations_are_listed(bottega, tenant):
    assert str(tenant.tenant_id) in (await bottega("list-tenants"))[1]
    assert str(tenant.organization_id) in (await bottega("list-orgs"))[1]


async def test_seeding_roles_adds_missing_ones_and_leaves_others_as_they_were_chosen(bottega, tenant, admin, app):
    employee, manager = (str(tenant.roles[name]) for name in ("employee", "admin"))
    before = (await admin.get("/auth/roles/acl", params={"roleId": manager})).json()["features"]
    await admin.put("/auth/roles/acl", {"roleId": manager, "features": ["auth.users.list", "extra.one"]})
    assert (await admin.delete("/auth/roles", params={"id": employee})).status_code == 200
    code, said = await bottega("seed-roles", "--tenantId", str(tenant.tenant_id))
    assert (code, said.splitlines()) == (
        0,
        [f"employee tenant={tenant.tenant_id}: added", "1 roles were added or extended"],
    )
    app.caches.clear()
    names = {item["name"] for item in (await admin.get("/auth/roles")).json()["items"]}
    assert {"employee", "admin", "superadmin"} <= names
    kept = (await admin.get("/auth/roles/acl", params={"roleId": manager})).json()["features"]
    assert kept == ["auth.users.list", "extra.one"]
    code, said = await bottega("seed-roles", "--tenantId", str(tenant.tenant_id), "--restore")
    assert (code, said.splitlines()[-1]) == (0, "1 roles were added or extended")
    assert said.startswith(f"admin tenant={tenant.tenant_id}: ")
    assert "api_keys.*, " in said.splitlines()[0]
    app.caches.clear()
    after = (await admin.get("/auth/roles/acl", params={"roleId": manager})).json()["features"]
    assert set(after) == {*before, "auth.users.list", "extra.one"}
    assert (await bottega("seed-roles", "--tenantId", str(tenant.tenant_id)))[1].startswith("0 roles")
