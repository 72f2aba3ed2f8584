"""Length of what tools answer: a language model reads so much, and no more."""

from typing import Any, Final, cast

import msgspec

from bottega.kernel.i18n import T

Json = dict[str, Any]
LONGEST: Final = 60_000
CUT: Final = T(
    en="Only the first records are shown; ask for smaller pages, or narrow the list with filters",
    pl="Pokazano tylko pierwsze rekordy; poproś o mniejsze strony albo zawęź listę filtrami",
)
TOO_LONG: Final = T(
    en="The answer is too long to be shown; ask for less of it", pl="Odpowiedź jest za długa; poproś o jej część"
)


def bounded(answer: Json, locale: str) -> Json:
    """An answer of bearable length: of a list its first records, of anything else a word that it is too long."""
    if len(msgspec.json.encode(answer)) <= LONGEST:
        return answer
    data = answer.get("data")
    items = cast("Json", data).get("items") if isinstance(data, dict) else None
    while isinstance(items, list) and items:
        items = cast("list[Any]", items)[: len(items) // 2]  # pyright: ignore[reportUnknownArgumentType] - JSON
        shorter = {**answer, "data": {**cast("Json", data), "items": items}, "hint": CUT(locale)}
        if len(msgspec.json.encode(shorter)) <= LONGEST:
            return shorter
    return {**{name: value for name, value in answer.items() if name != "data"}, "hint": TOO_LONG(locale)}


def items_of(answer: Json) -> list[Json]:
    """The records of an answer, be it a page of a list or what a search found; none of a refusal."""
    data = answer.get("data")
    if not isinstance(data, dict):
        return []
    page = cast("Json", data)
    found = page.get("items") or page.get("results")
    return cast("list[Json]", found) if isinstance(found, list) else []


def errors_of(answer: Json) -> list[str]:
    """The sentences of a refusal, those about fields too."""
    details = answer.get("details")
    named = cast("list[Json]", details) if isinstance(details, list) else []
    return [str(answer.get("error", "")), *(str(one.get("message", "")) for one in named)]
