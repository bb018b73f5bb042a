"""Formulas compiled to SQL: each part of a tree becomes one statement that adds rows to `draft`.

A part that is no indicator lies there under a name that no indicator can have, and is taken away at the end. Every
value is kept with six decimals at every step. Flags, releases and the mark of samples of all that went in come along.
"""

from __future__ import annotations

from typing import Any

from azymut.indicators.rules.formula_language import (
    Binary,
    Call,
    Cells,
    Function,
    Name,
    Negated,
    Node,
    Number,
    Text,
    constant,
)
from azymut.indicators.store.sql import LEVEL_OF, PEERS_OF

Statement = tuple[str, list[Any]]

_SIX = "DECIMAL(18, 6)"
_FREQUENCY = """
    CASE WHEN length(period) = 4 THEN 'A'
         WHEN substr(period, 6, 1) IN ('Q', 'S') THEN substr(period, 6, 1) ELSE 'M' END
"""
_A_YEAR = "CASE frequency WHEN 'A' THEN 1 WHEN 'S' THEN 2 WHEN 'Q' THEN 4 ELSE 12 END"
_PART = """
    CASE frequency WHEN 'A' THEN 1 WHEN 'M' THEN CAST(substr(period, 6, 2) AS INTEGER)
                   ELSE CAST(substr(period, 7, 1) AS INTEGER) END
"""
# A series with each period's number in its frequency and the breaks counted since its beginning: two periods with the
# same count have no break between them, the later one included.
_SERIES = f"""
    SELECT *, CAST(substr(period, 1, 4) AS INTEGER) * a_year + ({_PART}) - 1 AS ordinal,
           sum(CASE WHEN contains(flags, 'b') THEN 1 ELSE 0 END)
               OVER (PARTITION BY territory, frequency ORDER BY period) AS breaks
    FROM (SELECT *, {_A_YEAR} AS a_year FROM (SELECT *, {_FREQUENCY} AS frequency FROM draft WHERE indicator = ?))
"""  # noqa: S608  # built from constants of this module


def work_out(key: str, tree: Node) -> list[Statement]:
    """The statements that add an indicator's values to `draft`, after those that it builds on."""
    return _Work(key).whole(tree)


