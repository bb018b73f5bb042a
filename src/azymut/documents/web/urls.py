"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.documents.web import views

app_name = "documents"
urlpatterns = [
    path("dokumenty/<str:public_id>/podpisany/", views.signed, name="signed"),
    path("dokumenty/<str:public_id>/<slug:file_format>/", views.download, name="download"),
    path("szablony/", views.templates, name="templates"),
    path("szablony/<slug:kind>/<slug:file_format>/", views.template, name="template"),
    path("szablony/<slug:kind>/<slug:file_format>/wbudowany/", views.builtin, name="template-builtin"),
    path("szablony/<slug:kind>/<slug:file_format>/obecny/", views.current, name="template-current"),
    path("szablony/<slug:kind>/<slug:file_format>/proba/", views.trial, name="template-trial"),
    path("szablony/<slug:kind>/<slug:file_format>/przywroc/", views.restore, name="template-restore"),
]
