"""The workbench of tables: one is handed in, its columns are said, what it would bring is seen, and it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from azymut.design.autosave import Drafting
from azymut.design.sending import carry_out, press
from azymut.indicators import actions, queries
from azymut.indicators.exchange import mapped
from azymut.indicators.exchange.mapped import Glance
from azymut.indicators.models import TableMapping, TableUpload
from azymut.indicators.rules.mappings import text_of
from azymut.indicators.web.forms import SheetForm, TableForm, TableUploadForm
from azymut.indicators.web.pages.mappings import mapping_page, mappings_page, table_page
from azymut.kernel.errors import DomainError
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from azymut.indicators.exchange.importer import Outcome

PREVIEW = "preview"


@requires(Right.LOAD_STATISTICS)
def mappings(request: HttpRequest) -> HttpResponse:
    """Mappings, tables that wait, and the form that takes one more in."""
    form = TableUploadForm(request.POST or None, request.FILES or None)

    def act() -> TableUpload:
        return mapped.hand_in(form.cleaned_data["file"], by=actor(request), at=timezone.now())

    done = carry_out(request, form, act)
    if done:
        return redirect(done.answer)
    return render(request, "indicators/mappings.html", {"page": mappings_page(), "form": form})


@requires(Right.LOAD_STATISTICS)
def table(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what the columns of a table are, see what would come in, keep it as a release that waits."""
    waiting = _table(public_id)
    seen = _glance(request, waiting)
    known = seen.best(request.GET.get("mapowanie", ""))
    form = TableForm(request.POST or None, columns=seen.columns, values=_values(seen), known=known)
    drafting = Drafting(request, form)
    if drafting.asked:
        return drafting.answer()
    rehearsal = None
    if request.POST.get("do") == PREVIEW:
        rehearsal = carry_out(request, form, lambda: _rehearse(form, seen, waiting))
    elif done := carry_out(request, form, lambda: _take(request, form, seen, waiting), draft=drafting):
        return _on_from(request, done.answer, waiting)
    page = table_page(waiting, seen, known, rehearsal.answer if rehearsal else None)
    context = {"page": page, "form": form, "sheets": _sheets(seen), "draft": drafting}
    return render(request, "indicators/table.html", context)


def _rehearse(form: TableForm, seen: Glance, waiting: TableUpload) -> mapped.Rehearsal:
    layout = form.layout(sheet=seen.sheet, heading_row=seen.heading_row)
    code, title = form.cleaned_data["dataset_code"], form.cleaned_data["dataset_title"]
    content = mapped.content_of(waiting)
    return mapped.rehearse(content, waiting.attachment.name, layout, code=code, title=title, at=timezone.now())


def _take(request: HttpRequest, form: TableForm, seen: Glance, waiting: TableUpload) -> Outcome:
    layout = form.layout(sheet=seen.sheet, heading_row=seen.heading_row)
    by, at = actor(request), timezone.now()
    kept = actions.save_mapping(layout=layout, **form.kept(), by=by, at=at)
    return mapped.take(waiting, kept, by=by, at=at)


def _on_from(request: HttpRequest, outcome: Outcome, waiting: TableUpload) -> HttpResponse:
    """To the release that waits now; when nothing would change, back to the table."""
    if outcome.release:
        return redirect(outcome.release)
    messages.info(request, _("Every figure of this file stands already; there is nothing to publish."))
    return redirect(waiting)


def _glance(request: HttpRequest, waiting: TableUpload) -> Glance:
    """The table as the address asks to see it; what cannot be seen so is said, and the table is seen as it is."""
    content, name = mapped.content_of(waiting), waiting.attachment.name
    row = request.GET.get("heading", "")
    try:
        number = int(row) if row.isascii() and row.isdigit() else 0
        return mapped.glance(content, name, sheet=request.GET.get("sheet", ""), heading_row=min(number, 1000))
    except DomainError as error:
        messages.error(request, str(error))
        return mapped.glance(content, name)


def _values(seen: Glance) -> tuple[tuple[str, ...], ...]:
    """The first values of each column."""
    rows = [[text_of(cell) for cell in line.cells] for line in seen.first]
    return tuple(
        tuple(row[index] for row in rows if index < len(row) and row[index]) for index in range(len(seen.columns))
    )


def _sheets(seen: Glance) -> SheetForm:
    return SheetForm(sheets=seen.sheets, initial={"sheet": seen.sheet, "heading": seen.heading_row})


@requires(Right.LOAD_STATISTICS)
@require_POST
def discard_table(request: HttpRequest, public_id: str) -> HttpResponse:
    waiting = _table(public_id)
    press(
        request,
        lambda: actions.drop_table(table=waiting, by=actor(request), at=timezone.now()),
        said=_("The file was taken away; nothing has changed."),
    )
    return redirect("indicators:mappings")


@requires(Right.LOAD_STATISTICS)
def mapping(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what a mapping says; what was read by it stays as it is."""
    found = _mapping(public_id)
    layout = found.read_by
    form = TableForm(request.POST or None, columns=layout.names, known=found)

    def act() -> TableMapping:
        new = form.layout(sheet=layout.sheet, heading_row=layout.heading_row)
        return actions.save_mapping(mapping=found, layout=new, **form.kept(), by=actor(request), at=timezone.now())

    if carry_out(request, form, act, said=_("The mapping is saved. The next file is read by it.")):
        return redirect("indicators:mappings")
    return render(request, "indicators/mapping.html", {"page": mapping_page(found), "form": form})


@requires(Right.LOAD_STATISTICS)
@require_POST
def remove_mapping(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _mapping(public_id)
    press(
        request,
        lambda: actions.remove_mapping(mapping=found, by=actor(request), at=timezone.now()),
        said=_("The mapping is removed. Releases that were read by it stay."),
    )
    return redirect("indicators:mappings")


def _table(public_id: str) -> TableUpload:
    found = queries.table_by_id(public_id)
    if found is None:
        raise Http404
    return found


def _mapping(public_id: str) -> TableMapping:
    found = queries.mapping_by_id(public_id)
    if found is None:
        raise Http404
    return found
