"""`make module` keeps its promise: what it writes runs, and passes every test that modules inherit."""

import ast
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
    (module / "trips.py").write_text(recipe_of("trips = module.mount("), encoding="utf-8")
    (module / "arrivals.py").write_text(recipe_of("trips.finish"), encoding="utf-8")
    with (module / "words.py").open("a", encoding="utf-8") as words:
        words.write(recipe_of('"trips",'))
    manifest = (module / "module.py").read_text(encoding="utf-8")
    assert manifest.endswith("},\n)\n")
    (module / "module.py").write_text(f'{manifest[:-2]}    requires=("auth",),\n)\n', encoding="utf-8")
    python(place, "scripts/make_migration.py", f"add {NAME}")
    return place


def recipe_of(part: str) -> str:
    """The Python code of the recipe that has this part."""
    recipe = (ROOT / "docs" / "adding-a-module.md").read_text(encoding="utf-8")
    blocks = [block.partition("\n```")[0] + "\n" for block in recipe.split("```python\n")[1:]]
    [found] = [block for block in blocks if part in block]
    return found


def python(place: Path, *arguments: str) -> str:
    """Run Python in the copy and see it succeed; what it printed."""
    done = run(place, *arguments)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy."""
    environment = {**os.environ, "PYTHONPATH": str(place / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    # The run inside is no worker of this one.
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_the_recipe_shows_what_is_written(copy: Path) -> None:
    folder = copy / "src" / "bottega" / "business" / NAME
    written = (folder / f"{NAME}.py").read_text(encoding="utf-8")
    assert written == recipe_of(f"{NAME} = module.mount(")
    assert len(written.splitlines()) <= 60
    words = recipe_of(f"Words of {NAME}") + recipe_of('"trips",')
    assert (folder / "words.py").read_text(encoding="utf-8") == words


def test_a_child_a_relation_and_a_replaced_operation_cost_little() -> None:
    parts = (f"{NAME} = module.mount(", f"Words of {NAME}", "trips = module.mount(", '"trips",')
    lines = "".join(recipe_of(part) for part in parts).splitlines()
    assert len([line for line in lines if line.strip()]) < 100


def test_a_resource_with_relation_action_words_and_screen_says_little() -> None:
    """What somebody has to say of trips, children of a car: without imports, docstrings and blank lines."""
    said = sum(_statements(recipe_of(part)) for part in ("trips = module.mount(", '"trips",', "trips.finish"))
    assert said < 60


def _statements(source: str) -> int:
    """The lines of a file that declare or do something."""
    tree = ast.parse(source)
    apart: list[ast.stmt] = [one for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)]
    holders = [one for one in ast.walk(tree) if isinstance(one, ast.Module | ast.ClassDef | ast.AsyncFunctionDef)]
    apart += [one.body[0] for one in holders if ast.get_docstring(one) is not None]
    lines = [line for line in source.splitlines() if line.strip()]
    return len(lines) - sum((one.end_lineno or one.lineno) - one.lineno + 1 for one in apart)


def test_a_module_that_was_begun_passes_what_it_inherits(copy: Path) -> None:
    asked = f"{NAME} or migrations_lead or read_like_labels"
    said = python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", asked, f"tests/{NAME}", "tests/contract")
    passed = int(said.rpartition(" passed")[0].rpartition(" ")[2].rpartition("\n")[2])
    assert passed > 100
    assert "failed" not in said


def test_a_field_of_the_module_without_a_word_is_named(copy: Path) -> None:
    words = copy / "src" / "bottega" / "business" / NAME / "words.py"
    whole = words.read_text(encoding="utf-8")
    asked = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", NAME, "tests/contract/test_words.py")
    try:
        for name in ("note", "km"):
            assert f"{name}=T(" in whole
            words.write_text(whole.replace(f"{name}=T(", f"other_{name}=T("), encoding="utf-8")
            done = run(copy, *asked)
            assert done.returncode == 1, done.stdout[-6000:] + done.stderr[-2000:]
            assert f".{name}'" in done.stdout
    finally:
        words.write_text(whole, encoding="utf-8")
