"""Texts of activities and comments on customers."""

from typing import Final

# As a title says it.
NAMES: Final = {
    "kuchnia": "Kuchnia",
    "szafa": "Szafa",
    "garderoba": "Garderoba",
    "lazienka": "Łazienka",
    "salon": "Salon",
    "przedpokoj": "Przedpokój",
    "biuro": "Biuro",
    "lokal_uslugowy": "Lokal",
    "inne": "Zabudowa",
}
# With "wycena …" and "rozmowa o …": the genitive and the locative.
OF: Final = {
    "kuchnia": "kuchni",
    "szafa": "szafy",
    "garderoba": "garderoby",
    "lazienka": "mebli łazienkowych",
    "salon": "zabudowy salonu",
    "przedpokoj": "mebli do przedpokoju",
    "biuro": "mebli biurowych",
    "lokal_uslugowy": "wyposażenia lokalu",
    "inne": "zabudowy na wymiar",
}
ABOUT: Final = {
    "kuchnia": "kuchni",
    "szafa": "szafie",
    "garderoba": "garderobie",
    "lazienka": "meblach łazienkowych",
    "salon": "zabudowie salonu",
    "przedpokoj": "meblach do przedpokoju",
    "biuro": "meblach biurowych",
    "lokal_uslugowy": "wyposażeniu lokalu",
    "inne": "zabudowie na wymiar",
}

