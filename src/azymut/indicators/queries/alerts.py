"""What is watched, what calls now, and alerts for those who deal with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.indicators import store
from azymut.indicators.enums import STANDING_ALERTS, AlertKind
from azymut.indicators.models import Alert, AlertRule, Indicator
from azymut.indicators.queries.releases import readers_of
from azymut.indicators.rules.outlook import Point
from azymut.indicators.rules.reading import Rank
from azymut.places.enums import Level
from azymut.places.models import Territory


@dataclass(frozen=True)
class Standing:
    """A watched series as it stands now, with the rank and the origin of its last value."""

    rule: AlertRule
    territory: Territory
    points: tuple[Point, ...]
    rank: Rank | None
    releases: tuple[str, ...]
    sample: bool


@dataclass(frozen=True)
class CountedRule:
    """A rule, and how many of its alerts stand."""

    rule: AlertRule
    standing: int


def alert_rules() -> list[CountedRule]:
    """All rules with indicator and place: one query."""
    standing = Count("alerts", filter=Q(alerts__state__in=STANDING_ALERTS))
    rows = AlertRule.objects.select_related("indicator", "territory").annotate(standing=standing)
    return [CountedRule(row, row.standing) for row in rows]


def alert_rule_by_id(public_id: str) -> AlertRule | None:
    return AlertRule.objects.select_related("indicator", "territory").filter(public_id=public_id).first()


def is_watched(dataset_code: str) -> bool:
    """Whether a change of a dataset could raise or withdraw an alert."""
    readers = [one.pk for one in readers_of(dataset_code)]
    watching = Q(is_active=True) | Q(alerts__state__in=STANDING_ALERTS)
    return AlertRule.objects.filter(watching, indicator__in=readers).exists()


def standings(rules: Sequence[AlertRule]) -> list[Standing]:
    """The series that rules watch, as they stand now: one query for the counties, one reading of the figures."""
    counties: dict[str, list[Territory]] = defaultdict(list)
    if any(rule.each_county for rule in rules):
        for one in Territory.objects.current().filter(level=Level.COUNTY):
            counties[one.code[:2]].append(one)
    watched = [
        (rule, place)
        for rule in rules
        for place in (counties[rule.territory.code] if rule.each_county else [rule.territory])
    ]
    found = store.current().figures(
        indicators=sorted({rule.indicator.key for rule in rules}),
        territories=sorted({place.code for _rule, place in watched}),
    )
    series: dict[tuple[str, str], list[store.Figure]] = defaultdict(list)
    for figure in found:
        series[figure.indicator, figure.territory].append(figure)
    return [_standing(rule, place, series[rule.indicator.key, place.code]) for rule, place in watched]


def _standing(rule: AlertRule, place: Territory, figures: Sequence[store.Figure]) -> Standing:
    last = next((one for one in reversed(figures) if one.value is not None), None)
    return Standing(
        rule=rule,
        territory=place,
        points=tuple((one.period, one.value, one.flags) for one in figures),
        rank=last.rank if last else None,
        releases=last.releases if last else (),
        sample=any(one.sample for one in figures),
    )


def alerts(*, state: str = "", indicator: str = "") -> QuerySet[Alert]:
    """Alerts, the newest first, with rule, indicator and place; narrowed by what is given."""
    rows = Alert.objects.select_related("rule__indicator", "rule__territory", "territory", "handled_by")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(rule__indicator__key=indicator) if indicator else rows


def open_alerts() -> QuerySet[Alert]:
    """Alerts that nobody has taken up."""
    return alerts(state="open")


def alert_by_id(public_id: str) -> Alert | None:
    return alerts().filter(public_id=public_id).first()


def watched_indicators() -> list[Indicator]:
    """Indicators that some rule watches, in their order."""
    return list(Indicator.objects.filter(pk__in=AlertRule.objects.values("indicator")))


def alert_text(alert: Alert) -> str:
    """What called, as a sentence without the indicator's and the place's name."""
    indicator, kind = alert.rule.indicator, AlertKind(alert.rule.kind)
    over = alert.measured > alert.threshold
    words = {
        "value": formats.with_unit(alert.value, indicator.unit, indicator.decimals),
        "period": formats.period(alert.period),
        "threshold": formats.with_unit(alert.threshold, indicator.unit, indicator.decimals),
    }
    if kind == AlertKind.LEVEL:
        above = _("%(value)s (%(period)s), more than %(threshold)s")
        return (above if over else _("%(value)s (%(period)s), less than %(threshold)s")) % words
    if kind == AlertKind.CHANGE:
        return _change_text(alert, words)
    if kind == AlertKind.RANK:
        place = {"place": f"{alert.measured:.0f}", "of": alert.facts["of"], "period": words["period"]}
        return _("place %(place)s of %(of)s (%(period)s)") % place
    return _forecast_text(alert, indicator, words, over=over)


def _change_text(alert: Alert, words: dict[str, str]) -> str:
    change = {
        "value": words["value"],
        "period": words["period"],
        "change": formats.signed(alert.measured, "%", 1),
        "before": formats.period(alert.facts["before_period"]),
        "threshold": formats.signed(alert.threshold, "%", 1),
    }
    return _("%(value)s (%(period)s): %(change)s since %(before)s, threshold %(threshold)s") % change


def _forecast_text(alert: Alert, indicator: Indicator, words: dict[str, str], *, over: bool) -> str:
    low, high, ahead = (
        formats.with_unit(Decimal(number), indicator.unit, indicator.decimals)
        for number in (alert.facts["low"], alert.facts["high"], alert.measured)
    )
    forecast = {"year": alert.rule.year, "ahead": ahead, "low": low, "high": high, "threshold": words["threshold"]}
    above = _("at the present rate %(ahead)s in %(year)s (from %(low)s to %(high)s), more than %(threshold)s")
    below = _("at the present rate %(ahead)s in %(year)s (from %(low)s to %(high)s), less than %(threshold)s")
    return (above if over else below) % forecast
