"""Texts of contract configurations: groups, carcasses, fronts, handles, glass."""

from typing import Final

GROUPS: Final = {
    "kuchnia": (
        "szafki dolne",
        "szafki górne",
        "słupki",
        "wyspa",
        "zabudowa lodówki",
        "cokół i blendy",
        "półki otwarte",
    ),
    "szafa": ("szafa wnękowa", "wnętrze szafy", "pawlacz"),
    "garderoba": ("zabudowa ściany", "komoda", "regał na buty"),
    "lazienka": ("szafka podumywalkowa", "słupek", "szafka lustrzana"),
    "salon": ("zabudowa RTV", "regał", "komoda", "półki wiszące"),
    "przedpokoj": ("szafa w przedpokoju", "siedzisko z szufladą", "wieszak panelowy"),
    "biuro": ("biurka", "kontenery", "szafy aktowe", "lada", "aneks kuchenny"),
    "lokal_uslugowy": ("lada recepcyjna", "zabudowa gabinetu", "szafki robocze", "regały ekspozycyjne"),
    "inne": ("zabudowa pod schodami", "parapet i grzejnik", "regał na wymiar"),
}
CARCASSES: Final = (
    "Egger W1000 ST9 18 mm",
    "Egger U702 ST9 18 mm",
    "Egger U999 ST2 18 mm",
    "Egger H1180 ST37 18 mm",
    "Egger H3349 ST19 18 mm",
    "Kronospan K101 PE 18 mm",
    "Kronospan K535 RW 18 mm",
    "Swiss Krono D3025 18 mm",
    "Egger W980 ST2 18 mm",
)
EDGES: Final = ("0,8 mm w kolorze", "0,8 mm w kolorze", "2 mm ABS", "1 mm ABS, dół uszczelniony")
SIDES: Final = ("jak korpus", "jak front", "okleinowane", "fornirowane", "lakierowane mat")
FRONT_KINDS: Final = ("gładki", "gładki", "gładki", "frezowany", "ramkowy", "ryflowany", "bezuchwytowy")
# Material with the colours it comes in, whether it has a grain, and its price a square metre today.
FRONTS: Final = (
    (
        "płyta laminowana",
        ("H1180 ST37 dąb halifax naturalny", "H3349 ST19 dąb kaisersberg", "K535 RW dąb barokowy złoty"),
        True,
        210,
    ),
    (
        "płyta laminowana",
        ("U702 ST9 kaszmir", "W1000 ST9 biel premium", "U999 ST19 czerń", "K101 PE biały frontowy"),
        False,
        210,
    ),
    ("folia PCV", ("biały mat", "szary kamień", "dąb sonoma"), False, 260),
    ("MDF lakierowany mat", ("RAL 9016", "RAL 7044", "NCS S 3005-G80Y", "RAL 6021", "RAL 3012"), False, 520),
    ("MDF lakierowany połysk", ("RAL 9003", "RAL 7016"), False, 590),
    ("MDF ryflowany lakierowany", ("RAL 9010", "NCS S 4010-G30Y"), False, 690),
    ("fornir", ("dąb naturalny, olej", "orzech amerykański, lakier mat"), True, 780),
    ("akryl", ("biały supermat", "kaszmir supermat", "antracyt supermat"), False, 480),
    ("Fenix", ("bianco kos", "nero ingo", "castoro ottawa"), False, 740),
)
HANDLES: Final = (
    ("relingowy", (128, 192, 320)),
    ("krawędziowy", (256, 320, 896)),
    ("listwa", (1_000, 1_200)),
    ("gałka", (None,)),
    ("gola", (None,)),
    ("bezuchwytowy (tip-on)", (None,)),
    ("muszelka", (96,)),
)
HANDLE_COLOURS: Final = (
    "czarny mat",
    "nikiel szczotkowany",
    "złoty szczotkowany",
    "inox",
    "biały",
    "antracyt",
    "mosiądz",
)
HANDLE_NOTES: Final = (
    None,
    None,
    None,
    None,
    "Rozstaw pod istniejące otwory, sprawdzić szablonem.",
    "Na szufladach poziomo, na drzwiach pionowo.",
    "Klientka dostarczy uchwyty sama, tylko wiercenie.",
    "W górnych szafkach bez uchwytów, fronty dłuższe o 20 mm.",
)
FRAMES: Final = ("aluminium wąska 20 mm", "aluminium szeroka 45 mm", "MDF ramka")
FRAME_COLOURS: Final = ("czarny", "inox", "złoty szczotkowany", "w kolorze frontu")
GLASS: Final = ("float 4 mm", "hartowana", "reflex", "ryflowana", "lustro")
GLASS_COLOURS: Final = ("bezbarwna", "grafit", "brąz", "mleczna")

OPENINGS: Final = {
    "kuchnia": (
        "Kuchnia w kształcie litery L",
        "Kuchnia jednorzędowa",
        "Kuchnia w kształcie litery U",
        "Kuchnia z półwyspem",
        "Kuchnia dwurzędowa",
        "Aneks kuchenny otwarty na salon",
    ),
    "szafa": ("Szafa wnękowa z drzwiami przesuwnymi", "Szafa trzydrzwiowa do sufitu", "Szafa narożna"),
    "garderoba": ("Garderoba przy sypialni", "Garderoba w skosie poddasza", "Garderoba przechodnia"),
    "lazienka": ("Szafka podumywalkowa ze słupkiem", "Zabudowa pralki i suszarki", "Meble łazienkowe podwieszane"),
    "salon": ("Zabudowa ściany telewizyjnej", "Regał na całą ścianę", "Komoda i witryna do jadalni"),
    "przedpokoj": ("Szafa z lustrem i siedziskiem", "Zabudowa wejścia z panelem tapicerowanym"),
    "biuro": ("Stanowiska pracy z szafami aktowymi", "Gabinet i sala spotkań", "Zabudowa archiwum"),
    "lokal_uslugowy": ("Wyposażenie lokalu z ladą", "Zabudowa gabinetów i recepcji"),
    "inne": ("Zabudowa pod schodami", "Regał i parapet na wymiar"),
}
DETAILS: Final = (
    "oświetlenie LED w profilu",
    "szuflady z pełnym wysuwem",
    "cokół 10 cm",
    "blat laminowany 38 mm",
    "fronty do samego sufitu",
    "cichy domyk we wszystkich drzwiach",
    "gniazda w blacie",
    "panel szklany nad blatem",
    "kosze cargo 15 i 30 cm",
    "sortownik na odpady",
    "wnętrza w kolorze frontów",
    "podświetlane wnęki",
    "blenda przy oknie",
    "relingi czarne",
)
REMARKS: Final = (
    "Klientka decyduje o uchwytach po obejrzeniu próbek.",
    "Rabat 3% już w cenie, więcej nie dajemy.",
    "Umówione zdjęcia po montażu do portfolio.",
    "Termin zależy od odbioru podłogi.",
    "Poprzedni wykonawca zostawił krzywą ścianę, uwaga przy blacie.",
    "Dopłata gotówką, uprzedzić ekipę.",
    "Sprzęt kupuje klient, my tylko zabudowujemy.",
    "Konkurencja dawała krótszy termin, pilnować montażu.",
    "Drugie zlecenie tej rodziny, zależy nam na opinii.",
    "Faktura z podziałem na meble i sprzęt.",
)
