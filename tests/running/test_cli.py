"""The command line: quick to help, open to commands of modules, and plain about what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bottega.cli import main
from serving import bottega, environment

COMMANDS = '''"""Commands of {name}."""

import typer

importing = typer.Typer(help="Bring records in.")
groups = {{"import": importing}}


@importing.command("{name}")
def run(file: str) -> None:
    """Import {name}."""
    print("{name} from", file)
'''


@pytest.fixture
def shops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two modules with commands in one group, and one without any, where modules are looked for."""
    for name in ("apples", "pears", "plums"):
        folder = tmp_path / "orchard_for_tests" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
        if name != "plums":
            (folder / "commands.py").write_text(COMMANDS.format(name=name))
    (tmp_path / "orchard_for_tests" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(main, "MODULE_FOLDERS", ("orchard_for_tests",))


@pytest.mark.usefixtures("shops")
def test_modules_put_commands_into_one_group() -> None:
    run = CliRunner().invoke
    assert run(main.app, ["import", "apples", "a.csv"]).output == "apples from a.csv\n"
    assert run(main.app, ["import", "pears", "p.csv"]).output == "pears from p.csv\n"
    assert "Bring records in." in run(main.app, ["--help"]).output


@pytest.mark.usefixtures("shops")
def test_an_unknown_command_is_refused() -> None:
    refused = CliRunner().invoke(main.app, ["improt"])
    assert refused.exit_code == 2
    assert "No such command 'improt'" in refused.output


def test_help_does_not_wait_for_what_commands_need() -> None:
    listing = "import sys, bottega.cli.main; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", listing], check=True, capture_output=True, text=True, env=environment()
    ).stdout.split()
    assert "typer" in loaded
    assert not {"litestar", "sqlalchemy", "uvicorn", "asyncpg", "pydantic"} & set(loaded)


def test_every_command_says_what_it_does(tmp_path: Path) -> None:
    shown = bottega(tmp_path, "--help", COLUMNS="200").stdout
    for command in ("serve", "work", "migrate", "init", "demo", "openapi", "shell"):
        assert f"│ {command} " in shown
    assert "http-process" not in shown


def test_system_refusals_are_sentences_whatever_the_command(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = bottega(tmp_path / "file", "init")
    assert done.returncode == 2
    assert done.stderr.startswith("The folder")
    assert done.stderr.count("\n") == 1
