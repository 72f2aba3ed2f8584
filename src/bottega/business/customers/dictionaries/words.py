"""Words of the dictionaries of customers."""

from bottega.business.customers.module import module
from bottega.kernel.i18n import T

module.calls(
    "dictionaries",
    label=T(en="Shown as", pl="Wyświetlana nazwa"),
    is_inherited=T(en="Inherited", pl="Odziedziczona"),
    entries=T(en="Currencies", pl="Waluty"),
    success=T(en="Done", pl="Zrobione"),
)
module.hints("dictionaries", label=T(en="If left empty, the value itself", pl="Gdy pusta: taka jak wartość"))

# Columns that only the history of a record shows.
module.calls(normalized_value=T(en="Value for comparison", pl="Wartość do porównań"))
