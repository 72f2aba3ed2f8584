"""Writes sample lists of customers beside it: contractors of an accounting program, a workbook, people with tags.

Run ``python examples/make_customer_samples.py``; the same files come out every time. Nobody in them exists: the numbers
have right check digits and prefixes that are not issued.
"""

# ruff: noqa: INP001, S311 - a script, and its chance is no secret

import csv
import random
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

FOLDER = Path(__file__).parent

NIPS = (
    "9991158384",
    "9991316765",
    "9991395954",
    "9991554335",
    "9991633520",
    "9991712716",
    "9991791905",
    "9991871099",
    "9991950284",
    "9992029476",
    "9992108661",
    "9992187850",
    "9992267046",
    "9992346231",
    "9992425427",
    "9992504612",
)
FIRMS = (
    ("DĄB-POL", "Dąb-Pol sp. z o.o."),
    ("ŻURAW", "Przedsiębiorstwo Budowlane „Żuraw” sp. z o.o. sp. k."),
    ("KUCHNIE ŚLĄSK", "Kuchnie Śląsk Jan Śliwa"),
    ("HURT-PŁYTA", "Hurt-Płyta S.A."),
    ("ŁUGOWSKI", "Ługowski Stolarstwo Artystyczne"),
    ("HOTEL MALTA", "Hotel Malta; restauracja i SPA sp. z o.o."),
    ("BIURO ĆWIEK", "Biuro Rachunkowe Ćwiek i Wspólnicy sp. j."),
    ("DEWELOPER WARTA", "Warta Nieruchomości sp. z o.o."),
    ("GABINET ŹRÓDŁO", "Gabinet Stomatologiczny Źródło"),
    ("KAMIENIARZ", "Kamieniarstwo Marian Gołąb"),
    ("LAKIERNIA", "Lakiernia Mebli „Połysk” s.c."),
    ("SZKŁO-MONT", "Szkło-Mont sp. z o.o."),
    ("AGD CENTRUM", "Centrum AGD do zabudowy sp. z o.o."),
    ("OKUCIA PLUS", "Okucia Plus Hurtownia sp. z o.o."),
    ("TRANSPORT WĄS", "Usługi Transportowe Andrzej Wąs"),
    ("SZKOŁA NR 7", 'Szkoła Podstawowa nr 7 "Pod Dębem"'),
)
STREETS = (
    "Stolarska",
    "Świętego Marcina",
    "Półwiejska",
    "Głogowska",
    "Dąbrowskiego",
    "Źródlana",
    "Łąkowa",
    "Ćwiartki 3 Maja",
)
TOWNS = (("61-001", "Poznań"), ("62-020", "Swarzędz"), ("60-687", "Poznań"), ("62-030", "Luboń"), ("63-100", "Śrem"))
HEADINGS = (
    "Kod",
    "Nazwa skrócona",
    "Nazwa pełna",
    "NIP",
    "REGON",
    "Ulica",
    "Nr domu",
    "Nr lokalu",
    "Kod pocztowy",
    "Miejscowość",
    "Telefon",
    "Adres e-mail",
    "Nr rachunku",
    "Termin płatności",
    "Uwagi",
)
FIRST_NAMES = (
    "Ewa",
    "Żaneta",
    "Łukasz",
    "Małgorzata",
    "Jan",
    "Paweł",
    "Zofia",
    "Michał",
    "Agnieszka",
    "Grażyna",
    "Józef",
)
LAST_NAMES = (
    "Żółkiewska",
    "Nowak",
    "Kowalski",
    "Wiśniewska",
    "Dąbrowski",
    "Lewandowska",
    "Źrebiec",
    "Święcicki",
    "Ćwiklińska",
)


def account(n: int) -> str:
    """A Polish account number of a bank that does not exist, with spaces as banks print it."""
    rest = f"99900012{n:016d}"
    check = 98 - int(f"{rest}252100") % 97
    digits = f"{check:02d}{rest}"
    return " ".join([digits[:2], *(digits[i : i + 4] for i in range(2, 26, 4))])


def regon(n: int) -> str:
    """A number of the register of firms from a range that is not issued."""
    digits = f"99001{n:03d}"
    check = sum(int(d) * w for d, w in zip(digits, (8, 9, 2, 3, 4, 5, 6, 7), strict=True)) % 11 % 10
    return f"{digits}{check}"


