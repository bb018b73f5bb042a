"""Django's entry for the design system."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "azymut.design"
    label = "design"
