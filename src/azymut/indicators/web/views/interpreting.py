"""Pages on which figures are read in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from azymut.design.autosave import Drafting
from azymut.design.sending import carry_out, press
from azymut.indicators import actions, queries
from azymut.indicators.web.forms import InterpretationForm
from azymut.indicators.web.pages.interpretations import interpret_page, series_url
from azymut.indicators.web.views.public import indicator_or_404, place_or_404
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from azymut.indicators.models import Interpretation


@requires(Right.DEFINE_INDICATORS)
def write(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say in words what the series of a place shows."""
    page = interpret_page(indicator_or_404(slug), place_or_404(code))
    form = InterpretationForm(request.POST or None, initial={"signature": actor(request).name})
    drafting = Drafting(request, form)
    if drafting.asked:
        return drafting.answer()

    def act() -> Interpretation:
        return actions.interpret(series=page.series, **form.cleaned_data, by=actor(request), at=timezone.now())

    if carry_out(request, form, act, said=_("The interpretation stands beside the chart."), draft=drafting):
        return redirect(page.back_url)
    return render(request, "indicators/interpret.html", {"page": page, "form": form, "draft": drafting})


@requires(Right.DEFINE_INDICATORS)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = queries.interpretation_by_id(public_id)
    if found is None:
        raise Http404
    press(
        request,
        lambda: actions.withdraw_interpretation(interpretation=found, by=actor(request), at=timezone.now()),
        said=_("The interpretation is withdrawn."),
    )
    return redirect(series_url(found))
