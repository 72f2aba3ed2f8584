"""The API explorer: a static page served under a strict content security policy.

The page is only a shell and says nothing about the API; what it shows it asks of ``/api/docs/openapi``.
"""

from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bottega.kernel.application import Application
from bottega.kernel.http.published import Published
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply
from bottega.kernel.modules import Run
from bottega.platform.api_docs.module import module

_FOLDER: Final = Path(__file__).parent / "explorer"
_KINDS: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def _read(name: str) -> Published:
    return Published.of((_FOLDER / name).read_bytes())


def policy(public_url: str) -> str:
    """What the page may load and call: itself, and the address under which the installation is published."""
    address = urlsplit(public_url)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            f"connect-src 'self' {address.scheme}://{address.netloc}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


@module.site("/docs")
@module.site("/docs/api")
async def show_explorer(app: Application, request: Request) -> Reply:
    """The page."""
    reply = _read("index.html").reply(request, "text/html; charset=utf-8")
    reply.headers["content-security-policy"] = policy(app.settings.public_url)
    return reply


def _file(name: str) -> Run:
    async def show(_app: Application, request: Request) -> Reply:
        return _read(name).reply(request, _KINDS[Path(name).suffix])

    return show


for _path in sorted(_FOLDER.iterdir()):
    if _path.suffix in _KINDS:
        module.site(f"/docs/{_path.name}")(_file(_path.name))
