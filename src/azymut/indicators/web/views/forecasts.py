"""The minister's forecast as an editor enters it, and the public pages of the demand for occupations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from azymut.design.autosave import Drafting
from azymut.design.sending import carry_out, press
from azymut.indicators import actions
from azymut.indicators.exchange import importer
from azymut.indicators.web.forms import DemandFilterForm, ForecastForm
from azymut.indicators.web.pages.demand import detail_page, list_page
from azymut.indicators.web.pages.forecasts import forecasts_page, standing_list
from azymut.people.access import actor, public, requires
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Right.LOAD_STATISTICS)
def forecasts(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/forecasts.html", {"page": forecasts_page()})


@requires(Right.LOAD_STATISTICS)
def enter(request: HttpRequest) -> HttpResponse:
    """Type a list in, or correct one that stands (`?rok=2026&teren=10`); it becomes a release that waits."""
    standing = standing_list(request.GET.get("teren", ""), request.GET.get("rok", ""))
    form = ForecastForm(request.POST or None, initial=standing or None)
    drafting = Drafting(request, form)
    if drafting.asked:
        return drafting.answer()

    done = carry_out(request, form, lambda: _take(request, form), draft=drafting)
    if done and done.answer.release:
        return redirect(done.answer.release)
    if done:
        messages.info(request, _("Every figure of this file stands already; there is nothing to publish."))
        return redirect("indicators:forecasts")
    return render(request, "indicators/forecast-enter.html", {"form": form, "draft": drafting})


def _take(request: HttpRequest, form: ForecastForm) -> importer.Outcome:
    said = form.cleaned_data
    name = f"prognoza-{said['year']}-{said['territory']}.csv"
    return importer.take_forecast(form.rows(), name=name, origin=said["origin"], by=actor(request), at=timezone.now())


@requires(Right.LOAD_STATISTICS)
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Say which occupation a name of a list means."""
    name, code = (request.POST.get(key, "").replace("\0", "").strip() for key in ("name", "code"))
    press(
        request,
        lambda: actions.settle_name(name=name, code=code, by=actor(request), at=timezone.now()),
        said=_("The name is settled. Pages show its forecast from now on."),
    )
    return redirect("indicators:forecasts")


@public
@require_safe
def demand_list(request: HttpRequest) -> HttpResponse:
    form = DemandFilterForm(request.GET)
    form.is_valid()
    page = list_page(form.cleaned_data, request.GET)
    return render(request, "indicators/demand-list.html", {"page": page, "form": form})


@public
@require_safe
def demand_detail(request: HttpRequest, code: str) -> HttpResponse:
    page = detail_page(code)
    if page is None:
        raise Http404
    return render(request, "indicators/demand-detail.html", {"page": page})
