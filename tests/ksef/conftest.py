"""A counterpart of one's own for every test, and clients of the library that people use with the real service."""

from collections.abc import AsyncIterator, Iterator

import pytest
from ksef_client import AsyncKsefClient

from ksef.counterpart import Counterpart
from ksef.taxpayers import Taxpayer, client_of


@pytest.fixture
def ksef() -> Iterator[Counterpart]:
    """A counterpart; in the end it has answered as the description says, and had all its faults."""
    with Counterpart() as counterpart:
        yield counterpart
    assert counterpart.flaws == []
    assert counterpart.faults.left() == []


@pytest.fixture
async def client(ksef: Counterpart) -> AsyncIterator[AsyncKsefClient]:
    """The library's client, told to speak to the counterpart."""
    async with client_of(ksef) as one:
        yield one


@pytest.fixture
def taxpayer() -> Taxpayer:
    """A taxpayer whom no other test knows."""
    return Taxpayer()
