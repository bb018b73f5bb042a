"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.indicators.web.views import (
    alerts,
    exploring,
    fetching,
    interpreting,
    loading,
    open_data,
    public,
    validations,
)

app_name = "indicators"
urlpatterns = [
    path("region/", public.region, name="region"),
    path("region/<str:code>/", public.territory, name="territory"),
    path("region/<str:code>/temat/<slug:theme>/", public.territory_theme, name="territory-theme"),
    path("region/<str:code>/pobierz.<str:kind>", open_data.territory_download, name="territory-download"),
    path("porownanie/", exploring.comparison, name="comparison"),
    path("eksplorator/", exploring.explorer, name="explorer"),
    path("eksplorator/pobierz.<str:kind>", exploring.explorer_download, name="explorer-download"),
    path("wskazniki/", public.indicator_list, name="list"),
    path("wskazniki/<slug:slug>/", public.detail, name="detail"),
    path("wskazniki/<slug:slug>/skad/", public.origin, name="origin"),
    path("wskazniki/<slug:slug>/pobierz.<str:kind>", open_data.download, name="download"),
    path("wskazniki/<slug:slug>/osadz/", open_data.embed, name="embed"),
    path("wskazniki/<slug:slug>/interpretacja/<str:code>/", interpreting.write, name="interpret"),
    path("interpretacje/<slug:public_id>/wycofaj/", interpreting.withdraw, name="interpretation-withdraw"),
    path("otwarte-dane/", open_data.guide, name="open-data"),
    path("zrodla/", public.sources, name="sources"),
    path("zrodla/<slug:key>/pobierz/", fetching.start, name="fetch-start"),
    path("zrodla/pobrania/<slug:public_id>/", fetching.detail, name="fetch"),
    path("zrodla/pobrania/<slug:public_id>/przerwij/", fetching.stop, name="fetch-stop"),
    path("zrodla/pobrania/<slug:public_id>/wznow/", fetching.resume, name="fetch-resume"),
    path("alerty/", alerts.listing, name="alerts"),
    path("alerty/reguly/", alerts.rules, name="alert-rules"),
    path("alerty/reguly/nowa/", alerts.add_rule, name="alert-rule-add"),
    path("alerty/reguly/<slug:public_id>/", alerts.edit_rule, name="alert-rule"),
    path("alerty/reguly/<slug:public_id>/przelacz/", alerts.switch_rule, name="alert-rule-switch"),
    path("alerty/<slug:public_id>/", alerts.detail, name="alert"),
    path("alerty/<slug:public_id>/podejmij/", alerts.acknowledge, name="alert-acknowledge"),
    path("reguly/", validations.listing, name="validations"),
    path("reguly/<slug:code>/nowa/", validations.add, name="validation-add"),
    path("reguly/<slug:code>/tajemnica/", validations.secrecy, name="secrecy-edit"),
    path("reguly/<slug:public_id>/", validations.edit, name="validation-edit"),
    path("reguly/<slug:public_id>/przelacz/", validations.switch, name="validation-switch"),
    path("wydania/", loading.releases, name="releases"),
    path("wydania/wczytaj/", loading.load, name="import"),
    path("wydania/<slug:public_id>/", loading.release, name="release"),
    path("wydania/<slug:public_id>/opublikuj/", loading.publish, name="release-publish"),
    path("wydania/<slug:public_id>/cofnij/", loading.roll_back, name="release-roll-back"),
    path("wydania/<slug:public_id>/odrzuc/", loading.discard, name="release-discard"),
]
