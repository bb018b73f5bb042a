"""Pages of those who load figures: rules that files are checked with, and how small counts are hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from azymut.design.sending import carry_out, press
from azymut.indicators import actions, queries
from azymut.indicators.models import Dataset, ValidationRule
from azymut.indicators.web.forms import RuleForm, SecrecyForm
from azymut.indicators.web.pages.validations import (
    rule_page,
    secrecy_page,
    secrecy_values,
    validations_page,
    values_of,
)
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Right.LOAD_STATISTICS)
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/validations.html", {"page": validations_page()})


@requires(Right.LOAD_STATISTICS)
def add(request: HttpRequest, code: str) -> HttpResponse:
    dataset = _dataset(code)
    form = RuleForm(request.POST or None)

    def act() -> object:
        text = actions.RuleText(**form.cleaned_data)
        return actions.add_validation_rule(dataset=dataset, text=text, by=actor(request), at=timezone.now())

    if not _trying(request) and carry_out(request, form, act, said=_("The rule is kept. Files are checked with it.")):
        return redirect("indicators:validations")
    page = rule_page(dataset, None, form, trying=_trying(request))
    return render(request, "indicators/validation.html", {"page": page, "form": form})


@requires(Right.LOAD_STATISTICS)
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    rule = _rule(public_id)
    form = RuleForm(request.POST or None, initial=values_of(rule))

    def act() -> object:
        text = actions.RuleText(**form.cleaned_data)
        return actions.change_validation_rule(rule=rule, text=text, by=actor(request), at=timezone.now())

    if not _trying(request) and carry_out(request, form, act, said=_("The rule is kept. Files are checked with it.")):
        return redirect("indicators:validations")
    page = rule_page(rule.dataset, rule, form, trying=_trying(request))
    return render(request, "indicators/validation.html", {"page": page, "form": form})


@requires(Right.LOAD_STATISTICS)
@require_POST
def switch(request: HttpRequest, public_id: str) -> HttpResponse:
    rule, on = _rule(public_id), request.POST.get("on") == "yes"
    said = _("Files are checked with this rule again.") if on else _("Files are no longer checked with this rule.")
    press(
        request,
        lambda: actions.switch_validation_rule(rule=rule, on=on, by=actor(request), at=timezone.now()),
        said=said,
    )
    return redirect("indicators:validations")


@requires(Right.DEFINE_INDICATORS)
def secrecy(request: HttpRequest, code: str) -> HttpResponse:
    dataset = _dataset(code)
    form = SecrecyForm(request.POST or None, initial=secrecy_values(dataset))

    def act() -> object:
        return actions.guard_dataset(dataset=dataset, **form.cleaned_data, by=actor(request), at=timezone.now())

    said = _("Kept. Pages, downloads and answers to programs are worked out anew.")
    if not _trying(request) and carry_out(request, form, act, said=said):
        return redirect("indicators:validations")
    page = secrecy_page(dataset, form, trying=_trying(request))
    return render(request, "indicators/secrecy.html", {"page": page, "form": form})


def _trying(request: HttpRequest) -> bool:
    return "try" in request.POST


def _dataset(code: str) -> Dataset:
    found = queries.dataset_by_code(code)
    if found is None:
        raise Http404
    return found


def _rule(public_id: str) -> ValidationRule:
    found = queries.validation_rule_by_id(public_id)
    if found is None:
        raise Http404
    return found
