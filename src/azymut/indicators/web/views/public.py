"""Public pages: profile, indicators, origins, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from azymut.indicators import queries
from azymut.indicators.enums import Theme
from azymut.indicators.models import Indicator
from azymut.indicators.rules.formula_language import vtl
from azymut.indicators.web.forms import CatalogueForm
from azymut.indicators.web.pages.catalogue import list_page
from azymut.indicators.web.pages.definition import definition_page
from azymut.indicators.web.pages.fetching import fetching_view
from azymut.indicators.web.pages.indicator import May, detail_page
from azymut.indicators.web.pages.provenance import origin_page, sources_page
from azymut.indicators.web.pages.region import region_page
from azymut.indicators.web.pages.themes import theme_page
from azymut.people.access import actor, public
from azymut.people.rules.rights import Right
from azymut.places import queries as places
from azymut.places.enums import Level
from azymut.places.models import Territory

if TYPE_CHECKING:
    from django.http import HttpRequest


SHOWN = frozenset({Level.VOIVODESHIP, Level.SUBREGION, Level.COUNTY})


@public
def region(request: HttpRequest) -> HttpResponse:
    """The installation's own region; `?teren=` leads on to another place."""
    code = request.GET.get("teren", "")
    if code and code != places.region().code:
        return redirect("indicators:territory", code=place_or_404(code).code)
    return _profile(request, places.region())


@public
def territory(request: HttpRequest, code: str) -> HttpResponse:
    return _profile(request, place_or_404(code))


def _profile(request: HttpRequest, place: Territory) -> HttpResponse:
    mapped, today = request.GET.get("wskaznik", ""), timezone.localdate()
    page = region_page(place, mapped_slug=mapped, may_load=_may_load(request), today=today)
    return render(request, "indicators/region.html", {"page": page})


@public
def territory_theme(request: HttpRequest, code: str, theme: str) -> HttpResponse:
    """All indicators of a theme for a place: what its profile has no room for."""
    if theme not in Theme.values:
        raise Http404
    page = theme_page(place_or_404(code), Theme(theme), today=timezone.localdate())
    return render(request, "indicators/theme.html", {"page": page})


@public
def indicator_list(request: HttpRequest) -> HttpResponse:
    form = CatalogueForm(request.GET, queries.publishers())
    wanted, region = form.wanted(), places.region()
    found = queries.catalogue(region.code, wanted, today=timezone.localdate())
    return render(
        request, "indicators/list.html", {"form": form, "page": list_page(region, found, wanted, request.GET)}
    )


@public
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    place = place_or_404(request.GET.get("teren") or places.region().code)
    page = detail_page(
        indicator_or_404(slug),
        place,
        request.GET.get("okres", ""),
        view=request.GET.get("widok", ""),
        may=May(load=_may_load(request), interpret=_may(request, Right.DEFINE_INDICATORS)),
        today=timezone.localdate(),
    )
    return render(request, "indicators/detail.html", {"page": page})


@public
def definition(request: HttpRequest, slug: str) -> HttpResponse:
    """What the indicator means, how it is worked out, and how that changed."""
    return render(request, "indicators/definition.html", {"page": definition_page(indicator_or_404(slug))})


@public
def definition_vtl(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001  # the same for everybody
    """The formula in the statistical language, as a file."""
    found = indicator_or_404(slug)
    answer = HttpResponse(vtl(found.key, found.tree), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.key}.vtl"'
    return answer


@public
def origin(request: HttpRequest, slug: str) -> HttpResponse:
    code = request.GET.get("teren") or places.region().code
    found = queries.origin_of(indicator_or_404(slug), code, request.GET.get("okres", ""))
    if found is None:
        raise Http404
    page = origin_page(found, queries.names_of(queries.territories_in(found)))
    return render(request, "indicators/origin.html", {"page": page})


@public
def sources(request: HttpRequest) -> HttpResponse:
    """For those who load figures, in the workspace and with what is fetched over the network."""
    loads = _may_load(request)
    context = {
        "page": sources_page(),
        "layout": "design/workspace.html" if loads else "design/public.html",
        "fetching": fetching_view(at=timezone.now()) if loads else None,
    }
    return render(request, "indicators/sources.html", context)


def place_or_404(code: str) -> Territory:
    found = places.territory(code)
    if found is None or found.level not in SHOWN:
        raise Http404
    return found


def indicator_or_404(slug: str) -> Indicator:
    found = queries.indicator_by_slug(slug)
    if found is None:
        raise Http404
    return found


def _may_load(request: HttpRequest) -> bool:
    return _may(request, Right.LOAD_STATISTICS)


def _may(request: HttpRequest, right: Right) -> bool:
    return bool(request.user.is_authenticated and actor(request).may(right))
