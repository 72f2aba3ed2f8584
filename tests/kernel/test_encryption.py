"""Field encryption: what is sealed opens only for its tenant and place, and no key is ever lost."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from asyncpg import Connection
from hypothesis import given
from hypothesis import strategies as st

from bottega.kernel.keys.key_wrapping import rewrap
from bottega.kernel.keys.tenant_keys import DecryptionFailed, TenantKeys, Vault, looks_sealed

Connect = Callable[[], Awaitable["Connection[Any]"]]

MASTER = bytes(range(32))
OTHER_MASTER = bytes(range(1, 33))
TENANT = UUID(int=1)
PLACE = "auth_users.email"


def keys_of(tenant_id: UUID = TENANT, data_key: bytes = MASTER, *, enabled: bool = True) -> TenantKeys:
    return TenantKeys(tenant_id, data_key, enabled=enabled)


@pytest.fixture
async def connect(dsn: str) -> AsyncIterator[Connect]:
    """Opens connections to a schema of its own, with the migrated table of the keys."""
    opened: list[Connection[Any]] = []
    schema = f"t{uuid4().hex}"

    async def connect() -> "Connection[Any]":
        opened.append(await asyncpg.connect(dsn, server_settings={"search_path": schema}))
        return opened[-1]

    await (await connect()).execute(
        f"""
        CREATE SCHEMA {schema};
        CREATE TABLE tenant_keys (LIKE public.tenant_keys INCLUDING ALL);
        """
    )
    yield connect
    await (await connect()).execute(f"DROP SCHEMA {schema} CASCADE")
    for connection in opened:
        await connection.close()


@pytest.fixture
async def connection(connect: Connect) -> "Connection[Any]":
    return await connect()


@given(st.text())
def test_a_sealed_text_has_four_parts_and_opens_to_what_went_in(plain: str) -> None:
    sealed = keys_of().seal(plain, PLACE)

    assert looks_sealed(sealed)
    assert sealed.count(":") == 3
    assert sealed.endswith(":v1")
    assert len(plain) < 4 or plain not in sealed
    assert keys_of().open(sealed, PLACE) == plain


def test_lone_surrogates_survive() -> None:
    assert keys_of().open(keys_of().seal("a\ud800b", PLACE), PLACE) == "a\ud800b"


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    assert len({keys_of().seal("anna@example.com", PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize("enabled", [True, False])
@given(st.text())
def test_a_text_that_looks_sealed_round_trips_with_encryption_on_and_off(enabled: bool, plain: str) -> None:
    forged = keys_of(uuid4(), OTHER_MASTER).seal(plain, "elsewhere")
    keys = keys_of(enabled=enabled)

    assert keys.open(keys.seal(forged, PLACE), PLACE) == forged


def test_without_encryption_text_is_stored_as_it_is_and_old_sealed_text_still_opens() -> None:
    sealed = keys_of().seal("anna@example.com", PLACE)
    keys = keys_of(enabled=False)

    assert keys.seal("anna@example.com", PLACE) == "anna@example.com"
    assert keys.open(sealed, PLACE) == "anna@example.com"


@pytest.mark.parametrize("plain", ["", "anna@example.com", "a:b:c:v1", ":::v1", "AAAA:BBBB:CCCC:v1"])
def test_text_that_was_never_encrypted_is_returned_as_it_is(plain: str) -> None:
    assert keys_of().open(plain, PLACE) == plain


def test_a_sealed_text_opens_nowhere_else() -> None:
    sealed = keys_of().seal("anna@example.com", PLACE)

    for keys, place in [
        (keys_of(), "auth_users.name"),
        (keys_of(uuid4()), PLACE),
        (keys_of(data_key=OTHER_MASTER), PLACE),
    ]:
        with pytest.raises(DecryptionFailed, match="does not open"):
            keys.open(sealed, place)


@given(st.data())
def test_a_sealed_text_with_any_changed_part_never_opens_as_data(data: st.DataObject) -> None:
    sealed = keys_of().seal("anna@example.com", PLACE)
    parts = sealed.split(":")
    which = data.draw(st.integers(0, 2))
    where = data.draw(st.integers(0, len(parts[which]) - 5))
    part = parts[which]
    parts[which] = part[:where] + ("A" if part[where] != "A" else "B") + part[where + 1 :]

    with pytest.raises(DecryptionFailed):
        keys_of().open(":".join(parts), PLACE)


def test_the_reason_of_a_failure_is_for_the_log_only() -> None:
    problem = DecryptionFailed("the key of tenant 7 is damaged")

    assert str(problem) == "the key of tenant 7 is damaged"
    assert "tenant" not in str(problem.body("en"))
    assert problem.status == 500


def test_search_tokens_are_twelve_hexadecimal_characters_of_the_tenant() -> None:
    grams = ["ann", "anna", "ann", "żół"]
    tokens = keys_of().tokens(grams)

    assert [len(token) for token in tokens] == [12] * 4
    assert all(set(token) <= set("0123456789abcdef") for token in tokens)
    assert tokens[0] == tokens[2] != tokens[1]
    assert keys_of().tokens(iter(grams)) == tokens
    assert not set(tokens) & set(keys_of(data_key=OTHER_MASTER).tokens(grams))


def test_a_digest_ignores_case_space_and_unicode_spelling_but_not_the_master_key() -> None:
    vault = Vault(MASTER, enabled=True)
    digest = vault.digest("anna.żak@example.com")

    assert len(digest) == 64
    assert vault.digest("  Anna.ŻAK@Example.com\n") == digest
    assert vault.digest("anna.z\u0307ak@example.com") == digest
    assert vault.digest("ann.żak@example.com") != digest
    assert Vault(OTHER_MASTER, enabled=True).digest("anna.żak@example.com") != digest
    assert Vault(MASTER, enabled=False).digest("anna.żak@example.com") == digest


def test_a_master_key_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ValueError, match="31 bytes instead of 32"):
        Vault(MASTER[1:], enabled=True)


async def test_a_new_process_opens_what_another_sealed(connection: "Connection[Any]") -> None:
    first, second = Vault(MASTER, enabled=True), Vault(MASTER, enabled=True)
    sealed = (await first.keys(connection, TENANT)).seal("anna", PLACE)

    assert (await second.keys(connection, TENANT)).open(sealed, PLACE) == "anna"
    assert await connection.fetchval("SELECT count(*) FROM tenant_keys") == 1


async def test_keys_that_stayed_the_same_are_the_same_object_however_often_they_are_read(
    connection: "Connection[Any]",
) -> None:
    vault = Vault(MASTER, enabled=True)
    keys = await vault.keys(connection, TENANT)

    assert await vault.keys(connection, TENANT) is keys
    vault.refresh(TENANT)
    assert await vault.keys(connection, TENANT) is keys


async def test_processes_that_start_together_agree_on_one_key(connect: Connect) -> None:
    async def seal(text: str) -> str:
        vault = Vault(MASTER, enabled=True)
        return (await vault.keys(await connect(), TENANT)).seal(text, PLACE)

    sealed = await asyncio.gather(*(seal(str(number)) for number in range(8)))

    keys = await Vault(MASTER, enabled=True).keys(await connect(), TENANT)
    assert [keys.open(text, PLACE) for text in sealed] == [str(number) for number in range(8)]


async def test_a_key_that_was_rolled_back_is_not_used_again(connection: "Connection[Any]") -> None:
    vault = Vault(MASTER, enabled=True)
    transaction = connection.transaction()
    await transaction.start()
    await vault.keys(connection, TENANT)
    async with connection.transaction():
        await vault.keys(connection, TENANT)
    await transaction.rollback()

    sealed = (await vault.keys(connection, TENANT)).seal("anna", PLACE)

    assert (await Vault(MASTER, enabled=True).keys(connection, TENANT)).open(sealed, PLACE) == "anna"


async def test_the_wrong_master_key_is_noticed(connection: "Connection[Any]") -> None:
    await Vault(MASTER, enabled=True).keys(connection, TENANT)

    with pytest.raises(DecryptionFailed, match="another master key"):
        await Vault(OTHER_MASTER, enabled=True).keys(connection, TENANT)


async def test_a_wrapped_key_copied_to_another_tenant_does_not_open(connection: "Connection[Any]") -> None:
    await Vault(MASTER, enabled=True).keys(connection, TENANT)
    await connection.execute("INSERT INTO tenant_keys SELECT $1, wrapped FROM tenant_keys", UUID(int=2))

    with pytest.raises(DecryptionFailed):
        await Vault(MASTER, enabled=True).keys(connection, UUID(int=2))


async def test_a_new_master_key_opens_the_old_data_after_rewrapping(connection: "Connection[Any]") -> None:
    tenants = [uuid4() for _ in range(3)]
    before = Vault(MASTER, enabled=True)
    sealed = [(await before.keys(connection, tenant)).seal("anna", PLACE) for tenant in tenants]

    assert await rewrap(connection, MASTER, OTHER_MASTER) == 3
    assert await rewrap(connection, MASTER, OTHER_MASTER) == 0

    after = Vault(OTHER_MASTER, enabled=True)
    for tenant, text in zip(tenants, sealed, strict=True):
        assert (await after.keys(connection, tenant)).open(text, PLACE) == "anna"
    with pytest.raises(DecryptionFailed):
        await Vault(MASTER, enabled=True).keys(connection, tenants[0])


async def test_rewrapping_with_a_wrong_old_key_changes_nothing(connection: "Connection[Any]") -> None:
    await Vault(MASTER, enabled=True).keys(connection, TENANT)
    before = await connection.fetch("TABLE tenant_keys")

    with pytest.raises(DecryptionFailed):
        await rewrap(connection, bytes(32), OTHER_MASTER)

    assert await connection.fetch("TABLE tenant_keys") == before
