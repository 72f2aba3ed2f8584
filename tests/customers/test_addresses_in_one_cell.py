"""An address that somebody wrote into one cell: street, postal code and city are told apart."""

import pytest

from bottega.business.customers.importing import rows


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ul. Długa 5/2, 61-001 Poznań", ("ul. Długa 5/2", "61-001", "Poznań")),
        ("ul. Długa 5/2\n61-001  Nowy  Tomyśl;", ("ul. Długa 5/2", "61-001", "Nowy  Tomyśl")),
        ("Długa 5, m. 2 61-001 Poznań,", ("Długa 5, m. 2", "61-001", "Poznań")),
        ("61-001 Poznań", ("", "61-001", "Poznań")),
        ("61-001 Poznań, ul. Długa 5", None),
        ("ul. Długa 5, Poznań", None),
        ("ul. Długa 5, 61-001 ,", None),
        ("", None),
    ],
)
def test_a_postal_code_parts_street_and_city(text: str, parts: tuple[str, str, str] | None) -> None:
    assert rows._taken_apart(text) == parts
