"""The counterpart of KSeF against the published description: the file is that of the Ministry, and nothing differs."""

import asyncio
import hashlib

import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st
from ksef_client import AsyncKsefClient
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ksef import faults
from ksef.answers import json_answer
from ksef.counterpart import Counterpart, flaws_of
from ksef.description import CONTRACT, FILE, SHA256, find, operations
from ksef.taxpayers import Taxpayer, opened, signed_in

EXAMPLES = 3
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMAS = {
    "schemat_auth_v2-1.xsd": "d48477808e342892f62ef8bc7f0b134812f0536b3bb9cc8433d4fff2a926c44c",
    "upo-v4-3.xsd": "1e5ff386a29324021a9e0126319680aec0b1e0d4f4a18add30b2f5d12ce6fa86",
}


def test_the_description_and_the_schemas_are_the_published_ones() -> None:
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == SHA256
    assert {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in CONTRACT.glob("*.xsd")} == SCHEMAS
    assert len(operations()) == 83
    assert operations()["GET /sessions"].permissions == ("Introspection", "EnforcementOperations", "InvoiceWrite")
    assert operations()[faults.SEND].limits == {1: 10, 60: 30, 3600: 180}


def test_an_answer_that_the_description_does_not_know_is_a_flaw(ksef: Counterpart) -> None:
    assert set(ksef.offered) <= operations().keys()
    named = {one for name, one in vars(faults).items() if name.isupper() and one != faults.ANY}
    assert named <= set(ksef.offered)
    challenge = operations()[faults.CHALLENGE]
    assert flaws_of(challenge, json_answer(200, {"challenge": "short"})) != []
    assert flaws_of(challenge, json_answer(418, {})) == ["418 is not described"]
    assert find("GET", "/sessions/x/invoices/failed")[0].path == "/sessions/{referenceNumber}/invoices/failed"


async def test_requests_that_the_description_allows_and_does_not_are_answered_as_it_says(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    """What comes back is checked twice: by the counterpart itself, and by schemathesis."""
    ksef.limits.enforced = False
    access = await signed_in(client, taxpayer)
    session = await opened(client, access)
    invoice = await session.send_invoice(taxpayer.invoice())
    number = (await session.get_invoice_status(invoice.reference_number)).ksef_number
    known = {
        "referenceNumber": session.session_reference_number,
        "invoiceReferenceNumber": invoice.reference_number,
        "ksefNumber": number,
    }
    schema = schemathesis.openapi.from_path(FILE)
    schema.config.update(base_url=ksef.url)
    headers = {"Authorization": f"Bearer {access}", "X-Error-Format": "problem-details"}
    for key in ksef.offered:
        method, path = key.split(" ", 1)
        await asyncio.to_thread(explore, schema[path][method], headers, known)
    assert len(ksef.asked) >= EXAMPLES * len(ksef.offered)
    assert {one.status for one in ksef.asked} >= {200, 202, 204, 400, 401}
    # It was closed among all that, with what had been sent.
    told = await session.get_status()
    assert (told.status.code, told.successful_invoice_count) == (200, 1)


def explore(operation: APIOperation, headers: dict[str, str], known: dict[str, str]) -> None:
    """Ask an operation so many times for what the description allows and what it does not."""

    @settings(max_examples=EXAMPLES, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
    @seed(0)
    @given(st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode), st.booleans())
    def run(case: Case, exists: bool) -> None:
        if exists:
            case.path_parameters = {
                **case.path_parameters,
                **{name: known.get(name, "") for name in case.path_parameters},
            }
        # Without a value, or with a slash in it, the address is another one.
        assume(all(told and "/" not in str(told) for told in case.path_parameters.values()))
        case.validate_response(case.call(headers=headers, timeout=5), checks=CHECKS)

    run()
