"""The secrets of an installation: made once, kept private, the same for everybody who shares a master key."""

import base64
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.startup_errors import StartError
from bottega.settings import Settings

MASTER = base64.b64encode(bytes(range(32))).decode()
JWT = "a-secret-of-more-than-thirty-two-bytes"

LOAD = """
import sys
from bottega.kernel.keys.secrets import Secrets
from bottega.settings import Settings
secrets = Secrets.load(Settings(data=sys.argv[1]))
print(secrets.jwt.hex(), secrets.master.hex())
"""


def settings_of(data: Path, **values: object) -> Settings:
    """Settings that do not depend on the environment of whoever runs the tests."""
    return Settings(**{"data": data, "jwt_secret": None, "master_key": None, **values})


def test_the_first_load_makes_secrets_and_the_next_reads_them(tmp_path: Path) -> None:
    first = Secrets.load(settings_of(tmp_path))
    assert first == Secrets.load(settings_of(tmp_path))
    assert len(first.master) == 32
    assert len(first.jwt) >= 32
    assert first != Secrets.load(settings_of(tmp_path / "other"))


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    Secrets.load(settings_of(tmp_path / "data"))
    folder = tmp_path / "data" / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(file.name for file in folder.iterdir()) == ["jwt.key", "master.key"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    def load(_: int) -> str:
        command = [sys.executable, "-c", LOAD, str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(load, range(4)))) == 1


def test_settings_win_over_files(tmp_path: Path) -> None:
    secrets = Secrets.load(settings_of(tmp_path, jwt_secret=JWT, master_key=MASTER))
    assert secrets == Secrets(jwt=JWT.encode(), master=bytes(range(32)))
    assert not (tmp_path / "secrets").exists()


def test_a_stored_key_may_be_moved_into_the_settings(tmp_path: Path) -> None:
    stored = Secrets.load(settings_of(tmp_path))
    moved = {
        "jwt_secret": (tmp_path / "secrets" / "jwt.key").read_text().strip(),
        "master_key": (tmp_path / "secrets" / "master.key").read_text().strip(),
    }
    assert Secrets.load(settings_of(tmp_path / "elsewhere", **moved)) == stored


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"jwt_secret": "short"}, "JWT_SECRET must have at least 32 bytes"),
        ({"master_key": "not base64!"}, "master key must be base64 of 32 bytes"),
        ({"master_key": base64.b64encode(b"short").decode()}, "master key must be base64 of 32 bytes"),
    ],
)
def test_a_malformed_secret_is_refused_without_being_shown(
    tmp_path: Path, values: dict[str, str], sentence: str
) -> None:
    with pytest.raises(StartError, match=sentence) as refusal:
        Secrets.load(settings_of(tmp_path, **values))
    assert not any(value in str(refusal.value) for value in values.values())


def test_a_data_folder_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StartError, match="cannot be made"):
        Secrets.load(settings_of(tmp_path / "data"))


def test_secrets_do_not_show_themselves() -> None:
    secrets = Secrets(jwt=JWT.encode(), master=bytes(range(32)))
    assert repr(secrets) == "Secrets()"


def test_derived_keys_differ_by_purpose_and_master_and_repeat() -> None:
    one, other = Secrets(b"", bytes(32)), Secrets(b"", bytes(range(32)))
    assert one.derive("files") == one.derive("files")
    assert len({one.derive("files"), one.derive("mail"), other.derive("files"), one.master}) == 4
    assert len(one.derive("files")) == 32


def test_database_passwords_agree_wherever_the_master_key_agrees() -> None:
    one, again = Secrets(b"x", bytes(32)), Secrets(b"y", bytes(32))
    assert one.database_password("app") == again.database_password("app")
    assert one.database_password("app") != one.database_password("owner")
    assert len(bytes.fromhex(one.database_password("app"))) == 32
