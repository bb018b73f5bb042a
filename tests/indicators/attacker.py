"""Somebody who wants the hidden counts and has only what is published: subtraction, elimination, and limits.

Shares no code with the rules that hide.
"""

from __future__ import annotations

from fractions import Fraction


def find(published, sums):
    """Hidden cells that follow exactly from published ones. `sums`: totals and their parts, as everybody knows."""
    unknowns = sorted({cell for total, parts in sums for cell in (total, *parts) if cell not in published})
    rows = []
    for total, parts in sums:
        factors = dict.fromkeys(unknowns, Fraction(0))
        known = Fraction(0)
        for cell, sign in ((total, 1), *((part, -1) for part in parts)):
            if cell in published:
                known -= sign * Fraction(published[cell])
            else:
                factors[cell] += sign
        rows.append([*factors.values(), known])
    return _solved(rows, unknowns)


def _solved(rows, unknowns):
    at = 0
    for column in range(len(unknowns)):
        pivot = next((row for row in range(at, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [one / rows[at][column] for one in rows[at]]
        for other in range(len(rows)):
            if other != at and rows[other][column]:
                times = rows[other][column]
                rows[other] = [a - times * b for a, b in zip(rows[other], rows[at], strict=True)]
        at += 1
    found = {}
    for row in rows:
        held = [index for index, factor in enumerate(row[:-1]) if factor]
        if len(held) == 1:
            found[unknowns[held[0]]] = row[-1]
    return found


def narrowed(published, sums, *, rounds=200):
    """For each hidden cell the limits that follow from its neighbours' limits, over and over. None: no upper limit."""
    low = {cell: Fraction(value) for cell, value in published.items()}
    high = dict(low)
    for total, parts in sums:
        for cell in (total, *parts):
            low.setdefault(cell, Fraction(0))
            high.setdefault(cell, None)
    for _round in range(rounds):
        before = dict(low), dict(high)
        for total, parts in sums:
            _tighten(total, parts, low, high)
        if (low, high) == before:
            break
    return {cell: (low[cell], high[cell]) for cell in low if cell not in published}


def _tighten(total, parts, low, high):
    low[total] = max(low[total], sum(low[part] for part in parts))
    if all(high[part] is not None for part in parts):
        most = sum(high[part] for part in parts)
        high[total] = most if high[total] is None else min(high[total], most)
    for part in parts:
        others = [one for one in parts if one != part]
        if high[total] is not None:
            most = high[total] - sum(low[one] for one in others)
            high[part] = most if high[part] is None else min(high[part], most)
        if all(high[one] is not None for one in others):
            low[part] = max(low[part], low[total] - sum(high[one] for one in others))


def possible(published, sums, hidden, limit):
    """Every way in which whole numbers up to a limit can stand in the hidden cells: for the smallest tables only."""
    worlds = [dict(published)]
    for cell in hidden:
        worlds = [
            {**world, cell: value}
            for world in worlds
            for value in range(limit + 1)
            if _fits({**world, cell: value}, sums)
        ]
    return worlds


def _fits(world, sums):
    return all(
        world[total] == sum(world[part] for part in parts)
        for total, parts in sums
        if all(cell in world for cell in (total, *parts))
    )
