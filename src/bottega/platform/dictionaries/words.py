"""Words of the dictionaries: what the fields of dictionaries and of their entries are called."""

from bottega.kernel.i18n import T
from bottega.platform.dictionaries.module import module

# Dictionaries.
module.calls(
    dictionary_id=T(en="Dictionary", pl="Słownik"),
    key=T(en="Key", pl="Klucz"),
    name=T(en="Name", pl="Nazwa"),
    description=T(en="Description", pl="Opis"),
    is_active=T(en="Active", pl="Aktywny"),
    is_system=T(en="Built in", pl="Systemowy"),
    is_inherited=T(en="From a higher organization", pl="Z organizacji nadrzędnej"),
    manager_visibility=T(en="Visibility in the list", pl="Widoczność na liście"),
    include_inactive=T(en="Inactive ones too", pl="Także nieaktywne"),
)

module.says("manager_visibility", default=T(en="Shown", pl="Widoczny"), hidden=T(en="Hidden", pl="Ukryty"))

# Their entries.
module.calls(
    entry_id=T(en="Entry", pl="Pozycja słownika"),
    value=T(en="Value", pl="Wartość"),
    label=T(en="Shown as", pl="Wyświetlana nazwa"),
    color=T(en="Colour", pl="Kolor"),
    icon=T(en="Icon", pl="Ikona"),
    position=T(en="Position in the list", pl="Miejsce na liście"),
    is_default=T(en="Default", pl="Domyślna"),
)

module.hints(
    key=T(
        en="Programs know the dictionary by it: small letters, digits, - and _",
        pl="Nazwa słownika dla programów: małe litery, cyfry, - i _",
    ),
    value=T(en="What is stored in records", pl="To zapisuje się w rekordach"),
    label=T(en="Left empty, the value itself", pl="Puste: taka sama jak wartość"),
    color=T(en="E.g. #3366ff", pl="Np. #3366ff"),
    position=T(en="Low numbers come first; equal ones by name", pl="Najpierw małe liczby; przy równych decyduje nazwa"),
    is_default=T(en="Filled in on new records", pl="Wstawiana w nowych rekordach"),
)

# Columns that only the history of a record shows.
module.calls(normalized_value=T(en="Value for comparison", pl="Wartość do porównań"))
