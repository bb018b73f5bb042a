"""From SQLite to PostgreSQL: every row of an installation's database, as it is, into an empty one of the other engine.

Rows are written as the database keeps them, past models and actions: nothing is stamped anew, and the audit trail comes
along unchanged. It is one transaction; when anything fails, the new database stays as empty as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from azymut.kernel import audit_guard
from azymut.kernel.errors import DomainError

SOURCE = "copied"
ROWS_AT_ONCE = 2000


class CopyError(DomainError):
    """The copy cannot be made; nothing was changed."""


def copy_database(path: Path) -> dict[str, int]:
    """Copy a SQLite database into the empty PostgreSQL database of this installation; answers rows by table."""
    if connection.vendor != "postgresql":
        raise CopyError("DATABASE_URL must name the PostgreSQL database to copy into; this installation runs on SQLite")
    if not path.is_file():
        raise CopyError(f"{path}: there is no such file")
    with _opened(path):
        _check_same_version(path)
        filled = [model._meta.db_table for model in _copied_models() if _is_ours(model) and _rows(model).exists()]
        if filled:
            raise CopyError(
                f"the PostgreSQL database holds data already ({', '.join(filled[:5])}); copy into an empty one"
            )
        try:
            with (
                transaction.atomic(),
                transaction.atomic(using=SOURCE),
                audit_guard.wide_open(connection),
                connection.wrap_database_errors,  # COPY goes past Django to the driver, whose errors are its own
            ):
                return _copy_all()
        except (DatabaseError, ValueError) as error:
            raise CopyError(f"{path}: {str(error).strip()}") from error


@contextmanager
def _opened(path: Path) -> Iterator[None]:
    """The SQLite database as a second one of Django's, to be read with the same models."""
    settings = {**connections.settings[DEFAULT_DB_ALIAS], "ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    connections.settings[SOURCE] = {**settings, "OPTIONS": {}, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    try:
        yield
    finally:
        connections[SOURCE].close()
        del connections[SOURCE]
        del connections.settings[SOURCE]


def _check_same_version(path: Path) -> None:
    try:
        had = set(MigrationRecorder(connections[SOURCE]).applied_migrations())
    except DatabaseError as error:
        raise CopyError(f"{path} is no SQLite database: {error}") from error
    have = set(MigrationRecorder(connection).applied_migrations())
    if had != have:
        other = sorted(f"{app}.{name}" for app, name in had ^ have)
        raise CopyError(f"run `migrate` on both databases first; they differ by {', '.join(other[:5])}")


def _copied_models() -> list[type[models.Model]]:
    """Every model with a table of its own, those of libraries and of links between many and many too."""
    known = apps.get_models(include_auto_created=True)
    return [model for model in known if model._meta.managed and not model._meta.proxy and not model._meta.swapped]


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("azymut.")


def _rows(model: type[models.Model], using: str = DEFAULT_DB_ALIAS) -> models.QuerySet[Any]:
    return models.QuerySet(model, using=using)


def _copy_all() -> dict[str, int]:
    copied = _copied_models()
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        # What `migrate` itself wrote (kinds of content, permissions) comes with the numbers that the copied rows use.
        cursor.execute(f"TRUNCATE {', '.join(quoted(model._meta.db_table) for model in copied)}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        counts = {model._meta.db_table: _copy_rows(cursor, model) for model in copied}
        for statement in connection.ops.sequence_reset_sql(no_style(), copied):
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return counts


def _copy_rows(cursor: Any, model: type[models.Model]) -> int:
    """Values as the models read them from SQLite, as PostgreSQL stores them; generated columns make themselves."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    rows = _rows(model, SOURCE).order_by().values_list(*(field.attname for field in fields))
    count = 0
    with cursor.copy(f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
        for row in rows.iterator(ROWS_AT_ONCE):
            copy.write_row([_stored(field, value) for field, value in zip(fields, row, strict=True)])
            count += 1
    return count


def _stored(field: Any, value: Any) -> Any:
    return field.get_db_prep_value(value, connection, prepared=False)
