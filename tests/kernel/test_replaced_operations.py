"""An operation of a resource that is replaced keeps whatever its new handler does not say."""

from copy import copy
from dataclasses import fields
from typing import Any
from uuid import UUID

import pytest

from bottega.business.finance.approvals import approvals
from bottega.business.warehouse.locations import locations
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.operation import Operation
from bottega.kernel.resources.bulk_inputs import Bulk
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.resource import Resource
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Id, Input


class Reasoned(Id):
    """What is deleted, and why."""

    why: str


@pytest.fixture
def module() -> Module:
    """A module that nobody has installed."""
    return Module("shelves", T(en="Shelves", pl="Regały"), "Shelves", "")


@pytest.fixture
def mounted(module: Module) -> Resource:
    """A resource of it."""
    return module.mount("/places", unmounted())


def unmounted() -> Resource:
    """A resource like one that is installed, and mounted nowhere."""
    resource = copy(locations)
    for kept in ("derived", "mounted"):
        object.__setattr__(resource, kept, {})
    return resource


def said(operation: Operation) -> dict[str, Any]:
    """Every field of an operation."""
    return {one.name: getattr(operation, one.name) for one in fields(operation)}


def test_what_a_handler_does_not_say_stays(module: Module, mounted: Resource) -> None:
    derived = module.operations[3]

    @mounted.replaces("delete", answers={409: "It is full"})
    async def clear(ctx: Context, data: Reasoned) -> Created:
        """Clear a place.

        Only an empty one.
        """
        return Created(id=data.id)

    assert [one.method for one in module.operations] == ["GET", "POST", "PUT", "DELETE", "POST"]
    assert said(module.operations[3]) == said(derived) | {
        "run": clear,
        "summary": "Clear a place",
        "description": "Only an empty one.",
        "body": Reasoned,
        "answer": Created,
        "answers": {409: "It is full"},
    }
    assert derived.id_anywhere
    assert derived.query is IdQuery


def test_an_annotation_that_is_only_the_base_leaves_body_and_answer(module: Module, mounted: Resource) -> None:
    @mounted.replaces("update", label=T(en="Move place", pl="Przeniesienie"))
    async def move(ctx: Context, data: Input) -> Any:
        """Move a place."""
        return await mounted.update(ctx, data)

    changed = module.operations[2]
    assert (changed.run, changed.body, changed.answer) == (move, mounted.update_input, Done)
    assert (changed.summary, changed.description) == ("Move a place", "Move a place.")
    assert changed.label == T(en="Move place", pl="Przeniesienie")


def test_an_operation_is_replaced_once_and_only_where_there_is_one(mounted: Resource) -> None:
    async def run(ctx: Context, data: Id) -> Done:
        """Delete it."""
        return Done()

    mounted.replaces("delete")(run)
    with pytest.raises(ValueError, match="'delete'"):
        mounted.replaces("delete")(run)
    with pytest.raises(ValueError, match="no derived operation 'create'"):
        approvals.replaces("create")(run)


def test_what_nobody_may_do_is_no_operation(module: Module) -> None:
    resource = unmounted()
    object.__setattr__(resource, "access", type(locations.access)(view="warehouse.view", delete="warehouse.delete"))
    module.mount("/places", resource)
    assert [one.method for one in module.operations] == ["GET", "DELETE", "POST"]
    assert {*fields_of(module.operations[2])} == {"ids", "versions", "delete"}


def test_what_changes_many_follows_what_changes_one(module: Module, mounted: Resource) -> None:
    before = module.operations[4]
    assert (before.path, before.undoable) == ("/shelves/places/bulk", True)
    assert {*fields_of(before)} == {"ids", "versions", "set", "delete"}

    class Moved(mounted.update_input):
        """A place, and how far it goes."""

        metres: int

    async def move(ctx: Context, data: Moved) -> Done:
        """Move a place."""
        return Done()

    async def clear(ctx: Context, data: Id) -> Done:
        """Clear a place."""
        return Done()

    mounted.replaces("update", undoable=False, features=("warehouse.materials.manage",))(move)
    mounted.replaces("delete", undoable=False, features=("warehouse.materials.manage",))(clear)
    assert len(module.operations) == 5
    after = module.operations[4]
    assert (after.path, after.undoable, after.features) == (before.path, False, ("warehouse.materials.manage",))
    said = after.body.model_validate({"ids": [UUID(int=1)], "set": {"metres": 4}}) if after.body else None
    assert isinstance(said, Bulk)
    assert getattr(said, "set").of(UUID(int=1)).given() == {"metres": 4, "id": UUID(int=1)}  # noqa: B009 - not every bulk body has it


def fields_of(operation: Operation) -> list[str]:
    """The fields of a body."""
    return list(operation.body.model_fields) if operation.body else []