class _Work:
    """Gathers the statements for one indicator."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._parts = 0
        self._statements: list[Statement] = []

    def whole(self, tree: Node) -> list[Statement]:
        self._into(self._key, tree)
        if self._parts:
            self._add("DELETE FROM draft WHERE starts_with(indicator, ?)", f"{self._key}#")
        return self._statements

    def _add(self, statement: str, *values: Any) -> None:
        self._statements.append((statement, list(values)))

    def _rows(self, node: Node) -> str:
        """The name under which the rows of a part lie in `draft`."""
        if isinstance(node, Name):
            return node.key
        self._parts += 1
        name = f"{self._key}#{self._parts}"
        self._into(name, node)
        return name

    def _into(self, target: str, node: Node) -> None:
        if isinstance(node, Name):
            self._add(_COPY, target, node.key)
        elif isinstance(node, Cells):
            self._add(_CELLS, target, node.dataset, node.breakdowns[0])
        elif isinstance(node, Negated):
            self._add(_WITH_NUMBER["0-"], target, 0, self._rows(node.of))
        elif isinstance(node, Binary):
            self._operation(target, node)
        else:
            assert isinstance(node, Call)  # noqa: S101  # numbers and texts bring no figures; the reader sees to it
            self._call(target, node)

    def _operation(self, target: str, node: Binary) -> None:
        left, right = constant(node.left), constant(node.right)
        if left is not None:
            self._add(_WITH_NUMBER[f"0{node.sign}"], target, round(left, 10), self._rows(node.right))
        elif right is not None:
            self._add(_WITH_NUMBER[f"{node.sign}0"], target, round(right, 10), self._rows(node.left))
        elif node.sign == "/":
            self._add(_RATIO, target, 1, self._rows(node.left), self._rows(node.right))
        else:
            self._add(_OPERATION[node.sign], target, self._rows(node.left), self._rows(node.right))

    def _call(self, target: str, call: Call) -> None:
        function, arguments = call.function, call.arguments
        first, last = arguments[0], arguments[-1]
        if isinstance(first, Cells) and function in {Function.SUM, Function.LISTED_SUM}:
            breakdowns = list(first.breakdowns)
            self._add(_SUM, target, function is Function.LISTED_SUM, len(breakdowns), first.dataset, breakdowns)
        elif function in _SCALES or function is Function.PER:
            scale = _whole(last) if function is Function.PER else _SCALES[function]
            self._add(_RATIO, target, scale, self._rows(first), self._rows(arguments[1]))
        elif function in {Function.ROLLED_UP, Function.ROLLED_UP_LISTED}:
            self._into(target, first)
            self._add(_ROLL_UP, function is Function.ROLLED_UP_LISTED, target, target, target)
        elif function is Function.RELATIVE:
            scale = _whole(last) if len(arguments) > 1 else 100
            self._add(_RELATIVE, scale, target, self._rows(first))
        elif function is Function.RANK:
            self._add(_RANK, self._rows(first), target)
        else:
            self._over_time(target, call)

    def _over_time(self, target: str, call: Call) -> None:
        function, last = call.function, call.arguments[-1]
        rows = self._rows(call.arguments[0])
        if function is Function.INDEX:
            assert isinstance(last, Text)  # noqa: S101  # the reader has seen to it
            self._add(_INDEX, rows, target, last.value)
        elif function is Function.MOVING_MEAN:
            span = _whole(last)
            self._add(_MOVING_MEAN, rows, target, span, span, span - 1, span)
        elif function is Function.COHORT:
            self._add(_COHORT, rows, self._rows(call.arguments[1]), target, _whole(last))
        else:
            self._add(_CHANGE, rows, target, function is Function.CHANGE_POINTS, _whole(last))


def _whole(node: Node) -> int:
    assert isinstance(node, Number)  # noqa: S101  # the reader has seen to it
    return int(node.value)


def _rounded(value: str) -> str:
    """What a division or product gives, as it is kept; NULL when it is too large to be kept."""
    return f"TRY_CAST(round({value}, 6) AS {_SIX})"


_SCALES = {Function.RATIO: 1, Function.SHARE: 100, Function.PER_THOUSAND: 1000}
_QUOTIENT = "CAST(a.value AS DOUBLE) / nullif(CAST(b.value AS DOUBLE), 0)"
_WIDE = "CAST({} AS DECIMAL(38, 6))"
_BOTH = "a.flags || b.flags, a.releases || ',' || b.releases, a.sample OR b.sample, a.rolled OR b.rolled"

_COPY = """
    INSERT INTO draft
    SELECT ?, territory, period, value, flags, releases, sample, rolled FROM draft WHERE indicator = ?
"""
_CELLS = """
    INSERT INTO draft SELECT ?, territory, period, value, flags, release, sample, false
    FROM observation WHERE dataset = ? AND breakdown = ?
"""
_SUM = """
    INSERT INTO draft
    SELECT ?, territory, period,
           CASE WHEN count(value) = count(*) AND (? OR count(*) = ?) THEN sum(value) END,
           string_agg(flags, ''), string_agg(DISTINCT release, ','), bool_or(sample), false
    FROM observation WHERE dataset = ? AND list_contains(?::VARCHAR[], breakdown)
    GROUP BY territory, period
"""
_RATIO = f"""
    INSERT INTO draft
    SELECT ?, a.territory, a.period, {_rounded(f"? * {_QUOTIENT}")}, {_BOTH}
    FROM draft a JOIN draft b USING (territory, period) WHERE a.indicator = ? AND b.indicator = ?
