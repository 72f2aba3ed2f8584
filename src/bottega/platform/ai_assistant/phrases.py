"""Words by which people ask for something in Polish and English: verbs, and stems of words without their endings."""

from typing import Final

# The last words of operations' names that say what sort of thing they do.
VERBS: Final = frozenset({"list", "create", "update", "delete"})

# What verbs mean, by their stems; folded, as ``fold`` makes them.
_MEANINGS: Final = {
    "list": (
        "pokaz poszukaj wyswietl lista liste wypisz znajdz szukaj wyszukaj ktore ktory jakie jaki ile kto gdzie kiedy"
        " podaj sprawdz zobacz przejrzyj show list find search which what who where when display view look get many"
    ),
    "create": "dodaj zloz utworz stworz nowy nowa nowe zaloz zapisz wpisz wystaw rejestruj add create new make",
    "update": "zmien edytuj popraw aktualizuj zaktualizuj ustaw przenies update change edit set rename move correct",
    "delete": "usun skasuj wykasuj delete remove erase",
    "undo": "cofnij cofnac wycofaj odwroc undo revert",
}
# Of folded words, the longest first.
_ENDINGS: Final = (
    *("owego", "owych", "owymi", "iego", "iemu", "iami", "iach"),
    *("ymi", "ami", "ach", "owi", "ego", "emu", "owa", "owe", "owy", "ych", "ich", "iem", "ies", "ing", "ion", "ers"),
    *("om", "ow", "em", "ej", "ie", "ia", "iu", "ym", "im", "ce", "cy", "es", "ed", "er", "a", "e", "i", "o", "u", "y"),
    "s",
)
_SHORTEST: Final = 4


def stem(word: str) -> str:
    """A folded word without the ending of its case or number; rough, and the same for both languages."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return _hardened(word[: -len(ending)])
    return _hardened(word)


def _hardened(word: str) -> str:
    """A stem with the consonant that an ending has softened: "klienci" and "klient" are one word."""
    for soft, hard in (("dz", "d"), ("rz", "r"), ("cz", "k"), ("c", "t")):
        if word.endswith(soft):
            return word.removesuffix(soft) + hard
    return word


_BY_STEM: Final = {
    stem(word): frozenset(
        kind for kind, words in _MEANINGS.items() if stem(word) in {stem(one) for one in words.split()}
    )
    for words in _MEANINGS.values()
    for word in words.split()
}


def meaning(word: str) -> frozenset[str]:
    """What sort of operation a stem asks for; empty where it is no verb that is known."""
    return _BY_STEM.get(word, frozenset())
