"""Requests to addresses that administrators of tenants chose: to public ones only, and to what was checked.

The name is resolved once, each of its addresses is checked, and the connection goes to one of these, so that a name
which answers differently a moment later leads nowhere else (DNS rebinding).
"""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

_LOCAL_NAMES: Final = (".local", ".internal", ".localhost", ".lan", ".home.arpa")
_PORTS: Final = {"http": 80, "https": 443}
_RESOLVING_SECONDS: Final = 3.0


class NotAllowed(Exception):
    """The address is none that may be asked; the message says why."""


@dataclass(frozen=True)
class Place:
    """Where to connect: an address, and the name that is asked for there."""

    url: str
    host: str
    name: str


def checked(url: str) -> SplitResult:
    """The parts of an address without credentials, query or fragment.

    Raises:
        NotAllowed: It is none of http or https.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAllowed("no web address") from None
    if parts.scheme not in _PORTS or not parts.hostname or port == 0 or not url.isascii() or not url.isprintable():
        raise NotAllowed("no web address")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise NotAllowed("credentials, queries and fragments are not allowed")
    return parts


async def place_of(url: str, *, private: bool) -> Place:
    """Where to connect for an address; ``private`` ones too, if the operator allows them.

    Raises:
        NotAllowed: It leads into a private network, or nowhere.
    """
    parts = checked(url)
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    if not private and (host == "localhost" or host.endswith(_LOCAL_NAMES)):
        raise NotAllowed("it names a private network")
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_RESOLVING_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError, UnicodeError):
        raise NotAllowed("its name cannot be resolved") from None
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not (private or all(_is_public(one) for one in addresses)):
        raise NotAllowed("it leads into a private network")
    chosen = addresses[0]
    bracketed = f"[{chosen}]" if chosen.version == 6 else str(chosen)  # noqa: PLR2004 - of the protocol
    netloc = f"{bracketed}:{port}"
    return Place(parts._replace(netloc=netloc).geturl().rstrip("/"), parts.netloc, host)


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast
