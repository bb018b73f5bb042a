"""Addresses of people and organisations."""

from __future__ import annotations

from django.urls import path

from azymut.people.web.views import accounts, invitations, manage, me, organisations, register

app_name = "people"
urlpatterns = [
    path("organizacje/", organisations.organisations, name="organisations"),
    path("organizacje/lista.<str:kind>", organisations.export, name="organisations-export"),
    path("organizacje/<str:public_id>/", organisations.organisation, name="organisation"),
    path("zarzadzanie/organizacje/", manage.manage, name="manage"),
    path("zarzadzanie/organizacje/nowa/", manage.create, name="organisation-create"),
    path("zarzadzanie/organizacje/<str:public_id>/", manage.edit, name="organisation-edit"),
    path("zarzadzanie/organizacje/<str:public_id>/potwierdz/", manage.confirm, name="organisation-confirm"),
    path("zarzadzanie/organizacje/<str:public_id>/zamknij/", manage.close, name="organisation-close"),
    path("zarzadzanie/organizacje/<str:public_id>/otworz/", manage.reopen, name="organisation-reopen"),
    path("zarzadzanie/rspo/", register.upload, name="import"),
    path("zarzadzanie/rspo/<str:public_id>/", register.preview, name="import-preview"),
    path("zarzadzanie/rspo/<str:public_id>/zastosuj/", register.apply, name="import-apply"),
    path("zarzadzanie/zamkniecia/", register.closures, name="closures"),
    path("zarzadzanie/konta/", accounts.accounts, name="accounts"),
    path("zarzadzanie/konta/<str:public_id>/", accounts.account, name="account"),
    path("zarzadzanie/konta/<str:public_id>/rola/", accounts.grant, name="account-grant"),
    path("zarzadzanie/konta/<str:public_id>/wylacz/", accounts.deactivate, name="account-deactivate"),
    path("zarzadzanie/konta/<str:public_id>/wlacz/", accounts.activate, name="account-activate"),
    path("zarzadzanie/role/<str:public_id>/zakoncz/", accounts.end_role, name="role-end"),
    path("zarzadzanie/przechowywanie/", accounts.retention, name="retention"),
    path("zarzadzanie/przechowywanie/wykonaj/", accounts.retention_run, name="retention-run"),
    path("zaproszenia/", invitations.invitations, name="invitations"),
    path("zaproszenia/<str:public_id>/wyslij/", invitations.resend, name="invitation-resend"),
    path("zaproszenia/<str:public_id>/wycofaj/", invitations.withdraw, name="invitation-withdraw"),
    path("zaproszenia/<str:public_id>/dolacz/", invitations.join, name="invitation-join"),
    path("zaproszenie/<str:token>/", invitations.accept, name="invitation-accept"),
    path("moje-dane/", me.me, name="me"),
    path("moje-dane/pobierz/", me.download, name="me-download"),
    path("moje-dane/usun/", me.erase, name="me-erase"),
    path("moje-dane/zgody/<slug:key>/", me.consent, name="me-consent"),
    path("moje-dane/organizacja/", me.hat, name="hat"),
]
