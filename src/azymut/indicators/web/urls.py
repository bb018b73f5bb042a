"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.indicators.web.views import fetching, loading, open_data, public, workbench

app_name = "indicators"
urlpatterns = [
    path("region/", public.region, name="region"),
    path("region/<str:code>/", public.territory, name="territory"),
    path("region/<str:code>/pobierz.<str:kind>", open_data.territory_download, name="territory-download"),
    path("wskazniki/", public.indicator_list, name="list"),
    path("wskazniki/<slug:slug>/", public.detail, name="detail"),
    path("wskazniki/<slug:slug>/skad/", public.origin, name="origin"),
    path("wskazniki/<slug:slug>/pobierz.<str:kind>", open_data.download, name="download"),
    path("wskazniki/<slug:slug>/osadz/", open_data.embed, name="embed"),
    path("wskazniki/<slug:slug>/definicja/", public.definition, name="definition"),
    path("wskazniki/<slug:slug>/definicja.vtl", public.definition_vtl, name="definition-vtl"),
    path("otwarte-dane/", open_data.guide, name="open-data"),
    path("zrodla/", public.sources, name="sources"),
    path("zrodla/<slug:key>/pobierz/", fetching.start, name="fetch-start"),
    path("zrodla/pobrania/<slug:public_id>/", fetching.detail, name="fetch"),
    path("zrodla/pobrania/<slug:public_id>/przerwij/", fetching.stop, name="fetch-stop"),
    path("zrodla/pobrania/<slug:public_id>/wznow/", fetching.resume, name="fetch-resume"),
    path("wydania/", loading.releases, name="releases"),
    path("wydania/wczytaj/", loading.load, name="import"),
    path("wydania/<slug:public_id>/", loading.release, name="release"),
    path("wydania/<slug:public_id>/opublikuj/", loading.publish, name="release-publish"),
    path("wydania/<slug:public_id>/cofnij/", loading.roll_back, name="release-roll-back"),
    path("wydania/<slug:public_id>/odrzuc/", loading.discard, name="release-discard"),
    path("warsztat/", workbench.workbench, name="workbench"),
    path("warsztat/nowy/", workbench.new, name="definition-new"),
    path("warsztat/wersje/<slug:public_id>/", workbench.version, name="definition-version"),
    path("warsztat/wersje/<slug:public_id>/zaproponuj/", workbench.propose, name="definition-propose"),
    path("warsztat/wersje/<slug:public_id>/zatwierdz/", workbench.approve, name="definition-approve"),
    path("warsztat/wersje/<slug:public_id>/zwroc/", workbench.send_back, name="definition-return"),
    path("warsztat/wersje/<slug:public_id>/odrzuc/", workbench.discard, name="definition-discard"),
    path("warsztat/wskazniki/<slug:key>/", workbench.history, name="definition-history"),
    path("warsztat/wskazniki/<slug:key>/zmien/", workbench.edit, name="definition-edit"),
]
