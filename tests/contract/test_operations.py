"""What every operation promises, whoever wrote it."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

import pytest
from installed import GUARDED, OPERATIONS, concrete

from bottega.app import modules
from bottega.kernel.application import Application
from bottega.kernel.openapi.document import document
from bottega.kernel.operation import CHANGING, Operation
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Client, introduce

# Features of another module that operations ask for as well, and why.
BORROWED = {
    "finance.transfer": "who takes cash at a customer's may carry it",
    "dashboards.view": "who sees no dashboard sees no widget of one",
    **dict.fromkeys(
        ("contracts.view", "contracts.drukuj_faktura", "contracts.drukuj_kp", "contracts.drukuj_proforma"),
        "documents print what belongs to contracts",
    ),
    **dict.fromkeys(
        ("finance.view", "finance.create"), "vouchers and payouts are of the ledger, which stands below them"
    ),
}
DOCUMENT = document(modules(), "http://testserver")
OF_SEVERAL = [(one, feature) for one in GUARDED if len(one.features) > 1 for feature in one.features]


def key(operation: Any) -> str:
    """How a parametrised test is called."""
    return operation.key if isinstance(operation, Operation) else str(operation)


@pytest.fixture(scope="module")
async def powerless(app: Application, asgi: Any) -> AsyncIterator[Caller]:
    """Somebody who is signed in and may do nothing."""
    found = await introduce(app, asgi, await found_tenant(app, "Powerless"))
    yield found
    await found.client.aclose()


@pytest.mark.parametrize("operation", GUARDED, ids=key)
async def test_a_stranger_is_answered_401(operation: Operation, nobody: Client) -> None:
    answer = await nobody.request(operation.method, concrete(operation))
    assert answer.status_code == HTTPStatus.UNAUTHORIZED, answer.text
    assert "error" in answer.json()


@pytest.mark.parametrize("operation", [one for one in GUARDED if one.features], ids=key)
async def test_somebody_without_the_features_is_answered_403(operation: Operation, powerless: Caller) -> None:
    answer = await powerless.client.request(operation.method, concrete(operation))
    assert answer.status_code == HTTPStatus.FORBIDDEN, answer.text
    named = "requiredRoles" if operation.roles else "requiredFeatures"
    assert answer.json()[named] == list(operation.roles or operation.features)


@pytest.mark.parametrize(("operation", "missing"), OF_SEVERAL, ids=key)
async def test_all_of_several_features_are_needed(
    operation: Operation, missing: str, app: Application, asgi: Any
) -> None:
    others = [feature for feature in operation.features if feature != missing]
    somebody = await introduce(app, asgi, await found_tenant(app, "Half"), *others)
    async with somebody.client as client:
        answer = await client.request(operation.method, concrete(operation))
    assert answer.status_code == HTTPStatus.FORBIDDEN, answer.text


@pytest.mark.parametrize("operation", OPERATIONS, ids=key)
def test_its_features_are_declared_by_its_module(operation: Operation) -> None:
    declared = set(operation.module.features)
    assert set(operation.features) - set(BORROWED) <= declared


@pytest.mark.parametrize("operation", OPERATIONS, ids=key)
def test_it_says_what_it_does(operation: Operation) -> None:
    assert operation.summary
    assert operation.summary[0].isupper()
    assert len(operation.summary) <= 80
    assert operation.description


@pytest.mark.parametrize("operation", OPERATIONS, ids=key)
def test_it_documents_what_it_answers(operation: Operation) -> None:
    answers = DOCUMENT["paths"][operation.path][operation.method.lower()]["responses"]
    assert str(operation.status) in answers
    assert all(HTTPStatus(int(status)) for status in answers)
    if not operation.public:
        assert {"401", "403"} <= set(answers)
    if operation.limits:
        assert "429" in answers


@pytest.mark.parametrize("operation", OPERATIONS, ids=key)
def test_its_text_answers_are_described(operation: Operation) -> None:
    """Who answers values says which: an answer without a shape is a file, a redirect, or nothing."""
    answers = DOCUMENT["paths"][operation.path][operation.method.lower()]["responses"]
    success = answers[str(operation.status)]
    shapeless = operation.status in (204, 301, 302, 303, 307, 308)
    assert shapeless or success.get("content"), "the function's return annotation says nothing"


@pytest.mark.parametrize("operation", [one for one in GUARDED if one.method == "GET"], ids=key)
def test_reading_leaves_no_audit_entry(operation: Operation) -> None:
    assert operation.label is None


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.label], ids=key)
def test_what_is_written_to_the_action_log_is_in_both_languages(operation: Operation) -> None:
    assert operation.method in CHANGING
    assert operation.label
    assert operation.label("en")
    assert operation.label("pl")
    assert operation.label("en") != operation.label("pl")


def test_commands_are_unique() -> None:
    commands = [operation.command for operation in OPERATIONS]
    assert [one for one in set(commands) if commands.count(one) > 1] == []


def test_paths_and_methods_are_unique() -> None:
    keys = [operation.key for operation in OPERATIONS]
    assert [one for one in set(keys) if keys.count(one) > 1] == []
