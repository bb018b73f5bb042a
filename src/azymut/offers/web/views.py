"""Public pages of provision, and behind the door the tables that are taken in and the names that are recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from azymut.design.sending import carry_out, press
from azymut.offers import actions, queries
from azymut.offers.exchange import listing, table
from azymut.offers.web.forms import FilterForm, NameForm, TableForm
from azymut.offers.web.pages.occupation import occupation_page
from azymut.offers.web.pages.offers import list_page
from azymut.offers.web.pages.readings import names_page, reading_page, readings_page
from azymut.people.access import actor, public, requires
from azymut.people.rules.rights import Right
from azymut.places import queries as places

if TYPE_CHECKING:
    from django.http import HttpRequest

    from azymut.offers.models import Reading

ON_A_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAYS = {"csv": (listing.as_csv, "text/csv; charset=utf-8"), "xlsx": (listing.as_xlsx, XLSX)}


@public
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    filters = form.filters()
    page = Paginator(queries.offers(filters), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "offers/list.html", {"form": form, "page": list_page(page, filters, request.GET)})


@public
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole filtered list as CSV or XLSX; sample rows say so in their source."""
    if kind not in WAYS:
        raise Http404
    write, content_type = WAYS[kind]
    name = f'attachment; filename="szkoly-i-zawody.{kind}"'
    content = write(queries.offers(FilterForm(request.GET).filters()))
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": name})


@public
@require_safe
def occupation(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.occupation(code)
    if found is None:
        raise Http404(_("There is no school occupation with the code %(code)s.") % {"code": code})
    page = occupation_page(found, places.region(), asked=request.GET.get("rok", ""))
    return render(request, "offers/occupation.html", {"page": page})


@requires(Right.IMPORT_REGISTERS)
@require_http_methods(["GET", "POST"])
def readings(request: HttpRequest) -> HttpResponse:
    form = TableForm(request.POST or None, request.FILES or None)
    done = carry_out(
        request, form,
        lambda: table.receive(file=form.cleaned_data["file"], by=actor(request), at=timezone.now()),
    )  # fmt: skip
    if done:
        return redirect(done.answer)
    return render(request, "offers/readings.html", {"form": form, "page": readings_page()})


@requires(Right.IMPORT_REGISTERS)
@require_safe
def reading(request: HttpRequest, public_id: str) -> HttpResponse:
    return render(request, "offers/reading.html", {"page": reading_page(_reading(public_id))})


@requires(Right.IMPORT_REGISTERS)
@require_POST
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _reading(public_id)
    press(request, lambda: table.apply(found, by=actor(request), at=timezone.now()), said=_("The table was taken in."))
    return redirect(found)


@requires(Right.IMPORT_REGISTERS)
@require_http_methods(["GET", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None)
    done = carry_out(
        request, form,
        lambda: actions.recognise_name(
            said=form.cleaned_data["name"], occupation=form.cleaned_data["occupation"],
            by=actor(request), at=timezone.now(),
        ),
        said=_("The name is recognised, also in readings to come."),
    )  # fmt: skip
    if done:
        return redirect("offers:names")
    return render(request, "offers/names.html", {"form": form, "page": names_page()})


def _reading(public_id: str) -> Reading:
    found = queries.reading(public_id)
    if found is None:
        raise Http404
    return found
