"""``bottega mcp`` looks at its key before it starts anything, and imports nothing heavy until somebody connects."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bottega.cli import main
from bottega.kernel.startup_errors import StartError
from serving import environment


def test_a_key_is_asked_for_and_must_be_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOTTEGA_MCP_KEY", raising=False)
    run = CliRunner().invoke
    missing = run(main.app, ["mcp"]).exception
    assert isinstance(missing, StartError)
    assert "API key is required" in str(missing)
    key = tmp_path / "key"
    key.write_text("omk_1", encoding="utf-8")
    key.chmod(0o644)
    for file, said in ((key, "can be read by others"), (tmp_path / "none", "cannot be read")):
        refused = run(main.app, ["mcp", "--key-file", str(file)]).exception
        assert isinstance(refused, StartError)
        assert said in str(refused)
    assert "MCP server on standard input and output" in run(main.app, ["mcp", "--help"]).output


def test_the_application_starts_without_the_libraries_of_the_assistant() -> None:
    listing = "import sys, bottega.app; bottega.app.modules(); print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", listing], check=True, capture_output=True, text=True, env=environment()
    ).stdout.split()
    assert "litestar" in loaded
    assert not {"mcp", "mcp_types", "openai", "pydantic_ai", "tiktoken", "starlette"} & set(loaded)
