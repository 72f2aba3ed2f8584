"""A kitchen with a price, a schedule and a specification, and the people of the studio's roles."""

from datetime import timedelta

import pytest
from site_of_work import JESION, MONDAY, Site, somebody

from callers import Caller, Invite


@pytest.fixture
async def site(caller: Invite, admin: Caller) -> Site:
    answer = await admin.put("/documents/seller", JESION)
    assert answer.status_code == 200, answer.text
    found = Site(admin, await somebody(caller, "Montażysta"), await somebody(caller, "Montażysta"), "", "")
    found.customer = await found.made(
        "/customers/people",
        {
            "firstName": "Żaneta",
            "lastName": "Zalewska",
            "displayName": "Żaneta Zalewska",
            "primaryPhone": "+48 600 000 044",
        },
    )
    home, work = [
        await found.made(
            "/customers/addresses",
            {"entityId": found.customer, "addressLine1": street, "city": "Luboń", "postalCode": "62-030"},
        )
        for street in ("ul. Domowa 1", "ul. Montażowa 7")
    ]
    found.contract = await found.made(
        "/contracts/contracts",
        {
            "numer": "AUTO",
            "typ": "kuchnia",
            "customerId": found.customer,
            "dataPodpisania": "2026-05-08",
            "adresZamieszkaniaId": home,
            "adresMontazuId": work,
            "opis": "Kuchnia do sufitu",
            "uwagi": "marża 31 %",
        },
    )
    for typ, rodzaj, cena, due in (
        ("Zadatek", "przelew", "13000", MONDAY - timedelta(weeks=10)),
        ("Rata", "przelew", "7000", MONDAY - timedelta(days=9)),
        ("Wpłata końcowa", "gotowka", "3210.50", MONDAY),
    ):
        await found.made(
            "/contracts/planned_payments",
            {"contractId": found.contract, "typ": typ, "rodzaj": rodzaj, "cena": cena, "data": f"{due}"},
        )
    for path, body in (
        ("valuations", {"meble": "20000", "dodatki": "0", "sprzet": "3210.50"}),
        ("fronts", {"typ": "płyta", "material": "MDF", "kolor": "zielony", "uslojenie": "pion"}),
        ("handles", {"typ": "krawędziowy", "kolor": "mosiądz", "dlugosc": "160", "sztuk": 12}),
        ("appliances", {"rodzaj": "piekarnik", "firma": "Bosch", "model": "HBA5360", "cena": "2199.99"}),
        ("assembly_notes", {"uwagi": "Kabina windy 2,10 m"}),
        ("worker_assignments", {"uzytkownikId": str(found.fitter.user_id)}),
    ):
        await found.made(f"/contracts/{path}", {"contractId": found.contract, **body})
    return found
