"""A month of the studio over the HTTP API: from the first telephone call to a settled contract, with all its papers.

Everybody does what their role allows and no more; nobody is an administrator. What the month must
also refuse is part of it.
"""

import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd
from people_of_the_month import Worker, worker
from pypdf import PdfReader

from bottega.business.documents.ksef.numbers import crc_8
from bottega.kernel.local_time import LOCAL_ZONE
from callers import Invite

MEBLE, DODATKI, SPRZET = Decimal("24000.00"), Decimal("1500.00"), Decimal("8500.00")
SUMA = MEBLE + DODATKI + SPRZET
ZADATEK, RATA, DOPLATA = Decimal("13600.00"), Decimal("17000.00"), Decimal("3400.00")


def today() -> date:
    """The day it is in Warsaw."""
    return datetime.now(LOCAL_ZONE).date()


def workday(days: int) -> date:
    """A weekday some days from today."""
    day = today() + timedelta(days=days)
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def text_of(pdf: bytes) -> str:
    """What a PDF says, white space folded."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


class Month:
    """The studio's people and what they share: ids of what came to be."""

    office: Worker
    designer: Worker
    surveyor: Worker
    fitter: Worker
    storekeeper: Worker
    accountant: Worker
    customer: str
    contract: str


@pytest.fixture
async def month(caller: Invite) -> Month:
    """The people, and a seller's profile entered by the owner, who then goes on holiday."""
    here = Month()
    here.office = await worker(caller, "Kierownik biura")
    here.designer = await worker(caller, "Projektant")
    here.surveyor = await worker(caller, "Pomiarowiec")
    here.fitter = await worker(caller, "Montażysta")
    here.storekeeper = await worker(caller, "Magazynier")
    here.accountant = await worker(caller, "Księgowa")
    owner = Worker(await caller("documents.*", "contracts.view"))
    await owner.changed(
        "/documents/seller",
        nazwa="Studio Mebli JESION sp. z o.o.",
        adres="ul. Stolarska 12",
        kodPocztowy="61-001",
        miejscowosc="Poznań",
        nip="9991079199",
        regon="990010010",
        rachunki=[{"numer": "PL43999000120000000100000001"}],
        ksefKonsumenci=True,
    )
    return here


async def test_a_month_from_the_first_call_to_the_settled_contract(month: Month) -> None:
    await customer_is_measured(month)
    await contract_is_signed(month)
    await earnest_money_is_paid_and_invoiced(month)
    await kitchen_is_ordered_and_cut(month)
    await installation_moves_around_a_blocked_day(month)
    await balance_is_taken_and_handed_over(month)
    await work_is_accepted_and_invoiced(month)
    await contract_is_settled_once(month)


async def customer_is_measured(month: Month) -> None:
    """The office enters the customer; the surveyor measures for a fee, which the accountant approves once."""
    month.customer = await month.office.made(
        "/customers/people",
        firstName="Anna",
        lastName="Zalewska",
        displayName="Anna Zalewska",
        primaryPhone="+48 600 000 041",
        primaryEmail="zalewska@example.com",
    )
    await month.office.made(
        "/customers/addresses",
        entityId=month.customer,
        addressLine1="ul. Ratajczaka 7/4",
        city="Poznań",
        postalCode="61-815",
        country="PL",
        isPrimary=True,
    )
    measurement = await month.surveyor.made(
        "/measurements/measurements", customerId=month.customer, uzytkownikId=month.surveyor.id, kwota=250
    )
    await month.surveyor.refused(403, f"/measurements/measurements/{measurement}/approve")
    first = await month.accountant.did(f"/measurements/measurements/{measurement}/approve")
    again = await month.accountant.did(f"/measurements/measurements/{measurement}/approve")
    assert first["transactionId"] == again["transactionId"]


