"""A job that nobody can do is set aside with its reason: people go on working, and so do the other jobs."""

import re

from demo_studio import OWNER, Demo
from test_months_of_documents import BATCHES, finished, fullest_month
from test_reset_mails import ask, new_colleague

from serving import wait_until

# Tried again with growing pauses before it is given up.
PATIENCE = 120
QUEUE = "INSERT INTO pgqueuer (priority, entrypoint, payload, headers, status) VALUES (0, $1, $2, $3::jsonb, 'queued')"
POISON = {
    "a payload that is not JSON": ("documents.batch", b"\xff\x00 not json", None),
    "a payload without what the job needs": ("customers.import", b"{}", None),
    "headers that cannot be read": ("auth.send_reset", b"{}", '"null"'),
}
# What a module left that was deleted: nobody takes it, and it is set aside when it has waited for a quarter of an hour.
LEFT_OVER = ("nobody.knows_it", b"{}", None)


def listed(demo: Demo) -> list[str]:
    """The jobs that were set aside, a line each."""
    shown = demo.command("jobs", "list", "--state", "set_aside").stdout.splitlines()
    return [line for line in shown if line.startswith("job-")]


def id_of(line: str) -> str:
    """The job that a line is about: job-12."""
    return line.split(maxsplit=1)[0]


def set_aside(demo: Demo) -> float:
    """How many jobs were set aside, as monitoring sees it."""
    answer = demo.answer_of("/metrics")
    found = answer and re.search(r"^bottega_jobs_set_aside(?:\{.*\})? (\S+)$", answer.text, re.MULTILINE)
    return float(found[1]) if found else 0


def test_what_nobody_can_do_is_set_aside_with_its_reason_and_everything_else_goes_on(own_demo: Demo):
    me = own_demo.sign_in(OWNER)
    for job in (LEFT_OVER, *POISON.values()):
        own_demo.sql(QUEUE, *job)
    address, (month, _) = new_colleague(own_demo), fullest_month(me)
    ask(own_demo, address)
    batch = me.did(BATCHES, miesiac=month)["id"]
    wait_until(lambda: own_demo.mails_to(address), 60)
    finished(me, batch)
    wait_until(lambda: set_aside(own_demo) >= len(POISON), PATIENCE, pause=1)
    lines = listed(own_demo)
    for name, _, _ in POISON.values():
        [line] = [one for one in lines if name in one]
        assert len(line.partition(" UTC: ")[2]) > 10, "no reason is given"
    assert own_demo.served.process_of("worker-process").is_running()
    assert not own_demo.served.says("gives up")
    operator_decides(own_demo, lines)


def operator_decides(demo: Demo, lines: list[str]) -> None:
    """One job is tried again, in vain, and dropped like the others."""
    for line in lines:
        demo.command("jobs", "retry" if "customers.import" in line else "drop", id_of(line))
    [again] = wait_until(lambda: listed(demo), PATIENCE, pause=1)
    assert "customers.import" in again
    demo.command("jobs", "drop", id_of(again))
    assert listed(demo) == []
    demo.wait_until_ready()
    wait_until(lambda: set_aside(demo) == 0, 60, pause=1)
