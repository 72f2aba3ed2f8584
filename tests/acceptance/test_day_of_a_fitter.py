"""A fitter's day from outside: the address, cash with its receipt, the customer's signature, and what the office does.

A measurer's visit, too: the protocol is theirs to issue, the fee is not theirs to approve.
"""

import io
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
from demo_studio import ACCOUNTANT, DESIGNER, OFFICE, OWNER, Colleague, Demo
from pypdf import PdfReader

from identifiers import figures_in
from pictures import png

FITTER, MEASURER = "damian@example.com", "piotr@example.com"
TODAY = datetime.now(ZoneInfo("Europe/Warsaw")).date()
# Beyond everything the demo has planned, and on a day no other run has.
FAR = TODAY + timedelta(days=700 + secrets.randbelow(3000))


@dataclass
class Studio:
    """Who is at work, and what came to be."""

    office: Colleague
    designer: Colleague
    accountant: Colleague
    fitter: Colleague
    measurer: Colleague
    ids: dict[str, str]
    surname: str = field(default_factory=lambda: f"Odbiorowa-{secrets.token_hex(3)}")
    customer: str = ""
    contract: str = ""
    event: str = ""


def at_work(demo: Demo) -> Studio:
    """Everybody signs in; all of the demo have the password that is printed."""
    password = demo.passwords[OWNER]
    people = [demo.sign_in(one, password) for one in (OFFICE, DESIGNER, ACCOUNTANT, FITTER, MEASURER)]
    users = demo.sign_in(OWNER).saw("/auth/users", pageSize=100)["items"]
    return Studio(*people, {one["email"]: one["id"] for one in users})


def text_of(pdf: bytes) -> str:
    """What a PDF says, white space folded."""
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(said.replace("\N{NO-BREAK SPACE}", " ").split())


def test_a_fitters_day_from_the_address_to_the_signature(demo: Demo):
    studio = at_work(demo)
    a_kitchen_is_sold_and_planned(studio)
    the_fitter_reads_the_day(studio)
    the_fitter_ticks_off_what_is_done(studio)
    the_customer_pays_and_gets_a_receipt(studio)
    the_customer_signs(studio)
    the_office_confirms(studio)


def a_customer(studio: Studio) -> None:
    """The office enters the customer, who lives where the furniture goes."""
    studio.customer = studio.office.made(
        "/customers/people",
        firstName="Łucja",
        lastName=studio.surname,
        displayName=f"Łucja {studio.surname}",
        primaryPhone="+48 601 234 569",
    )
    studio.office.made(
        "/customers/addresses",
        entityId=studio.customer,
        addressLine1="ul. Żabikowska 7",
        city="Luboń",
        postalCode="62-030",
        country="PL",
        isPrimary=True,
    )


def a_kitchen_is_sold_and_planned(studio: Studio) -> None:
    """The designer sells it with the rest in cash; the office assigns the fitter and plans the day."""
    a_customer(studio)
    studio.contract = studio.designer.made(
        "/contracts/contracts",
        numer=f"K/{TODAY:%Y}/{studio.surname[-6:]}",
        typ="kuchnia",
        customerId=studio.customer,
        dataPodpisania=TODAY.isoformat(),
        opis="Kuchnia w zabudowie do sufitu",
    )
    # Prices are the office's, which a fitter has no right to see.
    parts = {
        "valuations": {"meble": "21450", "dodatki": "0", "sprzet": "3120"},
        "fronts": {"typ": "frezowany", "material": "MDF", "kolor": "szałwia"},
        "appliances": {"rodzaj": "piekarnik", "firma": "Bosch", "model": "HBA5360", "cena": "1987.65"},
    }
    for path, body in parts.items():
        studio.office.made(f"/contracts/{path}", contractId=studio.contract, **body)
    for typ, rodzaj, cena in (("Zadatek", "przelew", "21120"), ("Wpłata końcowa", "gotowka", "3450")):
        studio.office.made(
            "/contracts/planned_payments",
            contractId=studio.contract,
            typ=typ,
            rodzaj=rodzaj,
            cena=cena,
            data=(TODAY if rodzaj == "przelew" else FAR).isoformat(),
        )
    fitter = studio.ids[FITTER]
    studio.office.made("/contracts/worker_assignments", contractId=studio.contract, uzytkownikId=fitter)
    planned = studio.office.did(
        "/calendar/events",
        pracownikId=fitter,
        data=f"{FAR}T08:00:00",
        typ="montaz_kuchni",
        contractId=studio.contract,
        opis="Klucz u sąsiadki",
        opcje={"godzinaOd": "08:00"},
    )
    studio.event = planned["id"]


def the_fitter_reads_the_day(studio: Studio) -> None:
    """Name, telephone, address and what is built are there, and no price; nobody else has the job."""
    answer = studio.fitter.read("/field/day", date=FAR.isoformat())
    [job] = answer.json()["zlecenia"]
    assert (job["id"], job["nazwa"], job["opis"]) == (studio.event, "Montaż kuchni", "Klucz u sąsiadki")
    assert job["klient"]["telefon"] == "+48 601 234 569"
    assert job["klient"]["adres"] == "ul. Żabikowska 7, 62-030 Luboń"
    assert job["specyfikacja"]["sprzet"][0]["cechy"] == ["Bosch", "HBA5360"]
    assert job["doPobrania"] == 3450
    assert figures_in(answer.text, ("21450", "24570", "21120", "1987")) == []
    assert studio.measurer.saw("/field/day", date=FAR.isoformat())["zlecenia"] == []
    assert studio.measurer.refused(404, f"/field/jobs/{studio.event}/checks", pozycje=[{"pozycja": "blat"}])["error"]


