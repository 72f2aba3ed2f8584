"""Words of the entities: what the fields of custom entities, of their records and of encryption are called."""

from bottega.kernel.i18n import T
from bottega.platform.entities.module import module

# Custom entities.
module.calls(
    entity_id=T(en="Entity", pl="Encja"),
    label=T(en="Name", pl="Nazwa"),
    description=T(en="Description", pl="Opis"),
    source=T(en="Origin", pl="Pochodzenie"),
    count=T(en="Number of custom fields", pl="Liczba pól dodatkowych"),
    label_field=T(en="Field that names the record", pl="Pole z nazwą rekordu"),
    default_editor=T(en="Default text editor", pl="Domyślny edytor tekstu"),
    show_in_sidebar=T(en="Shown in the menu", pl="Widoczna w menu"),
    is_restricted=T(en="Needs a separate permission", pl="Wymaga osobnego uprawnienia"),
    href=T(en="Page address", pl="Adres strony"),
    item=T(en="Saved record", pl="Zapisany rekord"),
)
module.calls("entities", is_active=T(en="Active", pl="Aktywna"))

module.says("source", code=T(en="Built in", pl="Wbudowana"), custom=T(en="Custom", pl="Własna"))
module.says(
    "default_editor",
    markdown=T(en="Markdown text", pl="Tekst Markdown"),
    simpleMarkdown=T(en="Simple Markdown text", pl="Prosty tekst Markdown"),
    htmlRichText=T(en="Formatted text (HTML)", pl="Tekst formatowany (HTML)"),
)

# Their records.
module.calls(
    record_id=T(en="Record", pl="Rekord"),
    values=T(en="Field values", pl="Wartości pól"),
    value=T(en="Value", pl="Wartość"),
    all=T(en="All on one page", pl="Wszystkie na jednej stronie"),
    q=T(en="Search", pl="Szukaj"),
)

# Encryption.
module.calls(
    "encryption",
    is_active=T(en="Encryption switched on", pl="Szyfrowanie włączone"),
    fields=T(en="Encrypted fields", pl="Szyfrowane pola"),
    field=T(en="Field", pl="Pole"),
    hash_field=T(en="Column with the hash", pl="Kolumna ze skrótem"),
    progress=T(en="Progress", pl="Postęp"),
    running=T(en="Running", pl="W toku"),
    done=T(en="Processed", pl="Przetworzono"),
    total=T(en="In total", pl="Łącznie"),
    passes=T(en="Passes", pl="Liczba przebiegów"),
)

module.hints(entity_id=T(en="A kind of records, e.g. customers:person", pl="Rodzaj rekordów, np. customers:person"))
module.hints(
    "entities",
    is_restricted=T(
        en="Only people with that permission see its records", pl="Rekordy widzą tylko osoby z tym uprawnieniem"
    ),
)
module.hints(
    "encryption",
    hash_field=T(
        en="Lets an encrypted value be found again, e.g. an e-mail address",
        pl="Pozwala odnaleźć zaszyfrowaną wartość, np. adres e-mail",
    ),
)

# Columns that only the history of a record shows.
module.calls(
    title=T(en="Shown as", pl="Wyświetlana nazwa"),
    subtitle=T(en="Shown below", pl="Wyświetlany opis"),
    words=T(en="Words found by search", pl="Słowa do wyszukiwania"),
)
