"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.indicators.web.views import fetching, forecasts, loading, mappings, open_data, public

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
    path("warsztat/mapowania/", mappings.mappings, name="mappings"),
    path("warsztat/mapowania/<slug:public_id>/", mappings.mapping, name="mapping"),
    path("warsztat/mapowania/<slug:public_id>/usun/", mappings.remove_mapping, name="mapping-remove"),
    path("warsztat/tabele/<slug:public_id>/", mappings.table, name="table"),
    path("warsztat/tabele/<slug:public_id>/odrzuc/", mappings.discard_table, name="table-discard"),
    path("warsztat/prognoza/", forecasts.forecasts, name="forecasts"),
    path("warsztat/prognoza/wpisz/", forecasts.enter, name="forecast-enter"),
    path("warsztat/prognoza/nazwy/", forecasts.settle, name="forecast-settle"),
    path("zawody-i-popyt/", forecasts.demand_list, name="demand-list"),
    path("zawody-i-popyt/<slug:code>/", forecasts.demand_detail, name="demand-detail"),
]