"""  # noqa: S608  # built from constants of this module


def _operation(value: str) -> str:
    return f"""
        INSERT INTO draft
        SELECT ?, a.territory, a.period, {value}, {_BOTH}
        FROM draft a JOIN draft b USING (territory, period) WHERE a.indicator = ? AND b.indicator = ?
    """  # noqa: S608  # built from constants of this module


def _with_number(value: str) -> str:
    return f"""
        INSERT INTO draft
        SELECT ?, territory, period, {value}, flags, releases, sample, rolled
        FROM (SELECT *, CAST(? AS DECIMAL(28, 10)) AS given FROM draft) WHERE indicator = ?
    """  # noqa: S608  # built from constants of this module


def _sum_of(left: str, sign: str, right: str) -> str:
    return f"TRY_CAST({_WIDE.format(left)} {sign} {_WIDE.format(right)} AS {_SIX})"


def _product(left: str, right: str) -> str:
    return _rounded(f"CAST({left} AS DOUBLE) * CAST({right} AS DOUBLE)")


def _share(left: str, right: str) -> str:
    return _rounded(f"CAST({left} AS DOUBLE) / nullif(CAST({right} AS DOUBLE), 0)")


_OPERATION = {
    "+": _operation(_sum_of("a.value", "+", "b.value")),
    "-": _operation(_sum_of("a.value", "-", "b.value")),
    "*": _operation(_product("a.value", "b.value")),
}
# With the number on the left (0-) or on the right (-0).
_WITH_NUMBER = {
    "0+": _with_number(_sum_of("given", "+", "value")),
    "0-": _with_number(_sum_of("given", "-", "value")),
    "0*": _with_number(_product("given", "value")),
    "0/": _with_number(_share("given", "value")),
    "+0": _with_number(_sum_of("value", "+", "given")),
    "-0": _with_number(_sum_of("value", "-", "given")),
    "*0": _with_number(_product("value", "given")),
    "/0": _with_number(_share("value", "given")),
}
# No amount across a break: between the two periods, the later one included, no value may carry the flag.
_CHANGE = f"""
    INSERT INTO draft
    WITH series AS ({_SERIES})
    SELECT ?, late.territory, late.period,
           CASE WHEN late.breaks <> early.breaks THEN NULL
                WHEN ? THEN late.value - early.value
                ELSE {_rounded("100 * (CAST(late.value AS DOUBLE) / nullif(CAST(early.value AS DOUBLE), 0) - 1)")} END,
           late.flags || early.flags || CASE WHEN late.breaks <> early.breaks THEN 'b' ELSE '' END,
           late.releases || ',' || early.releases, late.sample OR early.sample, late.rolled
    FROM series late
    JOIN series early ON early.territory = late.territory AND early.frequency = late.frequency
         AND early.ordinal = late.ordinal - ? * late.a_year
"""  # noqa: S608  # built from constants of this module
_INDEX = f"""
    INSERT INTO draft
    WITH series AS ({_SERIES})
    SELECT ?, one.territory, one.period,
           CASE WHEN one.breaks = base.breaks
                THEN {_rounded("100 * CAST(one.value AS DOUBLE) / nullif(CAST(base.value AS DOUBLE), 0)")} END,
           one.flags || replace(base.flags, 'b', '') || CASE WHEN one.breaks <> base.breaks THEN 'b' ELSE '' END,
           one.releases || ',' || base.releases, one.sample OR base.sample, one.rolled OR base.rolled
    FROM series one
    JOIN series base ON base.territory = one.territory AND base.frequency = one.frequency AND base.period = ?
"""  # noqa: S608  # built from constants of this module
_MOVING_MEAN = f"""
    INSERT INTO draft
    WITH series AS ({_SERIES})
    SELECT ?, late.territory, late.period,
           CASE WHEN count(part.value) = ? AND min(part.breaks) = max(part.breaks)
                THEN {_rounded("CAST(sum(part.value) AS DOUBLE) / ?")} END,
           any_value(late.flags) || replace(string_agg(part.flags, ''), 'b', '')
               || CASE WHEN min(part.breaks) <> max(part.breaks) THEN 'b' ELSE '' END,
           string_agg(DISTINCT part.releases, ','), bool_or(part.sample), bool_or(part.rolled)
    FROM series late
    JOIN series part ON part.territory = late.territory AND part.frequency = late.frequency
         AND part.ordinal BETWEEN late.ordinal - ? AND late.ordinal
    GROUP BY late.territory, late.period
    HAVING count(*) = ?
