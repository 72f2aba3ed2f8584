"""VAT by the gross method: whatever is advanced, it adds up to the order, to the grosz."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bottega.business.documents.content.vat_gross_method import (
    RateTotal,
    advance,
    by_rate,
    gross_of,
    rate_total,
    remaining,
    shared_out,
    spread,
    together,
    whole,
)

RATES = ("zw", "8", "23")
amounts = st.integers(1, 99_999_999).map(lambda grosze: Decimal(grosze) / 100)
orders = st.lists(st.tuples(st.sampled_from(RATES), amounts), min_size=1, max_size=6).map(by_rate)


def test_the_example_of_the_brief_adds_up() -> None:
    order = by_rate([("8", Decimal(24000)), ("23", Decimal(6000))])
    assert order == (
        RateTotal("8", Decimal("22222.22"), Decimal("1777.78"), Decimal("24000.00")),
        RateTotal("23", Decimal("4878.05"), Decimal("1121.95"), Decimal("6000.00")),
    )
    first = advance(order, Decimal("10000.00"))
    assert first == (
        RateTotal("8", Decimal("7407.41"), Decimal("592.59"), Decimal("8000.00")),
        RateTotal("23", Decimal("1626.02"), Decimal("373.98"), Decimal("2000.00")),
    )
    final = remaining(order, first)
    assert final == (
        RateTotal("8", Decimal("14814.81"), Decimal("1185.19"), Decimal("16000.00")),
        RateTotal("23", Decimal("3252.03"), Decimal("747.97"), Decimal("4000.00")),
    )
    assert together(first, final) == order
    assert whole(final) == RateTotal("razem", Decimal("18066.84"), Decimal("1933.16"), Decimal("20000.00"))


@pytest.mark.parametrize(
    ("stawka", "brutto", "netto", "vat"),
    [
        ("23", "1230.00", "1000.00", "230.00"),
        ("8", "1.00", "0.93", "0.07"),
        ("23", "0.01", "0.01", "0.00"),
        ("23", "0.03", "0.02", "0.01"),
        ("zw", "500.00", "500.00", "0.00"),
        ("23", "-123.00", "-100.00", "-23.00"),
    ],
)
def test_tax_is_the_share_of_the_gross_amount(stawka: str, brutto: str, netto: str, vat: str) -> None:
    assert rate_total(stawka, Decimal(brutto)) == RateTotal(stawka, Decimal(netto), Decimal(vat), Decimal(brutto))


def test_tax_is_counted_from_the_sum_of_a_rate_and_not_line_by_line() -> None:
    # Each line alone would be taxed 0.00.
    assert by_rate([("23", Decimal("0.02"))] * 3) == (
        RateTotal("23", Decimal("0.05"), Decimal("0.01"), Decimal("0.06")),
    )


@given(orders, st.lists(st.integers(1, 1_000), max_size=8))
def test_advances_and_the_final_invoice_always_reconcile(order: tuple[RateTotal, ...], parts: list[int]) -> None:
    left = order
    invoiced: list[tuple[RateTotal, ...]] = []
    for part in parts:
        amount = (gross_of(left) * part / 1000).quantize(Decimal("0.01"))
        if not amount:
            break
        paid = advance(left, amount)
        assert gross_of(paid) == amount
        assert all(one.brutto > 0 and one.netto + one.vat == one.brutto for one in paid)
        invoiced.append(paid)
        left = remaining(order, *invoiced)
        assert all(one.brutto >= 0 for one in left)
    assert together(*invoiced, left) == order


@given(orders)
def test_an_advance_of_everything_leaves_nothing(order: tuple[RateTotal, ...]) -> None:
    assert advance(order, gross_of(order)) == order
    assert remaining(order, order) == ()


@given(amounts, st.lists(amounts, min_size=1, max_size=9))
def test_what_is_spread_adds_up_and_no_part_exceeds_its_share(amount: Decimal, shares: list[Decimal]) -> None:
    whole_amount = min(amount, sum(shares))
    parts = spread(whole_amount, shares)
    assert sum(parts) == whole_amount
    assert all(0 <= part <= share for part, share in zip(parts, shares, strict=True))


@given(st.sampled_from(RATES), st.lists(amounts, min_size=1, max_size=40))
def test_the_lines_of_a_rate_add_up_to_its_total(stawka: str, gross: list[Decimal]) -> None:
    total = rate_total(stawka, sum(gross, Decimal(0)))
    lines = shared_out(total, gross)
    assert sum(one.netto for one in lines) == total.netto
    assert sum(one.vat for one in lines) == total.vat
    assert [one.brutto for one in lines] == gross
