"""What fills a placeholder of a text is written as the language of the text writes it."""

from datetime import UTC, date, datetime
from decimal import Decimal

from bottega.business.contracts import zloty
from bottega.kernel.i18n import T

FIGURES = T(en="{what}, not {other}", pl="{what}, nie {other}")


def said(what: object, other: object) -> tuple[str, str]:
    """In both languages, with plain blanks."""
    text = FIGURES.given(what=what, other=other)
    return text("en"), text("pl").replace("\N{NO-BREAK SPACE}", " ")


def test_days_and_moments() -> None:
    assert said(date(2026, 11, 30), datetime(2026, 3, 1, 8, 30, tzinfo=UTC)) == (
        "2026-11-30, not 2026-03-01 08:30",
        "30.11.2026, nie 01.03.2026 08:30",
    )


def test_decimal_numbers_but_not_what_is_counted_or_named() -> None:
    assert said(Decimal("12345.820"), 12345) == ("12,345.82, not 12345", "12 345,82, nie 12345")
    assert said("2026-11-30", "0.50") == ("2026-11-30, not 0.50", "2026-11-30, nie 0.50")


def test_texts_within_texts() -> None:
    assert said(zloty(Decimal("1234567.5")), T(en="nothing", pl="nic")) == (
        "PLN 1,234,567.50, not nothing",
        "1 234 567,50 zł, nie nic",
    )