"""  # noqa: S608  # built from constants of this module
# A break of either series between the two moments: what was counted then is not what is counted now.
_COHORT = f"""
    INSERT INTO draft
    WITH late AS ({_SERIES}), early AS ({_SERIES}),
         broken AS (SELECT territory, frequency, ordinal FROM late WHERE contains(flags, 'b')
                    UNION ALL SELECT territory, frequency, ordinal FROM early WHERE contains(flags, 'b')),
         pair AS (
             SELECT late.*, early.value AS base, early.flags AS base_flags, early.releases AS base_releases,
                    early.sample AS base_sample, early.rolled AS base_rolled,
                    EXISTS (SELECT 1 FROM broken
                            WHERE broken.territory = late.territory AND broken.frequency = late.frequency
                                  AND broken.ordinal > early.ordinal AND broken.ordinal <= late.ordinal) AS crossed,
                    wanted.target
             FROM (SELECT ? AS target, CAST(? AS INTEGER) AS years) wanted, late
             JOIN early ON early.territory = late.territory AND early.frequency = late.frequency
                  AND early.ordinal = late.ordinal - wanted.years * late.a_year
         )
    SELECT target, territory, period,
           CASE WHEN NOT crossed
                THEN {_rounded("100 * CAST(value AS DOUBLE) / nullif(CAST(base AS DOUBLE), 0)")} END,
           flags || replace(base_flags, 'b', '') || CASE WHEN crossed THEN 'b' ELSE '' END,
           releases || ',' || base_releases, sample OR base_sample, rolled OR base_rolled
    FROM pair
"""  # noqa: S608  # built from constants of this module
# A place rests on the figures of all peers, so their releases come along.
_RANK = f"""
    INSERT INTO draft
    WITH placed AS (SELECT *, ({LEVEL_OF}) AS level, ({PEERS_OF}) AS peers FROM draft WHERE indicator = ?),
         among AS (SELECT peers, period, string_agg(DISTINCT releases, ',') AS releases, bool_or(sample) AS sample
                   FROM placed GROUP BY peers, period)
    SELECT ?, territory, period,
           CASE WHEN value IS NOT NULL
                THEN CAST(rank() OVER (PARTITION BY peers, period, value IS NULL ORDER BY value DESC) AS {_SIX}) END,
           flags, among.releases, among.sample, rolled
    FROM placed JOIN among USING (peers, period) WHERE level <> ''
"""  # noqa: S608  # built from constants of this module
_RELATIVE = f"""
    INSERT INTO draft
    WITH wanted AS (SELECT CAST(? AS DOUBLE) AS scale, ? AS target)
    SELECT wanted.target, a.territory, a.period, {_rounded(f"wanted.scale * {_QUOTIENT}")},
           a.flags || b.flags, a.releases || ',' || b.releases, a.sample OR b.sample, false
    FROM wanted, (SELECT * FROM draft WHERE indicator = ? AND ({LEVEL_OF}) = 'county') a
    JOIN draft b ON b.indicator = a.indicator AND b.period = a.period AND b.territory = substr(a.territory, 1, 2)
"""  # noqa: S608  # built from constants of this module
# For voivodeships that the source gives no value for. Every county must have one, except those that did not exist
# then ('z'), unless the source lists only counties that have any of what is counted. A break in some counties only
# moves people between them: the sum has none.
_ROLL_UP = f"""
    INSERT INTO draft
    SELECT target, voivodeship, period, value, flags, releases, sample, true FROM (
        SELECT substr(territory, 1, 2) AS voivodeship, period,
               CASE WHEN count(value) FILTER (NOT contains(flags, 'z')) = count(*) FILTER (NOT contains(flags, 'z'))
                         AND (? OR count(*) >= any_value(expected)) THEN sum(value) END AS value,
               regexp_replace(string_agg(flags, ''), '[bz]', '', 'g')
                   || CASE WHEN bool_and(contains(flags, 'b')) THEN 'b' ELSE '' END AS flags,
               string_agg(DISTINCT releases, ',') AS releases, bool_or(sample) AS sample, any_value(target) AS target
        FROM (SELECT *, ? AS target FROM draft WHERE indicator = ? AND ({LEVEL_OF}) = 'county') one
        LEFT JOIN (SELECT substr(code, 1, 2) AS region, count(*) AS expected FROM county GROUP BY 1) known
             ON known.region = substr(territory, 1, 2)
        GROUP BY 1, 2
    ) summed
    WHERE NOT EXISTS (
        SELECT 1 FROM draft d WHERE d.indicator = ? AND d.territory = voivodeship AND d.period = summed.period
    )
"""  # noqa: S608  # built from constants of this module
