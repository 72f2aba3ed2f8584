"""The settings: documented to the letter, read from the names the document says, and read nowhere else."""

import json
import runpy
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from bottega.settings import Settings

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "write_settings.py"))
VARIABLES: dict[str, str] = {name: SCRIPT["variable"](name, field) for name, field in Settings.model_fields.items()}


def another(name: str) -> Any:
    """A value the field may have and has not."""
    field = Settings.model_fields[name]
    kinds = [kind for kind in (get_args(field.annotation) or (field.annotation,)) if kind is not type(None)]
    if name == "rate_limits":
        return {"RATE_LIMIT_LOGIN_POINTS": 9}
    if name == "partition_storage":
        return {"photos": "s3://photos"}
    if get_args(kinds[0]):
        # A closed set that may be left out.
        kinds = list(get_args(kinds[0]))
    if isinstance(kinds[0], str):
        return next(kind for kind in kinds if kind != field.default)
    if kinds[0] is bool:
        return not field.default
    if kinds[0] in {int, float}:
        return field.default + 1
    return kinds[0]("another-value-of-it")


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)


def test_every_default_is_written_as_a_variable_takes_it() -> None:
    page: str = SCRIPT["document"]()
    assert "Undefined" not in page
    assert "| `BOTTEGA_RATE_LIMITS` | `{}` |" in page
    assert "| `RATE_LIMIT_ENABLED` | `true` |" in page


def test_the_document_says_what_the_settings_say() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == SCRIPT["document"](), "run `make settings`"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_read_from_its_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value = another(name)
    assert getattr(Settings(), name) == Settings.model_fields[name].get_default(call_default_factory=True)
    monkeypatch.setenv(VARIABLES[name], json.dumps(value) if isinstance(value, dict) else str(value))
    assert getattr(Settings(), name) == value


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_says_what_it_is_in_one_sentence(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description
    assert description.endswith(".")


def test_nothing_else_reads_the_environment() -> None:
    sources = ROOT.glob("src/bottega/**/*.py")
    readers = [path.name for path in sources if any(word in path.read_text() for word in ("os.environ", "os.getenv"))]
    assert readers == []


def test_what_is_passed_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTTEGA_PORT", "1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://one")
    settings = Settings(port=2, database_url="postgresql://other")
    assert (settings.port, settings.database_url) == (2, "postgresql://other")


def test_a_value_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTTEGA_WORKERS", "0")
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        Settings()


def test_settings_do_not_change_while_running() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1


def test_the_data_folder_is_absolute_wherever_we_were_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert Settings(data=Path("data")).data_folder == tmp_path.resolve() / "data"
    assert Settings(data=Path("~/data")).data_folder == tmp_path.resolve() / "home" / "data"


def test_links_are_built_from_the_address_the_operator_gave() -> None:
    assert Settings(host="127.0.0.1", port=9000).public_url == "http://127.0.0.1:9000"
    assert Settings(app_url="https://studio.example/").public_url == "https://studio.example"