# Kind of activity, subject, text.
Said = tuple[str, str, str]
FIRST: Final[tuple[Said, ...]] = (
    ("call", "Pierwsza rozmowa o {about}", "Mieszkanie do wykończenia, klucze od miesiąca. Prosi o pomiar."),
    ("call", "Telefon z polecenia", "Sąsiedzi mają od nas kuchnię. Chcą czegoś podobnego, ale jaśniejszego."),
    ("email", "Zapytanie ze strony", "Przysłali rzut od dewelopera. Odpisane, dwa terminy pomiaru do wyboru."),
    ("meeting", "Wizyta w salonie", "Oglądali próbki frontów i blatów. Najbardziej spodobał się dąb i ciepły beż."),
    ("call", "Rozmowa o {about}", "Remont rusza za dwa miesiące, chcą mieć projekt przed elektrykiem."),
    ("email", "Zapytanie z Facebooka", "Pyta o orientacyjną cenę {of}. Wysłane widełki i zaproszenie do salonu."),
    ("meeting", "Spotkanie w salonie", "Przyszli z rzutem i wymiarami z grubsza. Omówiony układ, budżet i termin."),
    ("call", "Oddzwonione", "Zostawiony numer na targach. Zależy im na terminie przed świętami."),
    ("email", "Projekt od architekta", "Architektka przysłała rysunki i listę materiałów. Do wyceny bez zmian."),
    ("call", "Rozmowa wstępna", "Stara zabudowa do wyrzucenia, trzeba przewidzieć demontaż i wywóz."),
    ("meeting", "Kawa i próbki", "Długo porównywali laminat z lakierem. Chcą zobaczyć wycenę w obu wersjach."),
    ("call", "Pytanie o termin", "Najważniejszy jest termin, dopiero potem cena. Wprowadzają się pod koniec kwartału."),
)
MEASURED: Final[tuple[Said, ...]] = (
    ("meeting", "Pomiar na miejscu", "Ściany proste, kąt przy oknie ma 88 stopni. Lista gniazd wysłana elektrykowi."),
    ("meeting", "Pomiar", "Podłoga jeszcze bez wylewki, wysokości do sprawdzenia przed produkcją."),
    ("meeting", "Pomiar u klienta", "Pion wodny wystaje 12 cm, cofnięte plecy w szafce zlewowej."),
    ("meeting", "Pomiar", "Sufit opada o 2 cm w stronę okna, potrzebna listwa maskująca."),
    ("meeting", "Pomiar i zdjęcia", "Winda mała: słupek w dwóch częściach. Zdjęcia klatki w załącznikach."),
    ("meeting", "Pomiar kontrolny", "Po tynkach ubyło 15 mm na szerokości. Wymiary poprawione w projekcie."),
    ("meeting", "Pomiar", "Ściana z karton-gipsu: prośba o wzmocnienie pod szafki górne."),
    ("meeting", "Pomiar", "Licznik gazu w rogu, trzeba zostawić kratkę i dostęp do zaworu."),
    ("meeting", "Pomiar", "Parapet niżej niż blat o 3 cm: blat kończymy przed wnęką."),
)
QUOTED: Final[tuple[Said, ...]] = (
    ("email", "Wycena {of}", "Wysłana wycena z wizualizacją, ważna 30 dni. W cenie transport i montaż."),
    ("email", "Dwie wersje wyceny", "Wariant z laminatem i wariant z lakierem. Różnica w cenie wyjaśniona w mailu."),
    ("email", "Wycena po zmianach", "Odjęta witryna, dodane oświetlenie pod szafkami."),
    ("call", "Rozmowa o wycenie", "Mieści się w budżecie, jeśli blat będzie laminowany. Czekamy na decyzję do piątku."),
    ("call", "Przypomnienie o wycenie", "Jeszcze porównują oferty. Zadzwonić w przyszłym tygodniu."),
    ("email", "Projekt do akceptacji", "Rzut, widoki ścian i lista sprzętu. Prosimy o uwagi do rysunków."),
    ("meeting", "Omówienie projektu", "Zmiana rozstawu szuflad i wyższy cokół. Uchwyty do wyboru z próbek."),
    ("call", "Pytania do wyceny", "Pytali o gwarancję na zawiasy i czy fronty można będzie domówić. Można."),
    ("note", "Negocjacje", "Prosi o rabat przy dwóch pomieszczeniach. Zaproponowane 4% na dodatki."),
)
WON: Final[tuple[Said, ...]] = (
    ("meeting", "Podpisanie umowy", "Umowa podpisana, załączniki przeczytane. Zadatek przelewem jeszcze dziś."),
    ("meeting", "Umowa", "Wszystko uzgodnione. Termin montażu wpisany wstępnie, potwierdzimy po dostawie blatu."),
    ("call", "Decyzja na tak", "Wybrali nas, bo dostali pełny rysunek. Umowa do podpisu w czwartek."),
    ("email", "Akceptacja projektu", "Zaakceptowali rysunki i harmonogram płatności. Umowa odesłana podpisana."),
    ("meeting", "Podpisanie umowy w salonie", "Ustalone dekory i uchwyty, brakuje tylko modelu okapu."),
    ("meeting", "Umowa u klienta", "Podpisana przy okazji pomiaru kontrolnego. Klucze zostają u dozorcy."),
)
LOST: Final[dict[str, tuple[Said, ...]]] = {
    "cena": (
        ("call", "Rezygnacja: cena", "Wybrali tańszą ofertę z marketu. Podziękowali za projekt."),
        ("email", "Odmowa", "Budżet o jedną trzecią mniejszy niż wycena. Nie ma z czego schodzić."),
        ("call", "Za drogo", "Konkurencja zeszła o cztery tysiące. Nie licytujemy się."),
        ("email", "Dziękują za wycenę", "Odkładają część zabudowy, resztę zrobi stolarz z rodziny."),
    ),
    "termin": (
        ("call", "Rezygnacja: termin", "Potrzebują na za miesiąc, my mamy wolne za dziewięć tygodni."),
        ("email", "Za późno", "Wprowadzają się wcześniej, kupili gotowe meble."),
        ("call", "Termin nie pasuje", "Najem zaczyna się od pierwszego, nie zdążymy z lakierem."),
    ),
    "rezygnacja": (
        ("call", "Rezygnacja", "Sprzedają mieszkanie, remontu nie będzie."),
        ("call", "Odkładają na później", "Kredyt nie przyszedł. Może odezwą się za rok."),
        ("email", "Zmiana planów", "Zostają przy starych meblach, wymienią tylko blat."),
        ("note", "Brak kontaktu", "Trzy telefony i dwa maile bez odpowiedzi. Zamykam."),
    ),
}
WAITING: Final[tuple[Said, ...]] = (
    ("task", "Zadzwonić w sprawie wyceny", "Obiecali odpowiedź po weekendzie."),
    ("task", "Dosłać próbki frontów", "Prosili o kaszmir mat i dąb halifax."),
    ("call", "Umówiony pomiar", "Pasuje rano, dzwonić dzień wcześniej."),
    ("note", "Czekają na klucze", "Odbiór mieszkania przesunięty, wracamy do rozmowy za dwa tygodnie."),
    ("task", "Poprawić wycenę", "Zamiast cargo dwie szuflady, zamiast reflexu szkło mleczne."),
)
# Days ago.
REMINDERS: Final[tuple[tuple[int, Said], ...]] = (
    (
        66,
        ("email", "Przypomnienie o dopłacie", "Pierwsze przypomnienie: dopłata po odbiorze szafy, 7 dni po terminie."),
    ),
    (41, ("call", "Drugie przypomnienie o dopłacie", "Obiecał przelew do końca tygodnia, jest w delegacji.")),
    (12, ("email", "Wezwanie do zapłaty", "Trzecie przypomnienie, ostateczny termin 14 dni, potem odsetki.")),
)
NEXT: Final = (
    "Telefon w sprawie wyceny",
    "Spotkanie w salonie",
    "Wysłać poprawiony projekt",
    "Potwierdzić termin pomiaru",
    "Przypomnieć o ważności wyceny",
    "Wybór uchwytów i blatu",
)
NOTES: Final = (
    "Dzwonić po 16, w pracy nie odbiera.",
    "Dwa koty: drzwi do mieszkania zamykać za sobą.",
    "Blok z windą towarową, kod do bramy u dozorcy.",
    "Bardzo dokładna osoba, każdą zmianę potwierdzamy mailem.",
    "Kamienica, trzecie piętro bez windy: ekipa w cztery osoby.",
    "Parkowanie tylko z kartą mieszkańca, klient zostawi ją za szybą.",
    "Woli SMS niż telefon.",
    "Poleca nas sąsiadom, warto dać upominek przy odbiorze.",
    "Alergia na lakier: montaż lakierowanych frontów dopiero po wywietrzeniu.",
    "Decyzje podejmują razem, umawiać na wieczór albo w sobotę.",
    "Mieszkanie na wynajem, wszystko ma być trwałe i proste.",
    "Interesuje się garderobą na przyszły rok.",
    "Faktura na firmę męża nie jest możliwa, wyjaśnione.",
    "Klucze u rodziców piętro niżej.",
    "Nie lubi połysku, nie proponować.",
    "Osiedle zamknięte: ochrona musi mieć numer rejestracyjny auta.",
    "Przysłała zdjęcia po montażu, zgoda na publikację podpisana.",
    "Po pomiarze zaproponować wysuwane kosze zamiast półek.",
    "Prosi o fakturę od razu przy zaliczce.",
    "W weekendy na działce, bez zasięgu.",
    "Córka architektka, rysunki sprawdza z nią.",
    "Płatności zawsze w terminie.",
    "Chce zobaczyć płytę na żywo, próbnik to za mało.",
    "Strych bez ocieplenia, latem prace tylko rano.",
)
DESCRIPTIONS: Final = (
    "Nowe mieszkanie od dewelopera, stan do wykończenia.",
    "Dom jednorodzinny, remont parteru.",
    "Kamienica, mieszkanie po generalnym remoncie.",
    "Blok z wielkiej płyty, wymiana starej zabudowy.",
    "Segment w zabudowie szeregowej, wprowadzają się w tym roku.",
    "Mieszkanie pod wynajem.",
    "Dom w budowie, meble na etapie tynków.",
    "Mieszkanie po rodzicach, urządzane od nowa.",
)

# Slug, label and colour of what customers are marked with, and how often they are.
TAGS: Final = (
    ("stan-deweloperski", "Stan deweloperski", "#0ea5e9", 0.16),
    ("kamienica", "Kamienica", "#b45309", 0.08),
    ("bez-windy", "Bez windy", "#ef4444", 0.09),
    ("poleca-nas", "Poleca nas", "#16a34a", 0.12),
    ("staly-klient", "Stały klient", "#7c3aed", 0.0),
    ("architekt", "Współpraca z architektem", "#db2777", 0.0),
    ("faktura-vat", "Faktura VAT", "#475569", 0.0),
    ("pilne", "Pilny termin", "#f59e0b", 0.05),
)
