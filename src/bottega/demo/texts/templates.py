"""The nine text templates of contracts.

A line is a paragraph on paper: sentences are not broken in the middle.
"""

from typing import Final

OWU, RODO, WARRANTY, TECHNICAL, OWN_APPLIANCES, VAT, WITHDRAWAL, ROOM, CARE = (
    "Ogólne warunki umowy",
    "Informacja RODO",
    "Warunki gwarancji",
    "Warunki techniczne montażu",
    "Sprzęt AGD powierzony przez klienta",
    "Oświadczenie do stawki VAT 8 %",
    "Odstąpienie od umowy",
    "Przygotowanie pomieszczenia",
    "Pielęgnacja mebli",
)
TEMPLATES: Final = {
    OWU: """Ogólne warunki umowy nr {{umowa.numer}} z dnia {{umowa.data}}

1. Studio Mebli JESION wykonuje meble na wymiar według zatwierdzonego projektu i montuje je pod adresem \
{{montaz.adres}}.
2. Wynagrodzenie wynosi {{suma}} (słownie: {{slownie}}). Zadatek w kwocie {{zaliczka}} płatny jest przy \
podpisaniu umowy.
3. Zadatek ma znaczenie określone w art. 394 Kodeksu cywilnego.
4. Termin montażu: {{termin}}. Termin ulega przesunięciu o czas, w którym pomieszczenie nie jest gotowe.
5. Zmiany projektu po podpisaniu umowy wymagają pisemnego aneksu i mogą zmienić cenę oraz termin.
6. Odbiór potwierdza protokół. Drobne usterki wpisuje się do protokołu i usuwa w ciągu 14 dni.""",
    RODO: """Administratorem danych osobowych jest Studio Mebli JESION sp. z o.o., ul. Stolarska 12, 61-001 \
Poznań.

Dane klienta {{klient.nazwa}} przetwarzamy w celu wykonania umowy {{umowa.numer}}, rozliczeń podatkowych i \
obsługi gwarancji. Podstawą jest art. 6 ust. 1 lit. b i c RODO. Dane przechowujemy do upływu terminów \
przedawnienia i przekazujemy biuru rachunkowemu oraz dostawcom w zakresie potrzebnym do wykonania umowy. Klient \
ma prawo dostępu do danych, ich sprostowania, usunięcia i przenoszenia oraz prawo skargi do Prezesa UODO.""",
    WARRANTY: """Studio udziela 24 miesięcy gwarancji na meble, licząc od dnia odbioru.

Zgłoszenie rozpatrujemy w ciągu 14 dni, wadę usuwamy w ciągu 30 dni. Okucia objęte są gwarancją producenta. \
Gwarancja nie obejmuje uszkodzeń od wilgoci, pary i przeciążenia oraz zwykłej regulacji zawiasów po dwunastu \
miesiącach. Gwarancja nie wyłącza uprawnień klienta wynikających z niezgodności towaru z umową.""",
    TECHNICAL: """Montaż pod adresem {{montaz.adres}} odbywa się, gdy:

– posadzka i ściany są wykończone i suche,
– w pomieszczeniu jest prąd i światło,
– punkty wody, odpływu i prądu są zgodne z rysunkiem instalacji,
– dojście jest wolne, a winda lub klatka pozwalają wnieść elementy o długości 2,6 m.

Podłączenie gazu i prądu trójfazowego wykonuje osoba z uprawnieniami po stronie klienta.""",
    OWN_APPLIANCES: """Klient dostarcza sprzęt AGD najpóźniej w dniu montażu, w oryginalnych opakowaniach.

Zabudowę wykonujemy według kart technicznych przekazanych przed podpisaniem umowy {{umowa.numer}}. Za wady \
sprzętu powierzonego odpowiada jego sprzedawca; naszą gwarancją objęta jest zabudowa.""",
    VAT: """Ja, {{klient.nazwa}}, oświadczam, że zabudowa z umowy {{umowa.numer}} będzie trwale połączona z \
elementami konstrukcyjnymi lokalu pod adresem {{montaz.adres}}, że lokal należy do budownictwa \
objętego społecznym programem mieszkaniowym i że jego powierzchnia użytkowa nie przekracza 150 \
m² (dom: 300 m²).

Podstawa: art. 41 ust. 12–12b ustawy o podatku od towarów i usług.

……………………………… (data i podpis)""",
    WITHDRAWAL: """Meble wykonywane są według indywidualnego projektu, dlatego prawo odstąpienia w terminie 14 dni \
nie przysługuje (art. 38 pkt 3 ustawy o prawach konsumenta). Do dnia przekazania projektu do \
produkcji klient może rozwiązać umowę {{umowa.numer}} za zapłatą zadatku w kwocie {{zaliczka}}.""",
    ROOM: """Przed montażem prosimy: opróżnić pomieszczenie i drogę wniesienia, zdemontować stare meble, \
zabezpieczyć podłogę, zapewnić miejsce na rozpakowanie elementów (ok. 6 m²) i obecność osoby \
dorosłej w dniu {{termin}}.""",
    CARE: """Fronty lakierowane myć miękką ściereczką z wodą i odrobiną płynu, wycierać do sucha. Nie używać \
mleczek, proszków ani parownic. Blaty laminowane chronić przed wodą na łączeniach, gorące \
naczynia stawiać na podkładkach. Zawiasy regulować raz w roku; prosimy o kontakt, jeśli front \
ociera.""",
}
