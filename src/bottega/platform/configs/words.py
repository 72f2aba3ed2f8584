"""Words of the configuration: what its fields and states are called."""

from bottega.kernel.i18n import T
from bottega.platform.configs.module import module

module.calls(
    action=T(en="What to do", pl="Co zrobić"),
    segment=T(en="Part", pl="Część"),
    segments=T(en="Parts", pl="Części"),
    generated_at=T(en="Found out at", pl="Sprawdzono"),
    total_keys=T(en="Entries kept", pl="Pamiętanych wpisów"),
    key_count=T(en="Entries", pl="Wpisów"),
    keys=T(en="Keys", pl="Klucze"),
    tables=T(en="Read from", pl="Odczytano z"),
    resource=T(en="What it is", pl="Co to jest"),
    method=T(en="Method", pl="Metoda"),
    path=T(en="Path", pl="Ścieżka"),
    deleted=T(en="Forgotten", pl="Zapomniano"),
    cleared=T(en="Forgotten", pl="Zapomniano"),
    stats=T(en="Kept afterwards", pl="Pamiętane potem"),
    runtime_mode=T(en="Kind of installation", pl="Rodzaj instalacji"),
    ready=T(en="Everything works", pl="Wszystko działa"),
    categories=T(en="Categories", pl="Kategorie"),
    category=T(en="Category", pl="Kategoria"),
    key=T(en="Key", pl="Klucz"),
    kind=T(en="Kind of value", pl="Rodzaj wartości"),
    label_key=T(en="Key of the name", pl="Klucz nazwy"),
    description_key=T(en="Key of the description", pl="Klucz opisu"),
    doc_url=T(en="Documentation", pl="Dokumentacja"),
    default_value=T(en="Default value", pl="Wartość domyślna"),
    state=T(en="State", pl="Stan"),
    value=T(en="Value", pl="Wartość"),
    normalized_value=T(en="Plain value", pl="Wartość znormalizowana"),
    label=T(en="Name", pl="Nazwa"),
    description=T(en="Description", pl="Opis"),
    verdict=T(en="Verdict", pl="Ocena"),
    message=T(en="Message", pl="Komunikat"),
    version=T(en="Version", pl="Wersja"),
    actions=T(en="Waiting actions", pl="Czynności do wykonania"),
    action_id=T(en="Action", pl="Czynność"),
    status=T(en="Outcome", pl="Wynik"),
    cta_label=T(en="Caption of the button", pl="Napis na przycisku"),
    success_message=T(en="Afterwards", pl="Po wykonaniu"),
    loading_label=T(en="Meanwhile", pl="W trakcie"),
)
module.says(
    "action",
    purgeAll=T(en="Forget everything", pl="Zapomnij wszystko"),
    purgeSegment=T(en="Forget a part", pl="Zapomnij część"),
)
module.says(
    "state",
    enabled=T(en="Works", pl="Działa"),
    disabled=T(en="Does not work", pl="Nie działa"),
    set=T(en="Set", pl="Ustawione"),
    unset=T(en="Not set", pl="Nieustawione"),
    unknown=T(en="To be looked at", pl="Do sprawdzenia"),
)
module.says("verdict", good=T(en="Good", pl="Dobrze"), warning=T(en="Warning", pl="Uwaga"), bad=T(en="Bad", pl="Źle"))
module.says("kind", boolean=T(en="Switch", pl="Włącznik"), string=T(en="Text", pl="Tekst"))
module.says(
    "runtime_mode",
    development=T(en="Trial", pl="Próbna"),
    production=T(en="In production", pl="Produkcyjna"),
    test=T(en="For tests", pl="Testowa"),
    unknown=T(en="Unknown", pl="Nieznany"),
)
module.says(
    "status",
    completed=T(en="Done now", pl="Wykonano teraz"),
    already_completed=T(en="Done before", pl="Wykonano wcześniej"),
)
