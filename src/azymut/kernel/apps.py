"""Django's entry for the kernel."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "azymut.kernel"
    label = "kernel"

    def ready(self) -> None:
        from azymut.kernel import audit_guard, drafts, recurring  # noqa: PLC0415  # models are ready only now

        post_migrate.connect(audit_guard.reinstall_after_migrate, sender=self, dispatch_uid="kernel.audit_guard")
        recurring.register()
        drafts.register()
