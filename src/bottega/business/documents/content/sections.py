"""Building blocks of longer documents: titled sections and signatures."""

from datetime import date

import msgspec


class Section(msgspec.Struct, frozen=True):
    """A titled part of a longer document: paragraphs, numbered points, figures by name, a table, or room to write.

    ``linie`` are lines to write on, ``rysunek`` is the height in mm of squared paper to draw on, a table that is
    ``odreczna`` has room for handwriting, ``razem`` is the row below a table that sums it up. What is a ``zalacznik``
    follows the signatures.
    """

    tytul: str
    akapity: tuple[str, ...] = ()
    punkty: tuple[str, ...] = ()
    dane: tuple[tuple[str, str], ...] = ()
    naglowki: tuple[str, ...] = ()
    wiersze: tuple[tuple[str, ...], ...] = ()
    linie: int = 0
    rysunek: int = 0
    odreczna: bool = False
    razem: tuple[str, ...] = ()
    zalacznik: bool = False


class Signed(msgspec.Struct, frozen=True):
    """Who signed on a screen for the last of the parties, and when in Warsaw; what they drew is a file of its own."""

    osoba: str
    data: date
    godzina: str
