"""Public pages: the list of organisations, its export, one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from azymut.people import queries
from azymut.people.access import public
from azymut.people.exchange import listing
from azymut.people.models import Account
from azymut.people.web import pages

if TYPE_CHECKING:
    from django.http import HttpRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    page = pages.organisations_page(request.GET, today=timezone.localdate())
    return render(request, "people/organisations.html", {"page": page})


@public
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole filtered list as CSV or XLSX, sample organisations marked by their source."""
    found = queries.organisations(pages.wanted_from(request.GET), today=timezone.localdate())
    if kind == "csv":
        response = HttpResponse(listing.as_csv(found), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(listing.as_xlsx(found), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="organizacje.{kind}"'
    return response


@public
@require_safe
def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    found = queries.organisation(public_id)
    if found is None:
        raise Http404
    account = request.user if isinstance(request.user, Account) else None
    page = pages.organisation_page(found, account, today=timezone.localdate())
    return render(request, "people/organisation.html", {"page": page})
