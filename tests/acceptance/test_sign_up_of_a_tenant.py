"""A stranger signs up for a tenant of their own, by a link that comes with the post."""

import re
import secrets

import pytest
from demo_studio import Demo

from serving import wait_until

PASSWORD = "Klonowa-2031!"
SIGN_UP, VERIFY = "/onboarding/onboarding", "/onboarding/onboarding/verify"


def ask(demo: Demo, address: str) -> str:
    """Ask for a tenant; answers the token of the link."""
    said = {
        "email": address,
        "firstName": "Ewa",
        "lastName": "Żak",
        "organizationName": "Meble Żak",
        "password": PASSWORD,
        "confirmPassword": PASSWORD,
        "termsAccepted": True,
        "locale": "pl",
    }
    with demo.stranger() as stranger:
        answer = stranger.post(SIGN_UP, json=said)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "email": address})
    [letter] = demo.mails_to(address)
    assert letter["Subject"] == "Potwierdź adres e-mail, aby dokończyć zakładanie konta"
    body = letter.get_body(("plain",))
    assert body is not None
    [(where, token)] = re.findall(rf"(http\S+)/api{VERIFY}\?token=(\S+)", body.get_content())
    assert where == demo.address
    return token


def test_who_confirms_an_address_has_a_tenant_with_its_dictionaries(demo: Demo):
    address = f"zak-{secrets.token_hex(4)}@example.com"
    token = ask(demo, address)
    assert demo.login(address, PASSWORD).status_code == 401
    with demo.stranger() as stranger:
        first, second = (stranger.get(VERIFY, params={"token": token}, follow_redirects=False) for _ in range(2))
    assert first.status_code == second.status_code == 307
    assert first.headers["location"] == second.headers["location"]
    assert first.headers["location"].startswith(f"{demo.address}/login?tenant=")
    me = demo.sign_in(address, PASSWORD)
    assert [one["email"] for one in me.saw("/auth/users")["items"]] == [address]
    assert me.saw("/customers/people")["total"] == 0
    # What every tenant begins with comes from the worker.
    wait_until(lambda: "currency" in {one["key"] for one in me.saw("/dictionaries")["items"]}, 60)


@pytest.mark.job("onboarding.purge")
def test_requests_that_ran_out_are_removed(demo: Demo):
    before = {row[0] for row in demo.sql("SELECT id FROM onboarding_requests")}
    ask(demo, f"zak-{secrets.token_hex(4)}@example.com")
    [made] = {row[0] for row in demo.sql("SELECT id FROM onboarding_requests")} - before
    demo.sql("UPDATE onboarding_requests SET expires_at = now() - interval '1 minute' WHERE id = $1", made)
    demo.command("jobs", "run", "onboarding.purge")
    wait_until(lambda: demo.sql("SELECT count(*) FROM onboarding_requests WHERE id = $1", made)[0][0] == 0, 30)
