"""Dictionary entries of the demo, in Polish."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bottega.business.customers.dictionaries.defaults import WORDS
from bottega.business.customers.tables_activity import DictionaryEntry
from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.random_source import Chance
from bottega.demo.texts.firms import FIRMS
from bottega.platform.dictionaries.tables import Dictionary, Entry

LABELS: Final = {
    "customer": "Klient",
    "active": "W trakcie",
    "prospect": "Zainteresowany",
    "inactive": "Nieaktywny",
    "evaluation": "Wycena",
    "expansion": "Kolejne zlecenie",
    "churned": "Rezygnacja",
    "partner_referral": "Polecenie partnera",
    "customer_referral": "Polecenie klienta",
    "industry_event": "Targi branżowe",
    "inbound_web": "Strona internetowa",
    "outbound_campaign": "Kampania reklamowa",
    "office": "Siedziba",
    "work": "Miejsce pracy",
    "billing": "Adres do faktury",
    "shipping": "Miejsce montażu",
    "home": "Zamieszkanie",
    "call": "Telefon",
    "email": "E-mail",
    "meeting": "Spotkanie",
    "note": "Notatka",
    "task": "Zadanie",
    "open": "Otwarta",
    "closed": "Zamknięta",
    "win": "Wygrana",
    "loose": "Przegrana",
    "in_progress": "W toku",
    "opportunity": "Zapytanie",
    "marketing_qualified_lead": "Rozmowa",
    "sales_qualified_lead": "Pomiar",
    "offering": "Wycena",
    "negotiations": "Negocjacje",
    "stalled": "Wstrzymana",
    "Director of Operations": "Dyrektor operacyjny",
    "VP of Partnerships": "Dyrektor ds. partnerstw",
    "Founder & Principal": "Założyciel",
    "Senior Project Manager": "Starszy kierownik projektu",
    "Chief Revenue Officer": "Dyrektor ds. sprzedaży",
    "Director of Retail Partnerships": "Dyrektor ds. sieci handlowych",
    "Renewable Energy": "Energia odnawialna",
    "Software": "Oprogramowanie",
    "Interior Design": "Projektowanie wnętrz",
    "SaaS": "Usługi w chmurze",
    "E-commerce": "Handel internetowy",
    "Healthcare": "Opieka zdrowotna",
    "Manufacturing": "Produkcja",
    "Logistics": "Logistyka",
    "Financial Services": "Usługi finansowe",
    "Retail": "Handel detaliczny",
    "Hospitality": "Hotele i restauracje",
    "Energy": "Energetyka",
    "Media": "Media",
}
# Of the studio's own: kind, value, label, colour, icon.
OWN: Final = (
    ("source", "polecenie", "Polecenie", "#22c55e", "lucide:thumbs-up"),
    ("source", "google", "Google", "#0ea5e9", "lucide:search"),
    ("source", "facebook_instagram", "Facebook / Instagram", "#6366f1", "lucide:share-2"),
    ("source", "wystawa", "Wystawa", "#f97316", "lucide:calendar"),
    ("source", "architekt", "Architekt", "#db2777", "lucide:ruler"),
)
# What forms suggest: key, name, values.
DICTIONARIES: Final = (
    (
        "grupy-meblowe",
        "Grupy meblowe",
        ("szafki dolne", "szafki górne", "słupki", "wyspa", "zabudowa lodówki", "cokół", "półki", "szafa wnękowa"),
    ),
    (
        "korpusy",
        "Korpusy",
        (
            "Egger W1000 ST9 18 mm",
            "Egger U702 ST9 18 mm",
            "Egger H1180 ST37 18 mm",
            "Kronospan K101 PE 18 mm",
            "Swiss Krono D3025 18 mm",
        ),
    ),
    ("obrzeza", "Obrzeża", ("0,8 mm w kolorze", "2 mm ABS", "1 mm ABS")),
    (
        "materialy-frontow",
        "Materiały frontów",
        (
            "płyta laminowana",
            "MDF lakierowany mat",
            "MDF lakierowany połysk",
            "akryl",
            "folia PCV",
            "fornir",
            "lite drewno",
            "Fenix",
        ),
    ),
    ("typy-frontow", "Typy frontów", ("gładki", "frezowany", "ramkowy", "ryflowany", "bezuchwytowy")),
    ("uchwyty", "Uchwyty", ("relingowy", "krawędziowy", "listwa", "gałka", "tip-on", "gola")),
    (
        "rodzaje-agd",
        "Rodzaje AGD",
        (
            "lodówka",
            "piekarnik",
            "płyta indukcyjna",
            "zmywarka",
            "okap",
            "mikrofalówka",
            "ekspres",
            "zlew",
            "bateria",
            "młynek",
        ),
    ),
    (
        "dostawcy",
        "Dostawcy",
        ("Płyty-Hurt Wielkopolska", "Blaty Granex", "Okucia-Centrum", "AGD Partner", "Lakiernia Połysk", "Szkło-Art"),
    ),
    (
        "kategorie-kosztow",
        "Kategorie kosztów",
        (
            "materialy",
            "okucia",
            "agd",
            "robocizna",
            "wynagrodzenia",
            "zus_podatki",
            "paliwo",
            "czynsz",
            "narzedzia",
            "marketing",
        ),
    ),
)


async def store_words(into: Destination, founded: datetime) -> None:
    """Give the studio its words before it would be given English ones."""
    chance = Chance(0, "words")
    rows = [
        {
            "id": chance.new_id(founded),
            "kind": kind,
            "value": value,
            "normalized_value": value.lower(),
            "label": label,
            "color": color,
            "icon": icon,
            "created_at": founded,
        }
        for kind, value, label, color, icon in _words()
    ]
    await into.store(DictionaryEntry, rows)
    lists: list[Row] = []
    entries: list[Row] = []
    for key, name, values in DICTIONARIES:
        dictionary_id = chance.new_id(founded)
        lists.append({"id": dictionary_id, "key": key, "name": name, "created_at": founded})
        entries += [
            {
                "id": chance.new_id(founded),
                "dictionary_id": dictionary_id,
                "value": value,
                "normalized_value": value.lower(),
                "label": value.replace("_", " "),
                "created_at": founded,
            }
            for value in values
        ]
    await into.store(Dictionary, lists)
    await into.store(Entry, entries)


def _words() -> Iterator[tuple[str, str, str, str | None, str | None]]:
    for kind, words in WORDS.items():
        for value, color, icon in words:
            yield kind, value, LABELS[value], color, f"lucide:{icon}" if icon else None
    yield from OWN
    for industry in sorted({firm.industry for firm in FIRMS} - set(LABELS.values())):
        yield "industry", industry, industry, None, None
    for title in sorted({firm.job_title for firm in FIRMS}):
        yield "job_title", title, title, None, None