def contractors(rng: random.Random) -> list[list[str]]:
    """What an accounting program exports, with what happens to such a list: a firm twice, a wrong NIP, codes first."""
    rows: list[list[str]] = []
    for n, ((short, full), nip) in enumerate(zip(FIRMS, NIPS, strict=True), 1):
        code, town = rng.choice(TOWNS)
        written = rng.choice((nip, f"{nip[:3]}-{nip[3:6]}-{nip[6:8]}-{nip[8:]}", f"PL{nip}"))
        rows.append(
            [
                f"{n:05d}",
                short,
                full,
                written,
                regon(n),
                f"ul. {rng.choice(STREETS)}",
                str(rng.randint(1, 120)),
                rng.choice(("", "", str(rng.randint(1, 30)))),
                code,
                town,
                f"61 600 00 {n:02d}",
                f"biuro{n}@example.com",
                account(n),
                rng.choice(("7", "14", "30")),
                rng.choice(("", "", "stały klient")),
            ]
        )
    twice = list(rows[2])
    rows.append(["00017", "KUCHNIE SLASK JAN", *twice[2:3], NIPS[2], *twice[4:]])
    wrong = list(rows[3])
    rows.append(
        ["00018", "BŁĘDNY NIP", "Firma z literówką w NIP", "9991158385", "", *wrong[5:9], "", "", "", "", "", ""]
    )
    return rows


def people(rng: random.Random) -> list[list[Any]]:
    """People as somebody kept them in a workbook for years: numbers as numbers, and one of them twice."""
    rows: list[list[Any]] = []
    for n in range(1, 41):
        code, town = rng.choice(TOWNS)
        first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
        phone: Any = 600_000_100 + n if n % 3 else f"+48 600 000 {100 + n}"
        street = f"{rng.choice(STREETS)} {rng.randint(1, 90)}"
        rows.append(
            [
                first,
                last,
                phone,
                f"klient{n}@example.com" if n % 4 else "",
                street,
                code,
                town,
                rng.choice(("polecenie", "targi", "internet")),
            ]
        )
    rows.append([rows[4][0], rows[4][1], f"600 000 {105}", "", "", "", "", "internet"])
    return rows


LABELS = ("VIP", "kuchnia", "garderoba", "dom w budowie", "stały klient")


def tagged(rng: random.Random) -> list[list[str]]:
    """People as a studio exports them: several tags in a cell, and columns of its own custom fields."""
    rows: list[list[str]] = []
    for n in range(1, 31):
        tags = rng.sample(LABELS, rng.randint(0, 3))
        rows.append(
            [
                rng.choice(FIRST_NAMES),
                rng.choice(LAST_NAMES),
                f"studio{n}@example.com",
                f"600 001 {n:03d}",
                ", ".join(tags),
                rng.choice(("dąb", "jesion", "", "orzech")),
                rng.choice(("12 500,00", "8000", "", "31 000")),
                rng.choice(("tak", "nie", "")),
                rng.choice(("kuchnia; łazienka", "kuchnia", "")),
            ]
        )
    return rows


def write_tagged(name: str, rows: list[list[str]]) -> None:
    """UTF-8 with semicolons, as a web program writes it for Excel."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    headings = (
        "Imię",
        "Nazwisko",
        "E-mail",
        "Telefon",
        "Etykiety",
        "Ulubione drewno",
        "Budżet",
        "Zgoda na zdjęcia",
        "Pomieszczenia",
    )
    writer.writerows([headings, *rows])
    (FOLDER / name).write_bytes(text.getvalue().encode("utf-8-sig"))


def write_csv(name: str, rows: list[list[str]]) -> None:
    """As such programs write it: Windows-1250, semicolons, everything quoted."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([HEADINGS, *rows])
    (FOLDER / name).write_bytes(text.getvalue().encode("cp1250"))


def write_workbook(name: str, rows: list[list[Any]]) -> None:
    """A title and groups of columns in merged cells above the headings."""
    # The library is annotated only in part.
    workbook: Any = Workbook(str(FOLDER / name))
    workbook.set_properties({"created": datetime(2026, 11, 2)})  # noqa: DTZ001 - the format knows no time zones
    sheet = workbook.add_worksheet("Klienci")
    bold = workbook.add_format({"bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, 7, "Klienci studia, stan na 2 listopada 2026", bold)
    sheet.merge_range(1, 0, 1, 1, "Osoba", bold)
    sheet.merge_range(1, 2, 1, 3, "Kontakt", bold)
    sheet.merge_range(1, 4, 1, 6, "Adres", bold)
    headings = ("Imię", "Nazwisko", "Telefon", "E-mail", "Ulica i numer", "Kod", "Miejscowość", "Skąd")
    for row, cells in enumerate([headings, *rows], 2):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    workbook.close()


def main() -> None:
    """Write the files."""
    write_csv("kontrahenci_cp1250.csv", contractors(random.Random(17)))
    write_workbook("klienci.xlsx", people(random.Random(23)))
    write_tagged("klienci_z_etykietami.csv", tagged(random.Random(29)))


if __name__ == "__main__":
    main()
