"""Alerts and the rules that raise them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from azymut.design.sending import carry_out, press
from azymut.indicators import actions, queries
from azymut.indicators.models import Alert, AlertRule
from azymut.indicators.web.forms import AlertChangeForm, AlertCloseForm, AlertRuleForm
from azymut.indicators.web.pages.alerts import (
    alert_page,
    alert_text_of,
    alerts_page,
    places_to_watch,
    rule_edit_page,
    rules_page,
    values_of_rule,
)
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Right.DEFINE_INDICATORS)
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/alerts.html", {"page": alerts_page(request.GET)})


@requires(Right.DEFINE_INDICATORS)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One alert with its evidence; what is sent closes it."""
    alert = _alert(public_id)
    form = AlertCloseForm(request.POST or None)

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return actions.close_alert(alert=alert, reason=reason, by=actor(request), at=timezone.now())

    if carry_out(request, form, act, said=_("The alert is closed.")):
        return redirect(alert)
    return render(request, "indicators/alert.html", {"page": alert_page(alert), "form": form})


@requires(Right.DEFINE_INDICATORS)
@require_POST
def acknowledge(request: HttpRequest, public_id: str) -> HttpResponse:
    alert = _alert(public_id)
    press(
        request,
        lambda: actions.acknowledge_alert(alert=alert, by=actor(request), at=timezone.now()),
        said=_("You have taken the alert up."),
    )
    return redirect(alert)


@requires(Right.DEFINE_INDICATORS)
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/alert-rules.html", {"page": rules_page()})


@requires(Right.DEFINE_INDICATORS)
def add_rule(request: HttpRequest) -> HttpResponse:
    form = AlertRuleForm(request.POST or None, places=places_to_watch())

    def act() -> object:
        text = alert_text_of(form.cleaned_data)
        return actions.add_alert_rule(text=text, by=actor(request), at=timezone.now())

    if carry_out(request, form, act, said=_("The figure is watched from now on.")):
        return redirect("indicators:alert-rules")
    return render(request, "indicators/alert-rule.html", {"page": rule_edit_page(None), "form": form})


@requires(Right.DEFINE_INDICATORS)
def edit_rule(request: HttpRequest, public_id: str) -> HttpResponse:
    rule = _rule(public_id)
    form = AlertChangeForm(request.POST or None, initial=values_of_rule(rule))

    def act() -> object:
        return actions.change_alert_rule(rule=rule, **form.cleaned_data, by=actor(request), at=timezone.now())

    if carry_out(request, form, act, said=_("The rule is kept.")):
        return redirect("indicators:alert-rules")
    return render(request, "indicators/alert-rule.html", {"page": rule_edit_page(rule), "form": form})


@requires(Right.DEFINE_INDICATORS)
@require_POST
def switch_rule(request: HttpRequest, public_id: str) -> HttpResponse:
    rule, on = _rule(public_id), request.POST.get("on") == "yes"
    press(
        request,
        lambda: actions.switch_alert_rule(rule=rule, on=on, by=actor(request), at=timezone.now()),
        said=_("The figure is watched again.") if on else _("The figure is no longer watched."),
    )
    return redirect("indicators:alert-rules")


def _alert(public_id: str) -> Alert:
    found = queries.alert_by_id(public_id)
    if found is None:
        raise Http404
    return found


def _rule(public_id: str) -> AlertRule:
    found = queries.alert_rule_by_id(public_id)
    if found is None:
        raise Http404
    return found
