"""A formula as text of the Validation and Transformation Language (VTL 2.0 and 2.1, https://sdmx.org).

Data sets of the export are named as indicators and datasets are. Each has the identifiers `territory` and `period`,
those of sources also `breakdown`; its measures are `value` and `broken`, which is 1 where the series breaks.
"""

from __future__ import annotations

from decimal import Decimal

from azymut.indicators.rules.formula_language.tree import (
    ROLLING,
    Binary,
    Call,
    Cells,
    Function,
    Name,
    Negated,
    Node,
    Number,
    Text,
    cells_in,
    constant,
    nodes_in,
    printed,
)

_COUNTY = 'match_characters ( territory , "[0-9]{4}" )'
_VOIVODESHIP = 'match_characters ( territory , "[0-9]{2}" )'
_REGION = "calc identifier region := substr ( territory , 1 , 2 )"
_KEEP = "[ keep value , broken ]"
_SCALES = {Function.RATIO: 1, Function.SHARE: 100, Function.PER_THOUSAND: 1000}
_ONE_PLACE = "[ aggr value := max ( value ) , broken := max ( broken ) group by territory , period ]"


def vtl(key: str, tree: Node) -> str:
    """Transformations that end in the persistent data set `key`. Missing values are null, breaks are never crossed."""
    writer = _Writer(key)
    last = writer.expression(tree)
    return "\n".join([*_heading(key, tree), *writer.lines, f"{key} <- {last} ;", ""])


def _heading(key: str, tree: Node) -> list[str]:
    lines = [
        f"// {key} = {printed(tree)}",
        "// VTL 2. Identifiers: territory (string), period (time_period); of sources also breakdown (string).",
        "// Measures: value (number, null when missing), broken (integer, 1 where the series breaks, else 0).",
    ]
    if any(cells_in(tree)):
        lines.append("// Rows of a source that its newest release has withdrawn are left out beforehand.")
    if any(isinstance(node, Call) and node.function is Function.ROLLED_UP for node in nodes_in(tree)):
        lines.append("// counties: identifier territory (voivodeship), measure expected (its number of counties).")
    if any(isinstance(node, Call) and node.function in ROLLING for node in nodes_in(tree)):
        lines.append("// Counties that did not exist in a period (flag z) have no row in it.")
    return lines


class _Writer:
    """Gathers one transformation for each part of the formula that is neither a name nor the whole."""

    def __init__(self, key: str) -> None:
        self.lines: list[str] = []
        self._key = key

    def _set(self, expression: str) -> str:
        """The name of a data set that holds what the expression gives."""
        name = f"{self._key}__{len(self.lines) + 1}"
        self.lines.append(f"{name} := {expression} ;")
        return name

    def _named(self, node: Node) -> str:
        return node.key if isinstance(node, Name) else self._set(self.expression(node))

    def expression(self, node: Node) -> str:
        if isinstance(node, Name):
            return node.key
        if isinstance(node, Cells):
            return f"{node.dataset} [ sub breakdown = {_text(node.breakdowns[0])} ]"
        if isinstance(node, Negated):
            return f"{self._named(node.of)} [ calc value := - value ]"
        if isinstance(node, Binary):
            return self._operation(node)
        assert isinstance(node, Call)  # noqa: S101  # numbers and texts bring no figures
        return self._call(node)

    def _operation(self, node: Binary) -> str:
        left, right = constant(node.left), constant(node.right)
        if left is not None:
            return f"{self._named(node.right)} [ calc value := {_operated(node.sign, _number(left), 'value')} ]"
        if right is not None:
            return f"{self._named(node.left)} [ calc value := {_operated(node.sign, 'value', _number(right))} ]"
        value = _operated(node.sign, "a#value", "b#value")
        return _joined(self._named(node.left), self._named(node.right), value)

    def _call(self, call: Call) -> str:  # noqa: PLR0911  # one answer for each kind of function
        function, arguments = call.function, call.arguments
        if function in {Function.SUM, Function.LISTED_SUM}:
            return _summed(call)
        first, last = self._named(arguments[0]), arguments[-1]
        if function in _SCALES or function is Function.PER:
            scale = _number(last.value) if isinstance(last, Number) else str(_SCALES[function])
            return _joined(first, self._named(arguments[1]), _divided("a#value", "b#value", scale))
        if function is Function.COHORT:
            return self._cohort(first, self._named(arguments[1]), _whole(last))
        if function is Function.RANK:
            return _ranked(first)
        if function is Function.RELATIVE:
            scale = _number(last.value) if isinstance(last, Number) else "100"
            return _relative(first, scale)
        if function in ROLLING:
            return self._rolled(first, listed=function is Function.ROLLED_UP_LISTED)
        return self._over_time(call, self._counted(first))

    def _counted(self, name: str) -> str:
        """The same series with the number of breaks since its beginning: equal numbers mean no break between."""
        return self._set(f"{name} [ calc breaks := sum ( broken over ( partition by territory order by period ) ) ]")

    def _over_time(self, call: Call, series: str) -> str:
        last = call.arguments[-1]
        if call.function is Function.INDEX:
            assert isinstance(last, Text)  # noqa: S101  # the reader has seen to it
            base = self._set(f"{series} [ sub period = cast ( {_text(last.value)} , time_period ) ]")
            return _compared(series, base, _divided("a#value", "b#value", "100"))
        if call.function is Function.MOVING_MEAN:
            return self._mean(series, _whole(last))
        early = self._set(f"timeshift ( {series} , {_whole(last)} )")
        if call.function is Function.CHANGE_POINTS:
            return _compared(series, early, "a#value - b#value")
        quotient = "round ( 100 * ( a#value / b#value - 1 ) , 6 )"
        return _compared(series, early, f"if b#value = 0 then null else {quotient}")

    def _mean(self, series: str, span: int) -> str:
        shifted = [self._set(f"timeshift ( {series} , {steps} )") for steps in range(1, span)]
        names = [f"p{at}" for at in range(span)]
        sets = " , ".join(f"{one} as {name}" for one, name in zip([series, *shifted], names, strict=True))
        total = " + ".join(f"{name}#value" for name in names)
        crossed = f"p0#breaks <> {names[-1]}#breaks"
        return (
            f"inner_join ( {sets}\n    calc value_ := if {crossed} then null else round ( ( {total} ) / {span} , 6 ) , "
            f"broken_ := if {crossed} then 1 else p0#broken\n    keep value_ , broken_"
            f"\n    rename value_ to value , broken_ to broken )"
        )

    def _cohort(self, late: str, early: str, years: int) -> str:
        """Breaks of either series are counted together, over the periods of both."""
        both = self._set(
            f"full_join ( {late} as a , {early} as b\n    calc value_ := a#value , base := b#value , "
            f"broken_ := if nvl ( a#broken , 0 ) + nvl ( b#broken , 0 ) > 0 then 1 else 0"
            f"\n    keep value_ , base , broken_"
            f"\n    rename value_ to value , broken_ to broken )"
        )
        counted = self._counted(both)
        shifted = self._set(f"timeshift ( {counted} , {years} )")
        return _compared(counted, shifted, _divided("a#value", "b#base", "100"))

    def _rolled(self, own: str, *, listed: bool) -> str:
        sums = self._set(
            f"{own} [ filter {_COUNTY} ] [ {_REGION} ] [ calc known := if isnull ( value ) then 0 else 1 ] "
            "[ aggr total := sum ( value ) , found := count ( ) , given := sum ( known ) , broken := min ( broken ) "
            "group by region , period ] [ rename region to territory ]"
        )
        if listed:
            complete = f"{sums} [ calc value := if given = found then total else null ] {_KEEP}"
        else:
            complete = (
                f"inner_join ( {sums} as s , counties as c "
                "calc value := if given = found and found >= expected then total else null keep value , broken )"
            )
        return f"union ( {own} , {self._set(complete)} )"


