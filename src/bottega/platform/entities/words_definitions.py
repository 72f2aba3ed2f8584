"""Words of custom field definitions: what their settings, kinds and rules are called."""

from bottega.kernel.i18n import T
from bottega.platform.entities.module import module

# A field.
module.calls(
    "definitions",
    key=T(en="Field key", pl="Klucz pola"),
    kind=T(en="Field type", pl="Typ pola"),
    config_json=T(en="Field settings", pl="Ustawienia pola"),
    definitions=T(en="Fields", pl="Pola"),
    entity_ids=T(en="Entities", pl="Encje"),
    required=T(en="Required", pl="Wymagane"),
    default_value=T(en="Default value", pl="Wartość domyślna"),
    multi=T(en="Several values", pl="Kilka wartości"),
    options=T(en="Choices", pl="Opcje do wyboru"),
    options_url=T(en="Address of the choices", pl="Adres listy opcji"),
    dictionary_id=T(en="Dictionary", pl="Słownik"),
    dictionary_inline_create=T(en="New entries from forms", pl="Nowe pozycje z formularza"),
    related_entity_id=T(en="Related entity", pl="Powiązana encja"),
    max_attachment_size_mb=T(en="Largest attachment (MB)", pl="Największy załącznik (MB)"),
    accept_extensions=T(en="Allowed file extensions", pl="Dozwolone rozszerzenia plików"),
    partition_code=T(en="Where attachments are kept", pl="Miejsce zapisu załączników"),
    encrypted=T(en="Encrypted", pl="Szyfrowane"),
)

# How it looks.
module.calls(
    "definitions",
    list_visible=T(en="Shown in lists", pl="Widoczne na liście"),
    filterable=T(en="Lists can be filtered by it", pl="Można po nim filtrować"),
    form_editable=T(en="Editable in forms", pl="Do edycji w formularzu"),
    editor=T(en="Text editor", pl="Edytor tekstu"),
    input=T(en="Input method", pl="Sposób wprowadzania"),
    priority=T(en="Order", pl="Kolejność"),
    fieldset=T(en="Form section", pl="Sekcja formularza"),
    fieldsets=T(en="Form sections", pl="Sekcje formularza"),
    fieldsets_by_entity=T(en="Form sections by entity", pl="Sekcje formularzy encji"),
    single_fieldset_per_record=T(en="One section for each record", pl="Jedna sekcja na rekord"),
    group=T(en="Group of fields", pl="Grupa pól"),
    groups=T(en="Groups of fields", pl="Grupy pól"),
    code=T(en="Code", pl="Kod"),
    title=T(en="Title", pl="Tytuł"),
    hint=T(en="Hint", pl="Podpowiedź"),
    icon=T(en="Icon", pl="Ikona"),
    settings=T(en="Form settings", pl="Ustawienia formularza"),
    entity_settings=T(en="Form settings by entity", pl="Ustawienia formularzy encji"),
    deleted_keys=T(en="Deleted fields", pl="Usunięte pola"),
)

# What its values must meet.
module.calls(
    "definitions",
    validation=T(en="Validation rules", pl="Reguły poprawności"),
    rule=T(en="Rule", pl="Reguła"),
    param=T(en="Rule parameter", pl="Parametr reguły"),
    message=T(en="Error message", pl="Komunikat błędu"),
)

module.says(
    "kind",
    text=T(en="Short text", pl="Krótki tekst"),
    multiline=T(en="Long text", pl="Długi tekst"),
    integer=T(en="Whole number", pl="Liczba całkowita"),
    float=T(en="Decimal number", pl="Liczba dziesiętna"),
    boolean=T(en="Yes or no", pl="Tak lub nie"),
    date=T(en="Date", pl="Data"),
    datetime=T(en="Date and time", pl="Data i godzina"),
    select=T(en="Choice from a list", pl="Lista wyboru"),
    dictionary=T(en="Dictionary entry", pl="Pozycja słownika"),
    currency=T(en="Currency", pl="Waluta"),
    phone=T(en="Phone number", pl="Numer telefonu"),
    relation=T(en="Related record", pl="Powiązany rekord"),
    attachment=T(en="Attachment", pl="Załącznik"),
)
module.says(
    "rule",
    required=T(en="Must be filled in", pl="Musi być wypełnione"),
    date=T(en="Must be a date", pl="Musi być datą"),
    integer=T(en="Must be a whole number", pl="Musi być liczbą całkowitą"),
    float=T(en="Must be a number", pl="Musi być liczbą"),
    gt=T(en="More than", pl="Większe niż"),
    gte=T(en="At least", pl="Co najmniej"),
    lt=T(en="Less than", pl="Mniejsze niż"),
    lte=T(en="At most", pl="Co najwyżej"),
    eq=T(en="Equal to", pl="Równe"),
    ne=T(en="Different from", pl="Różne od"),
    regex=T(en="Matches the pattern", pl="Zgodne ze wzorcem"),
)

module.hints(
    "definitions",
    key=T(
        en="Programs call the field by it: small letters, digits and _, e.g. kolor_frontu",
        pl="Nazwa pola dla programów: małe litery, cyfry i _, np. kolor_frontu",
    ),
    dictionary_inline_create=T(
        en="Whoever fills in a form may add entries to the dictionary",
        pl="Wypełniając formularz, można dopisać pozycję do słownika",
    ),
    accept_extensions=T(en="E.g. pdf, jpg", pl="Np. pdf, jpg"),
    single_fieldset_per_record=T(
        en="Each record uses one of the sections only", pl="Każdy rekord używa tylko jednej z sekcji"
    ),
    param=T(
        en="The number, day, value or pattern that the rule is about",
        pl="Liczba, dzień, wartość albo wzorzec, których dotyczy reguła",
    ),
    message=T(en="What people read when the value breaks the rule", pl="Co zobaczy osoba, która poda złą wartość"),
)
