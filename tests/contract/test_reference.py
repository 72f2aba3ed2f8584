"""The API keeps what the published reference promises, operation by operation, as far as it is built."""

import json
from pathlib import Path

import pytest
from agreement import Document, Json, differences

from bottega.app import modules
from bottega.cli.openapi import SNAPSHOT, snapshot
from bottega.kernel.openapi.document import document

REFERENCE: list[Json] = json.loads((Path(__file__).parent / "reference.json").read_text(encoding="utf-8"))
DOCUMENT = Document(document(modules(), "http://testserver"))
ROOT = Path(__file__).parents[2]
# Sections of which nothing may be missing any more.
COMPLETE = frozenset(
    {
        "AI Assistant",
        "API Keys",
        "Attachments",
        "Audit & Action Logs",
        "Authentication & Accounts",
        "Calendar",
        "Configuration",
        "Contacts",
        "Contracts",
        "Customers",
        "Dashboards",
        "Query Index",
        "Search",
        "Dictionaries",
        "Directory (Tenants & Organizations)",
        "Directory",
        "Entities",
        "Feature Toggles",
        "Finance",
        "Measurements",
        "Messaging",
        "Notifications",
        "Onboarding",
        "Perspectives",
        "Planner",
        "Scheduler",
        "Staff",
        "Warehouse",
    }
)


def key(wanted: Json) -> str:
    """How a parametrised test is called."""
    return f"{wanted['method']} {wanted['path']}"


def is_built(wanted: Json) -> bool:
    """Whether there is such an operation."""
    return (wanted["method"], wanted["path"]) in DOCUMENT.operations


@pytest.mark.parametrize("wanted", [one for one in REFERENCE if is_built(one)], ids=key)
def test_it_keeps_what_the_reference_promises(wanted: Json) -> None:
    assert list(differences(DOCUMENT, wanted)) == []


@pytest.mark.parametrize("section", sorted({wanted["section"] for wanted in REFERENCE}))
def test_a_section_that_is_complete_stays_so(section: str) -> None:
    absent = [key(wanted) for wanted in REFERENCE if wanted["section"] == section and not is_built(wanted)]
    if section in COMPLETE:
        assert absent == []
    else:
        assert absent, f"{section} is complete: add it to COMPLETE"


def test_the_comparison_sees_what_is_missing() -> None:
    wanted = next(one for one in REFERENCE if is_built(one) and one["body"] and one["features"])
    more = {
        **wanted,
        "section": "Elsewhere",
        "features": ["no.such.feature"],
        "parameters": [{"name": "nothing", "in": "query", "required": False, "schema": "string"}],
        "body": {"contentType": "application/json", "example": {"nowhere": 1}},
        "answers": [
            {"status": 418},
            {"status": 201, "example": {"nothing": 1}},
            {"status": 200, "example": {"nothing": 1}},
        ],
    }
    found = " / ".join(differences(DOCUMENT, more))
    for part in ("section is", "features are", "parameter nothing is missing", "field nowhere is missing", "418"):
        assert part in found


def test_the_stored_document_is_current() -> None:
    assert (ROOT / SNAPSHOT).read_bytes() == snapshot(), "run `bottega openapi`, read the difference, commit it"
