"""Names of generated customers."""

import unicodedata
from typing import Final

# As it reads with a man, and with a woman.
SURNAMES: Final = (
    ("Nowak", "Nowak"), ("Kowalski", "Kowalska"), ("Wiśniewski", "Wiśniewska"), ("Wójcik", "Wójcik"),
    ("Kamiński", "Kamińska"), ("Lewandowski", "Lewandowska"), ("Zieliński", "Zielińska"), ("Szymański", "Szymańska"),
    ("Dąbrowski", "Dąbrowska"), ("Kozłowski", "Kozłowska"), ("Jankowski", "Jankowska"), ("Mazur", "Mazur"),
    ("Krawczyk", "Krawczyk"), ("Piotrowski", "Piotrowska"), ("Grabowski", "Grabowska"), ("Pawłowski", "Pawłowska"),
    ("Michalski", "Michalska"), ("Król", "Król"), ("Wieczorek", "Wieczorek"), ("Jabłoński", "Jabłońska"),
    ("Wróbel", "Wróbel"), ("Majewski", "Majewska"), ("Olszewski", "Olszewska"), ("Stępień", "Stępień"),
    ("Jaworski", "Jaworska"), ("Malinowski", "Malinowska"), ("Adamczyk", "Adamczyk"), ("Dudek", "Dudek"),
    ("Nowicki", "Nowicka"), ("Pawlak", "Pawlak"), ("Górski", "Górska"), ("Witkowski", "Witkowska"),
    ("Walczak", "Walczak"), ("Sikora", "Sikora"), ("Baran", "Baran"), ("Rutkowski", "Rutkowska"),
    ("Szewczyk", "Szewczyk"), ("Ostrowski", "Ostrowska"), ("Pietrzak", "Pietrzak"), ("Zalewski", "Zalewska"),
    ("Kaczmarek", "Kaczmarek"), ("Ratajczak", "Ratajczak"), ("Przybylski", "Przybylska"), ("Wojtkowiak", "Wojtkowiak"),
    ("Nowaczyk", "Nowaczyk"), ("Maciejewski", "Maciejewska"), ("Błaszczyk", "Błaszczyk"), ("Szulc", "Szulc"),
    ("Andrzejewski", "Andrzejewska"), ("Kubiak", "Kubiak"), ("Stachowiak", "Stachowiak"), ("Konieczny", "Konieczna"),
    ("Biały", "Biała"), ("Ciesielski", "Ciesielska"), ("Frąckowiak", "Frąckowiak"), ("Skrzypczak", "Skrzypczak"),
    ("Bartkowiak", "Bartkowiak"), ("Kasprzak", "Kasprzak"), ("Jóźwiak", "Jóźwiak"), ("Łuczak", "Łuczak"),
    ("Świątek", "Świątek"), ("Żurek", "Żurek"), ("Gołąb", "Gołąb"), ("Wesołowski", "Wesołowska"),
    ("Marciniak", "Marciniak"), ("Hoffmann", "Hoffmann"), ("Śliwiński", "Śliwińska"), ("Urbański", "Urbańska"),
    ("Tomczak", "Tomczak"), ("Mikołajczak", "Mikołajczak"), ("Chmielewski", "Chmielewska"), ("Sobczak", "Sobczak"),
    ("Kędzierski", "Kędzierska"), ("Jasiński", "Jasińska"), ("Woźniak", "Woźniak"), ("Głowacki", "Głowacka"),
    ("Rogalski", "Rogalska"), ("Nawrocki", "Nawrocka"), ("Wolski", "Wolska"), ("Bednarek", "Bednarek"),
)  # fmt: skip
WOMEN: Final = (
    "Anna", "Maria", "Katarzyna", "Małgorzata", "Agnieszka", "Barbara", "Ewa", "Magdalena", "Elżbieta", "Joanna",
    "Aleksandra", "Monika", "Karolina", "Justyna", "Paulina", "Marta", "Natalia", "Dorota", "Beata", "Iwona",
    "Alicja", "Zuzanna", "Weronika", "Hanna", "Sylwia", "Izabela", "Kinga", "Patrycja", "Emilia", "Renata",
    "Dominika", "Urszula", "Milena", "Olga", "Grażyna", "Kamila", "Bożena", "Wioletta", "Daria", "Róża",
)  # fmt: skip
MEN: Final = (
    "Piotr", "Krzysztof", "Andrzej", "Tomasz", "Paweł", "Michał", "Marcin", "Jakub", "Adam", "Łukasz",
    "Grzegorz", "Mateusz", "Wojciech", "Rafał", "Maciej", "Bartosz", "Jacek", "Kamil", "Dawid", "Jan",
    "Szymon", "Artur", "Mariusz", "Radosław", "Sebastian", "Filip", "Hubert", "Zbigniew", "Robert", "Przemysław",
    "Sławomir", "Dariusz", "Konrad", "Norbert", "Witold", "Leszek", "Igor", "Patryk", "Henryk", "Błażej",
)  # fmt: skip


def plain(text: str) -> str:
    """A name as an address of e-mail spells it: ``Stępień`` reads ``stepien``."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("ł", "l"))
    return "".join(letter for letter in folded if letter.isascii() and letter.isalnum())
