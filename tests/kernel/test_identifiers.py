"""Public identifiers count nothing and read aloud well."""

from __future__ import annotations

from azymut.kernel.identifiers import ALPHABET, LENGTH, public_id


def test_identifiers_differ_and_hold_no_look_alikes():
    made = {public_id() for _ in range(5000)}
    assert len(made) == 5000
    assert all(len(one) == LENGTH and set(one) <= set(ALPHABET) for one in made)
    assert not set("01ilo") & set(ALPHABET)
