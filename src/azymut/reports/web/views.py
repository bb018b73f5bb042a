"""Monitoring reports: the list, asking for one, and one with its files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from azymut.design.sending import carry_out, press
from azymut.documents import actions as documents
from azymut.documents.models import Document
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right
from azymut.reports import actions, queries, tasks
from azymut.reports.models import MonitoringReport
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

    def act() -> MonitoringReport:
        by = actor(request)
        start = partial(tasks.start, by=by)
        return actions.ask_for_report(start=start, by=by, at=timezone.now(), **form.cleaned_data)

    done = carry_out(request, form, act)
    return redirect(done.answer) if done else report_list(request, form)


@requires(Right.SEE_WORKSPACE)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    report = queries.report_at(public_id)
    if report is None:
        raise Http404
    may_publish = actor(request).may(Right.PUBLISH_DOCUMENTS)
    site = request.build_absolute_uri("/").rstrip("/")
    page = pages.report_page(report, account=actor(request), site=site, may_publish=may_publish)
    return render(request, "reports/detail.html", {"page": page})


@requires(Right.PUBLISH_DOCUMENTS)
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the report's files to everybody."""
    report, document = _finished(public_id)
    press(
        request,
        lambda: documents.publish(document=document, by=actor(request), at=timezone.now()),
        said=_("The report is public. Everybody who has its address can read it."),
    )
    return redirect(report)


@requires(Right.PUBLISH_DOCUMENTS)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the report's files to the public again."""
    report, document = _finished(public_id)
    documents.withdraw(document=document, by=actor(request), at=timezone.now())
    messages.success(request, _("The report was withdrawn. Its public addresses no longer work."))
    return redirect(report)


def _finished(public_id: str) -> tuple[MonitoringReport, Document]:
    report = queries.report_at(public_id)
    if report is None or report.document is None:
        raise Http404
    return report, report.document
