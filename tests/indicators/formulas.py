"""Formulas for tests: any that can be read, and what they mean, worked out plainly in Python.

The reference knows nothing of SQL. It holds a series as values by place and period and follows docs/formulas.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from azymut.indicators.rules.formula_language import (
    Binary,
    Call,
    Cells,
    Function,
    Name,
    Negated,
    Number,
    Text,
    constant,
)
from azymut.indicators.rules.formula_language.tracing import periods_before, years_before
from azymut.indicators.rules.observations import level_of

LIMIT = Decimal(10) ** 12
SCALES = {Function.RATIO: 1, Function.SHARE: 100, Function.PER_THOUSAND: 1000}

names = st.sampled_from(("x", "y")).map(Name)
single = st.sampled_from(("a", "b", "c")).map(lambda one: Cells("P1", (one,)))
several = st.lists(st.sampled_from(("a", "b", "c")), min_size=1, max_size=3, unique=True).map(
    lambda found: Cells("P1", tuple(found))
)
numbers = st.decimals(min_value=1, max_value=1000, places=2).map(lambda value: Number(value.normalize()))
years = st.integers(1, 3).map(lambda count: Number(Decimal(count)))
SIMPLE = (Function.RATIO, Function.SHARE, Function.PER_THOUSAND)
LONELY = (Function.RANK, Function.RELATIVE, Function.ROLLED_UP, Function.ROLLED_UP_LISTED)


def _wider(inner):
    def call(function, *arguments):
        return st.builds(lambda *given: Call(function, given), *arguments)

    signs = st.sampled_from("+-*/")
    return st.one_of(
        *(call(one, inner, inner) for one in SIMPLE),
        *(call(one, inner) for one in LONELY),
        call(Function.PER, inner, inner, st.just(Number(Decimal(100_000)))),
        call(Function.RELATIVE, inner, st.just(Number(Decimal(1)))),
        call(Function.CHANGE, inner, years),
        call(Function.CHANGE_POINTS, inner, years),
        call(Function.MOVING_MEAN, inner, st.integers(2, 3).map(lambda count: Number(Decimal(count)))),
        call(Function.COHORT, inner, inner, years),
        call(Function.INDEX, inner, st.sampled_from(("2015", "2016", "2015-02")).map(Text)),
        st.builds(Binary, signs, inner, inner),
        st.builds(Binary, signs, numbers, inner),
        st.builds(Binary, signs, inner, numbers),
        st.builds(Negated, inner),
    )


sums = st.builds(
    lambda function, cells: Call(function, (cells,)), st.sampled_from((Function.SUM, Function.LISTED_SUM)), several
)
trees = st.recursive(st.one_of(names, single, sums), _wider, max_leaves=6)


@dataclass(frozen=True)
class Row:
    value: Decimal | None
    flags: frozenset
    releases: frozenset
    sample: bool
    rolled: bool = False


def six(value):
    """Rounded to six decimals, half away from zero; None when it is too large to be kept."""
    if value is None or math.isinf(value) or math.isnan(value):
        return None
    scaled = value * 1e6
    whole = math.copysign(math.floor(abs(scaled) + 0.5), scaled)
    return kept(Decimal(int(whole)).scaleb(-6))


def kept(value):
    return value if value is not None and abs(value) < LIMIT else None


def divided(of, by, scale=1):
    if of is None or by is None or not by:
        return None
    return six(scale * float(of) / float(by))


def merged(value, *rows, breaks=True, flags=frozenset()):
    found = frozenset().union(*(row.flags for row in rows)) if breaks else frozenset()
    return Row(
        value, found | flags, frozenset().union(*(row.releases for row in rows)),
        any(row.sample for row in rows), any(row.rolled for row in rows),
    )  # fmt: skip


def frequency(period):
    return "A" if len(period) == 4 else period[5] if period[5] in "QS" else "M"


def crossed(series, place, early, late):
    """Whether a break lies after the early period, up to the late one."""
    low, high = sorted((early, late))
    return any(
        "b" in row.flags
        for (where, period), row in series.items()
        if where == place and frequency(period) == frequency(late) and low < period <= high
    )


class Reference:
    def __init__(self, observations, counties, known):
        self.observations = observations
        self.counties = counties
        self.known = known

    def work_out(self, node):
        if isinstance(node, Name):
            return self.work_out(self.known[node.key])
        if isinstance(node, Cells):
            return {key[:2]: row for key, row in self.observations.items() if key[2] == node.breakdowns[0]}
        if isinstance(node, Negated):
            found = self.work_out(node.of)
            return {at: merged(None if r.value is None else -r.value, r) for at, r in found.items()}
        if isinstance(node, Binary):
            return self.operation(node)
        return getattr(self, node.function.value, self.divided)(node)

    def operation(self, node):
        left, right = constant(node.left), constant(node.right)
        if left is not None:
            found = self.work_out(node.right)
            return {at: merged(operated(node.sign, left, row.value), row) for at, row in found.items()}
        if right is not None:
            found = self.work_out(node.left)
            return {at: merged(operated(node.sign, row.value, right), row) for at, row in found.items()}
        return self.paired(node.left, node.right, lambda a, b: operated(node.sign, a, b))

    def paired(self, left, right, work):
        one, two = self.work_out(left), self.work_out(right)
        return {at: merged(work(one[at].value, two[at].value), one[at], two[at]) for at in one.keys() & two.keys()}

    def divided(self, call):
        scale = int(call.arguments[2].value) if call.function is Function.PER else SCALES[call.function]
        return self.paired(call.arguments[0], call.arguments[1], lambda a, b: divided(a, b, scale))

    def sum(self, call, *, listed=False):
        wanted = call.arguments[0].breakdowns
        groups = {}
        for (place, period, breakdown), row in self.observations.items():
            if breakdown in wanted:
                groups.setdefault((place, period), []).append(row)
        return {
            at: merged(
                sum(row.value for row in rows)
                if all(row.value is not None for row in rows) and (listed or len(rows) == len(wanted))
                else None,
                *rows,
            )
            for at, rows in groups.items()
        }

    def listed_sum(self, call):
        return self.sum(call, listed=True)

    def change(self, call, *, points=False):
        series, found = self.work_out(call.arguments[0]), {}
        for (place, period), late in series.items():
            before = years_before(period, int(call.arguments[1].value))
            early = series.get((place, before))
            if early is None:
                continue
            broken = crossed(series, place, before, period)
            value = None
            if not broken and late.value is not None and early.value is not None:
                if points:
                    value = late.value - early.value
                elif early.value:
                    value = six(100 * (float(late.value) / float(early.value) - 1))
            row = merged(value, late, early, flags=frozenset("b" if broken else ""))
            found[place, period] = Row(row.value, row.flags, row.releases, row.sample, late.rolled)
        return found

    def change_points(self, call):
        return self.change(call, points=True)

    def index(self, call):
        series, base_period, found = self.work_out(call.arguments[0]), call.arguments[1].value, {}
        for (place, period), row in series.items():
            base = series.get((place, base_period))
            if base is None or frequency(period) != frequency(base_period):
                continue
            broken = crossed(series, place, base_period, period)
            value = None if broken else divided(row.value, base.value, 100)
            flags = row.flags | (base.flags - {"b"}) | frozenset("b" if broken else "")
            found[place, period] = merged(value, row, base, breaks=False, flags=flags)
        return found

    def moving_mean(self, call):
        series, span, found = self.work_out(call.arguments[0]), int(call.arguments[1].value), {}
        for (place, period), late in series.items():
            rows = [series.get((place, periods_before(period, steps))) for steps in range(span)]
            if None in rows:
                continue
            broken = crossed(series, place, periods_before(period, span - 1), period)
            whole = all(row.value is not None for row in rows) and not broken
            value = six(float(sum(row.value for row in rows)) / span) if whole else None
            flags = frozenset().union(*(row.flags for row in rows)) - {"b"}
            flags |= late.flags | frozenset("b" if broken else "")
            found[place, period] = merged(value, *rows, breaks=False, flags=flags)
        return found

    def cohort(self, call):
        of, by, found = self.work_out(call.arguments[0]), self.work_out(call.arguments[1]), {}
        for (place, period), late in of.items():
            before = years_before(period, int(call.arguments[2].value))
            early = by.get((place, before))
            if early is None:
                continue
            broken = crossed(of, place, before, period) or crossed(by, place, before, period)
            value = None if broken else divided(late.value, early.value, 100)
            flags = late.flags | (early.flags - {"b"}) | frozenset("b" if broken else "")
            found[place, period] = merged(value, late, early, breaks=False, flags=flags)
        return found

    def rank(self, call):
        series, found = self.work_out(call.arguments[0]), {}
        for (place, period), row in series.items():
            if not level_of(place):
                continue
            peers = [
                other
                for (where, when), other in series.items()
                if when == period and peers_of(where) == peers_of(place)
            ]
            value = None
            if row.value is not None:
                value = Decimal(1 + sum(1 for one in peers if one.value is not None and one.value > row.value))
            together = merged(None, *peers)
            found[place, period] = Row(value, row.flags, together.releases, together.sample, row.rolled)
        return found

    def relative(self, call):
        series, found = self.work_out(call.arguments[0]), {}
        scale = int(call.arguments[1].value) if len(call.arguments) > 1 else 100
        for (place, period), row in series.items():
            region = series.get((place[:2], period))
            if level_of(place) == "county" and region:
                made = merged(divided(row.value, region.value, scale), row, region)
                found[place, period] = Row(made.value, made.flags, made.releases, made.sample)
        return found

    def rolled_up(self, call, *, listed=False):
        series = self.work_out(call.arguments[0])
        groups = {}
        for (place, period), row in series.items():
            if level_of(place) == "county":
                groups.setdefault((place[:2], period), []).append(row)
        for (region, period), rows in groups.items():
            if (region, period) in series:
                continue
            there = [row for row in rows if "z" not in row.flags]
            expected = sum(1 for code in self.counties if code[:2] == region)
            valued = [row.value for row in rows if row.value is not None]
            whole = all(row.value is not None for row in there) and (listed or (expected and len(rows) >= expected))
            flags = frozenset().union(*(row.flags for row in rows)) - {"b", "z"}
            flags |= frozenset("b" if all("b" in row.flags for row in rows) else "")
            made = merged(kept(sum(valued)) if whole and valued else None, *rows, breaks=False, flags=flags)
            series[region, period] = Row(made.value, made.flags, made.releases, made.sample, rolled=True)
        return series

    def rolled_up_listed(self, call):
        return self.rolled_up(call, listed=True)


def operated(sign, left, right):
    if left is None or right is None:
        return None
    if sign == "/":
        return divided(left, right)
    if sign == "*":
        return six(float(left) * float(right))
    return kept(left + right if sign == "+" else left - right)


def peers_of(place):
    level = level_of(place)
    return f"county:{place[:2]}" if level == "county" else f"commune:{place[:4]}" if level == "commune" else level
