"""Features know what they need: whoever may change something is told when they could not even see it."""

from collections.abc import Mapping
from typing import Final

import pytest
from installed import GUARDED, MODULES

from bottega.demo.people import BUSINESS, EVERYBODY, OFFICE, OWNER, ROLES
from bottega.kernel.feature_needs import missing_of, needs_of
from bottega.kernel.operation import Operation
from bottega.kernel.permissions import Acl

NEEDS: Final = needs_of(MODULES)
GRANTED: Final[Mapping[str, frozenset[str]]] = {
    **{
        f"{name} of the studio": frozenset({*features, *EVERYBODY})
        for name, features in {**ROLES, OWNER: (*BUSINESS, *OFFICE)}.items()
    },
    **{
        f"default {role}": frozenset(one for module in MODULES for one in module.grants.get(role, ()))
        for role in sorted({role for module in MODULES for role in module.grants})
    },
}
SAID: Final = [(feature, needed) for module in MODULES for feature, needed in module.needs.items()]
_READING: Final = {one.path: one for one in GUARDED if one.method == "GET"}


def _all_needs(feature: str) -> set[str]:
    """What a feature needs, and what that needs."""
    found: set[str] = set()
    waiting = [feature]
    while waiting:
        more = set(NEEDS[waiting.pop()]) - found
        found |= more
        waiting += more
    return found


def _reading(operation: Operation) -> Operation | None:
    """The operation that shows what another one changes: a GET on its path or on the nearest one above."""
    path = operation.path
    while path and path not in _READING:
        path = path.rpartition("/")[0]
    return _READING.get(path)


@pytest.mark.parametrize("feature", [one for one in NEEDS if one.endswith(".manage")])
def test_a_feature_that_manages_says_what_it_needs(feature: str) -> None:
    assert NEEDS[feature] or (feature, ()) in SAID


@pytest.mark.parametrize(
    "operation", [one for one in GUARDED if one.method != "GET" and one.features], ids=lambda one: one.key
)
def test_a_feature_that_lets_somebody_change_something_needs_the_one_that_shows_it(operation: Operation) -> None:
    reading = _reading(operation)
    shows = {one for one in reading.features if one in NEEDS} if reading is not None else set[str]()
    for feature in operation.features:
        if feature in NEEDS:
            assert shows - set(operation.features) <= _all_needs(feature), (operation.key, feature)


def test_that_test_finds_what_shows_most_things() -> None:
    changing = [one for one in GUARDED if one.method != "GET" and one.features]
    assert sum(_reading(one) is not None for one in changing) > 0.9 * len(changing)


@pytest.mark.parametrize(("feature", "needed"), SAID, ids=[feature for feature, _needed in SAID])
def test_a_manifest_says_it_of_its_own_features_and_of_ones_that_there_are(
    feature: str, needed: tuple[str, ...]
) -> None:
    assert set(needed) <= set(NEEDS)
    assert feature in NEEDS
    assert feature not in _all_needs(feature)


@pytest.mark.parametrize("role", GRANTED)
def test_no_role_of_the_product_grants_anything_in_vain(role: str) -> None:
    assert list(missing_of(Acl(features=GRANTED[role], organizations=None), NEEDS)) == []


def test_what_is_missing_is_found_behind_wildcards_too() -> None:
    acl = Acl(features=frozenset({"contracts.edit", "warehouse.materials.*"}), organizations=None)
    assert list(missing_of(acl, NEEDS)) == [
        ("contracts.edit", ("contracts.view",)),
        ("warehouse.materials.manage", ("warehouse.view",)),
    ]
    assert list(missing_of(Acl(super_admin=True), NEEDS)) == []
