"""Identifiers are in the order of their making, also within a millisecond."""

import time

from bottega.kernel.database.identifiers import new_id


def test_ids_made_one_after_the_other_are_in_order() -> None:
    ids = [new_id() for _ in range(5_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_an_id_says_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
