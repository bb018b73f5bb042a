"""The list of alerts, one alert with its evidence, and the rules that raise them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.actions import AlertText
from azymut.indicators.enums import AlertState
from azymut.indicators.models import Alert, AlertRule
from azymut.indicators.web.pages.region import Choice
from azymut.kernel.registries import Mark, Tone, TraceStep, trace_of
from azymut.places import queries as places
from azymut.places.models import Territory
from azymut.places.rules import name_of

ALERTS_A_PAGE = 30
EACH_COUNTY = "powiaty"
_TONES = {
    AlertState.OPEN: Tone.RISK,
    AlertState.ACKNOWLEDGED: Tone.WAIT,
    AlertState.CLOSED: Tone.DONE,
    AlertState.WITHDRAWN: Tone.NO_DATA,
}


@dataclass(frozen=True)
class AlertRow:
    url: str
    indicator: str
    place: str
    text: str
    raised: str
    mark: Mark
    sample: bool


@dataclass(frozen=True)
class AlertsPage:
    page: Page[Alert]
    rows: tuple[AlertRow, ...]
    states: tuple[Choice, ...]
    indicators: tuple[Choice, ...]
    address: str
    reset_url: str
    rules_url: str
    add_url: str


def alerts_page(asked: Mapping[str, str]) -> AlertsPage:
    """Alerts, the newest first, narrowed by state and indicator; what is not known narrows nothing."""
    state = asked.get("stan", "")
    state = state if state in AlertState.values else ""
    watched = queries.watched_indicators()
    indicator = asked.get("wskaznik", "")
    indicator = indicator if indicator in {one.key for one in watched} else ""
    page = Paginator(queries.alerts(state=state, indicator=indicator), ALERTS_A_PAGE).get_page(asked.get("page", "1"))
    narrowed = urlencode({key: value for key, value in (("stan", state), ("wskaznik", indicator)) if value})
    return AlertsPage(
        page=page,
        rows=tuple(_row(one) for one in page),
        states=tuple(Choice(one.value, str(one.label), one.value == state) for one in AlertState),
        indicators=tuple(Choice(one.key, one.short, one.key == indicator) for one in watched),
        address=f"?{narrowed}&" if narrowed else "?",
        reset_url=reverse("indicators:alerts") if narrowed else "",
        rules_url=reverse("indicators:alert-rules"),
        add_url=reverse("indicators:alert-rule-add"),
    )


def _row(alert: Alert) -> AlertRow:
    return AlertRow(
        url=alert.get_absolute_url(),
        indicator=alert.rule.indicator.short,
        place=name_of(alert.territory),
        text=queries.alert_text(alert),
        raised=formats.day(alert.raised_at),
        mark=state_mark(alert),
        sample=alert.is_sample,
    )


def state_mark(alert: Alert) -> Mark:
    state = AlertState(alert.state)
    return Mark(_TONES[state], state.label)


@dataclass(frozen=True)
class AlertPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    text: str
    mark: Mark
    facts: tuple[tuple[str, str], ...]
    origin_url: str
    indicator_url: str
    reason: str
    acknowledge_url: str
    may_close: bool
    thread: tuple[TraceStep, ...]
    sample: bool


def alert_page(alert: Alert) -> AlertPage:
    """An alert with the evidence as it was, the way to the figure's origin, and what may be done."""
    indicator, place = alert.rule.indicator, name_of(alert.territory)
    query = urlencode({"teren": alert.territory.code, "okres": alert.period})
    is_open = alert.state == AlertState.OPEN
    return AlertPage(
        title=f"{indicator.name}, {place}",
        crumbs=((_("Alerts"), reverse("indicators:alerts")), (f"{indicator.short}, {place}", "")),
        text=queries.alert_text(alert),
        mark=state_mark(alert),
        facts=_facts(alert),
        origin_url=f"{reverse('indicators:origin', args=[indicator.slug])}?{query}",
        indicator_url=f"{indicator.get_absolute_url()}?{query}",
        reason=alert.reason,
        acknowledge_url=reverse("indicators:alert-acknowledge", args=[alert.public_id]) if is_open else "",
        may_close=alert.stands,
        thread=tuple(trace_of(alert, label=queries.alert_text(alert), kind=_("Alert"))),
        sample=alert.is_sample,
    )


