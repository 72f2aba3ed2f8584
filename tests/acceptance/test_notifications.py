"""Notifications: mailed at once or once a day, dismissed by the clock, and told of what is late."""

import secrets
from typing import Any

import pytest
from demo_studio import OWNER, Demo, Json
from test_reset_mails import PASSWORD, new_colleague

from serving import wait_until

# The one that was signed last.
OPEN = {"rozliczona": "false", "zakonczona": "false", "sortField": "dataPodpisania", "sortDir": "desc", "pageSize": 1}
CONTRACT = " FROM contracts_contracts WHERE id = $1 RETURNING id"
INSTALMENT = (
    "INSERT INTO contracts_planned_payments (tenant_id, organization_id, contract_id, typ, rodzaj, cena, data)"
    " SELECT tenant_id, organization_id, id, 'rata', 'przelew', 900000, current_date - 3"
)
TOMORROW = (
    "INSERT INTO contracts_installation_dates (tenant_id, organization_id, contract_id, data)"
    " SELECT tenant_id, organization_id, id, current_date + interval '1 day 12 hours'"
)
WARRANTY = (
    "UPDATE contracts_contracts SET zakonczona = true, zakonczona_at = now() - interval '24 months' + interval '9 days'"
    " WHERE id = $1 RETURNING id"
)


def told(demo: Demo, who: Any, **content: Any) -> str:
    """The owner tells somebody something; answers the title."""
    title = f"Zebranie {secrets.token_hex(4)}"
    demo.sign_in(OWNER).made(
        "/notifications",
        type="studio.meeting",
        title=title,
        recipientUserId=who.saw("/ui/boot")["user"]["id"],
        **content,
    )
    return title


def titles(demo: Demo, address: str) -> list[str]:
    return [str(one["Subject"]) for one in demo.mails_to(address)]


@pytest.mark.job("notifications.deliver")
def test_what_somebody_is_told_is_mailed_to_them(demo: Demo):
    address = new_colleague(demo)
    reader = demo.sign_in(address, PASSWORD)
    title = told(demo, reader, body="O dziewiątej")
    [letter] = wait_until(lambda: title in titles(demo, address) and demo.mails_to(address), 30)
    assert letter["List-Unsubscribe"]
    assert [one["title"] for one in reader.saw("/notifications", type="studio.meeting")["items"]] == [title]


@pytest.mark.job("notifications.digest")
@pytest.mark.job("notifications.summaries")
def test_who_wants_one_mail_a_day_gets_one(demo: Demo):
    address = new_colleague(demo)
    reader = demo.sign_in(address, PASSWORD)
    reader.changed("/notifications/preferences", language="pl", channels={"notifications.other": "daily"})
    said = [told(demo, reader) for _ in range(2)]
    waits = "SELECT count(*) FROM notifications_notifications WHERE title = ANY($1) AND mail = 'daily'"
    wait_until(lambda: demo.sql(waits, said)[0][0] == 2, 30)
    demo.command("jobs", "run", "notifications.digest")
    wait_until(lambda: titles(demo, address) == ["Twoje powiadomienia: 2"], 30)


@pytest.mark.job("notifications.cleanup_expired")
def test_what_is_out_of_date_is_dismissed(demo: Demo):
    reader = demo.sign_in(new_colleague(demo), PASSWORD)
    old, new = told(demo, reader, expiresAt="2026-01-01T00:00:00Z"), told(demo, reader)
    demo.command("jobs", "run", "notifications.cleanup_expired")
    shown = {"type": "studio.meeting"}
    wait_until(lambda: [one["title"] for one in reader.saw("/notifications", **shown)["items"]] == [new], 30)
    assert [one["title"] for one in reader.saw("/notifications", **shown, status="dismissed")["items"]] == [old]


def about(demo: Demo, kind: str, contract: str) -> list[Json]:
    return demo.sign_in(OWNER).saw("/notifications", type=kind, sourceEntityId=contract)["items"]


def noticed(demo: Demo, job: str, kind: str, change: str) -> None:
    """Change a contract past the program, run a job, and see that the owner is told of it once."""
    [contract] = demo.sign_in(OWNER).saw("/contracts/contracts", **OPEN)["items"]
    assert len(demo.sql(change, contract["id"])) == 1
    before = len(about(demo, kind, contract["id"]))
    demo.command("jobs", "run", job)
    found = wait_until(lambda: len(now := about(demo, kind, contract["id"])) > before and now, 60)
    assert contract["numer"] in found[0]["title"]


@pytest.mark.job("contracts.remind")
def test_an_instalment_that_is_overdue_is_told(demo: Demo):
    noticed(demo, "contracts.remind", "contracts.instalment.overdue", INSTALMENT + CONTRACT)


@pytest.mark.job("controlling.warn_installations")
def test_an_installation_of_tomorrow_that_is_not_ready_is_told(demo: Demo):
    noticed(demo, "controlling.warn_installations", "controlling.installation.not_ready", TOMORROW + CONTRACT)


@pytest.mark.job("documents.remind_warranties")
def test_a_warranty_that_ends_is_told(demo: Demo):
    noticed(demo, "documents.remind_warranties", "documents.warranty.ending", WARRANTY)
