"""What `make` runs: a module that was begun with it is clean from the first moment."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "make_module.py"))


@pytest.mark.parametrize(("name", "thing"), [("price_lists", "PriceList"), ("catalogs", "Catalog")])
def test_a_new_module_passes_every_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, thing: str
) -> None:
    folder = tmp_path / "src" / "bottega" / "business"
    folder.mkdir(parents=True)
    monkeypatch.setitem(SCRIPT["main"].__globals__, "FOLDER", folder)
    SCRIPT["main"](name)
    files = {path.name for path in (folder / name).iterdir()}
    assert files == {"__init__.py", "module.py", "personal_data.py", "words.py", f"{name}.py"}
    ruff = [sys.executable, "-m", "ruff"]
    config = ["--config", str(ROOT / "pyproject.toml"), str(folder)]
    for arguments in (["check", *config], ["format", "--check", *config]):
        checked = subprocess.run([*ruff, *arguments], check=False, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout
    source = (folder / name / f"{name}.py").read_text()
    assert f"class {thing}(TenantTable):" in source
    assert f'entity = "{name}:{SCRIPT["singular"](name)}"' in source


@pytest.mark.parametrize("name", ["", "Catalogs", "../catalogs", "class", "price lists"])
def test_a_module_needs_a_name_python_can_import(name: str) -> None:
    with pytest.raises(SystemExit, match="plural noun"):
        SCRIPT["main"](name)


@pytest.mark.parametrize(
    ("plural", "singular"), [("catalogs", "catalog"), ("categories", "category"), ("staff", "staff")]
)
def test_one_of_many_is_named(plural: str, singular: str) -> None:
    assert SCRIPT["singular"](plural) == singular
