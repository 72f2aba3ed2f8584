"""Personal data law: documents of a person are handed out, and kept, sealed, when the person is forgotten."""

import io
import json
import zipfile
from hashlib import sha256

from conftest import Studio


async def test_documents_are_handed_out_as_data_and_as_they_were_printed(studio: Studio) -> None:
    customer = await studio.person()
    made = await studio.issue("FV", await studio.contract(customer))
    answer = await studio.me.get(f"/privacy/people/{customer}/export")
    assert answer.status_code == 200, answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    [document] = json.loads(archive.read("personal-data.json"))["documents"]
    assert document["numer"] == made["numer"]
    assert document["tresc"]["nabywca"]["nazwa"] == "Żaneta Zalewska"
    (name,) = [one for one in archive.namelist() if one.endswith(".pdf")]
    assert sha256(archive.read(name)).hexdigest() == made["sha256"]


async def test_documents_of_a_forgotten_person_stay_and_the_law_is_named(studio: Studio) -> None:
    customer = await studio.person()
    contract = await studio.contract(customer)
    made = await studio.issue("FV", contract)
    await studio.change(contract, zakonczona=True, rozliczona=True)
    original = (await studio.file(made["id"])).content
    answer = await studio.me.post(f"/privacy/people/{customer}/erase", {}, headers={"accept-language": "pl"})
    assert answer.status_code == 200, answer.text
    assert any("Ordynacja podatkowa" in str(kept) for kept in answer.json()["kept"])
    assert (await studio.file(made["id"])).content == original