async def contract_is_signed(month: Month) -> None:
    """The designer configures, quotes and plans the payments; the sum is spelled out."""
    contract = month.contract = await month.designer.made(
        "/contracts/contracts",
        numer=f"K/{today():%Y}/041",
        typ="kuchnia",
        customerId=month.customer,
        uzytkownikId=month.designer.id,
        dataPodpisania=today().isoformat(),
        opis="Kuchnia w zabudowie do sufitu",
        obiektRodzaj="lokal_mieszkalny",
        powierzchniaUzytkowaM2=72,
        montazTrwaly=True,
        oswiadczenieVat=True,
    )
    await month.designer.made(
        "/contracts/furniture",
        contractId=contract,
        grupaMeblowa="szafki dolne",
        korpus="Egger W1000 ST9 18 mm",
        pcv="2 mm ABS",
        boki="jak korpus",
    )
    await month.designer.made("/contracts/fronts", contractId=contract, typ="MDF", material="lakier mat", kolor="U702")
    await month.designer.made(
        "/contracts/appliances",
        contractId=contract,
        rodzaj="piekarnik",
        firma="Bosch",
        model="HBA534",
        cena=2300,
        rabat=5,
    )
    await month.designer.made(
        "/contracts/valuations", contractId=contract, meble=str(MEBLE), dodatki=str(DODATKI), sprzet=str(SPRZET)
    )
    for typ, amount, days in (("Zadatek", ZADATEK, 0), ("Rata", RATA, 20), ("Dopłata", DOPLATA, 30)):
        await month.designer.made(
            "/contracts/planned_payments",
            contractId=contract,
            typ=typ,
            rodzaj="przelew",
            cena=str(amount),
            data=(today() + timedelta(days=days)).isoformat(),
        )
    valuation = await month.designer.saw(f"/contracts/contracts/{contract}/valuation")
    assert valuation["suma"] == float(SUMA)
    assert valuation["slownie"] == "trzydzieści cztery tysiące złotych zero groszy"
    await month.fitter.refused(403, "/contracts/valuations", contractId=contract, meble=1)


async def earnest_money_is_paid_and_invoiced(month: Month) -> None:
    """Cash over the counter counts when the accountant approves it; then come receipt and advance invoice."""
    contract = month.contract
    payment = await month.office.made(
        "/contracts/payment_methods",
        contractId=contract,
        typ="Zadatek",
        rodzaj="gotowka",
        cena=str(ZADATEK),
        data=today().isoformat(),
        uzytkownikId=month.office.id,
    )
    assert (await month.office.saw(f"/contracts/contracts/{contract}/balance"))["zaplacono"] == 0
    await approve_payment(month, payment)
    balance = await month.office.saw(f"/contracts/contracts/{contract}/balance")
    assert balance == {
        "suma": float(SUMA),
        "zaplacono": float(ZADATEK),
        "doZaplaty": float(SUMA - ZADATEK),
        "doZwrotu": 0,
    }
    receipt = await month.office.did("/documents/documents", rodzaj="KP", contractId=contract, paymentId=payment)
    printed = await month.office.printed(f"/documents/documents/{receipt['id']}/file")
    said = text_of(printed.content)
    assert receipt["numer"] in said
    assert "trzynaście tysięcy sześćset złotych" in said
    advance = await month.accountant.did("/documents/documents", rodzaj="FZ", contractId=contract, paymentId=payment)
    first = await month.accountant.printed(f"/documents/documents/{advance['id']}/file")
    again = await month.accountant.printed(f"/documents/documents/{advance['id']}/file")
    assert first.content == again.content
    assert await sent_to_ksef(month, advance["id"]) == ("ZAL", f"{ZADATEK}")


async def sent_to_ksef(month: Month, document: str) -> tuple[str | None, str | None]:
    """Kind and amount of an invoice's FA(3), which the official schema accepts, and KSeF: it gives a number."""
    xml = (await month.accountant.printed(f"/documents/documents/{document}/file", format="xml")).text
    validate_fa3_xml_xsd(xml)
    invoice = ET.fromstring(xml)  # noqa: S314 - a file of our own making
    number = f"{invoice.findtext('.//{*}Podmiot1//{*}NIP')}-{today():%Y%m%d}-{secrets.token_hex(6).upper()}"
    number = f"{number}-{crc_8(number):02X}"
    await month.accountant.changed(f"/documents/documents/{document}/ksef", numerKsef=number)
    return invoice.findtext(".//{*}RodzajFaktury"), invoice.findtext(".//{*}P_15")


