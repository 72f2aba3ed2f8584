"""What happens by the clock, done now: an operator sets the clock back for a record, and the record's users see it."""

import secrets
from datetime import UTC, datetime

import pytest
from demo_studio import NEIGHBOUR, OWNER, Demo
from test_keys_and_maps import CUSTOMER, MAP
from test_reset_mails import ask, new_colleague

from serving import wait_until

# Work on encrypted values as a process leaves it that dies before the first batch.
INTERRUPTED = """
INSERT INTO resealing (tenant_id, stage, after, not_before) VALUES ($1, '', '', now())
ON CONFLICT (tenant_id) DO UPDATE SET stage = '', after = '', passes = 0, changed = 0, missed = 0, broken = 0,
    done = 0, total = 0, barrier = NULL, pass_from = NULL, started_at = now(), finished_at = NULL, not_before = now()
"""


def test_the_clock_ticks_and_takes_up_every_minute_what_was_interrupted(demo: Demo):
    me = demo.sign_in(NEIGHBOUR)
    demo.sql(INTERRUPTED, me.saw(MAP, entityId=CUSTOMER)["tenantId"])
    wait_until(lambda: me.saw(MAP, entityId=CUSTOMER)["progress"]["running"] is False, 150, pause=1)


@pytest.mark.job("auth.purge")
def test_reset_links_that_ran_out_are_removed(demo: Demo):
    old, new = new_colleague(demo), new_colleague(demo)
    for address in (old, new):
        ask(demo, address)
        wait_until(lambda address=address: demo.mails_to(address), 30)
    users = {one["email"]: one["id"] for one in demo.sign_in(OWNER).saw("/auth/users", pageSize=100)["items"]}
    count = "SELECT count(*) FROM auth_password_resets WHERE user_id = $1"
    expired = "UPDATE auth_password_resets SET expires_at = now() - interval '1 minute' WHERE user_id = $1"
    demo.sql(expired, users[old])
    demo.command("jobs", "run", "auth.purge")
    wait_until(lambda: demo.sql(count, users[old])[0][0] == 0, 30)
    assert demo.sql(count, users[new])[0][0] == 1


@pytest.mark.job("api_keys.sweep")
def test_keys_that_were_lent_for_an_hour_leave_nothing_behind(demo: Demo):
    me = demo.sign_in(OWNER)
    lent, kept = (
        me.did("/api_keys/keys", name=f"{name} {secrets.token_hex(4)}", roles=["Magazynier"])
        for name in ("Wypożyczony", "Stały")
    )
    ended = "UPDATE api_keys_keys SET kind = 'session', expires_at = now() - interval '1 minute' WHERE id = $1"
    demo.sql(ended, lent["id"])
    demo.command("jobs", "run", "api_keys.sweep")
    stored = "SELECT count(*) FROM api_keys_secrets WHERE id = $1"
    wait_until(lambda: demo.sql(stored, lent["id"])[0][0] == 0, 30)
    assert demo.sql(stored, kept["id"])[0][0] == 1
    with demo.stranger() as machine:
        answers = [
            machine.get("/warehouse/locations", headers={"x-api-key": one["secret"]}).status_code
            for one in (lent, kept)
        ]
    assert answers == [401, 200]


@pytest.mark.job("audit_logs.retention")
def test_reads_are_forgotten_after_hours_and_changes_are_not(demo: Demo):
    me = demo.sign_in(NEIGHBOUR)
    place = me.made("/warehouse/locations", nazwa=f"Regał {secrets.token_hex(4)}")
    reads = {"resourceKind": "warehouse.location", "pageSize": 100}

    def read_at() -> list[str]:
        shown = me.saw("/audit_logs/audit-logs/access", **reads)["items"]
        return [one["id"] for one in shown if one["resourceId"] == place]

    me.saw("/warehouse/locations", id=place)
    [first] = wait_until(read_at, 30)
    earlier = (
        "UPDATE access_logs SET created_at = created_at - interval '9 hours'"
        " WHERE $1::uuid = ANY (resource_ids) RETURNING id"
    )
    assert len(demo.sql(earlier, place)) == 1
    me.saw("/warehouse/locations", id=place)
    wait_until(lambda: len(read_at()) == 2, 30)
    demo.command("jobs", "run", "audit_logs.retention")
    [second] = wait_until(lambda: len(left := read_at()) == 1 and left, 30)
    assert second != first
    assert me.saw("/audit_logs/audit-logs/actions", resourceKind="warehouse.location", resourceId=place)["items"]


@pytest.mark.job("finance.audit_ledger")
def test_the_nightly_audit_finds_what_somebody_changed_past_the_program(demo: Demo):
    me = demo.sign_in(NEIGHBOUR)
    now = datetime.now(UTC).isoformat()
    entry = me.made("/finance/transactions", nazwa="Okucia", kwota="100.00", typ="przychod", rodzaj="przelew", data=now)
    me.did(f"/finance/transactions/{entry}/storno")
    assert me.saw("/finance/ledger/audit")["zgodna"] is True
    change = (
        "UPDATE finance_transactions SET kwota = kwota + $2::int WHERE linked_entity_id = $1 AND charakter = 'storno'"
    )
    demo.sql(change, entry, 1)
    try:
        demo.command("jobs", "run", "finance.audit_ledger")
        found = wait_until(lambda: me.saw("/finance/ledger_findings", kod="storno")["items"], 30)
    finally:
        demo.sql(change, entry, -1)
    assert [(one["jest"], one["powinno_byc"]) for one in found] == [("101.00", "100.00")]
    assert me.saw("/finance/ledger/audit")["zgodna"] is True
