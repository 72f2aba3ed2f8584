"""Rows that only some see and amounts that only some see: no table, column or operation gets round them unnoticed."""

from collections.abc import Iterator
from typing import Any

import pytest
from installed import MODULES, OPERATIONS

from bottega.business.contracts.access import PRICES, RESTRICTED
from bottega.kernel import masking, search_rows, visibility
from bottega.kernel.database.tables import CLASSES, REFERENCES
from bottega.kernel.operation import Operation

# Words for amounts; ``limit``s and sides of boards have others.
AMOUNTS = frozenset(
    {
        "cena",
        "kwota",
        "wartosc",
        "brutto",
        "netto",
        "vat",
        "suma",
        "saldo",
        "zaplacono",
        "do_zaplaty",
        "meble",
        "dodatki",
        "sprzet",
        "plan",
        "pokryto",
        "reszta",
        "wplacono",
        "przychod",
        "przychody",
        "wydatki",
        "rozchody",
        "wynik",
        "razem",
        "wyplacono",
        "do_wyplaty",
        "robocizna",
        "dostepne",
        "zarezerwowane",
        "nadchodzi",
        "gotowka",
        "przeterminowane",
        "cena_zakupu",
        "slownie",
        "saldo_poczatkowe",
        "saldo_koncowe",
        "value_amount",
    }
)


@pytest.mark.parametrize("reference", [ref for ref in REFERENCES if ref.target == "contracts_contracts"], ids=str)
def test_whatever_refers_to_a_contract_is_seen_with_it(reference: Any) -> None:
    assert visibility.concerns(CLASSES[reference.table])


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.key)
def test_an_operation_that_answers_amounts_leaves_them_out_or_is_refused(operation: Operation) -> None:
    if operation.masking != "left_out" or operation.answer is None or operation.key in TAKEN_OUT:
        return
    columns = masking.amounts_of(operation.table) if operation.table is not None else frozenset()
    told = [
        name
        for name, kind in _answered(operation.answer, set())
        if name in AMOUNTS - columns and _kinds(kind) & {str, float}
    ]
    assert told == [], "a Decimal is left out by itself; for other amounts say amounts=…"


# Where amounts are taken out of the row before it is written as text.
TAKEN_OUT = {
    "GET /documents/documents/{id}": "masking.conceal and redacting.as_seen",
    "GET /customers/deals/{id}": "a Decimal until it is written",
    "GET /customers/dashboard/widgets/new-deals": "likewise",
}


def _answered(answer: Any, known: set[Any]) -> Iterator[tuple[str, Any]]:
    """Every field of an answer, and of the models in it."""
    for model in _models(answer):
        if model in known:
            continue
        known.add(model)
        for name, one in model.model_fields.items():
            yield name, one.annotation
            yield from _answered(one.annotation, known)


def _models(annotation: Any) -> Iterator[Any]:
    if hasattr(annotation, "model_fields"):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)


def _kinds(annotation: Any) -> set[Any]:
    return {annotation, *(part for one in getattr(annotation, "__args__", ()) for part in _kinds(one))}


def test_the_restriction_and_what_lifts_it_are_features() -> None:
    features = {one for module in MODULES for one in module.features}
    assert {RESTRICTED, PRICES} <= features
    assert [mask.feature for module in MODULES if (mask := module.amount_mask)] == [PRICES]


@pytest.mark.parametrize("spec", search_rows.specs(), ids=lambda one: one.table)
def test_records_are_not_found_by_their_amounts(spec: search_rows.SearchSpec) -> None:
    assert masking.amounts_of(CLASSES[spec.table]).isdisjoint(spec.columns)


@pytest.mark.parametrize("resource", [one for module in MODULES for one in module.resources], ids=lambda one: one.kind)
def test_lists_show_who_takes_part_in_a_row_and_what_tells_amounts_is_a_column(resource: Any) -> None:
    assert set(resource.table.participants) <= set(resource.shown)
    assert set(resource.table.tells_amounts) <= set(resource.table.__table__.columns.keys())


def test_only_contracts_and_what_hangs_on_them_are_limited() -> None:
    assert {"contracts_contracts", "warehouse_goods_issue_lines", "calendar_reschedules"} <= set(visibility.limited())
    assert {"customers_entities", "warehouse_locations", "auth_users"}.isdisjoint(visibility.limited())
