"""Addresses of e-mail: those that exist are taken, in any alphabet, and those that cannot exist are refused."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from bottega.kernel.schemas import Email
from callers import Invite

ADDRESS: TypeAdapter[str] = TypeAdapter(Email)


@pytest.mark.parametrize(
    "text",
    ["o'neil+kuchnia@example.com", "biuro@kuchnie-łódź.pl", "a@b.pl", "jan.maria@poczta.studio.example", "ą@b.pl"],
)
def test_an_address_is_taken_as_it_is(text: str) -> None:
    assert ADDRESS.validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "jan@example.com.",
        "jan@x-.pl",
        "jan@-x.pl",
        "jan@.pl",
        "jan@x..pl",
        "jan@pl",
        ".jan@x.pl",
        "jan.@x.pl",
        "ja..n@x.pl",
        "jan@",
        "@x.pl",
        "jan",
        "jan kos@x.pl",
        "jan@x.pl,ewa@x.pl",
        f"jan@{'x' * 64}.pl",
        f"{'j' * 65}@x.pl",
        "jan@x-.y.pl",
        "jan@x.pl-",
    ],
)
def test_what_can_be_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        ADDRESS.validate_python(text)


@pytest.mark.parametrize("text", ["jan@example.com.", "jan@x-.pl"])
async def test_forms_and_imports_refuse_it_alike(caller: Invite, text: str) -> None:
    me = await caller("customers.*", "auth.*")
    who: dict[str, Any] = {"firstName": "Jan", "lastName": "Kos", "displayName": "Jan Kos", "primaryEmail": text}
    for path, body in (
        ("/customers/people", who),
        ("/customers/companies", who),
        ("/auth/users", {"email": text, "password": "Jesion-2026!", "organizationId": str(me.organization_id)}),
    ):
        answer = await me.post(path, body)
        assert answer.status_code == 400, answer.text
        assert answer.json()["details"][0]["path"][0] in ("primaryEmail", "email")
    file = {"file": ("a.csv", f"Imię;Nazwisko;Email\r\nJan;Kos;{text}\r\n".encode(), "text/csv")}
    report = (await me.post("/customers/people/import", files=file, data={"dryRun": "true"})).json()
    assert (report["created"], report["rejected"]) == (0, 1)
    assert (await me.get("/customers/people")).json()["total"] == 0
