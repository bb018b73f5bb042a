"""Rooms above are called once each, in the order in which they came."""

from __future__ import annotations

from azymut.kernel.listeners import Listeners


def test_each_listener_is_called_once_in_order():
    told: list[tuple[str, int]] = []
    listeners: Listeners[[int]] = Listeners()

    def first(number: int) -> None:
        told.append(("first", number))

    listeners.listen(first)
    listeners.listen(lambda number: told.append(("second", number)))
    listeners.listen(first)
    listeners.tell(7)
    assert told == [("first", 7), ("second", 7)]
