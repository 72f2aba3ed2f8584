"""Passwords: right ones pass, wrong ones and missing accounts look alike, and old hashes are replaced."""

import asyncio
import time
from collections.abc import Callable

import bcrypt
import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from bottega.kernel.i18n import T
from bottega.kernel.passwords import (
    AT_LEAST,
    NOT_MET,
    ONE_NUMBER,
    ONE_SPECIAL,
    ONE_UPPERCASE,
    Verdict,
    check_policy,
    generate_password,
    hash_password,
    hash_password_async,
    joined,
    verify,
    verify_password_async,
)
from bottega.settings import Settings


def bcrypt_hash(plain: bytes) -> str:
    return bcrypt.hashpw(plain, bcrypt.gensalt(4)).decode()


@pytest.mark.parametrize("plain", ["secret", "", "zażółć gęślą jaźń", "x" * 5000, "a\0b", "half \ud83d pair"])
def test_a_password_passes_with_its_own_hash_only(plain: str) -> None:
    hashed = hash_password(plain)

    assert hashed.startswith("$argon2id$")
    assert len(plain) < 4 or plain not in hashed
    assert verify(plain, hashed) == Verdict(ok=True)
    assert verify(plain + "x", hashed) == Verdict(ok=False)


def test_the_same_password_never_has_the_same_hash() -> None:
    assert hash_password("secret") != hash_password("secret")


def test_hashing_takes_tens_of_milliseconds() -> None:
    assert 0.005 < fastest(lambda: hash_password("secret")) < 1


def test_an_old_bcrypt_hash_passes_and_asks_to_be_made_anew() -> None:
    hashed = bcrypt_hash(b"secret")

    assert verify("secret", hashed) == Verdict(ok=True, needs_rehash=True)
    assert verify("secret", hashed.replace("$2b$", "$2a$")) == Verdict(ok=True, needs_rehash=True)
    assert verify("secret", hashed.replace("$2b$", "$2y$")) == Verdict(ok=True, needs_rehash=True)
    assert verify("Secret", hashed) == Verdict(ok=False)


def test_bcrypt_never_saw_more_than_72_bytes() -> None:
    long = "ż" * 40
    hashed = bcrypt_hash(long.encode()[:72])

    assert verify(long, hashed).ok
    assert verify("ż" * 36 + "anything", hashed).ok
    assert not verify("ż" * 35, hashed).ok


def test_a_weaker_argon2_hash_asks_to_be_made_anew() -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("secret")

    assert verify("secret", weaker) == Verdict(ok=True, needs_rehash=True)
    assert verify("wrong", weaker) == Verdict(ok=False)


@pytest.mark.parametrize("hashed", [None, "", "secret", "$2b$", "$2b$10$short", "$argon2id$v=19$m=1", "$argon2id$"])
def test_a_missing_or_damaged_hash_fails(hashed: str | None) -> None:
    assert verify("secret", hashed) == Verdict(ok=False)
    assert verify("", hashed) == Verdict(ok=False)


@pytest.mark.parametrize("hashed", [None, "damaged", "$2b$10$short"])
def test_refusing_nobody_takes_as_long_as_refusing_somebody(hashed: str | None) -> None:
    somebody = hash_password("secret")

    ratio = fastest(lambda: verify("wrong", hashed)) / fastest(lambda: verify("wrong", somebody))

    assert 0.5 < ratio < 2


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few runs, which other processes disturb the least."""
    times: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


async def test_hashing_leaves_the_event_loop_free() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    ticking = asyncio.create_task(tick())
    hashed = await hash_password_async("secret")
    verdict = await verify_password_async("secret", hashed)
    ticking.cancel()

    assert verdict.ok
    assert ticks > 20


@pytest.mark.parametrize(
    ("plain", "unmet"),
    [
        ("Secret1!", []),
        ("Żółw1 ąę", []),
        ("", [AT_LEAST, ONE_NUMBER, ONE_UPPERCASE, ONE_SPECIAL]),
        ("Ab1!", [AT_LEAST]),
        ("Secrets!", [ONE_NUMBER]),
        ("secret1!", [ONE_UPPERCASE]),
        ("Secret1ż", [ONE_SPECIAL]),
    ],
)
def test_the_policy_names_every_requirement_that_is_not_met(plain: str, unmet: list[T]) -> None:
    found = check_policy(plain, Settings())

    assert [text.en for text in found] == [text.en for text in unmet]


def test_requirements_that_are_switched_off_are_not_asked_for() -> None:
    settings = Settings(password_require_digit=False, password_require_uppercase=False, password_require_special=False)

    assert check_policy("secret", settings) == []
    assert joined(check_policy("secre", settings))("en") == "At least 6 characters"


def test_requirements_are_joined_in_the_language_of_the_caller() -> None:
    unmet = joined(check_policy("", Settings(password_min_length=8)))

    assert unmet("en") == "At least 8 characters, One number, One uppercase letter, One special character"
    assert unmet("pl") == "Minimalna liczba znaków: 8, Jedna cyfra, Jedna wielka litera, Jeden znak specjalny"
    assert NOT_MET("en") == "Password does not meet the requirements."


@given(st.integers(6, 128))
def test_a_generated_password_meets_the_strictest_policy(least: int) -> None:
    password = generate_password(max(16, least))

    assert check_policy(password, Settings(password_min_length=least)) == []


def test_generated_passwords_have_sixteen_characters_and_never_repeat() -> None:
    passwords = {generate_password() for _ in range(1000)}

    assert len(passwords) == 1000
    assert {len(password) for password in passwords} == {16}
