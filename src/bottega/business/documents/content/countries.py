"""Countries of buyers: ISO 3166-1 codes, found by what people write; VAT numbers of the European Union."""

from functools import cache
from typing import Final

from bottega.kernel.text.folding import fold

HOME: Final = "PL"


@cache
def _codes() -> dict[str, str]:
    """Codes by folded names in Polish and English, and by themselves."""
    import gettext  # noqa: PLC0415 - loaded when the first address abroad is looked at

    import pycountry  # noqa: PLC0415 - likewise

    polish = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["pl"])
    found: dict[str, str] = {}
    for country in pycountry.countries:
        names = [country.alpha_2, country.alpha_3, country.name, getattr(country, "common_name", country.name)]
        for name in (*names, *(polish.gettext(one) for one in names)):
            found[fold(name)] = country.alpha_2
    return found


def is_country_code(code: str) -> bool:
    """Whether two capital letters are the code of a country."""
    return len(code) == len(HOME) and _codes().get(fold(code)) == code


def code_of_country(text: str | None) -> str | None:
    """The code of a country as an address names it; None if nothing or no known country is named."""
    return _codes().get(fold(text.strip())) if text and text.strip() else None


def is_vat_number(number: str) -> bool:
    """Whether it is a VAT number of another country of the European Union, without blanks and with its check digits."""
    from stdnum.eu import vat  # noqa: PLC0415 - loaded when the first number is looked at

    return not number.startswith(HOME) and vat.is_valid(number)
