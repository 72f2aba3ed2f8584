"""A day of the studio in Polish, by the people of the demo: from a new customer to the invoice; a slip taken back."""

import io
import json
import secrets
from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from demo_studio import ACCOUNTANT, DESIGNER, OFFICE, OWNER, UNDO, Colleague, Demo
from pypdf import PdfReader

TODAY = datetime.now(ZoneInfo("Europe/Warsaw")).date()
PHONE = "+48 601 234 567"


class Day:
    """Who is at work, and what came to be."""

    def __init__(self, demo: Demo) -> None:
        """Everybody signs in."""
        self.office = demo.sign_in(OFFICE)
        self.designer = demo.sign_in(DESIGNER)
        self.accountant = demo.sign_in(ACCOUNTANT)
        self.ids = {one["email"]: one["id"] for one in demo.sign_in(OWNER).saw("/auth/users", pageSize=100)["items"]}
        self.surname = f"Wiśniewska-{secrets.token_hex(3)}"
        self.customer = ""
        self.contract = ""
        self.payment = ""


def text_of(pdf: bytes) -> str:
    """What a PDF says, white space folded."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def undo_token(me: Colleague, path: str, **body: str) -> str:
    """Change something; what takes it back."""
    answer = me.put(path, json=body)
    assert answer.status_code == 200, answer.text
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


def test_a_day_from_a_new_customer_to_the_invoice(demo: Demo):
    day = Day(demo)
    a_customer_calls(day)
    somebody_measures(day)
    a_contract_is_signed(day)
    an_earnest_is_paid(day)
    the_payment_is_invoiced(day)
    a_slip_is_taken_back(day)


def a_customer_calls(day: Day) -> None:
    """The office forgets the name at first, and is told so."""
    refused = day.office.refused(
        400, "/customers/people", firstName="Łucja", displayName=day.surname, primaryEmail="to nie adres"
    )
    assert refused["error"] == "Nieprawidłowe dane"
    wrong = {one["path"][0]: one["message"] for one in refused["details"]}
    assert {"lastName", "primaryEmail"} <= {*wrong}
    assert all(message and "Invalid" not in message for message in wrong.values())
    assert day.office.total("/customers/people", search=day.surname) == 0
    day.customer = day.office.made(
        "/customers/people",
        firstName="Łucja",
        lastName=day.surname,
        displayName=f"Łucja {day.surname}",
        primaryPhone=PHONE,
    )
    day.office.made(
        "/customers/addresses",
        entityId=day.customer,
        addressLine1="ul. Święty Marcin 7/4",
        city="Poznań",
        postalCode="61-803",
        country="PL",
        isPrimary=True,
    )
    [found] = day.designer.saw("/customers/people", search=day.surname.casefold())["items"]
    assert (found["id"], found["display_name"]) == (day.customer, f"Łucja {day.surname}")


def somebody_measures(day: Day) -> None:
    """The measurement costs a fee, which the accountant books once."""
    measured = day.office.made(
        "/measurements/measurements", customerId=day.customer, uzytkownikId=day.ids[DESIGNER], kwota=250
    )
    assert day.designer.refused(403, f"/measurements/measurements/{measured}/approve")["error"]
    first, again = (day.accountant.did(f"/measurements/measurements/{measured}/approve") for _ in range(2))
    assert first["transactionId"] == again["transactionId"]


def a_contract_is_signed(day: Day) -> None:
    """The designer writes the contract and the quote; the sum is spelled out for the paper."""
    day.contract = day.designer.made(
        "/contracts/contracts",
        numer=f"K/{TODAY:%Y}/{day.surname[-6:]}",
        typ="kuchnia",
        customerId=day.customer,
        dataPodpisania=TODAY.isoformat(),
        opis="Kuchnia w zabudowie do sufitu",
        obiektRodzaj="lokal_mieszkalny",
        powierzchniaUzytkowaM2=72,
        montazTrwaly=True,
        oswiadczenieVat=True,
    )
    day.designer.made("/contracts/valuations", contractId=day.contract, meble="24000", dodatki="1500", sprzet="8500")
    quoted = day.designer.saw(f"/contracts/contracts/{day.contract}/valuation")
    assert (quoted["suma"], quoted["slownie"]) == (34000, "trzydzieści cztery tysiące złotych zero groszy")


def an_earnest_is_paid(day: Day) -> None:
    """Cash over the counter counts as soon as the accountant approves it."""
    day.payment = day.office.made(
        "/contracts/payment_methods",
        contractId=day.contract,
        typ="Zadatek",
        rodzaj="gotowka",
        cena="13600.00",
        data=TODAY.isoformat(),
    )
    balance = f"/contracts/contracts/{day.contract}/balance"
    assert day.office.saw(balance)["zaplacono"] == 0
    [row] = day.office.saw("/contracts/payment_methods", id=day.payment)["items"]
    entry = f"/finance/transactions/{row['transaction_id']}/approve"
    assert day.office.refused(403, entry)["error"]
    day.accountant.did(entry)
    assert day.office.saw(balance) == {"suma": 34000, "zaplacono": 13600, "doZaplaty": 20400, "doZwrotu": 0}


def the_payment_is_invoiced(day: Day) -> None:
    """The invoice is a PDF in Polish that stays as it was issued; a second one is refused."""
    ask = {"rodzaj": "FZ", "contractId": day.contract, "paymentId": day.payment}
    invoice = day.accountant.did("/documents/documents", **ask)
    path = f"/documents/documents/{invoice['id']}/file"
    file = day.accountant.read(path)
    assert file.headers["content-type"] == "application/pdf"
    said = text_of(file.content)
    for expected in (invoice["numer"], day.surname, "13 600,00", "trzynaście tysięcy sześćset złotych"):
        assert expected in said.replace("\N{NO-BREAK SPACE}", " ")
    assert day.accountant.read(path).content == file.content
    assert day.accountant.refused(409, "/documents/documents", **ask)["error"]


def a_slip_is_taken_back(day: Day) -> None:
    """The office changes the wrong customer's telephone, finds it in the log, and takes it back, once."""
    token = undo_token(day.office, "/customers/people", id=day.customer, primaryPhone="+48 609 999 999")
    log = "/audit_logs/audit-logs/actions"
    [last] = day.office.saw(log, resourceId=day.customer, resourceKind="customers.person", pageSize=1)["items"]
    assert last["undoToken"] == token
    day.office.did(UNDO, undoToken=token)
    [now] = day.office.saw("/customers/people", id=day.customer)["items"]
    assert now["primary_phone"] == PHONE
    assert day.office.refused(400, UNDO, undoToken=token)["error"]


@pytest.mark.parametrize("path", ["/customers/people", "/contracts/contracts", "/finance/transactions"])
def test_nobody_sees_a_neighbours_records(demo: Demo, path: str):
    [one] = demo.sign_in(OWNER).saw(path, pageSize=1)["items"]
    neighbour = demo.sign_in("jan@example.com")
    assert neighbour.saw(path, id=one["id"])["total"] == 0
    assert neighbour.put(path, json={"id": one["id"]}).status_code == 404
