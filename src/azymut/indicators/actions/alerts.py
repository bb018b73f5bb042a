"""Figures are watched; what calls is raised, taken up, closed, or withdrawn with the figure that it rested on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators import queries
from azymut.indicators.enums import AlertKind, AlertState
from azymut.indicators.models import Alert, AlertRule, Indicator
from azymut.indicators.queries import Standing
from azymut.indicators.rules.alerts import Evidence, judge, may_call, measure, stands
from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.people.models import Account
from azymut.places.enums import Level
from azymut.places.models import Territory


@dataclass(frozen=True)
class AlertText:
    """A rule of alerts as somebody writes it."""

    indicator: Indicator
    territory: Territory
    each_county: bool
    kind: str
    direction: str
    threshold: Decimal
    year: int | None
    cool_down_days: int
    note: str

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@action(gettext_lazy("Rule of alerts added"))
def add_alert_rule(*, text: AlertText, by: Account | None, at: datetime) -> AlertRule:
    """Watch a figure from now on; what calls already is raised at once. Raises DomainError for what makes no sense."""
    _check(text)
    made = AlertRule.objects.create(created_by=by, **text.fields)
    audit.created(made, by=by, at=at)
    look_for_alerts(rules=[made], by=by, at=at)
    return made


@action(gettext_lazy("Rule of alerts changed"))
def change_alert_rule(
    *,
    rule: AlertRule,
    direction: str,
    threshold: Decimal,
    cool_down_days: int,
    note: str,
    by: Account | None,
    at: datetime,
) -> AlertRule:
    """Let a rule call otherwise from now on. What it watches stays, and so do alerts that were raised."""
    audit.hold(rule)
    with audit.change(rule, by=by, at=at):
        rule.direction, rule.threshold = direction, threshold
        rule.cool_down_days, rule.note = cool_down_days, note
    look_for_alerts(rules=[rule], by=by, at=at)
    return rule


@action(gettext_lazy("Rule of alerts switched"))
def switch_alert_rule(*, rule: AlertRule, on: bool, by: Account | None, at: datetime) -> AlertRule:
    """Watch a figure again, or no longer."""
    audit.hold(rule)
    with audit.change(rule, by=by, at=at):
        rule.is_active = on
    return rule


@action(gettext_lazy("Figures looked through for alerts"))
def look_for_alerts(*, rules: Sequence[AlertRule] | None = None, by: Account | None, at: datetime) -> int:
    """Raise an alert for what calls now, and withdraw those whose figure no longer stands; how many were raised.

    Without `rules`, for all. The same evidence is raised once, and a rule is quiet for its days after it has called.
    """
    audit.unchanged()
    held = AlertRule.objects.select_for_update(of=("self",)).order_by("pk")
    chosen = held if rules is None else held.filter(pk__in=[one.pk for one in rules])
    watched = list(chosen.select_related("indicator", "territory"))
    known: dict[tuple[int, int], list[Alert]] = defaultdict(list)
    for alert in Alert.objects.filter(rule__in=watched).exclude(state=AlertState.WITHDRAWN).order_by("raised_at"):
        known[alert.rule_id, alert.territory_id].append(alert)
    return sum(_look(one, known[one.rule.pk, one.territory.pk], by=by, at=at) for one in queries.standings(watched))


def _look(standing: Standing, known: list[Alert], *, by: Account | None, at: datetime) -> bool:
    """Whether an alert was raised for one watched series; `known` are those of it that were not withdrawn."""
    rule, percent = standing.rule, queries.is_share(standing.rule.indicator)
    now = measure(rule.watch, standing.points, standing.rank, percent=percent)
    gone = [one for one in known if one.stands and not stands(one.fingerprint, standing.points, now)]
    for alert in gone:
        with audit.change(alert, by=by, at=at):
            alert.state, alert.handled_at, alert.handled_by = AlertState.WITHDRAWN, at, None
            alert.reason = _("The figure that it rested on no longer stands.")
    left = [one for one in known if one not in gone]
    evidence = judge(rule.watch, standing.points, standing.rank, percent=percent)
    if not rule.is_active or evidence is None or evidence.fingerprint in {one.fingerprint for one in left}:
        return False
    if not may_call(left[-1].raised_at if left else None, cool_down_days=rule.cool_down_days, now=at):
        return False
    audit.created(_raise(standing, evidence, at=at), by=by, at=at)
    return True


def _raise(standing: Standing, evidence: Evidence, *, at: datetime) -> Alert:
    beside = {name: getattr(evidence, name) for name in ("before_period", "before", "of", "low", "high")}
    return Alert.objects.create(
        rule=standing.rule,
        territory=standing.territory,
        raised_at=at,
        period=evidence.period,
        value=evidence.value,
        measured=evidence.measured,
        threshold=standing.rule.threshold,
        facts={name: str(one) for name, one in beside.items() if one},
        releases=list(standing.releases),
        fingerprint=evidence.fingerprint,
        is_sample=standing.sample,
    )


@action(gettext_lazy("Alert taken up"))
def acknowledge_alert(*, alert: Alert, by: Account | None, at: datetime) -> Alert:
    """Somebody has seen it and sees to it. Raises DomainError when it is not open."""
    audit.hold(alert)
    if alert.state != AlertState.OPEN:
        raise DomainError(_("This alert is not open."))
    with audit.change(alert, by=by, at=at):
        alert.state, alert.handled_by, alert.handled_at = AlertState.ACKNOWLEDGED, by, at
    return alert


@action(gettext_lazy("Alert closed"))
def close_alert(*, alert: Alert, reason: str, by: Account | None, at: datetime) -> Alert:
    """It is dealt with; the reason says how. Raises DomainError without one, or when it is over."""
    audit.hold(alert)
    if not alert.stands:
        raise DomainError(_("This alert is over."))
    if not reason.strip():
        raise DomainError(_("Say how it was dealt with."), field="reason")
    with audit.change(alert, by=by, at=at):
        alert.state, alert.handled_by, alert.handled_at = AlertState.CLOSED, by, at
        alert.reason = reason.strip()
    return alert


def _check(text: AlertText) -> None:
    if (text.kind == AlertKind.FORECAST) != (text.year is not None):
        raise DomainError(_("A forecast needs its year, and nothing else has one."), field="year")
    if text.each_county and text.territory.level != Level.VOIVODESHIP:
        raise DomainError(_("Only a voivodeship has counties to be watched one by one."), field="place")
