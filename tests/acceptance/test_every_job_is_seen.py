"""What this folder owes: every job is started and seen finished by a test, and nothing here imports the program."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_studio import Demo

HERE = Path(__file__).parent
# What knows the program from inside, whoever imports it.
INSIDE = {"bottega", "callers", "conftest", "importlib"}


def marked_jobs() -> dict[str, list[str]]:
    """The tests of this folder by the job whose work they see: ``@pytest.mark.job("…")``."""
    found: dict[str, list[str]] = {}
    for file in HERE.glob("test_*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for job in _marked(node):
                    found.setdefault(job, []).append(f"{file.name}::{node.name}")
    return found


def _marked(test: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.job":
            yield from (ast.literal_eval(argument) for argument in decorator.args)


def registered(demo: Demo) -> set[str]:
    """The jobs of all modules, one a line."""
    return {*re.findall(r"^[a-z_]+[.-][a-z_]+$", demo.command("jobs", "registered").stdout, re.MULTILINE)}


def test_every_job_is_started_and_seen_finished_by_a_test_of_this_folder(demo: Demo):
    jobs, seen = registered(demo), marked_jobs()
    assert len(jobs) >= 9
    assert sorted(jobs - {*seen}) == [], "write a test that starts it over HTTP and sees what it did"
    assert sorted({*seen} - jobs) == [], "there is no such job"


@pytest.mark.parametrize("file", [*HERE.glob("*.py"), HERE.parent / "serving.py"], ids=lambda file: file.name)
def test_nothing_here_imports_the_program(file: Path):
    imported: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").partition(".")[0])
    assert imported & INSIDE == set()
