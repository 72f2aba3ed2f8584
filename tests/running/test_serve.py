"""Serving: everything starts with one command, whatever dies comes back, and stopping loses nothing."""

import base64
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from bottega.kernel.http import process_report
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.settings import Settings
from serving import Serving, bottega, command_line, environment, wait_until

EVERYWHERE = "0.0.0.0"  # noqa: S104 - that others could reach it is the point


def refused(data: Path, *arguments: str, **settings: str) -> str:
    """Start in vain; the one sentence that says why."""
    done = bottega(data, "serve", "--port", "0", "--stand-in", "stand_in", *arguments, **settings)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stdout + done.stderr
    return done.stderr.strip()


def test_the_first_start_shows_how_to_sign_in_and_the_second_does_not(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data folder"
    with Serving(data, cwd=tmp_path) as first:
        kept = data / "secrets" / "first-sign-in.txt"
        wait_until(lambda: first.says(f"superadmin@example.com with the password in {kept}: read it"))
        assert kept.read_text() == "superadmin: superadmin@example.com with the password shown-once\n"
        assert kept.stat().st_mode & 0o777 == 0o600
        assert kept.parent.stat().st_mode & 0o777 == 0o700
        assert not first.says("shown-once")
        assert first.get("/query") == {"users": 1}
    with Serving(data, cwd=Path("/")) as second:
        assert second.get("/query") == {"users": 1}
    assert not second.says("password")
    assert first.errors == second.errors == []


def test_several_processes_answer_on_one_port(tmp_path: Path) -> None:
    with Serving(tmp_path, "--workers", "2") as serving:
        pids = set[int]()
        wait_until(lambda: pids.add(serving.get("/")["pid"]) or len(pids) == 2)
        assert pids == {child.pid for child in serving.processes() if "http-process" in command_line(child)}


def test_a_second_serve_on_the_same_data_says_where_the_first_is(tmp_path: Path) -> None:
    with Serving(tmp_path) as first:
        sentence = refused(tmp_path)
        assert f"already serves the data folder {tmp_path} at {first.address}" in sentence
        assert first.get("/query") == {"users": 1}


def test_a_port_in_use_is_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert refused(tmp_path, "--port", port).startswith(f"Port {port} of 127.0.0.1 is in use")


def test_a_host_that_is_not_ours_is_a_sentence(tmp_path: Path) -> None:
    assert "192.0.2.1" in refused(tmp_path, "--host", "192.0.2.1")


def test_a_data_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be made" in refused(tmp_path / "file" / "data")


def test_a_database_that_does_not_answer_is_a_sentence_without_its_password(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as placeholder:
        port = placeholder.getsockname()[1]
    sentence = refused(tmp_path, DATABASE_URL=f"postgresql://me:hush@127.0.0.1:{port}/shop")
    assert sentence.startswith(f"The database at 127.0.0.1:{port} cannot be reached")
    assert "hush" not in sentence


def test_a_database_address_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    assert "DATABASE_URL must read" in refused(tmp_path, DATABASE_URL="mysql://me:hush@127.0.0.1/shop")


def test_a_server_that_is_too_old_is_a_sentence(tmp_path: Path) -> None:
    assert "18 or newer" in refused(tmp_path, "--stand-in", "stand_in_for_an_old_server")


def test_a_setting_that_makes_no_sense_is_a_sentence_with_its_name(tmp_path: Path) -> None:
    assert "BOTTEGA_WORKERS: Input should be less than or equal to 64." in refused(tmp_path, BOTTEGA_WORKERS="65")


def test_who_was_let_in_is_told_even_if_the_start_fails_afterwards(tmp_path: Path) -> None:
    serving = Serving(tmp_path, "--demo", stand_in="stand_in_for_a_failing_demo")
    assert serving.wait(60) == 2
    assert serving.says("superadmin@example.com with the password in ")
    assert "shown-once" in (tmp_path / "secrets" / "first-sign-in.txt").read_text()
    assert serving.errors == ["The demo studio is closed today.\n"]


def test_demo_users_are_shown_and_refused_in_production(tmp_path: Path) -> None:
    with Serving(tmp_path, "--demo") as serving:
        wait_until(lambda: serving.says("owner@demo.example with the password demo-password"))
    assert "BOTTEGA_PRODUCTION" in refused(tmp_path, "--demo", BOTTEGA_PRODUCTION="true")


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.1", "workshop.example"])
def test_a_demo_that_others_reach_needs_a_password_of_its_own(tmp_path: Path, host: str) -> None:
    began = time.monotonic()
    sentence = refused(tmp_path / "data", "--demo", "--host", host)
    assert sentence.startswith(f"Everybody who reaches {host} could sign in with the published password")
    assert "BOTTEGA_DEMO_PASSWORD" in sentence
    assert not (tmp_path / "data").exists()
    assert time.monotonic() - began < 10


def test_a_simple_password_for_the_demo_is_a_sentence(tmp_path: Path) -> None:
    sentence = refused(tmp_path / "data", "--demo", BOTTEGA_DEMO_PASSWORD="simple")
    assert sentence.startswith("BOTTEGA_DEMO_PASSWORD is too simple: One number, One uppercase letter")
    assert not (tmp_path / "data").exists()


def test_a_demo_with_a_password_of_its_own_may_be_reached(tmp_path: Path) -> None:
    with Serving(tmp_path, "--demo", "--host", EVERYWHERE, BOTTEGA_DEMO_PASSWORD="Klon-Dab-77!") as serving:
        assert serving.get("/query") == {"users": 1}
    assert not serving.says("Klon-Dab-77!")


def test_a_terminal_shows_the_first_password_and_keeps_it_nowhere(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "bottega", "--data", str(tmp_path), "init", "--stand-in", "stand_in"]
    ours, theirs = os.openpty()
    with subprocess.Popen(command, env=environment(TERM="xterm"), stdout=theirs) as starting:
        os.close(theirs)
        said = b""
        with suppress(OSError):
            while piece := os.read(ours, 65_536):
                said += piece
        os.close(ours)
        assert starting.wait(60) == 0
    assert b"shown-once" in said
    assert not (tmp_path / "secrets" / "first-sign-in.txt").exists()


def test_another_database_is_used_instead_of_the_embedded_one(tmp_path: Path) -> None:
    other = EmbeddedPostgres()
    address = other.start(tmp_path / "elsewhere", "password")
    try:
        with Serving(tmp_path / "data", DATABASE_URL=address) as serving:
            assert serving.get("/query") == {"users": 1}
            assert not (tmp_path / "data" / "postgres").exists()
    finally:
        other.stop()


def test_a_web_server_that_dies_is_replaced_and_nobody_is_turned_away(tmp_path: Path) -> None:
    with Serving(tmp_path) as serving:
        before = serving.get("/")["pid"]
        psutil.Process(before).kill()
        assert serving.get("/")["pid"] != before
        wait_until(lambda: serving.says("The HTTP process ended unexpectedly (code -9)"))


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    trace = tmp_path / "worker"
    with Serving(tmp_path) as serving:
        before = wait_until(lambda: trace.exists() and trace.read_text())
        serving.process_of("worker-process").kill()
        wait_until(lambda: trace.read_text() not in {"", before})


def test_a_database_that_dies_is_replaced_and_remembers(tmp_path: Path) -> None:
    with Serving(tmp_path) as serving:
        postgres = serving.process_of("postgres", "-D")
        postgres.kill()
        postgres.wait(15)

        def answers() -> bool:
            try:
                return bool(serving.get("/query") == {"users": 1})
            except httpx.HTTPError:
                return False

        wait_until(answers)
        assert serving.process_of("postgres", "-D").pid != postgres.pid


def test_what_keeps_dying_ends_the_serving_with_a_sentence(tmp_path: Path) -> None:
    serving = Serving(tmp_path, stand_in="stand_in_that_dies")
    assert serving.wait(60) == 2
    assert serving.errors[-1].startswith("The HTTP process ended 5 times within 30 seconds of its start")
    assert any('error="RuntimeError: a bug"' in line for line in serving.errors)


def test_a_worker_that_keeps_dying_takes_nothing_with_it(tmp_path: Path) -> None:
    with Serving(tmp_path, stand_in="stand_in_whose_worker_dies") as serving:
        wait_until(lambda: serving.says("The job worker ended unexpectedly (code 1); starting it again in "))
        assert serving.says("everything else goes on")
        assert serving.get("/query") == {"users": 1}
        assert serving.process.poll() is None
        report = process_report.read(tmp_path)
        assert report["worker"].restarts >= 5
        assert not report["worker"].is_steady(seconds=30)
        assert report["http"].restarts == report["database"].restarts == 0


def test_a_web_server_that_keeps_dying_is_started_again_while_people_wait(tmp_path: Path) -> None:
    with Serving(tmp_path) as serving:
        for _ in range(6):
            psutil.Process(serving.get("/")["pid"]).kill()
        assert serving.get("/query") == {"users": 1}
        assert process_report.read(tmp_path)["http"].restarts == 6


def test_stopping_finishes_what_is_in_flight_and_leaves_nothing_running(tmp_path: Path) -> None:
    with Serving(tmp_path, "--workers", "2") as serving:
        wait_until((tmp_path / "worker").exists)
        answers: list[object] = []
        asking = threading.Thread(target=lambda: answers.append(serving.get("/wait")))
        asking.start()
        wait_until((tmp_path / "waiting").exists)
        everything = serving.processes()
        assert len(everything) > 4
        started = time.monotonic()
        serving.process.terminate()
        assert serving.process.wait(15) == 0
        assert time.monotonic() - started < 10
        asking.join()
        assert answers == [{"waited": 2}]
        assert (tmp_path / "worker").read_text() == "stopped"
        assert not [one for one in everything if one.is_running()]
        assert not (tmp_path / "postgres" / "cluster" / "postmaster.pid").exists()
    assert serving.errors == []


def test_a_request_that_never_ends_does_not_keep_it_from_stopping(tmp_path: Path) -> None:
    with Serving(tmp_path) as serving:

        def ask() -> None:
            with pytest.raises(httpx.HTTPError):
                serving.get("/hang")

        asking = threading.Thread(target=ask)
        asking.start()
        wait_until((tmp_path / "hanging").exists)
        started = time.monotonic()
        serving.process.terminate()
        assert serving.process.wait(15) == 0
        assert time.monotonic() - started < 10
        asking.join()


def test_asking_twice_to_stop_stops_at_once(tmp_path: Path) -> None:
    with Serving(tmp_path) as serving:

        def ask() -> None:
            with pytest.raises(httpx.HTTPError):
                serving.get("/hang")

        asking = threading.Thread(target=ask)
        asking.start()
        wait_until((tmp_path / "hanging").exists)
        started = time.monotonic()
        serving.process.send_signal(signal.SIGINT)
        wait_until(lambda: serving.says("Stopping"))
        serving.process.send_signal(signal.SIGINT)
        assert serving.process.wait(15) == 0
        assert time.monotonic() - started < 5
        asking.join()


def test_killing_it_ends_everything_and_the_next_start_finds_everything(tmp_path: Path) -> None:
    with Serving(tmp_path, "--workers", "2") as serving:
        everything = serving.processes()
        serving.process.kill()
        wait_until(lambda: not [one for one in everything if one.is_running()])
    with Serving(tmp_path) as again:
        assert again.get("/query") == {"users": 1}


def test_no_secret_is_on_a_command_line_or_in_an_environment(tmp_path: Path) -> None:
    with Serving(tmp_path) as serving:
        secrets = Secrets.load(Settings(data=tmp_path, jwt_secret=None, master_key=None))
        known = [secrets.jwt.decode(), base64.b64encode(secrets.master).decode()]
        known.append(secrets.database_password("postgres"))
        serving.get("/query")
        said = "".join(serving.out)
        looked_at = 0
        for process in [psutil.Process(serving.process.pid), *serving.processes()]:
            # Sessions of the database come and go meanwhile.
            with suppress(psutil.NoSuchProcess):
                said += " ".join(process.cmdline()) + str(process.environ())
                looked_at += 1
        assert looked_at >= 4
        assert not [secret for secret in known if secret in said]
        for log in (tmp_path / "log").iterdir():
            assert not [secret for secret in known if secret in log.read_text()]


def test_commands_run_beside_a_serving_bottega(tmp_path: Path) -> None:
    with Serving(tmp_path) as serving:
        assert bottega(tmp_path, "migrate", "--stand-in", "stand_in").stdout.endswith("The database is up to date.\n")
        question = 'print(await connection.fetchval("SELECT email FROM users"))\n'
        assert "superadmin@example.com" in bottega(tmp_path, "shell", given=question).stdout
        assert serving.get("/query") == {"users": 1}


def test_commands_start_the_database_themselves_when_nobody_serves(tmp_path: Path) -> None:
    first = bottega(tmp_path, "init", "--stand-in", "stand_in")
    assert "Sign in as superadmin" in first.stdout
    again = bottega(tmp_path, "init", "--stand-in", "stand_in")
    assert again.stdout.endswith("The database is ready.\n")
    assert "Sign in" not in again.stdout
    assert not (tmp_path / "postgres" / "cluster" / "postmaster.pid").exists()


def test_a_worker_can_run_alone(tmp_path: Path) -> None:
    trace = tmp_path / "worker"
    command = [sys.executable, "-P", "-m", "bottega", "--data", str(tmp_path), "work", "--stand-in", "stand_in"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as working:
        try:
            wait_until(lambda: trace.exists() and trace.read_text() == str(working.pid))
            working.terminate()
            assert working.wait(15) == 0
        finally:
            working.kill()
    assert trace.read_text() == "stopped"
    assert not (tmp_path / "postgres" / "cluster" / "postmaster.pid").exists()
