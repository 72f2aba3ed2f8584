"""Custom fields in an import of customers: columns by label or key, typed cells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bottega.business.customers import profile_fields
from bottega.business.customers.importing.rows import CustomerFile, Row, in_a_cell
from bottega.kernel.context import Context
from bottega.kernel.custom_fields import Field
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.tabular.headings import UNIT, heading_key
from bottega.kernel.tabular.import_columns import Column
from bottega.kernel.tabular.import_numbers import Number
from bottega.kernel.tabular.import_problems import Rejection, WrongCell, number_in
from bottega.kernel.tabular.imports import Matched
from bottega.kernel.text.folding import fold

PREFIX: Final = "cf_"
NEITHER: Final = T(en="“{text}” says neither yes nor no", pl="„{text}” nie znaczy ani tak, ani nie")
_YES: Final = frozenset({"tak", "t", "yes", "y", "true", "prawda", "1", "x", "v"})
_NO: Final = frozenset({"nie", "n", "no", "false", "falsz", "0", "-"})


def columns_of(known: Mapping[str, Field]) -> tuple[Column, ...]:
    """The columns that a file may have for custom fields, called by label, key, or as lists call them."""
    return tuple(
        Column(f"{PREFIX}{key}", (key,), titled=T(field.label or key, field.label or key), number=_number(field))
        for key, field in known.items()
        if not field.gone
    )


def _number(field: Field) -> Number | None:
    """The unit is what the label says, "Szerokość (cm)"; a number without one may be an amount in zlotys."""
    if field.kind != "number":
        return None
    found = UNIT.search(field.label)
    return Number(found[1] if found else "zł", 0 if field.defined_as == "integer" else None)


def read_custom(cells: Mapping[str, str], matched: Matched, known: Mapping[str, Field]) -> dict[str, Any]:
    """The values of cells by key, each of the kind of its field.

    Raises:
        WrongCell: A number is none, or a yes is neither yes nor no.
    """
    return {name.removeprefix(PREFIX): _value(name, text, matched, known) for name, text in cells.items()}


def _value(name: str, text: str, matched: Matched, known: Mapping[str, Field]) -> Any:
    field = known[name.removeprefix(PREFIX)]
    if field.many:
        return [_one(name, part, matched, field) for part in in_a_cell(text)]
    return _one(name, text, matched, field)


def _one(name: str, text: str, matched: Matched, field: Field) -> Any:
    if field.kind == "number":
        number = number_in(matched, name, text)
        return int(number) if number == number.to_integral_value() else float(number)
    if field.kind == "boolean":
        word = fold(text.strip())
        if word not in _YES | _NO:
            raise WrongCell(name, NEITHER.given(text=text))
        return word in _YES
    # People write what they see, and stored is what it stands for.
    return field.choices.get(heading_key(text), text)


async def check_rows(
    ctx: Context, kind: str, organization_id: Any, said: CustomerFile, rows: Sequence[Row], *, new: bool
) -> list[Row]:
    """The rows with their custom values as they are stored; those that break a rule are turned away."""
    if not said.has_custom:
        return list(rows)
    good: list[Row] = []
    for row in rows:
        try:
            stored = await profile_fields.checked_values(ctx, kind, organization_id, new=new, values=row.custom)
        except Invalid as refusal:
            said.rejected += _rejections(row, refusal, said, ctx.locale)
        else:
            good.append(replace(row, custom=stored))
    return good


def _rejections(row: Row, refusal: Invalid, said: CustomerFile, locale: str) -> list[Rejection]:
    wrong: Mapping[str, str] = refusal.body(locale).get("fields") or {"": refusal.body(locale)["error"]}
    return [Rejection(row.line, said.matched.called(name, locale), reason) for name, reason in wrong.items()]
