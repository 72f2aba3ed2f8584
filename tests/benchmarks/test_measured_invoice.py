"""The invoices that ``make bench`` measures are ones the product issues: a benchmark nobody runs is soon broken."""

from bench.documents import MOMENT, compose, issue, lengthened

from bottega.business.documents.render.pdf import typeset


def test_the_measured_invoice_is_composed_and_printed():
    invoice = compose(7)

    assert (invoice.numer, invoice.razem.brutto) == ("FV/2026/07/007", invoice.razem_pozycji.brutto)
    assert issue(invoice).startswith(b"%PDF")


def test_the_long_measured_invoice_has_forty_lines():
    long = lengthened(compose(8))

    assert [line.lp for line in long.pozycje] == list(range(1, 41))
    assert typeset(long, MOMENT).startswith(b"%PDF")
