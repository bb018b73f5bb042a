"""Triggers that refuse to change or remove audit rows; see azymut.kernel.audit_guard."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from azymut.kernel import audit_guard


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  # Django's signature
    audit_guard.install(schema_editor.connection)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  # Django's signature
    audit_guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_background_work")]

    operations = [migrations.RunPython(install, remove)]