def _facts(alert: Alert) -> tuple[tuple[str, str], ...]:
    rule = alert.rule
    handled = ", ".join(
        part for part in (formats.moment(alert.handled_at), str(alert.handled_by or "")) if part and alert.handled_at
    )
    return (
        (_("Raised"), formats.moment(alert.raised_at)),
        (_("What is watched"), str(rule.get_kind_display())),
        (_("It calls when this is"), f"{rule.get_direction_display()}: {formats.number(alert.threshold)}"),
        *(((_("Why it is watched"), rule.note),) if rule.note else ()),
        *(((_("Dealt with"), handled),) if handled else ()),
    )


@dataclass(frozen=True)
class AlertRuleRow:
    name: str
    url: str
    place: str
    says: str
    standing: str
    mark: Mark
    switch_url: str
    switch_to: str
    switch_label: str


@dataclass(frozen=True)
class AlertRulesPage:
    crumbs: tuple[tuple[str, str], ...]
    rows: tuple[AlertRuleRow, ...]
    add_url: str


def rules_page() -> AlertRulesPage:
    return AlertRulesPage(
        crumbs=((_("Alerts"), reverse("indicators:alerts")), (_("Rules of alerts"), "")),
        rows=tuple(_rule_row(one) for one in queries.alert_rules()),
        add_url=reverse("indicators:alert-rule-add"),
    )


def _rule_row(counted: queries.CountedRule) -> AlertRuleRow:
    rule = counted.rule
    what = str(rule.get_kind_display())
    what = f"{what} ({rule.year})" if rule.year else what
    return AlertRuleRow(
        name=rule.indicator.short,
        url=rule.get_absolute_url(),
        place=_place(rule),
        says=f"{what}: {rule.get_direction_display()} {formats.number(rule.threshold)}",
        standing=formats.number(counted.standing),
        mark=Mark(Tone.ON, _("in force")) if rule.is_active else Mark(Tone.NO_DATA, _("not watched")),
        switch_url=reverse("indicators:alert-rule-switch", args=[rule.public_id]),
        switch_to="no" if rule.is_active else "yes",
        switch_label=_("Switch off") if rule.is_active else _("Switch on"),
    )


def _place(rule: AlertRule) -> str:
    name = name_of(rule.territory)
    return _("every county: %(region)s") % {"region": name} if rule.each_county else name


@dataclass(frozen=True)
class AlertRulePage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    lead: str
    back_url: str


def rule_edit_page(rule: AlertRule | None) -> AlertRulePage:
    title = rule.indicator.short if rule else _("Watch a figure")
    back = reverse("indicators:alert-rules")
    return AlertRulePage(
        title=title,
        crumbs=((_("Alerts"), reverse("indicators:alerts")), (_("Rules of alerts"), back), (title, "")),
        lead=f"{_place(rule)}: {rule.get_kind_display()}" if rule else "",
        back_url=back,
    )


def values_of_rule(rule: AlertRule) -> dict[str, Any]:
    values = {name: getattr(rule, name) for name in ("direction", "cool_down_days", "note")}
    return {**values, "threshold": formats.number(rule.threshold).replace("\u202f", "").replace("\u00a0", "")}


def places_to_watch() -> list[tuple[str, str]]:
    """The region, all of its counties one by one, and each of them."""
    region = places.region()
    each = (EACH_COUNTY, _("every county: %(region)s") % {"region": name_of(region)})
    return [(region.code, name_of(region)), each, *((one.code, name_of(one)) for one in places.counties_of(region))]


def alert_text_of(typed: Mapping[str, Any]) -> AlertText:
    """What a sound form says, with the place that it names."""
    each = typed["place"] == EACH_COUNTY
    place: Territory | None = places.region() if each else places.territory(typed["place"])
    assert place  # noqa: S101  # the form offers only places that stand
    names = ("indicator", "kind", "direction", "threshold", "year", "cool_down_days", "note")
    return AlertText(territory=place, each_county=each, **{name: typed[name] for name in names})
