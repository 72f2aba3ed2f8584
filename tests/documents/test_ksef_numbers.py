"""Numbers and codes of KSeF."""

from base64 import urlsafe_b64decode
from datetime import date
from hashlib import sha256

import pytest

from bottega.business.documents.ksef.numbers import crc_8, drawing, ksef_number, link, seller_of

SAMPLE = "5265877635-20250826-0100001AF629-AF"


def test_the_published_sample_is_a_number() -> None:
    assert ksef_number(SAMPLE) == SAMPLE
    assert ksef_number(f" {SAMPLE.lower()} ") == SAMPLE
    assert seller_of(SAMPLE) == "5265877635"


def test_a_number_of_ksef_1_0_is_one_too() -> None:
    old = SAMPLE.replace("0100001AF629", "010000-1AF629")
    assert ksef_number(old) == old
    assert ksef_number(old[:-1] + "E") is None


def test_the_check_sum_is_crc_8_of_all_before_it() -> None:
    assert crc_8("123456789") == 0xF4
    assert crc_8(SAMPLE[:-3]) == 0xAF


@pytest.mark.parametrize(
    "text",
    [
        "",
        SAMPLE[:-1],
        SAMPLE[:-2] + "AE",
        SAMPLE.replace("0826", "1326"),
        SAMPLE.replace("1AF629", "1AF628"),
        SAMPLE.replace("5265877635", "5265877636"),
        SAMPLE + "\n1",
        "\u0665265877635-20250826-0100001AF629-AF",
    ],
)
def test_what_differs_anywhere_is_no_number(text: str) -> None:
    assert ksef_number(text) is None


def test_the_link_names_seller_day_and_hash() -> None:
    digest = sha256(b"<Faktura/>").digest()
    found = link("9991079199", date(2026, 5, 12), digest)
    assert found.startswith("https://qr.ksef.mf.gov.pl/invoice/9991079199/12-05-2026/")
    last = found.rpartition("/")[2]
    assert urlsafe_b64decode(last + "=") == digest


def test_the_code_is_a_drawing() -> None:
    assert drawing("https://qr.ksef.mf.gov.pl/invoice").startswith("<svg")
