"""`make module` keeps its promise: what it writes runs, and passes every test that modules inherit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAME = "fleet"
COPIED = ("src", "tests", "scripts", "docs", "pyproject.toml")
SECONDS = 560


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in another place, with a module that was begun there."""
    place = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, place / name)
    python(place, "scripts/make_module.py", NAME)
    module = place / "src" / "bottega" / "business" / NAME
    (module / "trips.py").write_text(recipe_of("trips"), encoding="utf-8")
    manifest = (module / "module.py").read_text(encoding="utf-8")
    assert manifest.endswith("},\n)\n")
    (module / "module.py").write_text(f'{manifest[:-2]}    requires=("auth",),\n)\n', encoding="utf-8")
    return place


def recipe_of(file: str) -> str:
    """The Python file of a module as the recipe shows it."""
    recipe = (ROOT / "docs" / "adding-a-module.md").read_text(encoding="utf-8")
    blocks = [block.partition("\n```")[0] + "\n" for block in recipe.split("```python\n")[1:]]
    [found] = [block for block in blocks if f"{file} = module.mount(" in block]
    return found


def python(place: Path, *arguments: str) -> str:
    """Run Python in the copy; what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(place / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    # The run inside is no worker of this one.
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def test_the_recipe_shows_what_is_written(copy: Path) -> None:
    written = (copy / "src" / "bottega" / "business" / NAME / f"{NAME}.py").read_text(encoding="utf-8")
    assert written == recipe_of(NAME)
    assert len(written.splitlines()) <= 60


def test_a_child_a_relation_and_a_replaced_operation_cost_little() -> None:
    both = (recipe_of(NAME) + recipe_of("trips")).splitlines()
    assert len([line for line in both if line.strip()]) < 100


def test_a_module_that_was_begun_passes_what_it_inherits(copy: Path) -> None:
    python(copy, "scripts/make_migration.py", f"add {NAME}")
    asked = f"{NAME} or migrations_lead"
    said = python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", asked, f"tests/{NAME}", "tests/contract")
    passed = int(said.rpartition(" passed")[0].rpartition(" ")[2].rpartition("\n")[2])
    assert passed > 100
    assert "failed" not in said
