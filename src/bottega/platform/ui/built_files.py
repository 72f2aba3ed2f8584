"""Files of the built web application: pages with placeholders, and assets that are cached for good."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from bottega.kernel.application import Application
from bottega.kernel.errors import NotFound
from bottega.kernel.http.published import Published
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import negotiate
from bottega.platform.ui.module import module

_FOLDER: Final = Path(__file__).parent / "dist"
_UNBUILT: Final = "unbuilt.txt"
# The name of a file has a hash of its content.
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


@module.site("/ui/{file}")
async def show_file(_app: Application, request: Request) -> Reply:
    """A script, a style, a font or the licences of what others wrote."""
    name = request.path.rpartition("/")[2]
    path = _FOLDER / name
    kind = _KINDS.get(path.suffix)
    if kind is None or name == _UNBUILT or not _NAME.fullmatch(name) or not path.is_file():
        locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
        return Reply(NotFound().body(locale), NotFound.status)
    cache = "no-cache" if path.suffix == ".txt" else _FOR_GOOD
    return _published(path, path.stat().st_mtime_ns).reply(request, kind, cache)


def page(name: str) -> str | None:
    """The text of a page; None where the application was not built."""
    path = _FOLDER / name
    return _text(path, path.stat().st_mtime_ns) if path.is_file() else None


def why_unbuilt() -> str:
    """What kept the application from being built, as far as that is known."""
    path = _FOLDER / _UNBUILT
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


# Whoever works on the application builds it while it is served, so the time of a file is part of the key.
@lru_cache(maxsize=500)
def _published(path: Path, _written_at: int) -> Published:
    packed, brotli = (path.with_name(f"{path.name}{ending}") for ending in (".gz", ".br"))
    return Published.of(
        path.read_bytes(),
        packed=packed.read_bytes() if packed.is_file() else None,
        brotli=brotli.read_bytes() if brotli.is_file() else None,
    )


@lru_cache(maxsize=20)
def _text(path: Path, _written_at: int) -> str:
    return path.read_text(encoding="utf-8")
