"""The school register on screen: upload, see what would happen, apply; and absences that a person answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.people import actions, queries
from azymut.people.access import actor, requires
from azymut.people.exchange import rspo
from azymut.people.rules.rights import Right
from azymut.people.web import pages
from azymut.people.web.forms import UploadForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from azymut.people.models import ImportRun


@requires(Right.IMPORT_REGISTERS)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = rspo.receive(file=file, by=actor(request), at=timezone.now())
        except FileRefusedError as error:
            form.refuse(DomainError(f"{error.place}: {error}" if error.place else str(error), field="file"))
        else:
            return redirect("people:import-preview", run.public_id)
    context = {
        "form": form,
        "runs": pages.run_rows(queries.import_runs()),
        "waiting": queries.waiting_closures().count(),
    }
    return render(request, "people/import.html", context)


@requires(Right.IMPORT_REGISTERS)
@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    return render(request, "people/import_preview.html", {"page": pages.preview_page(_run(public_id))})


@requires(Right.IMPORT_REGISTERS)
@require_POST
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        report = rspo.apply_run(_run(public_id), by=actor(request), at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("people:import-preview", public_id)
    messages.success(
        request,
        _("Taken in: %(created)d new, %(changed)d changed, %(removed)d closed.")
        % {"created": report.created, "changed": report.changed, "removed": report.removed},
    )
    return redirect("people:closures" if report.absent else "people:import")


@requires(Right.IMPORT_REGISTERS)
@require_http_methods(["GET", "POST"])
def closures(request: HttpRequest) -> HttpResponse:
    """Organisations missing from the file: each stays open until somebody says that it closed."""
    waiting = list(queries.waiting_closures())
    if request.method == "POST":
        chosen = set(request.POST.getlist("closure"))
        closed = request.POST.get("answer") == "closed"
        answered = actions.settle_absences(
            closures=[closure for closure in waiting if closure.public_id in chosen],
            closed=closed,
            by=actor(request),
            at=timezone.now(),
        )
        messages.success(request, _settled(answered, closed=closed))
        return redirect("people:closures")
    return render(request, "people/closures.html", {"rows": pages.closure_rows(waiting)})


def _settled(answered: int, *, closed: bool) -> str:
    if not answered:
        return _("Nothing was chosen, so nothing changed.")
    if closed:
        text = ngettext("%(n)d organisation closed.", "%(n)d organisations closed.", answered)
    else:
        text = ngettext("%(n)d organisation stays open.", "%(n)d organisations stay open.", answered)
    return text % {"n": answered}


def _run(public_id: str) -> ImportRun:
    run = queries.import_run(public_id)
    if run is None:
        raise Http404
    return run
