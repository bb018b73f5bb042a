"""Reasons in sentences, in the reader's language, from code and parameters; the history is read back the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from azymut.design import formats
from azymut.monitoring.enums import ReasonCode
from azymut.monitoring.rules.status import Reason

Values = Mapping[str, Any]


def sentence(reason: Reason) -> str:
    """One reason as one sentence."""
    return _SENTENCES[reason.code](reason.parameters)


def sentences(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(sentence(reason) for reason in reasons)


def way_back(condition: Reason) -> str:
    """One condition of the return to course, as the end of "returns to course when …"."""
    values = condition.parameters
    if condition.code == ReasonCode.MILESTONE_LATE:
        return _("the milestone “%(name)s” is done") % {"name": values["name"]}
    told = {"name": values["name"], "value": _figure(values, "enough"), "period": formats.period(values["period"])}
    if values["higher"]:
        return _("“%(name)s” reaches at least %(value)s for %(period)s") % told
    return _("“%(name)s” falls to at most %(value)s for %(period)s") % told


def reason_from_json(data: Values) -> Reason:
    """A reason as the history keeps it."""
    rest = {key: value for key, value in data.items() if key not in ("code", "severity")}
    return Reason(ReasonCode(data["code"]), rest, int(data.get("severity", 0)))


def _figure(values: Values, key: str) -> str:
    raw = values.get(key)
    value = Decimal(raw) if raw is not None else None
    decimals = int(values.get("decimals") or 0)
    return formats.with_unit(value, str(values.get("unit") or ""), decimals)


def _day(values: Values, key: str) -> str:
    return formats.day(date.fromisoformat(values[key]))


def _milestone_late(values: Values) -> str:
    days = int(values["days"])
    return ngettext(
        "The milestone “%(name)s” is %(days)d day late (it was due on %(day)s).",
        "The milestone “%(name)s” is %(days)d days late (it was due on %(day)s).",
        days,
    ) % {"name": values["name"], "days": days, "day": _day(values, "due_on")}


def _told(values: Values) -> dict[str, str]:
    return {
        "name": values["name"],
        "value": _figure(values, "value"),
        "expected": _figure(values, "expected"),
        "period": formats.period(values["period"]),
        "share": formats.percent(Decimal(values["share"]), 0) if values.get("share") is not None else "",
    }


def _short(values: Values) -> str:
    return _(
        "“%(name)s”: %(value)s for %(period)s against %(expected)s planned, %(share)s of the planned progress."
    ) % _told(values)


def _meets(values: Values) -> str:
    return _("“%(name)s”: %(value)s for %(period)s, %(expected)s planned. The indicator is on plan.") % _told(values)


def _old(values: Values) -> str:
    return _(
        "“%(name)s”: the latest value is for %(period)s; it is too old to show that the action is on course."
    ) % _told(values)


def _not_due(values: Values) -> str:
    return _("“%(name)s”: the plan expects no value yet.") % {"name": values["name"]}


def _no_value(values: Values) -> str:
    return _("“%(name)s”: there is no value, so the indicator is not judged.") % {"name": values["name"]}


def _suppressed(values: Values) -> str:
    return _("“%(name)s”: the value for %(period)s is suppressed by the source, so it is not judged.") % _told(values)


def _break(values: Values) -> str:
    return _(
        "“%(name)s”: the series breaks between the baseline (%(year)s) and %(period)s, so they are not compared."
    ) % {**_told(values), "year": values["baseline_year"]}


def _milestones_done(values: Values) -> str:
    total = int(values["total"])
    return ngettext("%(done)d of %(total)d milestone is done.", "%(done)d of %(total)d milestones are done.", total) % {
        "done": values["done"],
        "total": total,
    }


def _next(values: Values) -> str:
    return _("Next milestone: “%(name)s”, due on %(day)s.") % {"name": values["name"], "day": _day(values, "due_on")}


_SENTENCES: Mapping[ReasonCode, Callable[[Values], str]] = {
    ReasonCode.MILESTONE_LATE: _milestone_late,
    ReasonCode.MILESTONES_DONE: _milestones_done,
    ReasonCode.NEXT_MILESTONE: _next,
    ReasonCode.INDICATOR_SHORT: _short,
    ReasonCode.INDICATOR_MEETS: _meets,
    ReasonCode.INDICATOR_OLD: _old,
    ReasonCode.INDICATOR_NOT_DUE: _not_due,
    ReasonCode.INDICATOR_NO_VALUE: _no_value,
    ReasonCode.INDICATOR_SUPPRESSED: _suppressed,
    ReasonCode.INDICATOR_BREAK: _break,
    ReasonCode.NOT_STARTED: lambda values: _("The action starts on %(day)s.") % {"day": _day(values, "starts_on")},
    ReasonCode.ENDED: lambda values: _("The action ended on %(day)s.") % {"day": _day(values, "ends_on")},
    ReasonCode.NOTHING_PLANNED: lambda _values: pgettext(
        "reason of a status", "No milestone has been entered for the action."
    ),
}
