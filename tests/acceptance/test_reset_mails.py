"""Mails to those who sign in, over the outbox: of a forgotten password, and of a new address."""

import re
import secrets

import pytest
from demo_studio import OWNER, Demo

from serving import wait_until

PASSWORD, ANOTHER = "Dabrowa-1999!", "Jarzebina-2001!"


def new_colleague(demo: Demo) -> str:
    """Somebody who starts to work here; answers the address."""
    address = f"nowa-{secrets.token_hex(4)}@example.com"
    demo.sign_in(OWNER).made("/auth/users", email=address, password=PASSWORD, name="Nowa Osoba", roles=["Projektant"])
    return address


def ask(demo: Demo, address: str) -> None:
    """What anybody can do who knows an address."""
    with demo.stranger() as stranger:
        answer = stranger.post("/auth/reset", data={"email": address})
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def confirm(demo: Demo, token: str, password: str) -> tuple[int, str | None]:
    """Follow a link; the status, and what was wrong."""
    with demo.stranger() as stranger:
        answer = stranger.post("/auth/reset/confirm", data={"token": token, "password": password})
    return answer.status_code, answer.json().get("error")


@pytest.mark.job("auth.send_reset")
def test_the_mail_comes_and_its_link_works_once_and_ends_what_was_open(demo: Demo):
    address = new_colleague(demo)
    before = demo.sign_in(address, PASSWORD)
    ask(demo, address)
    [letter] = wait_until(lambda: demo.mails_to(address), 30)
    assert letter["Subject"] == "Ustaw nowe hasło"
    body = letter.get_body(("plain",))
    assert body is not None
    [(where, token)] = re.findall(r"(http\S+)/reset/(\S+)", body.get_content())
    assert where == demo.address
    assert before.get("/auth/profile").status_code == 200
    assert confirm(demo, token, ANOTHER) == (200, None)
    assert confirm(demo, token, PASSWORD) == (400, "Link jest nieprawidłowy lub wygasł")
    assert before.get("/auth/profile").status_code == 401
    assert demo.login(address, PASSWORD).status_code == 401
    assert demo.login(address, ANOTHER).status_code == 200


def test_whoever_asks_for_an_address_that_nobody_has_learns_nothing_and_disturbs_nobody(demo: Demo):
    stranger, known = f"nikt-{secrets.token_hex(4)}@example.com", new_colleague(demo)
    ask(demo, stranger)
    ask(demo, known)
    wait_until(lambda: demo.mails_to(known), 30)
    assert demo.mails_to(stranger) == []
    assert demo.is_ready()


@pytest.mark.job("auth.send_address_changed")
def test_both_addresses_hear_of_a_new_one_by_mail(demo: Demo):
    old, new = new_colleague(demo), f"inna-{secrets.token_hex(4)}@example.com"
    me = demo.sign_in(old, PASSWORD)
    me.changed("/auth/profile", email=new, currentPassword=PASSWORD)
    for address in (old, new):
        [letter] = wait_until(lambda address=address: demo.mails_to(address), 30)
        assert new in letter.get_body(("plain",)).get_content()
    assert demo.login(new, PASSWORD).status_code == 200


@pytest.mark.job("auth.send_invitation")
def test_a_new_colleague_gets_an_invitation_and_sets_a_password(demo: Demo):
    address = f"zaproszona-{secrets.token_hex(4)}@example.com"
    owner = demo.sign_in(OWNER)
    owner.made("/auth/users", email=address, name="Nowa Osoba", roles=["Montażysta"])
    [letter] = wait_until(lambda: demo.mails_to(address), 30)
    body = letter.get_body(("plain",))
    assert body is not None
    [(where, token)] = re.findall(r"(http\S+)/invitation/(\S+)", body.get_content())
    assert where == demo.address
    assert demo.login(address, PASSWORD).status_code == 401
    with demo.stranger() as stranger:
        answer = stranger.post("/auth/invitations/accept", data={"token": token, "password": PASSWORD})
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "redirect": "/login"})
    assert demo.login(address, PASSWORD).status_code == 200
