"""Words of the import of customers: the file, what becomes of its rows, and the report."""

from typing import Final

from bottega.business.customers.module import module
from bottega.kernel.i18n import T

_CHOICES: Final = {
    "skip": T(en="Skip", pl="Pomiń"),
    "update": T(en="Update", pl="Zaktualizuj"),
    "create": T(en="Add anyway", pl="Dodaj mimo to"),
}

module.calls(
    file=T(en="File", pl="Plik"),
    dry_run=T(en="Preview only", pl="Tylko podgląd"),
    skip_bad=T(en="Skip rows with errors", pl="Pomiń błędne wiersze"),
    mapping=T(en="Columns of the file", pl="Kolumny pliku"),
    decisions=T(en="Exceptions by row", pl="Wyjątki dla wierszy"),
)
module.says("duplicates", _CHOICES)
module.says("decisions", _CHOICES)
module.says("action", _CHOICES)
module.hints(
    mapping=T(en="Where the headings do not say what is in them", pl="Gdy nagłówki nie mówią, co jest w kolumnach"),
    duplicates=T(en="The same NIP, e-mail or phone", pl="Ten sam NIP, adres e-mail lub telefon"),
    decisions=T(en="Duplicates to treat otherwise", pl="Duplikaty, z którymi postąpić inaczej"),
)

module.calls(
    rows=T(en="Rows in the file", pl="Wierszy w pliku"),
    created=T(en="Added", pl="Dodano"),
    updated=T(en="Updated", pl="Zaktualizowano"),
    unchanged=T(en="Unchanged", pl="Bez zmian"),
    skipped=T(en="Skipped", pl="Pominięto"),
    rejected=T(en="Rejected", pl="Odrzucono"),
    state=T(en="State", pl="Stan"),
    import_id=T(en="Import in the background", pl="Import w tle"),
    encoding=T(en="Character encoding", pl="Kodowanie znaków"),
    delimiter=T(en="Column separator", pl="Separator kolumn"),
    columns=T(en="Recognised columns", pl="Rozpoznane kolumny"),
    unused_columns=T(en="Unused columns", pl="Niewykorzystane kolumny"),
    unlinked_companies=T(en="Companies not linked", pl="Niepowiązane firmy"),
    new_tags=T(en="New tags", pl="Nowe etykiety"),
    doubles=T(en="Duplicates found", pl="Znalezione duplikaty"),
    left_out=T(en="Data left out", pl="Pominięte dane"),
    errors=T(en="Errors", pl="Błędy"),
    preview=T(en="Preview", pl="Podgląd"),
)
module.calls(
    field=T(en="Field", pl="Pole"),
    heading=T(en="Heading", pl="Nagłówek"),
    why=T(en="Why", pl="Dlaczego"),
    line=T(en="Row", pl="Wiersz"),
    of_line=T(en="Earlier row", pl="Wcześniejszy wiersz"),
    customer_id=T(en="Customer", pl="Klient"),
    action=T(en="Decision", pl="Decyzja"),
)

module.says(
    "state",
    planned=T(en="Preview", pl="Podgląd"),
    queued=T(en="Waiting", pl="Oczekuje"),
    running=T(en="In progress", pl="W toku"),
    done=T(en="Finished", pl="Zakończony"),
    failed=T(en="Failed", pl="Nieudany"),
)

_PROGRESS: Final = {"total": T(en="To import", pl="Do zaimportowania"), "done": T(en="Imported", pl="Zaimportowano")}
module.calls("people.import", **_PROGRESS)
module.calls("companies.import", **_PROGRESS)
