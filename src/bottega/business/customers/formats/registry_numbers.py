"""Validation of registry and bank numbers: normalization and check digits.

What is checked, and that equal digits and zeros are no number although their check digit fits:
docs/business-rules.md, «Identifiers».
"""

import re
from collections.abc import Callable
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.field_markers import Kind
from bottega.kernel.i18n import T

BAD_NIP: Final = T(
    en="This is not a valid NIP: ten digits, the last of which is a check digit",
    pl="To nie jest poprawny NIP: dziesięć cyfr, z których ostatnia jest cyfrą kontrolną",
)
BAD_REGON: Final = T(
    en="This is not a valid REGON: nine or fourteen digits, the last of which is a check digit",
    pl="To nie jest poprawny REGON: dziewięć lub czternaście cyfr, z których ostatnia jest cyfrą kontrolną",
)
BAD_KRS: Final = T(
    en="This is not a valid KRS number: up to ten digits, not only zeros",
    pl="To nie jest poprawny numer KRS: do dziesięciu cyfr, nie same zera",
)
BAD_IBAN: Final = T(
    en="This is not a valid account number: 26 digits, or an IBAN with its country",
    pl="To nie jest poprawny numer rachunku: 26 cyfr albo IBAN z kodem kraju",
)

_SEPARATORS: Final = re.compile(r"[\s\u00a0\u202f.\-\u2010-\u2015]+")
_PREFIX: Final = re.compile(r"^(?:NIP|REGON|KRS|IBAN|NRB)?:?(?:PL)?(?=\d)")
# A NIP begins with the number of a tax office, which has no zero in front and none at both other places (FA(3)).
_TAX_OFFICE: Final = re.compile(r"[1-9](?:\d[1-9]|[1-9]\d)\d{7}")
_KRS_DIGITS: Final = 10
_NRB_DIGITS: Final = 26


def nip_of(text: str) -> str | None:
    """The ten digits of a tax number, however it was written; None if it is none."""
    from stdnum.pl import nip  # noqa: PLC0415 - loaded when the first number is looked at

    digits = _compact(text)
    fine = _TAX_OFFICE.fullmatch(digits) and len(set(digits)) > 1 and nip.is_valid(digits)
    return digits if fine else None


def regon_of(text: str) -> str | None:
    """The nine or fourteen digits of a number in the register of firms; None if it is none."""
    from stdnum.pl import regon  # noqa: PLC0415 - loaded when the first number is looked at

    digits = _compact(text)
    fine = digits.isascii() and digits.isdigit() and len(set(digits[:9])) > 1 and regon.is_valid(digits)
    return digits if fine else None


def krs_of(text: str) -> str | None:
    """The ten digits of a number in the court register, which has no check digit; None if it is none."""
    digits = _compact(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _KRS_DIGITS):
        return None
    digits = digits.zfill(_KRS_DIGITS)
    return digits if len(set(digits)) > 1 else None


def iban_of(text: str) -> str | None:
    """A bank account with its country, without spaces; 26 digits are a Polish one; None if it is none."""
    from schwifty import IBAN  # noqa: PLC0415 - its registers of banks take a moment
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415

    written = _SEPARATORS.sub("", text).upper().removeprefix("IBAN").removeprefix("NRB").removeprefix(":")
    if len(written) == _NRB_DIGITS and written.isascii() and written.isdigit():
        written = f"PL{written}"
    try:
        number = str(IBAN(written)) if written.isascii() else ""
    except SchwiftyException:
        return None
    return number if len(set(number[4:])) > 1 else None


def _compact(text: str) -> str:
    return _PREFIX.sub("", _SEPARATORS.sub("", text).upper())


def _checker(read: Callable[[str], str | None], bad: T) -> AfterValidator:
    def check(text: str) -> str:
        number = read(text)
        if number is None:
            raise PydanticCustomError("number", "bad number", {"text": bad})
        return number

    return AfterValidator(check)


# Long enough for spaces between all digits.
Nip = Annotated[str, Field(max_length=30, description="Tax number."), _checker(nip_of, BAD_NIP), Kind("nip")]
Regon = Annotated[
    str,
    Field(max_length=40, description="Number in the register of firms."),
    _checker(regon_of, BAD_REGON),
    Kind("regon"),
]
Krs = Annotated[
    str, Field(max_length=30, description="Number in the court register."), _checker(krs_of, BAD_KRS), Kind("krs")
]
Iban = Annotated[str, Field(max_length=60, description="Bank account."), _checker(iban_of, BAD_IBAN), Kind("iban")]
