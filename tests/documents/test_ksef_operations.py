"""KSeF over the API: the link and code, the number that is entered, and sending, which is off."""

from base64 import urlsafe_b64decode
from hashlib import sha256

from bottega.business.documents.ksef import numbers
from bottega.business.documents.ksef.numbers import crc_8
from conftest import Studio


def number(nip: str = "9991079199", day: str = "20991231", tail: str = "0100001AF629") -> str:
    """A number with a right check sum."""
    text = f"{nip}-{day}-{tail}"
    return f"{text}-{crc_8(text):02X}"


async def invoice(studio: Studio) -> str:
    """An invoice of a business."""
    return (await studio.issue("FV", await studio.contract(await studio.company(), typ="biuro")))["id"]


async def test_the_link_holds_the_hash_of_the_kept_file(studio: Studio) -> None:
    made = await invoice(studio)
    state = (await studio.me.get(f"/documents/documents/{made}/ksef")).json()
    xml = (await studio.file(made, format="xml")).content
    assert urlsafe_b64decode(state["link"].rpartition("/")[2] + "=") == sha256(xml).digest()
    assert state["numerKsef"] is None
    assert state["qr"].startswith("<svg")


async def test_a_number_is_entered_once_and_shown_with_its_code_on_a_copy(studio: Studio) -> None:
    made = await invoice(studio)
    path, given = f"/documents/documents/{made}/ksef", number()
    original = (await studio.file(made)).content
    assert (await studio.file(made, ksef=1)).json()["code"] == "brak_numeru_ksef"
    for _again in range(2):
        assert (await studio.me.put(path, {"numerKsef": given})).json()["numerKsef"] == given
    other = await studio.me.put(path, {"numerKsef": number(tail="0200001AF629")})
    assert other.json()["code"] == "juz_w_ksef"
    assert (await studio.file(made, ksef=0)).content == original
    shown = await studio.file(made)
    assert shown.content != original
    assert shown.content == (await studio.file(made, ksef=1)).content
    assert (await studio.file(made, duplikat=1)).json()["code"] == "faktura_w_ksef"
    assert given in (await studio.file(made, ksef=1, format="html")).text
    detail = (await studio.me.get(f"/documents/documents/{made}")).json()
    assert detail["numer_ksef"] == given
    cancelled = await studio.me.post(f"/documents/documents/{made}/cancel", {"przyczyna": "pomyłka"})
    assert cancelled.json()["code"] == "faktura_w_ksef"


async def test_a_wrong_number_is_refused_by_name(studio: Studio) -> None:
    made = await invoice(studio)
    path = f"/documents/documents/{made}/ksef"
    right = number()
    for wrong in (right[:-1] + ("0" if right[-1] != "0" else "1"), "x", number("5265877635"), number(day="20200101")):
        answer = await studio.me.put(path, {"numerKsef": wrong})
        assert answer.status_code == 400, wrong
        assert answer.json()["details"][0]["path"] == ["numerKsef"]


async def test_the_corrected_invoice_is_named_by_its_ksef_number(studio: Studio) -> None:
    made = await invoice(studio)
    given = number()
    await studio.me.put(f"/documents/documents/{made}/ksef", {"numerKsef": given})
    body = {"przyczyna": "rabat", "pozycje": [{"lp": 1, "cena": 20000}]}
    correction = (await studio.me.post(f"/documents/documents/{made}/correct", body)).json()
    xml = (await studio.file(correction["id"], format="xml")).text
    assert f"<NrKSeFFaKorygowanej>{given}</NrKSeFFaKorygowanej>" in xml


async def test_two_invoices_do_not_share_a_number(studio: Studio) -> None:
    first, second = await invoice(studio), await invoice(studio)
    assert (await studio.me.put(f"/documents/documents/{first}/ksef", {"numerKsef": number()})).status_code == 200
    answer = await studio.me.put(f"/documents/documents/{second}/ksef", {"numerKsef": number()})
    assert answer.status_code == 409
    assert "numerKsef" in answer.json()["fieldErrors"]


async def test_consumers_and_other_documents_have_no_file_for_ksef(studio: Studio) -> None:
    contract = await studio.contract()
    for kind in ("FV", "PF"):
        made = await studio.issue(kind, contract)
        answer = await studio.me.get(f"/documents/documents/{made['id']}/ksef")
        assert answer.json()["code"] == "brak_pliku_ksef"


async def test_sending_is_off_and_an_accepted_invoice_is_never_sent_again(studio: Studio) -> None:
    made = await invoice(studio)
    path = f"/documents/documents/{made}/ksef"
    assert numbers.gateway is None
    assert (await studio.me.post(f"{path}/send")).json()["code"] == "ksef_wylaczony"
    await studio.me.put(path, {"numerKsef": number()})
    assert (await studio.me.post(f"{path}/send")).json()["code"] == "juz_w_ksef"
