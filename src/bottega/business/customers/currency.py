"""The currencies deals are reckoned in: the dictionary of that name, wherever above the caller it is kept."""

from typing import Any, Final
from uuid import UUID

from bottega.business.customers.module import module
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Schema
from bottega.platform.dictionaries import resolve

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
    for key in KEYS:
        dictionary = await resolve(ctx, key)
        if dictionary is not None:
            entries = [
                {"id": one.id, "value": one.value, "label": one.label} for one in dictionary.entries.values()
            ]
            return {"id": dictionary.id, "entries": entries}
    raise NotFound(NOT_CONFIGURED)
