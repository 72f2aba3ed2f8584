"""Texts of calendar events."""

from typing import Final

COMPLAINTS: Final = (
    "Reklamacja: spuchnięty dół słupka przy wannie, termin odpowiedzi 14 dni od zgłoszenia.",
    "Reklamacja: zawias przy narożniku skrzypi, front ociera.",
    "Reklamacja: odprysk lakieru na froncie zmywarki.",
    "Reklamacja: odprysk lakieru na froncie.",
    "Reklamacja: szuflada nie domyka się do końca.",
    "Reklamacja: szczelina między blatem a ścianą powiększyła się.",
    "Reklamacja: pęknięta szyba witryny.",
    "Reklamacja: LED pod szafkami miga.",
    "Reklamacja: odklejone obrzeże przy piekarniku.",
    "Reklamacja: drzwi przesuwne wypadają z toru.",
    "Reklamacja: przebarwienie blatu przy zlewie.",
)
SERVICE: Final = "Wizyta serwisowa: wymiana cokołu i uszczelnienie, oględziny słupka."
REPAIRS: Final = (
    "Regulacja frontów po osiadaniu.",
    "Wymiana porysowanego frontu.",
    "Dołożenie brakującej półki i zaślepek.",
    "Listwa przyblatowa po położeniu płytek.",
    "Zamiana strony otwierania w szafce górnej.",
    "Wymiana uszkodzonego zawiasu.",
    "Poprawa silikonu przy zlewie.",
    "Montaż uchwytów dosłanych przez dostawcę.",
    "Skrócenie blendy przy oknie.",
)
DELIVERIES: Final = (
    "{supplier}: {name}",
    "Dostawa {supplier}, rozładunek na rampie",
    "{supplier} – {name}, sprawdzić ilość",
)
MEETINGS: Final = (
    "Omówienie projektu i wyceny",
    "Wybór dekorów i uchwytów",
    "Projekt do akceptacji, wizualizacje",
    "Poprawki do rysunków, sprzęt AGD",
    "Spotkanie z architektką klienta",
    "Wybór blatu w salonie dostawcy",
    "Podpisanie umowy i harmonogramu",
)
