"""Django's entry for the room."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "azymut.portal"
    label = "portal"
