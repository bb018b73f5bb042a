"""Pages of the kernel: audit trail, outgoing mail and tasks, one task's progress, files, notifications."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from azymut.kernel import attachments, background, notifications, outbox, trail
from azymut.kernel.access import SEE_AUDIT, SEE_OUTBOX, is_administrator, public, requires, signed_in
from azymut.kernel.filetypes import BY_CONTENT_TYPE
from azymut.kernel.models import Attachment, Mail
from azymut.kernel.web.forms import NotificationForm, TrailForm
from azymut.kernel.web.pages import audit_page, task_page
from azymut.kernel.web.pages import outbox_page as prepare_outbox

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponseBase

_SANDBOX = "default-src 'none'; sandbox"
# Browsers refuse to show a PDF in a sandbox; it is still kept from loading anything.
_PDF_POLICY = "default-src 'none'; object-src 'self'; frame-ancestors 'none'"


def _query(request: HttpRequest) -> dict[str, str]:
    return {key: str(value) for key, value in request.GET.items() if value and key != "page"}


@requires(SEE_AUDIT)
@require_GET
def audit_trail(request: HttpRequest) -> HttpResponse:
    page = audit_page(_query(request), request.GET.get("page", "1"))
    return render(request, "kernel/audit.html", {"page": page})


class _Echo:
    """A file that hands each written row straight on."""

    def write(self, row: str) -> str:
        return row


@requires(SEE_AUDIT)
@require_GET
def audit_export(request: HttpRequest) -> StreamingHttpResponse:
    """The entries that fit the same filters, as CSV with semicolons and a byte-order mark, row by row."""
    query = _query(request)
    filters = TrailForm(query).filters() if query else trail.Filters()
    writer = csv.writer(_Echo(), delimiter=";")
    rows = (writer.writerow(row) for row in trail.export_rows(trail.entries(filters)))
    response = StreamingHttpResponse(_with_mark(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="dziennik-zmian-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


def _with_mark(rows: Any) -> Any:
    yield "\ufeff"
    yield from rows


@requires(SEE_OUTBOX)
@require_GET
def outbox_page(request: HttpRequest) -> HttpResponse:
    page = prepare_outbox(request.GET.get("show", ""), request.GET.get("page", "1"), at=timezone.now())
    return render(request, "kernel/outbox.html", {"page": page})


@requires(SEE_OUTBOX)
@require_POST
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(Mail, pk=pk)
    outbox.retry_mail(mail=mail, by=request.user, at=timezone.now())
    messages.success(request, _("The message waits to be sent again."))
    return redirect("kernel:outbox")


@signed_in
@require_GET
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """How far a task is; only for who started it, and for administrators."""
    account: Any = request.user
    outcome = background.outcome(str(task_id))
    if outcome is None or not (background.started_by(str(task_id)) == account or is_administrator(account)):
        raise Http404
    page = task_page(outcome)
    template = "kernel/task_state.html" if getattr(request, "htmx", False) else "kernel/task.html"
    response = render(request, template, {"page": page})
    response["Cache-Control"] = "no-store"
    return response


@public
@require_GET
def attachment(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A file, for who may read it. Only PDF and pictures open in the browser; nothing in a file can act on the site."""
    account: Any = request.user if request.user.is_authenticated else None
    found = get_object_or_404(Attachment, public_id=public_id)
    if not attachments.may_read(found, account):
        raise Http404
    tag = f'"{found.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return _guarded(HttpResponseNotModified(), found, tag)
    kind = BY_CONTENT_TYPE.get(found.content_type)
    shown = kind is not None and kind.shown_inline and "pobierz" not in request.GET
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=not shown, filename=found.name, content_type=found.content_type)
    return _guarded(response, found, tag)


def _guarded(response: HttpResponseBase, found: Attachment, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = _PDF_POLICY if found.content_type == "application/pdf" else _SANDBOX
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def notification_choice(request: HttpRequest) -> HttpResponse:
    """Which mails the person wants."""
    account: Any = request.user
    wanted = notifications.preference_of(account)
    standing = {"single_mails": wanted.single_mails, "weekly_digest": wanted.weekly_digest}
    form = NotificationForm(request.POST if request.method == "POST" else None, initial=standing)
    if form.is_valid():
        notifications.choose(account=account, by=account, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect("kernel:notifications")
    return render(request, "kernel/notifications.html", {"form": form, "email": account.email})
