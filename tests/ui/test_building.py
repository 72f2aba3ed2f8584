"""Building the web application: cached by what the sources are, small, and never in the way of anything else."""

import re
import shutil
from pathlib import Path

import pytest

from screens import build_ui

FIRST_LOAD, LOGIN, FONTS = 260_000, 15_000, 60_000
LONGEST = 300


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources of nothing but what npm reads, and a folder of their own for what is built."""
    copy = tmp_path / "ui"
    copy.mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(build_ui.SOURCES / name, copy)
    built = tmp_path / "dist"
    for name, path in {
        "ROOT": tmp_path,
        "SOURCES": copy,
        "BUILT": built,
        "STAMP": built / "stamp",
        "UNBUILT": built / "unbuilt.txt",
        "ICONS": copy / "package.json",
    }.items():
        monkeypatch.setattr(build_ui, name, path)
    monkeypatch.setattr("sys.argv", ["build_ui.py"])
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    return copy


def test_npm_out_of_reach_is_one_sentence_and_no_failure(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    assert build_ui.main() == 0
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert last.startswith("The screens were not built: npm cannot install what they are built with (")
    assert last.endswith("`make screens` tries again.")
    assert build_ui.UNBUILT.read_text().startswith("npm cannot install")


def test_without_node_it_says_what_is_missing(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(build_ui, "find_spec", lambda _name: None)
    assert build_ui.main() == 0
    assert "there is no Node 22.12 or newer" in capsys.readouterr().err


def test_what_is_built_already_is_not_built_again(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    before = build_ui.fingerprint()
    (sources / "node_modules").mkdir()
    (sources / "node_modules" / "other.js").touch()
    assert build_ui.fingerprint() == before
    build_ui.BUILT.mkdir()
    build_ui.STAMP.write_text(before)
    assert build_ui.main() == 0
    assert capsys.readouterr().err == ""
    (sources / "new.ts").touch()
    assert build_ui.fingerprint() != before


def _packed(built: Path, pattern: str) -> int:
    sizes = [path.stat().st_size for path in built.iterdir() if re.fullmatch(pattern, path.name)]
    assert sizes, pattern
    return sum(sizes)


def test_the_first_load_stays_small(built: Path):
    assert _packed(built, r"(app|words|RecordScreen)-[\w-]+\.(js|css)\.gz") <= FIRST_LOAD
    assert _packed(built, r"(login|words)-[\w-]+\.(js|css)\.gz") <= LOGIN
    assert _packed(built, r".*\.woff2") <= FONTS


def test_the_lock_names_no_addresses_and_a_hash_for_everything():
    lock = (build_ui.SOURCES / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')


def _files(*endings: str) -> list[Path]:
    return [path for path in sorted((build_ui.SOURCES / "src").rglob("*")) if path.suffix in endings]


def test_a_file_opens_with_a_sentence_and_is_short():
    for path in _files(".ts", ".tsx"):
        text = path.read_text()
        assert re.match(r"// [A-Z].*[.:]", text), path.name
        assert text.count("\n") <= LONGEST, path.name


def test_colours_and_shadows_have_names():
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(")
    for path in _files(".css"):
        if path.name != "tokens.css":
            # Paper is white.
            said = [found for found in named.findall(path.read_text()) if found != "#fff"]
            assert said == [], path.name
    # A colour that people choose begins as black.
    written = {found for path in _files(".tsx") for found in named.findall(path.read_text())}
    assert written <= {"#000000"}