def the_fitter_ticks_off_what_is_done(studio: Studio) -> None:
    """The list says what is done, in Polish."""
    ticked = studio.fitter.did(
        f"/field/jobs/{studio.event}/checks", pozycje=[{"pozycja": "blat"}, {"nazwa": "Szyba nad blatem"}]
    )
    done = [one["nazwa"] for one in ticked["listaKontrolna"] if one["zrobione"]]
    assert done == ["Blat zamontowany i uszczelniony", "Szyba nad blatem"]


def the_customer_pays_and_gets_a_receipt(studio: Studio) -> None:
    """The line drops and the telephone sends it again: the money is taken once, and the receipt is a PDF."""
    path, key = f"/field/jobs/{studio.event}/cash", secrets.token_hex(8)
    taken, again = (studio.fitter.insisted(path, key, kwota="3450.00") for _ in range(2))
    assert again == taken
    file = studio.fitter.read(f"/field/documents/{taken['dokumentId']}")
    assert file.headers["content-type"] == "application/pdf"
    said = text_of(file.content)
    for expected in (taken["numer"], "3 450,00", studio.surname, "Damian Kowal"):
        assert expected in said
    [job] = studio.fitter.saw("/field/day", date=FAR.isoformat())["zlecenia"]
    assert job["doPobrania"] == 0


def the_customer_signs(studio: Studio) -> None:
    """A blank screen is no signature; a signed one is on the protocol, which is issued once."""
    assert _signed(studio, png(ink=False)).status_code == 400
    first = _signed(studio, png())
    assert first.status_code == 201, first.text
    issued = first.json()
    refused = _signed(studio, png())
    assert (refused.status_code, refused.json()["dokumentId"]) == (409, issued["id"])
    file = studio.fitter.read(f"/field/documents/{issued['id']}").content
    said = text_of(file)
    for expected in (issued["numer"], f"Łucja {studio.surname}", "Rysa na cokole", "Damian Kowal"):
        assert expected in said
    assert b"/Image" in file
    assert studio.office.read(f"/documents/documents/{issued['id']}/file").content == file


def _signed(studio: Studio, podpis: bytes) -> httpx.Response:
    form = {"osoba": f"Łucja {studio.surname}", "uwagi": "Rysa na cokole"}
    return studio.fitter.post(
        f"/field/jobs/{studio.event}/acceptance", data=form, files={"podpis": ("podpis.png", podpis, "image/png")}
    )


def the_office_confirms(studio: Studio) -> None:
    """The office finds the contract finished and the event done; the accountant books the cash the fitter carries."""
    [contract] = studio.office.saw("/contracts/contracts", id=studio.contract)["items"]
    assert contract["zakonczona"] is True
    [event] = studio.office.saw("/calendar/events", id=studio.event)["items"]
    assert event["opcje"]["status"] == "wykonane"
    balance = f"/contracts/contracts/{studio.contract}/balance"
    assert studio.office.saw(balance)["zaplacono"] == 0
    [payment] = studio.office.saw("/contracts/payment_methods", contractId=studio.contract)["items"]
    studio.accountant.did(f"/finance/transactions/{payment['transaction_id']}/approve")
    assert studio.office.saw(balance)["zaplacono"] == 3450


def test_a_measurers_visit_with_the_protocol_of_their_own(demo: Demo):
    studio = at_work(demo)
    a_customer(studio)
    measurement = studio.office.made(
        "/measurements/measurements", customerId=studio.customer, uzytkownikId=studio.ids[MEASURER], kwota=250
    )
    to_arrange = studio.measurer.saw("/field/day")["bezTerminu"]
    [waiting] = [one for one in to_arrange if one["id"] == measurement]
    assert waiting["klient"]["telefon"] == "+48 601 234 569"
    day = FAR + timedelta(days=1)
    studio.measurer.did(
        "/calendar/events",
        pracownikId=studio.ids[MEASURER],
        data=f"{day}T10:00:00",
        typ="pomiar",
        customerId=studio.customer,
        opcje={"godzinaOd": "10:00", "godzinaDo": "11:00"},
    )
    [job] = studio.measurer.saw("/field/day", date=day.isoformat())["zlecenia"]
    assert (job["pomiar"], job["doPobrania"]) == ({"id": measurement, "zatwierdzony": False}, 250)
    path = f"/field/measurements/{measurement}/protocol"
    first, again = (studio.measurer.did(path, uwagi="Krzywa ściana") for _ in range(2))
    assert first == again
    said = text_of(studio.measurer.read(f"/field/documents/{first['id']}").content)
    assert first["numer"] in said
    assert studio.surname in said
    assert studio.fitter.refused(404, path)["error"]
    assert studio.measurer.refused(403, f"/measurements/measurements/{measurement}/approve")["error"]
