"""The gallery: every part in every state, for whoever builds or checks a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from azymut.design.web import examples
from azymut.kernel.access import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "design/gallery.html", examples.page(request.path))
