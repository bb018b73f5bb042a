"""The public pages of occupations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from azymut.occupations import queries
from azymut.occupations.enums import SchemeKind
from azymut.occupations.exchange import export
from azymut.occupations.web.forms import FilterForm
from azymut.occupations.web.group_page import group_page
from azymut.occupations.web.pages import list_page, occupation_page
from azymut.people.access import public

if TYPE_CHECKING:
    from django.http import HttpRequest

ON_A_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@require_safe
def occupations(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    filters = form.filters()
    page = Paginator(queries.school_occupations(filters), ON_A_PAGE).get_page(request.GET.get("page"))
    scheme = queries.latest_scheme(SchemeKind.SCHOOL)
    return render(
        request, "occupations/list.html", {"form": form, "page": list_page(page, filters, scheme, request.GET)}
    )


@public
@require_safe
def occupation(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.school_occupation(code)
    if found is None:
        raise Http404(_("There is no school occupation with the code %(code)s.") % {"code": code})
    account = request.user if request.user.is_authenticated else None
    return render(request, "occupations/detail.html", {"page": occupation_page(found, account)})


@public
@require_safe
def group(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.occupation(code)
    if found is None:
        raise Http404(_("There is no group or occupation with the code %(code)s in KZiS.") % {"code": code})
    return render(request, "occupations/group.html", {"page": group_page(found)})


@public
@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    content = export.as_csv(queries.school_occupations(FilterForm(request.GET).filters()))
    return _download(content, "zawody.csv", "text/csv; charset=utf-8")


@public
@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponse:
    scheme = queries.latest_scheme(SchemeKind.SCHOOL)
    source = f"{scheme.title}, {scheme.legal_basis}, {scheme.source}" if scheme else ""
    found = queries.school_occupations(FilterForm(request.GET).filters())
    return _download(export.as_xlsx(found, title=_("School occupations"), source=source), "zawody.xlsx", XLSX)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
