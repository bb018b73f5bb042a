"""What the room tells the kernel and the search: the thread dataset → release → indicator, findable indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.enums import ReleaseState
from azymut.indicators.models import Alert, Indicator, Release
from azymut.kernel import attachments
from azymut.kernel.models import Attachment
from azymut.kernel.registries import (
    Duty,
    Impact,
    Panel,
    TraceStep,
    register_duties,
    register_impact,
    register_panels,
    register_trace,
)
from azymut.occupations.models import SchoolOccupation
from azymut.occupations.rules import DEMAND_PANEL
from azymut.people.models import Account
from azymut.people.rules.rights import Right
from azymut.search import registry


def register() -> None:
    """Called once when the room is ready."""
    register_trace(Indicator, upstream=before_indicator)
    register_trace(Release, upstream=before_release, downstream=after_release)
    register_trace(Alert, upstream=before_alert)
    register_duties("indicators", duties)
    register_impact("indicators", impact)
    register_panels(SchoolOccupation, demand)
    attachments.register_reader("indicators", may_read_attachment)
    registry.register(registry.Kind("indicator", gettext_lazy("Indicators"), documents))


def demand(occupation: models.Model, _account: Any) -> Iterator[Panel]:
    """On an occupation's page: what the newest lists of the forecast say of it."""
    assert isinstance(occupation, SchoolOccupation)  # noqa: S101  # registered for this model
    region = settings.REGION_TERYT
    found = queries.forecasts_of(occupation.code, ("PL", region)) if queries.has_forecast() else ()
    newest = {one.territory: one for one in reversed(found)}
    if newest:
        yield Panel(
            key=DEMAND_PANEL,
            title=_("Demand for workers"),
            template="indicators/panel-demand.html",
            order=30,
            context={
                "pairs": [
                    (_("Forecast for the country"), _demand_text(newest.get("PL"))),
                    (_("Forecast for the region"), _demand_text(newest.get(region))),
                ],
                "url": reverse("indicators:demand-detail", args=[occupation.code]),
            },
        )


def _demand_text(forecast: queries.Forecast | None) -> str:
    if forecast is None:
        return formats.missing()
    word = str(forecast.demand.label) if forecast.demand else _("not on the list")
    beside = [forecast.year, _("sample data")] if forecast.standing.sample else [forecast.year]
    return f"{word} ({', '.join(beside)})"


def may_read_attachment(attachment: Attachment, account: Any) -> bool:
    """A table that waits is read by those who load figures."""
    loads = account is not None and account.may(Right.LOAD_STATISTICS)
    return loads and queries.waiting_tables().filter(attachment=attachment).exists()


def before_indicator(indicator: models.Model) -> Iterator[TraceStep]:
    """Datasets that it reads, each with its last release."""
    assert isinstance(indicator, Indicator)  # noqa: S101  # registered for this model
    codes = queries.datasets_of(indicator)
    for state in queries.datasets():
        if state.dataset.code not in codes:
            continue
        yield TraceStep(_("Dataset"), f"{state.dataset.code} {state.dataset.name}", reverse("indicators:sources"))
        if state.last:
            yield TraceStep(
                _("Release"),
                state.last.file_name,
                moment=state.last.published_at,
                sample=state.last.is_sample,
            )


def before_release(release: models.Model) -> Iterator[TraceStep]:
    assert isinstance(release, Release)  # noqa: S101  # registered for this model
    yield TraceStep(_("Source"), release.dataset.source.name, release.dataset.source.address)
    yield TraceStep(_("Dataset"), str(release.dataset), reverse("indicators:sources"))


def after_release(release: models.Model) -> Iterator[TraceStep]:
    assert isinstance(release, Release)  # noqa: S101  # registered for this model
    for indicator in queries.readers_of(release.dataset.code):
        yield TraceStep(_("Indicator"), indicator.short, indicator.get_absolute_url())


def before_alert(alert: models.Model) -> Iterator[TraceStep]:
    """The releases that made the figure, and the indicator."""
    assert isinstance(alert, Alert)  # noqa: S101  # registered for this model
    for release in queries.releases_named(alert.releases):
        yield TraceStep(
            _("Release"),
            release.file_name,
            release.get_absolute_url(),
            state=release.get_state_display(),
            moment=release.published_at,
            sample=release.is_sample,
        )
    yield TraceStep(_("Indicator"), alert.rule.indicator.short, alert.rule.indicator.get_absolute_url())


def duties(account: Account, now: datetime) -> Iterable[Duty]:  # noqa: ARG001  # an alert waits from the day it was raised
    """Alerts that nobody has taken up, for those who define what figures mean."""
    if not account.may(Right.DEFINE_INDICATORS):
        return
    for alert in queries.open_alerts():
        what = {"indicator": alert.rule.indicator.short, "place": alert.territory.name}
        yield Duty(
            label=_("Alert: %(indicator)s, %(place)s") % what,
            url=alert.get_absolute_url(),
            button=_("See the evidence"),
            due_on=timezone.localdate(alert.raised_at),
            room="indicators",
            sample=alert.is_sample,
        )


def impact(change: object) -> Iterator[Impact]:
    """For a release that waits: each indicator that it turns, with the region's value and rank before and after."""
    if not isinstance(change, Release) or change.state != ReleaseState.STAGED:
        return
    for turn in queries.turns(change, settings.REGION_TERYT):
        counted = _("changes in %(changed)d of %(of)d places") % {"changed": turn.changed, "of": turn.of}
        yield Impact(
            kind=_("Indicator"),
            label=turn.indicator.name,
            before=_latest(turn.before),
            after=f"{_latest(turn.after)}; {counted}",
            url=turn.indicator.get_absolute_url(),
        )


def _latest(value: queries.Value | None) -> str:
    """The region's latest figure with its period and rank, as one line."""
    if value is None:
        return _("no value for the region")
    parts = (f"{value.text} ({value.when})", queries.rank_text(value.rank))
    return ", ".join(part for part in parts if part)


def documents(keys: Sequence[str] | None) -> Iterable[registry.Document]:
    """Indicators for the search, in Polish."""
    for one in queries.indicators_at(keys):
        with translation.override("pl"):
            url = one.get_absolute_url()
        yield registry.Document(
            key=one.key,
            title=one.name_pl,
            url=url,
            note=one.description_pl,
            body=one.caveats_pl,
            keywords=f"{one.short_pl} {one.name_en}",
        )
