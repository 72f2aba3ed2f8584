"""File names: sanitising of uploaded names, and the Content-Disposition header."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T

MOST_LETTERS: Final = 150
NAMELESS: Final = "file"
# As the reference has them: what double-clicking runs on some system.
EXECUTABLE: Final = frozenset(
    {"bat", "cmd", "com", "dll", "exe", "hta", "lnk", "msi", "pif", "ps1", "psm1", "reg", "scr"}
    | {"js", "jse", "vbe", "vbs", "wsf", "wsh"}
    | {"apk", "app", "jar", "sh"}
)
NO_PROGRAMS: Final = T(
    en="Executable file types are not allowed as attachments.", pl="Plików wykonywalnych nie można dołączać."
)

_BETWEEN_FOLDERS: Final = re.compile(r"[/\\]")
# What file systems and shells give a meaning, and what is not seen: controls, marks of direction, private letters.
_UNFIT: Final = re.compile(r'[<>:"|?*;]')
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def safe_name(sent: str) -> str:
    """A name without folders, without letters that are not seen, and not too long; Polish letters stay.

    Raises:
        Invalid: It is the name of a program.
    """
    name = _BETWEEN_FOLDERS.split(unicodedata.normalize("NFC", sent))[-1]
    seen = "".join("_" if unicodedata.category(letter) in _UNSEEN else letter for letter in name)
    clean = " ".join(_UNFIT.sub("_", seen).split()).strip(". ")
    stem, dot, extension = clean.rpartition(".")
    if dot and len(extension) <= 16:  # noqa: PLR2004 - longer ones are none
        clean = f"{stem[: MOST_LETTERS - len(extension) - 1].rstrip('. ')}.{extension}"
    clean = clean[:MOST_LETTERS].lstrip(".") or NAMELESS
    if any(part.lower().strip() in EXECUTABLE for part in clean.split(".")[1:]):
        raise Invalid.of_field("file", NO_PROGRAMS)
    return clean


def extension_of(name: str) -> str:
    """What stands behind the last dot, in small letters; empty without one."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition of a file (RFC 6266): its name in ASCII, and as it is."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L")).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", plain).strip() or NAMELESS
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def slug_of(name: str) -> str:
    """A name as the end of an address shows it."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-.") or NAMELESS