async def approve_payment(month: Month, payment: str) -> None:
    """The accountant approves the entry of a payment; whoever recorded it may not."""
    (row,) = (await month.office.saw("/contracts/payment_methods", id=payment))["items"]
    entry = f"/finance/transactions/{row['transaction_id']}/approve"
    await month.office.refused(403, entry)
    done = await month.accountant.did(entry)
    assert done["oczekuje"] is False


async def kitchen_is_ordered_and_cut(month: Month) -> None:
    """Purchase orders go out and come in, boards are cut, and what the kitchen is made of leaves the stock by a WZ."""
    contract = month.contract
    sent = (today() - timedelta(days=1)).isoformat()
    orders = [
        await month.designer.made(
            "/contracts/purchase_orders",
            contractId=contract,
            nazwa=name,
            ilosc=1,
            jednostka="szt.",
            dostawca=supplier,
            dataWyslania=sent,
        )
        for name, supplier in (
            ("Blat kwarcowy 20 mm wg rysunku", "Blaty Granex"),
            ("Fronty lakierowane", "Lakiernia Połysk"),
        )
    ]
    for order in orders:
        await month.designer.changed("/contracts/purchase_orders", id=order, dataOdbioru=today().isoformat())
    shelf = await month.storekeeper.made("/warehouse/locations", nazwa="Regał A")
    board = await month.storekeeper.made(
        "/warehouse/materials",
        typ="plyta_laminowana",
        producent="Egger",
        symbol="W1000 ST9",
        dlugosc=2800,
        szerokosc=2070,
        grubosc=18,
        cala=True,
        ilosc=4,
        contractId=contract,
        locationId=shelf,
        cenaZakupu="320.00",
    )
    cut = await month.storekeeper.did(
        f"/warehouse/materials/{board}/cut",
        formatki=[{"dl": 720, "szer": 560, "szt": 6}],
        resztki=[{"dl": 900, "szer": 600}],
    )
    assert cut["ilosc"] == 3
    issue = await month.storekeeper.made(
        "/warehouse/goods_issues",
        contractId=contract,
        nr="AUTO",
        data=today().isoformat(),
        kwota="960.00",
        locationId=shelf,
        pozycje=[{"materialId": board, "ilosc": 3, "jednostka": "szt.", "cena": "320.00"}],
    )
    await month.storekeeper.refused(
        409,
        "/warehouse/goods_issues",
        contractId=contract,
        nr="AUTO",
        data=today().isoformat(),
        kwota="320.00",
        locationId=shelf,
        pozycje=[{"materialId": board, "ilosc": 1, "jednostka": "szt.", "cena": "320.00"}],
    )
    assert (await month.storekeeper.saw("/warehouse/goods_issues", id=issue))["items"][0]["nr"].endswith("/001")


async def installation_moves_around_a_blocked_day(month: Month) -> None:
    """The agreed day turns out to be blocked; the office moves the installation, and the agreed day follows."""
    contract = month.contract
    await month.office.made("/contracts/worker_assignments", contractId=contract, uzytkownikId=month.fitter.id)
    planned, blocked = workday(7), workday(9)
    event = await month.office.made(
        "/calendar/events",
        pracownikId=month.fitter.id,
        typ="montaz_kuchni",
        contractId=contract,
        data=f"{planned}T08:00:00",
        opcje={"dni": 1},
    )
    await month.office.made("/calendar/blocked_days", dzien=blocked.isoformat())
    refused = await month.designer.refused(
        409,
        "/calendar/events",
        pracownikId=month.fitter.id,
        typ="montaz_kuchni",
        contractId=contract,
        data=f"{blocked}T08:00:00",
    )
    assert refused["code"] == "blocked_day"
    busy = await month.designer.refused(
        409,
        "/calendar/events",
        pracownikId=month.fitter.id,
        typ="montaz_kuchni",
        contractId=contract,
        data=f"{planned}T12:00:00",
    )
    assert busy["code"] == "worker_busy"
    moved_to = workday(12)
    new = await month.office.made(
        "/calendar/events",
        pracownikId=month.fitter.id,
        typ="montaz_kuchni",
        contractId=contract,
        data=f"{moved_to}T08:00:00",
    )
    await month.office.made("/calendar/reschedules", fromEventId=event, toEventId=new, powod="Inwentaryzacja")
    dates = await month.fitter.saw("/contracts/installation_dates", contractId=contract, sortField="createdAt")
    assert dates["items"][-1]["data"].startswith(moved_to.isoformat())


