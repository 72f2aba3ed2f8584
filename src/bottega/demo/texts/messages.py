"""Texts of messages between colleagues."""

from typing import Final

KEEPER, LEADER, OFFICE, STORE, TECHNICIAN, BOOKS, BOSS = (
    "keeper",
    "leader",
    "Katarzyna Wolna",
    "Grzegorz Paleta",
    "Piotr Miara",
    "Beata Rachuba",
    "Marek Jesionowski",
)

# Who writes and what; the other of the two people of a thread answers.
Thread = tuple[str, str, tuple[str, ...]]
THREADS: Final[tuple[Thread, ...]] = (
    (
        OFFICE,
        KEEPER,
        (
            "{pani} pyta, czy cokół może być czarny – jutro zamykam zamówienie.",
            "Może. Zmieniam w konfiguracji, dopłaty nie będzie.",
            "Dzięki, zamówienie wysłane.",
        ),
    ),
    (
        LEADER,
        OFFICE,
        (
            "Pobrane od klienta {kwota} zł gotówką, oddaję jutro rano.",
            "Dobrze, potwierdzę w kasie. Proszę o podpisany KP.",
        ),
    ),
    (
        LEADER,
        KEEPER,
        (
            "Ściana przy oknie ucieka o 15 mm, potrzebna szersza blenda. Robimy z odpadu?",
            "Tak, dekor ten sam, regał resztek, druga półka.",
            "Znalezione, pasuje.",
        ),
    ),
    (
        KEEPER,
        TECHNICIAN,
        (
            "Czy w pomiarze {numer} jest wysokość parapetu? Na rysunku mam 86, klient mówi 83.",
            "83,5 po tynkach. Poprawiłem w pliku.",
        ),
    ),
    (
        TECHNICIAN,
        KEEPER,
        ("Lista rozkroju do {numer} gotowa. Słupek w dwóch częściach przez windę.", "Super, przekazuję do zamówienia."),
    ),
    (
        STORE,
        OFFICE,
        (
            "Blat do {numer} przyjechał wyszczerbiony, zrobiłem zdjęcia. Przyjmuję warunkowo?",
            "Nie przyjmuj. Dzwonię do dostawcy, nowy ma być za osiem dni.",
            "Odesłany tym samym kierowcą.",
        ),
    ),
    (STORE, KEEPER, ("Wszystko do {numer} na rampie, brakuje tylko uchwytów.", "Uchwyty przywiezie klient na montaż.")),
    (
        STORE,
        LEADER,
        ("WZ do {numer} wystawiona, auto załadowane. Lustro wieźć na stojąco.", "Jasne, wyjeżdżamy o siódmej."),
    ),
    (
        OFFICE,
        LEADER,
        (
            "Jutro {adres}. Klient prosi, żeby nie parkować na trawniku.",
            "OK. Czy jest winda?",
            "Jest, ale tylko do 240 cm.",
        ),
    ),
    (
        BOSS,
        KEEPER,
        ("Jaki rabat jest na {numer}? Marża wychodzi mi niska.", "Trzy procent na dodatki, meble bez rabatu."),
    ),
    (
        BOSS,
        KEEPER,
        (
            "Zadzwoń proszę do klienta z umowy {numer}, podobno nie wie, kiedy montaż.",
            "Już po rozmowie, zapisane w kalendarzu.",
        ),
    ),
    (
        BOOKS,
        OFFICE,
        (
            "Do {numer} mam wpłatę bez tytułu, {kwota} zł. To od nich?",
            "Tak, druga rata. Można potwierdzić.",
            "Potwierdzone.",
        ),
    ),
    (BOOKS, OFFICE, ("Proszę o numer paragonu do zadatku z umowy {numer}.", "Dopisałam przy wpłacie.")),
    (OFFICE, BOOKS, ("Klient z {numer} prosi o fakturę na maila, dane w kartotece.", "Wystawię dziś po południu.")),
    (
        KEEPER,
        OFFICE,
        (
            "{numer}: klient chce przełożyć montaż o tydzień, nie ma jeszcze podłogi.",
            "Mam wolne w środę za tydzień, brygada B.",
            "Pasuje, potwierdzam klientowi.",
        ),
    ),
    (KEEPER, STORE, ("Mamy jeszcze płytę na półki do {numer}?", "Są dwie całe i jedna resztka 1200 × 540.")),
    (
        KEEPER,
        LEADER,
        ("Do {numer} dochodzi panel za telewizorem, rysunek w załączniku umowy.", "Widzę. Doliczcie pół dnia."),
    ),
    (LEADER, STORE, ("Zabrakło dwóch zawiasów na {numer}, przywieziesz?", "Będę po trzynastej.")),
    (
        LEADER,
        KEEPER,
        (
            "Skończone, protokół podpisany bez uwag. Klientka pytała o zdjęcia do realizacji.",
            "Umówię fotografa, dzięki!",
        ),
    ),
    (
        LEADER,
        OFFICE,
        (
            "Front szuflady porysowany, zamówcie nowy. Zdjęcie przy notatce.",
            "Zamówiony, lakiernia podaje dziesięć dni.",
        ),
    ),
    (TECHNICIAN, OFFICE, ("Pomiar odwołany, klient chory. Szukam nowego terminu.", "Wpisz proszę na czwartek po 15.")),
    (OFFICE, STORE, ("Jutro dwie dostawy: Granex między 8 a 9, okucia po południu.", "Rampa będzie wolna.")),
    (
        OFFICE,
        KEEPER,
        (
            "Dopłata do {numer} po terminie, przypomnisz klientowi?",
            "Zadzwonię dziś. Mówił, że przelew poszedł.",
            "Jeszcze nie widać na koncie.",
        ),
    ),
    (BOSS, OFFICE, ("Czy {numer} możemy rozliczyć?", "Tak, wszystko wpłacone. Beata rozlicza dziś.")),
    (BOSS, LEADER, ("Klient z {numer} chwalił ekipę. Dobra robota.", "Dzięki, przekażę chłopakom.")),
    (
        KEEPER,
        BOSS,
        (
            "Klient z {numer} pyta o blat kwarcowy zamiast laminatu. Liczyć z transportem w cenie?",
            "Licz. Marża na blacie min. 20%.",
        ),
    ),
    (
        KEEPER,
        TECHNICIAN,
        ("Kiedy dasz radę zrobić pomiar kontrolny do {numer}?", "Wtorek 9:00, wpisuję do kalendarza."),
    ),
    (STORE, BOOKS, ("Faktura za okucia do {numer} leży u Kasi, kwota zgadza się z WZ.", "Dziękuję, księguję.")),
    (OFFICE, TECHNICIAN, ("{adres}: czy wchodzi lodówka 178 cm?", "Wchodzi, zostaje 4 cm na kratkę.")),
    (
        LEADER,
        KEEPER,
        ("Rysunek mówi prawe otwieranie, klient chce lewe. Zmieniam zawiasy?", "Zmień, dopisuję do umowy."),
    ),
)
