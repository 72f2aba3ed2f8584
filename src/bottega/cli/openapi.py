"""``bottega openapi``: writes the OpenAPI document to a file."""

import sys
from pathlib import Path
from typing import Final

import msgspec

from bottega.app import modules
from bottega.kernel.openapi.document import document

SNAPSHOT: Final = Path("docs/openapi.json")
# The snapshot describes no particular installation.
BASE: Final = "http://127.0.0.1:8000"


def run(*, check: bool, output: Path | None = None) -> int:
    """Write the document, or say whether the stored one is current; the exit code."""
    target = output or SNAPSHOT
    text = snapshot()
    if not check:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
        return 0
    if target.exists() and target.read_bytes() == text:
        return 0
    sys.stderr.write(f"{target} is not current: run `bottega openapi` and read the difference.\n")
    return 1


def snapshot() -> bytes:
    """The document as it is stored: the same bytes for the same operations, on every machine."""
    return msgspec.json.format(msgspec.json.encode(document(modules(), BASE)), indent=1) + b"\n"