async def balance_is_taken_and_handed_over(month: Month) -> None:
    """The instalment comes by transfer; the fitter takes the rest in cash and hands it to the office."""
    rata = await month.office.made(
        "/contracts/payment_methods",
        contractId=month.contract,
        typ="Rata",
        rodzaj="przelew",
        cena=str(RATA),
        data=today().isoformat(),
    )
    await approve_payment(month, rata)
    rest = await month.office.made(
        "/contracts/payment_methods",
        contractId=month.contract,
        typ="Doplata",
        rodzaj="gotowka",
        cena=str(DOPLATA),
        data=today().isoformat(),
        uzytkownikId=month.fitter.id,
    )
    await approve_payment(month, rest)
    transfer = await month.fitter.did("/finance/transfer", odbiorcaId=month.office.id, kwota=str(DOPLATA))
    await month.designer.refused(403, f"/finance/transfer/{transfer['id']}/accept")
    assert (await month.office.did(f"/finance/transfer/{transfer['id']}/accept"))["status"] == "zaakceptowany"
    await month.office.refused(409, f"/finance/transfer/{transfer['id']}/accept")
    too_much = await month.fitter.refused(409, "/finance/transfer", odbiorcaId=month.office.id, kwota="0.01")
    assert too_much["code"] == "brak_srodkow"


async def work_is_accepted_and_invoiced(month: Month) -> None:
    """The customer accepts, the warranty starts; the final invoice deducts the advance, with its FA(3)."""
    contract = month.contract
    await month.fitter.made("/contracts/assembly_notes", contractId=contract, uwagi="Blenda 40 mm z prawej.")
    await month.office.changed("/contracts/contracts", id=contract, zakonczona=True)
    for kind in ("PRO", "GW"):
        made = await month.office.did("/documents/documents", rodzaj=kind, contractId=contract)
        said = text_of((await month.office.printed(f"/documents/documents/{made['id']}/file")).content)
        assert f"K/{today():%Y}/041" in said
    final = await month.accountant.did("/documents/documents", rodzaj="FK", contractId=contract)
    assert await sent_to_ksef(month, final["id"]) == ("ROZ", f"{SUMA - ZADATEK}")
    pdf = text_of((await month.accountant.printed(f"/documents/documents/{final['id']}/file")).content)
    assert final["numer"] in pdf
    assert "dwadzieścia tysięcy czterysta złotych" in pdf
    await month.office.made(
        "/contracts/work_ratings",
        contractId=contract,
        uzytkownikId=month.fitter.id,
        kwota=1200,
        ocena=5,
        typPracownika="montazysta",
    )


async def contract_is_settled_once(month: Month) -> None:
    """The accountant settles; a second time it is refused, and so is whatever would change what was settled."""
    contract = month.contract
    await month.office.refused(403, f"/contracts/contracts/{contract}/settle")
    await month.accountant.did(f"/contracts/contracts/{contract}/settle")
    again = await month.accountant.refused(400, f"/contracts/contracts/{contract}/settle")
    assert again["code"] == "already_settled"
    profit = await month.accountant.saw(f"/controlling/contracts/{contract}/profit")
    # Three boards by the goods issue; the fourth was cut for it, but for the share of its offcut, 29.81.
    assert (profit["materialBrutto"], profit["robocizna"], profit["niskaMarza"]) == (1250.19, 1200, False)
    # Nobody said what of it is VAT: 23 % of the net price, of the boards 780.49 and of the cut one 235.93.
    assert profit["material"] == 1016.42
    gates = (await month.designer.saw(f"/controlling/contracts/{contract}/readiness"))["bramki"]
    assert [gate["kod"] for gate in gates if not gate["otwarta"]] == []
    late = await month.office.refused(
        409, "/contracts/payment_methods", contractId=contract, typ="Rata", rodzaj="gotowka", cena="1.00"
    )
    assert late["code"] == "contract_settled"
