"""Detection of names that look alike: a part of Unicode UTS #39."""
# ruff: noqa: RUF001 - these letters are confusable; that is what they are here for

import unicodedata
from typing import Final

from bottega.kernel.text.folding import fold

_FORMATTING: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_UNSEEN: Final = _FORMATTING | {"Mn", "Me"}
# Letters of other scripts, and Latin ones in odd shapes, by the Latin letter they look like.
_LOOKALIKES: Final = str.maketrans(
    {
        look: plain
        for plain, looks in {
            "a": "АаΑαɑᴀ",
            "b": "ВвΒʙЬ",
            "c": "СсϹϲᴄ",
            "d": "Ԁԁᴅժ",
            "e": "ЕеΕεᴇ℮",
            "g": "ɡց",
            "h": "НнΗһհ",
            "i": "ІіΙιıɪɩӏ",
            "j": "Јјϳ",
            "k": "КкΚκᴋ",
            "l": "ⅼʟ",
            "m": "МмΜᴍ",
            "n": "ΝոɴПп",
            "o": "ОоΟοօᴏ",
            "p": "РрΡρᴘ",
            "q": "ԛգ",
            "r": "ʀгᴦ",
            "s": "ЅѕꜱՏ",
            "t": "ТтΤτᴛ",
            "u": "սυᴜՍ",
            "v": "νѵᴠѴ",
            "w": "ԝᴡԜ",
            "x": "ХхΧχ",
            "y": "УуΥγү",
            "z": "Ζᴢ",
        }.items()
        for look in looks
    }
)


def skeleton(text: str) -> str:
    """What a text looks like: of two that readers take for the same, the skeletons are the same.

    Compatible forms, case, accents, invisible characters and letters that look alike make no difference.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES))
    seen = "".join(one for one in plain if unicodedata.category(one) not in _UNSEEN)
    return fold(unicodedata.normalize("NFKC", seen.translate(_LOOKALIKES)).casefold()).strip()


def invisible(text: str) -> bool:
    """Whether a text has characters nobody sees, save blanks: formatting, control, private and unassigned ones."""
    return not text.isascii() and any(unicodedata.category(one) in _FORMATTING for one in text)
