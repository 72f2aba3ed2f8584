"""Benchmarks as modules: each can be imported, so that no change of the product breaks ``make bench`` unseen."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from bench import bare_studio, statements

BENCH = Path(__file__).parents[2] / "bench"
# These run something when they are imported.
PROGRAMS = {"__main__", "server"}
MODULES = sorted(path.stem for path in BENCH.glob("*.py") if path.stem not in PROGRAMS)


@pytest.mark.parametrize("name", MODULES)
def test_a_benchmark_can_be_imported(name: str) -> None:
    module = import_module("bench" if name == "__init__" else f"bench.{name}")
    assert module.__doc__


@pytest.mark.parametrize("wanted", [None, UUID(int=3)])
def test_the_yardstick_runs_the_statement_of_the_product(wanted: UUID | None) -> None:
    sql, values = statements.list_statement(UUID(int=1), UUID(int=2), wanted)
    assert "FROM warehouse_materials" in sql
    assert UUID(int=1) in values


@pytest.mark.parametrize("name", sorted(bare_studio.STATEMENTS))
def test_every_question_about_the_bare_studio_has_statements(name: str) -> None:
    asked = bare_studio.STATEMENTS[name](UUID(int=1), UUID(int=2))
    assert all("SELECT" in sql for sql, _ in asked)


def test_every_suite_measures_what_the_product_answers() -> None:
    """As ``make bench`` runs them, on few rows: signed in, with the demo studio, one list of each."""
    sizes = ["--large", "60", "--people", "60", "--times", "2", "--rounds", "1", "--seconds", "0.05", "--only", "list"]
    command = [sys.executable, "-m", "bench", "materials", "customers", "studio", *sizes]
    ran = subprocess.run(command, cwd=BENCH.parent, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    rows = [line.split(" | ") for line in ran.stdout.splitlines() if line.startswith("| ") and " list" in line]
    assert {row[0].strip("| ") for row in rows} >= {"list of 50", "people: list", "contracts: list of 50"}
    assert all(float(row[1]) > 0 for row in rows)
