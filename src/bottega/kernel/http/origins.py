"""Cross-site request protection: checks the origin of requests that carry cookies (CSRF).

A browser adds cookies to whatever any page makes it send, so a cookie alone does not say that its owner wanted it. The
browser says so itself, in ``Sec-Fetch-Site`` (Fetch Metadata) or, where it leaves that out, in ``Origin`` or
``Referer``; no page can forge these. Programs send none of them, nor can a page add a token to a request to another
site without asking first, which nobody here answers: such callers are not looked at.
"""

from typing import Final
from urllib.parse import urlsplit

from bottega.kernel.errors import Forbidden
from bottega.kernel.http.requests import Request
from bottega.kernel.i18n import T
from bottega.kernel.operation import Operation

FOREIGN_SITE: Final = T(
    en="This request comes from another site and was refused.",
    pl="To żądanie pochodzi z innej witryny i zostało odrzucone.",
)
CODE: Final = "foreign_site"
_OWN: Final = frozenset({"same-origin", "none"})
# Schemes of ``Authorization`` that a browser never sends by itself, as it does ``Basic``.
_SENT_ON_PURPOSE: Final = ("bearer ", "apikey ")


def refuse_foreign(operation: Operation, request: Request, public_url: str) -> None:
    """Refuse a request that a page of another site made the browser send; called for those that use or set cookies.

    Raises:
        Forbidden: The page is neither of the address that was called nor of ``public_url``.
    """
    if is_foreign(request, public_url) and not (operation.linked and _follows_link(request)):
        raise Forbidden(FOREIGN_SITE, code=CODE)


def is_foreign(request: Request, public_url: str) -> bool:
    """Whether a page of another site had it sent, as far as the browser says."""
    headers = request.headers
    if headers.get("authorization", "")[:7].lower() in _SENT_ON_PURPOSE or "x-api-key" in headers:
        return False
    site = headers.get("sec-fetch-site")
    if site in _OWN:
        return False
    page = headers.get("origin") or headers.get("referer")
    if page is None:
        return site is not None
    scheme, address = _origin(page)
    if (scheme, address) == _origin(public_url):
        return False
    return site is not None or not address or address != headers.get("host", "").lower()


def _follows_link(request: Request) -> bool:
    """Whether somebody followed a link or typed an address, rather than a page loading something unseen."""
    return request.headers.get("sec-fetch-mode", "navigate") == "navigate"


def _origin(address: str) -> tuple[str, str]:
    """Scheme and host of an address, with the port if it is not the usual one; empty for ``null`` and nonsense."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.lower()
