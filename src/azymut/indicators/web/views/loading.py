"""Pages of those who load figures: a file comes in, is looked at, is published or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from azymut.design.sending import carry_out, press
from azymut.indicators import actions, queries
from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import importer
from azymut.indicators.models import Release
from azymut.indicators.web.forms import LoadForm, RollBackForm
from azymut.indicators.web.pages.provenance import release_page, releases_page, roll_back_page
from azymut.people.access import actor, requires
from azymut.people.rules.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Right.LOAD_STATISTICS)
def releases(request: HttpRequest) -> HttpResponse:
    return render(request, "indicators/releases.html", {"page": releases_page(request.GET.get("page", "1"))})


@requires(Right.LOAD_STATISTICS)
def load(request: HttpRequest) -> HttpResponse:
    """Take a file in and show what publishing it would change."""
    form = LoadForm(request.POST or None, request.FILES or None)

    def act() -> importer.Outcome:
        file, code = form.cleaned_data["file"], form.cleaned_data["dataset"]
        kind = FileFormat(form.cleaned_data["source"])
        return importer.take(file, file_format=kind, dataset_code=code, by=actor(request), at=timezone.now())

    done = carry_out(request, form, act)
    if done and done.answer.release:
        return redirect(done.answer.release)
    if done:
        messages.info(request, _("Every figure of this file stands already; there is nothing to publish."))
        return redirect("indicators:import")
    return render(request, "indicators/import.html", {"form": form})


@requires(Right.LOAD_STATISTICS)
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    page = release_page(_release(public_id), request.GET.get("page", "1"))
    return render(request, "indicators/release.html", {"page": page})


@requires(Right.LOAD_STATISTICS)
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _release(public_id)
    reason = request.POST.get("reason", "").replace("\0", "")
    press(
        request,
        lambda: importer.publish(found, by=actor(request), at=timezone.now(), reason=reason),
        said=_("Published. Pages show the new figures from now on."),
    )
    return redirect(found)


@requires(Right.LOAD_STATISTICS)
def roll_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for the reason, then let what stood before stand again."""
    found = _release(public_id)
    form = RollBackForm(request.POST or None)

    def act() -> object:
        return importer.roll_back(found, reason=form.cleaned_data["reason"], by=actor(request), at=timezone.now())

    if carry_out(request, form, act, said=_("Rolled back. Pages show what stood before.")):
        return redirect(found)
    return render(request, "indicators/roll-back.html", {"page": roll_back_page(found), "form": form})


@requires(Right.LOAD_STATISTICS)
@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _release(public_id)
    done = press(
        request,
        lambda: actions.discard_release(release=found, by=actor(request), at=timezone.now()),
        said=_("The file was taken away; nothing has changed."),
    )
    return redirect("indicators:releases" if done else found)


def _release(public_id: str) -> Release:
    found = queries.release_by_id(public_id)
    if found is None:
        raise Http404
    return found
