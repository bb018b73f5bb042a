"""Eurostat SDMX-CSV: a row for each observation. Dimensions are the lower-case columns, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from azymut.indicators.exchange.eurostat import breakdown_of, no_territory, period_of, territory_of, value_of
from azymut.indicators.exchange.parsed import MAX_CELL, Parsed, Places, misshapen
from azymut.indicators.rules.observations import BREAKDOWN_SIGN, Observation, is_period
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.intake import Row, decode, read_table

_FLOW, _UPDATED, _TIME, _VALUE, _FLAG, _SECRET = (
    "DATAFLOW", "LAST UPDATE", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS",
)  # fmt: skip
_KNOWN = frozenset({_FLOW, _UPDATED, _TIME, _VALUE, _FLAG, _SECRET})
_OPEN = frozenset({"", "F"})


def read(
    content: bytes,
    stem: str,
    *,
    dimensions: Sequence[str] = (),
    filters: Mapping[str, Sequence[str]] | None = None,
) -> Parsed:
    """Read a table whole, or only the rows that the filters name. Stated dimensions must be those of the table."""
    table = read_table(decode(content), delimiter=",", required=(_FLOW, _TIME, _VALUE))
    names = _dimensions(table.columns, dimensions, tuple(filters or ()))
    rows = [row for row in table.rows if all(row[name] in wanted for name, wanted in (filters or {}).items())]
    flows = {_flow(row[_FLOW]) for row in table.rows}
    if len(flows) > 1:
        raise FileRefusedError(_("The file holds more than one dataset: %(names)s.") % {"names": ", ".join(flows)[:80]})
    parsed = Parsed(code=next(iter(flows), "") or stem, dimensions=BREAKDOWN_SIGN.join(names))
    parsed.title = parsed.code
    last = max([row.number for row in table.rows[-1:]] + [number for number, _cells in table.misshapen])
    misshapen(parsed, table.misshapen, len(table.columns), last=last)
    places = Places()
    for row in rows:
        parsed.vintage_on = parsed.vintage_on or _day(row.get(_UPDATED))
        _take(parsed, places, row, names)
    return parsed


def _dimensions(columns: Sequence[str], stated: Sequence[str], filtered: Sequence[str]) -> tuple[str, ...]:
    unknown = [name for name in columns if name not in _KNOWN and not name.islower()]
    names = tuple(name for name in columns if name.islower() and name != "geo")
    wanted = {*stated, *filtered} - {"geo"}
    if "geo" not in columns or unknown or (stated and set(names) != wanted) or not wanted <= set(names):
        raise FileRefusedError(
            _("The columns are not those of this table any more: %(names)s.") % {"names": ", ".join(columns)[:200]},
            place=_("row %(line)d") % {"line": 1},
        )
    return names


def _flow(text: str) -> str:
    """ESTAT:TRNG_LFSE_04(1.0) is trng_lfse_04."""
    return text.rpartition(":")[2].partition("(")[0].strip().lower()


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text[:8], "%d/%m/%y").date()  # noqa: DTZ007  # a day, in no time zone
    except ValueError:
        return None


def _take(parsed: Parsed, places: Places, row: Row, names: Sequence[str]) -> None:
    territory = territory_of(places, row["geo"])
    if not territory:
        parsed.reject(row.number, "geo", no_territory(places, row["geo"]))
        return
    period = period_of(row[_TIME])
    if not is_period(period):
        parsed.reject(row.number, _TIME, _("“%(text)s” is not a period.") % {"text": row[_TIME][:40]})
        return
    secret = "c" if row.get(_SECRET) not in _OPEN else ""
    cell = f"{row[_VALUE] or ':'} {row.get(_FLAG)}{secret}".strip()
    found = value_of(cell)
    if found is None:
        parsed.reject(row.number, _VALUE, _("“%(text)s” is not a number.") % {"text": cell[:40]})
        return
    unit = row.get("unit")
    parsed.unit = parsed.unit or unit
    breakdown = breakdown_of({name: row[name] for name in names})
    parsed.take(
        Observation(
            territory,
            period,
            breakdown,
            found[0],
            unit[:60],
            found[1],
            row.number,
            _VALUE,
            cell[:MAX_CELL],
        )
    )
