"""Relations: every id that somebody sends or is shown in a list says whose it is, so that screens show a name."""

from collections.abc import Iterator

import pytest

import bottega.business
import bottega.platform
from bottega.kernel.discovery import discover
from bottega.kernel.modules import Module
from bottega.kernel.openapi.document import described
from bottega.kernel.openapi.labels import Property, looked_up, relation_of

MODULES = discover(bottega.platform, bottega.business)
SCHEMAS = described(operation for module in MODULES for operation in module.operations)
# The record itself, and what follows from who is asking.
KNOWN = {"id", "ids", "tenant_id", "organization_id", "tenant_ids", "organization_ids"}
# Ids that no screen shows as a name, and why.
UNRELATED = {
    "attachments.attachment_ids": "Files that a form has sent before its record was saved",
    "audit_logs.log_id": "A change, shown by its label",
    "audit_logs.undo_token": "No record",
    "audit_logs.resource_id": "Of any kind: `resourceKind` says which",
    "customers.undo_token": "No record",
    "customers.import_id": "A run of an import, shown by its progress",
    "finance.linked_entity_id": "Of any kind: `linkedEntityType` says which",
    "finance.record_id": "Of any kind: `kod` says what is compared",
    "jobs.record_id": "Of any kind: `name` of the job says which",
    "notifications.source_entity_id": "Of any kind: `sourceEntityType` says which",
    "planner.subject_id": "Of any kind: `subjectType` says which",
}


def _unsaid(module: Module) -> Iterator[str]:
    for one, _ in looked_up(MODULES, SCHEMAS):
        if one.operation.module is module and _matters(one) and one.name not in KNOWN and _is_id(one):
            said = relation_of(one) or "x-relation" in str(SCHEMAS.resolve(one.schema))
            if not said:
                yield f"{module.name}.{one.name}"


def _matters(one: Property) -> bool:
    return one.part != "answer" or one.operation.name.rpartition(".")[2] == "list"


def _is_id(one: Property) -> bool:
    here = SCHEMAS.resolve(one.schema)
    found = [here, *(SCHEMAS.resolve(part) for part in here.get("anyOf", []))]
    found += [SCHEMAS.resolve(part["items"]) for part in found if isinstance(part.get("items"), dict)]
    return any(part.get("format") == "uuid" for part in found)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_an_id_says_whose_it_is(module: Module) -> None:
    unsaid = set(_unsaid(module))
    assert unsaid == {one for one in UNRELATED if one.startswith(f"{module.name}.")} & unsaid
