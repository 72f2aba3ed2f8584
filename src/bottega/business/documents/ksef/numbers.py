"""KSeF numbers, verification links and codes of an invoice.

The number is that of the acknowledgement of receipt: the seller's NIP, the day, twelve hexadecimal digits, and a CRC-8
of all before it (polynomial 0x07, from 0). The link (KOD I) names the seller, the day of issue and the SHA-256 of the
XML, so it can be made before anything is sent (regulation on using KSeF, Dz.U. 2025 poz. 1815, § 9).
"""

import re
from base64 import urlsafe_b64encode
from datetime import date
from io import BytesIO
from typing import Annotated, Final, Protocol

import segno
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.i18n import T

PLACE: Final = "https://qr.ksef.mf.gov.pl/invoice"
BAD_NUMBER: Final = T(
    en="This is not a KSeF number: NIP-YYYYMMDD-12 hexadecimal digits-check sum",
    pl="To nie jest numer KSeF: NIP-RRRRMMDD-12 cyfr szesnastkowych-suma kontrolna",
)

# Numbers of KSeF 1.0, until January 2026, have a dash within the twelve digits, of which the check sum knows nothing.
_SHAPE: Final = re.compile(r"(\d{10})-(\d{8})-([0-9A-F]{6}-?[0-9A-F]{6})-([0-9A-F]{2})", re.ASCII)
_POLYNOMIAL: Final = 0x07


def crc_8(text: str) -> int:
    """CRC-8 of a text: polynomial 0x07, from 0, nothing reflected."""
    crc = 0
    for byte in text.encode("ascii"):
        crc ^= byte
        for _bit in range(8):
            crc = (crc << 1 ^ _POLYNOMIAL if crc & 0x80 else crc << 1) & 0xFF
    return crc


def ksef_number(text: str) -> str | None:
    """A number of KSeF in capitals; None if its shape, day or check sum is wrong."""
    number = text.strip().upper()
    parts = _SHAPE.fullmatch(number)
    if parts is None:
        return None
    day = parts[2]
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    told = f"{parts[1]}-{day}-{parts[3].replace('-', '')}"
    return number if crc_8(told) == int(parts[4], 16) else None


def seller_of(number: str) -> str:
    """The NIP in a number of KSeF."""
    return number.partition("-")[0]


def _checked(text: str) -> str:
    number = ksef_number(text)
    if number is None:
        raise PydanticCustomError("ksef_number", "bad number", {"text": BAD_NUMBER})
    return number


KsefNumber = Annotated[
    str, Field(max_length=40, description="35 characters; one of KSeF 1.0 has 36."), AfterValidator(_checked)
]


def link(nip: str, day: date, digest: bytes) -> str:
    """Where anybody can look an invoice up: seller, day of issue, SHA-256 of its XML."""
    return f"{PLACE}/{nip}/{day:%d-%m-%Y}/{urlsafe_b64encode(digest).decode().rstrip('=')}"


def drawing(text: str) -> str:
    """A QR code as a drawing in SVG."""
    file = BytesIO()
    segno.make(text, error="m", micro=False).save(file, kind="svg", border=2, xmldecl=False, nl=False)
    return file.getvalue().decode()


class Gateway(Protocol):
    """Whoever sends invoices to KSeF: an adapter of this shape is put in, and there is none as we come.

    Sending needs the taxpayer's certificate or token, which nobody gives a program by accident. Until then the XML is
    taken from here, sent with the tool of one's choice, and the number it was given is imported.
    """

    async def send(self, nip: str, xml: bytes) -> str:
        """Send an invoice; answers its number.

        Raises:
            Problem: KSeF refused it; 440 is a duplicate of seller, kind and number.
        """
        ...


gateway: Gateway | None = None
