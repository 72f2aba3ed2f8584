"""An import that is too long for a request: queued, done by the worker, followed, and undone as one."""

import secrets

import pytest
from demo_studio import OWNER, UNDO, Colleague, Demo, Json

# One more than a request does itself.
MANY = 1_001
HEAD = "Imię;Nazwisko;E-mail;Telefon;Ulica;Kod pocztowy;Miejscowość"


def sheet(surname: str, count: int) -> bytes:
    """A list as a Polish spreadsheet program saves it, of people whose telephones nobody else has."""
    first = 500_000_000 + 2_000 * secrets.randbelow(100_000)
    rows = [f"Łucja{n};{surname};l{n}@{surname}.example.com;{first + n};Żabia {n};61-001;Poznań" for n in range(count)]
    return "\r\n".join([HEAD, *rows]).encode("cp1250")


def send(me: Colleague, content: bytes, status: int = 202) -> Json:
    """Send a file; what the answer says about it."""
    answer = me.post("/customers/people/import", files={"file": ("klienci.csv", content, "text/csv")})
    assert answer.status_code == status, answer.text[:1000]
    return answer.json()


@pytest.mark.job("customers.import")
def test_a_thousand_and_one_people_are_imported_found_and_undone(demo: Demo):
    me, surname = demo.sign_in(OWNER), f"Próbna{secrets.token_hex(4)}"
    sent = send(me, sheet(surname, MANY))
    assert (sent["state"], sent["rows"]) == ("queued", MANY)
    done = me.followed(f"/customers/people/imports/{sent['importId']}", "state", "done", "failed")
    assert (done["state"], done["created"], done["done"], done["error"]) == ("done", MANY, MANY, None)
    assert me.total("/customers/people", search=surname) == MANY
    [last] = me.saw("/customers/people", search=f"Łucja{MANY - 1} {surname}")["items"]
    assert last["display_name"] == f"Łucja{MANY - 1} {surname}"
    me.did(UNDO, undoToken=done["undoToken"])
    assert me.total("/customers/people", search=surname) == 0
    again = me.refused(400, UNDO, undoToken=done["undoToken"])
    assert again["error"]


def test_a_thousand_people_are_there_with_the_answer(demo: Demo):
    me, surname = demo.sign_in(OWNER), f"Szybka{secrets.token_hex(4)}"
    assert send(me, sheet(surname, MANY - 1), 200)["created"] == MANY - 1
    assert me.total("/customers/people", search=surname) == MANY - 1
