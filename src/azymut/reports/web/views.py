"""Monitoring reports: the list, asking for one, and one with its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from azymut.kernel.errors import DomainError
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right
from azymut.reports import actions, queries, tasks
from azymut.reports.web import pages
from azymut.reports.web.forms import ReportForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 20


@requires(Right.SEE_WORKSPACE)
def report_list(request: HttpRequest, form: ReportForm | None = None) -> HttpResponse:
    """All reports, the newest first, with the form that asks for another."""
    page = Paginator(queries.reports_newest_first().prefetch_related("document__files"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    may_ask = actor(request).may(Right.PRODUCE_REPORTS)
    form = form or ReportForm(initial={"language": get_language()})
    context = {"page": page, "rows": pages.rows_of(page), "form": form if may_ask else None}
    return render(request, "reports/list.html", context, status=422 if form.errors else 200)


@requires(Right.PRODUCE_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Start the work and go to the report's page; whoever only opens the address finds the form on the list."""
    if request.method != "POST":
        return redirect("reports:list")
    form = ReportForm(request.POST)
    if not form.is_valid():
        return report_list(request, form)
    try:
        report = actions.ask_for_report(
            version=form.cleaned_data["version"],
            language=form.cleaned_data["language"],
            start=lambda report: tasks.start(report, by=actor(request)),
            by=actor(request),
            at=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return report_list(request, form)
    return redirect(report)


@requires(Right.SEE_WORKSPACE)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    report = queries.report_at(public_id)
    if report is None:
        raise Http404
    return render(request, "reports/detail.html", {"page": pages.report_page(report, actor(request))})