def _joined(left: str, right: str, value: str) -> str:
    """Rows that both have; broken where either is."""
    return (
        f"inner_join ( {left} as a , {right} as b\n    calc value_ := {value} , "
        "broken_ := if a#broken + b#broken > 0 then 1 else 0\n    keep value_ , broken_"
        "\n    rename value_ to value , broken_ to broken )"
    )


def _compared(late: str, early: str, value: str) -> str:
    """Two moments of a series: null and broken when a break lies between them."""
    return (
        f"inner_join ( {late} as a , {early} as b\n    calc "
        f"value_ := if a#breaks <> b#breaks then null else ( {value} ) , "
        "broken_ := if a#breaks <> b#breaks then 1 else a#broken\n    keep value_ , broken_"
        "\n    rename value_ to value , broken_ to broken )"
    )


def _summed(call: Call) -> str:
    cells = call.arguments[0]
    assert isinstance(cells, Cells)  # noqa: S101  # the reader has seen to it
    wanted = f" and found = {len(cells.breakdowns)}" if call.function is Function.SUM else ""
    return (
        f"{cells.dataset} [ filter breakdown in {{ {' , '.join(map(_text, cells.breakdowns))} }} ] "
        "[ calc known := if isnull ( value ) then 0 else 1 ] "
        "[ aggr total := sum ( value ) , found := count ( ) , given := sum ( known ) , broken := max ( broken ) "
        f"group by territory , period ] [ calc value := if given = found{wanted} then total else null ] {_KEEP}"
    )


def _ranked(name: str) -> str:
    return (
        f'{name} [ filter not isnull ( value ) and ( territory = "PL" or {_VOIVODESHIP} or {_COUNTY} '
        'or match_characters ( territory , "[0-9]{7}" ) or match_characters ( territory , "PL[0-9A-Z]{3}" ) ) ] '
        '[ calc identifier peers := if match_characters ( territory , "[0-9]{7}" ) then substr ( territory , 1 , 4 ) '
        f"else if {_COUNTY} then substr ( territory , 1 , 2 ) "
        f'else if territory = "PL" then "country" else if {_VOIVODESHIP} then "voivodeship" else "subregion" ] '
        f"[ calc place := rank ( over ( partition by period , peers order by value desc ) ) ] "
        "[ aggr value := max ( place ) , broken := max ( broken ) group by territory , period ]"
    )


def _relative(name: str, scale: str) -> str:
    counties = f"{name} [ filter {_COUNTY} ] [ {_REGION} ]"
    regions = f"{name} [ filter {_VOIVODESHIP} ] [ rename territory to region ]"
    return f"{_joined(counties, regions, _divided('a#value', 'b#value', scale))} {_ONE_PLACE}"


def _divided(dividend: str, divisor: str, scale: str) -> str:
    times = "" if scale == "1" else f"{scale} * "
    return f"if {divisor} = 0 then null else round ( {times}{dividend} / {divisor} , 6 )"


def _operated(sign: str, left: str, right: str) -> str:
    if sign == "/":
        return _divided(left, right, "1")
    plain = f"{left} {sign} {right}"
    return f"round ( {plain} , 6 )" if sign == "*" else plain


def _number(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return f"( {text} )" if value < 0 else text


def _whole(node: Node) -> int:
    assert isinstance(node, Number)  # noqa: S101  # the reader has seen to it
    return int(node.value)


def _text(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
