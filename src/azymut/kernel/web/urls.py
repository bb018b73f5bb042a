"""Addresses of the kernel: audit trail, outbox, tasks, files, notifications."""

from __future__ import annotations

from django.urls import path

from azymut.kernel.web import views

app_name = "kernel"
urlpatterns = [
    path("dziennik-zmian/", views.audit_trail, name="audit"),
    path("dziennik-zmian/csv/", views.audit_export, name="audit-export"),
    path("poczta/", views.outbox_page, name="outbox"),
    path("poczta/<int:pk>/ponow/", views.mail_retry, name="mail-retry"),
    path("zadania/<uuid:task_id>/", views.task, name="task"),
    path("pliki/<str:public_id>/", views.attachment, name="attachment"),
    path("powiadomienia/", views.notification_choice, name="notifications"),
]
