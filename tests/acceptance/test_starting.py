"""Starting as the README says: the demo is set up, says how to sign in, stops in order, and starts again as it was."""

import json
import re
from pathlib import Path

import httpx
import pytest
from demo_servers import set_up
from demo_studio import Demo

from serving import bottega, wait_until


@pytest.fixture(scope="session")
def first_start(common_folder: Path) -> list[str]:
    """What the first start printed, and how it ended."""
    set_up(common_folder)
    return json.loads((common_folder / "first_start.json").read_text())


def test_the_first_start_shows_steps_an_address_and_whom_to_sign_in_as_and_stops_in_order(first_start: list[str]):
    shown = [line for line in first_start if line.startswith("Sign in as ")]
    [at] = [n for n, line in enumerate(first_start) if re.match(r"Bottega runs at http://127\.0\.0\.1:\d+ ", line)]
    assert "Setting up the demo studio …\n" in first_start[:at]
    assert shown == first_start[at + 1 : at + 1 + len(shown)]
    assert shown[0].startswith("Sign in as superadmin: superadmin@example.com with the password in ")
    assert len(shown) == 1 + 14, "everybody of the demo"
    assert all(" (sees " in line for line in shown[1:])
    assert first_start[-1] == "stopped with 0"


def test_everybody_the_start_names_gets_in_and_a_wrong_password_does_not(demo: Demo):
    assert len(demo.passwords) == 14
    for address in demo.passwords:
        profile = demo.sign_in(address).saw("/auth/profile")
        assert profile["email"] == address
    assert demo.login("marek@example.com", "Jesion-2025!").status_code == 401


def test_the_first_superadministrator_gets_in_with_the_password_that_lies_in_a_private_file(
    first_start: list[str], demo: Demo
):
    [told] = re.findall(r"superadmin@example\.com with the password in (.+): read it", "".join(first_start))
    assert Path(told).stat().st_mode & 0o077 == 0
    [password] = re.findall(r"superadmin@example\.com with the password (\S+)", Path(told).read_text())
    assert demo.sign_in("superadmin@example.com", password).saw("/auth/profile")["email"] == ("superadmin@example.com")
    assert password not in "".join([*first_start, *demo.served.out, *demo.served.errors])


def test_whoever_looks_after_the_server_sees_that_it_is_well(demo: Demo):
    ready = httpx.get(f"{demo.address}/readyz").json()
    assert ready["ready"] is True
    assert {"database", "migrations", "worker", "announcements"} <= {*ready["checks"]}
    assert ready["jobs"]["set_aside"] == 0
    assert ready["restarts"]["worker"] == 0
    metrics = httpx.get(f"{demo.address}/metrics").text
    for name in ("bottega_jobs_set_aside", "bottega_oldest_job_seconds", "bottega_restarts_total"):
        assert f"\n# TYPE {name} " in metrics


def test_the_demo_agrees_with_itself(demo: Demo):
    # Looked at again if it does not: other tests write between two questions of the check.
    wait_until(lambda: bottega(demo.served.data, "demo", "--check", seconds=120).returncode == 0, 240)
