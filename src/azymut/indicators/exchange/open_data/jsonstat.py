"""JSON-stat 2.0: a cube of indicator × territory × time, its values by their place in the cube, row by row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from azymut.indicators.exchange.open_data import metadata
from azymut.indicators.exchange.open_data.columns import plain
from azymut.indicators.queries import Extract, flag_meanings
from azymut.indicators.store import OpenFigure

DIMENSIONS = ("indicator", "territory", "time")
ENTRIES_A_PIECE = 2_000


def pieces(figures: Extract, *, title: str, address: str) -> Iterator[bytes]:
    """The document in pieces. Only values that exist stand in `value`; `status` says why others do not."""
    return _pieces(figures, json.dumps(_head(figures, title=title, address=address), ensure_ascii=False))


def _pieces(figures: Extract, head: str) -> Iterator[bytes]:
    yield head.removesuffix("}").encode()
    yield b', "value": {'
    yield from _entries(figures, lambda one: None if one.value is None else plain(one.value))
    yield b'}, "status": {'
    yield from _entries(figures, lambda one: json.dumps(one.flags) if one.flags else None)
    yield b"}}"


def _entries(figures: Extract, told: Callable[[OpenFigure], str | None]) -> Iterator[bytes]:
    sides = [
        {code: number for number, code in enumerate(side)}
        for side in (figures.indicators, figures.territories, figures.periods)
    ]
    across, along = len(sides[1]) * len(sides[2]), len(sides[2])
    held: list[str] = []
    first = True
    for one in figures.rows():
        text = told(one)
        if text is None:
            continue
        place = sides[0][one.indicator] * across + sides[1][one.territory] * along + sides[2][one.period]
        held.append(f'{"" if first else ", "}"{place}": {text}')
        first = False
        if len(held) == ENTRIES_A_PIECE:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()


def _head(figures: Extract, *, title: str, address: str) -> dict[str, Any]:
    told = metadata.document(figures, title=title, address=address)
    described = [figures.descriptions[key] for key in figures.indicators]
    sides = (figures.indicators, figures.territories, figures.periods)
    head: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "href": address,
        "label": title,
        "source": "; ".join(dict.fromkeys(one.source for one in described)),
        "note": list(dict.fromkeys(caveat for one in described for caveat in one.caveats)),
        "id": list(DIMENSIONS),
        "size": [len(side) for side in sides],
        "role": {"metric": ["indicator"], "geo": ["territory"], "time": ["time"]},
        "dimension": {
            "indicator": {
                "category": {
                    "index": figures.indicators,
                    "label": {one.key: one.name for one in described},
                    "unit": {one.key: {"label": one.unit, "decimals": one.decimals} for one in described},
                }
            },
            "territory": {
                "category": {
                    "index": figures.territories,
                    "label": {code: figures.names.get(code, code) for code in figures.territories},
                }
            },
            "time": {"category": {"index": figures.periods, "label": {one: one for one in figures.periods}}},
        },
        "extension": {"status": {"label": flag_meanings()}, "azymut": told},
    }
    if told["updated"]:
        head["updated"] = told["updated"]
    return head
