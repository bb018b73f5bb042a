"""Public pages of programmes and the download of their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from azymut.people.access import public
from azymut.programmes import queries
from azymut.programmes.exchange.action_table import as_csv, as_xlsx
from azymut.programmes.models import Version
from azymut.programmes.web.pages.kept import kept
from azymut.programmes.web.pages.programme import ADDRESS, ProgrammeListPage, ProgrammePage, exported_rows

if TYPE_CHECKING:
    from django.http import HttpRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
def programme_list(request: HttpRequest) -> HttpResponse:
    page = ProgrammeListPage.of(queries.strategies_with_versions())
    return render(request, "programmes/list.html", {"page": page})


@public
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    version = _version(request, public_id)
    query, on = request.GET, timezone.localdate()

    def make() -> str:
        return render_to_string("programmes/_detail.html", {"page": ProgrammePage.of(version, query, on=on)}, request)

    words = [f"{key}={query[key]}" for key in ADDRESS if query.get(key)]
    html = make() if query.get("q") else kept(version, make, on, *words)
    return render(request, "programmes/detail.html", {"title": version.strategy.name, "html": html})


@public
def export_xlsx(request: HttpRequest, public_id: str) -> HttpResponse:
    version = _version(request, public_id)
    content = as_xlsx(version, exported_rows(version, request.GET), on=timezone.localdate())
    return _download(content, XLSX, f"{version.strategy.code}.xlsx")


@public
def export_csv(request: HttpRequest, public_id: str) -> HttpResponse:
    version = _version(request, public_id)
    content = as_csv(version, exported_rows(version, request.GET), on=timezone.localdate())
    return _download(content, "text/csv; charset=utf-8", f"{version.strategy.code}.csv")


def _version(request: HttpRequest, public_id: str) -> Version:
    number = request.GET.get("version", "")
    version = queries.shown_version(public_id, int(number) if number.isascii() and number.isdigit() else None)
    if version is None:
        raise Http404
    return version


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
