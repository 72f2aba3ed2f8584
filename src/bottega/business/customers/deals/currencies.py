"""Currencies of deals: the dictionary of that name, inherited from above."""

from typing import Any, Final
from uuid import UUID

from bottega.business.customers.dictionaries.entries import distance, order_of_nearness
from bottega.business.customers.module import module
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Schema
from bottega.platform.dictionaries import ResolvedDictionary, resolve

KEYS: Final = ("currency", "currencies")
NOT_CONFIGURED: Final = T(
    en="Currency dictionary is not configured yet.", pl="Słownik walut nie jest jeszcze skonfigurowany."
)


class CurrencyEntry(Schema):
    """A currency."""

    id: UUID
    value: str
    label: str


class Currencies(Schema):
    """Currency dictionary entries."""

    id: UUID
    entries: list[CurrencyEntry]


@module.get(
    "/dictionaries/currency",
    "customers.people.view",
    name="dictionaries.currency",
    answer=Currencies,
    answers={404: "Currency dictionary missing", 500: "Unexpected error"},
)
async def show_currencies(ctx: Context) -> dict[str, Any]:
    """Resolve currency dictionary.

    The nearest active dictionary called `currency` or `currencies`, from the selected organization upwards; by label.
    """
    nearest = await nearest_currencies(ctx)
    if nearest is None:
        raise NotFound(NOT_CONFIGURED)
    entries = [{"id": one.id, "value": one.value, "label": one.label} for one in nearest.entries.values()]
    return {"id": nearest.id, "entries": entries}


async def nearest_currencies(ctx: Context) -> ResolvedDictionary | None:
    """The dictionary of currencies that the selected organization reads; None where there is none."""
    found = [dictionary for key in KEYS if (dictionary := await resolve(ctx, key)) is not None]
    near = await order_of_nearness(ctx, ctx.scope.organization_id)
    return min(found, key=lambda one: distance(near, one.organization_id), default=None)
