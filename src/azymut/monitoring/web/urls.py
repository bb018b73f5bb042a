"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.monitoring.web import views

app_name = "monitoring"
urlpatterns = [
    path("kurs-programu/", views.board, name="board"),
    path("kurs-programu/odswiez/", views.refresh, name="refresh"),
    path("kurs-programu/zasady/", views.status_rules, name="rules"),
    path("kurs-programu/<slug:public_id>/status/", views.override, name="override"),
    path("kurs-programu/<slug:public_id>/status/zdejmij/", views.override_lift, name="override-lift"),
    path("kurs-programu/<slug:public_id>/notatka/", views.note, name="note"),
]
