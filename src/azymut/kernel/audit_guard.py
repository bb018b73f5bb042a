"""The database's own refusal to change or remove audit rows, for SQLite and PostgreSQL.

There is one door, the table `kernel_audit_door`: while it holds a row, entries older than the row's `open_before` may
be deleted. `azymut.kernel.audit.forget_before` opens it, deletes and closes it in one transaction. Changing an entry
has no door. SQLite loses a table's triggers when a migration rebuilds the table, so they are looked after each migrate.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

DOOR = "kernel_audit_door"
TRAIL = "kernel_auditentry"

_DOOR_TABLE = {
    "sqlite": "CREATE TABLE IF NOT EXISTS kernel_audit_door (open_before text NOT NULL)",
    "postgresql": "CREATE TABLE IF NOT EXISTS kernel_audit_door (open_before timestamptz NOT NULL)",
}
_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS kernel_audit_no_update BEFORE UPDATE ON kernel_auditentry
    BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER IF NOT EXISTS kernel_audit_no_delete BEFORE DELETE ON kernel_auditentry
    WHEN NOT EXISTS (SELECT 1 FROM kernel_audit_door WHERE OLD.at < open_before)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is never shortened but by its retention'); END""",
    # INSERT OR REPLACE would otherwise take a row away without firing the trigger above.
    """CREATE TRIGGER IF NOT EXISTS kernel_audit_no_replace BEFORE INSERT ON kernel_auditentry
    WHEN EXISTS (SELECT 1 FROM kernel_auditentry WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
)
_POSTGRES = (
    """CREATE OR REPLACE FUNCTION kernel_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM kernel_audit_door WHERE OLD.at < open_before) THEN
        RETURN OLD;
      ELSIF TG_OP = 'TRUNCATE' AND EXISTS (SELECT 1 FROM kernel_audit_door WHERE open_before = 'infinity') THEN
        RETURN NULL;
      END IF;
      RAISE EXCEPTION 'the audit trail is never changed, and shortened only by its retention'
        USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE OR REPLACE TRIGGER kernel_audit_rows BEFORE UPDATE OR DELETE ON kernel_auditentry
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse()""",
    """CREATE OR REPLACE TRIGGER kernel_audit_all BEFORE TRUNCATE ON kernel_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_audit_refuse()""",
)
_REMOVAL = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS kernel_audit_no_update",
        "DROP TRIGGER IF EXISTS kernel_audit_no_delete",
        "DROP TRIGGER IF EXISTS kernel_audit_no_replace",
        "DROP TABLE IF EXISTS kernel_audit_door",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS kernel_audit_rows ON kernel_auditentry",
        "DROP TRIGGER IF EXISTS kernel_audit_all ON kernel_auditentry",
        "DROP FUNCTION IF EXISTS kernel_audit_refuse()",
        "DROP TABLE IF EXISTS kernel_audit_door",
    ),
}


OPEN_DOOR = "INSERT INTO kernel_audit_door (open_before) VALUES (%s)"
SHORTEN = "DELETE FROM kernel_auditentry WHERE at < %s"
CLOSE_DOOR = "DELETE FROM kernel_audit_door"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the refusal in its place; a second call changes nothing."""
    statements = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
    with connection.cursor() as cursor:
        for statement in (_DOOR_TABLE[connection.vendor], *statements):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the refusal away; only for undoing the migration."""
    with connection.cursor() as cursor:
        for statement in _REMOVAL[connection.vendor]:
            cursor.execute(statement)


def is_installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger stands."""
    if connection.vendor == "sqlite":
        query, wanted = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'kernel_audit_%'", 3
    else:
        query, wanted = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'kernel_audit_%'", 2
    with connection.cursor() as cursor:
        cursor.execute(query)
        return bool(cursor.fetchone()[0] == wanted)


@contextmanager
def wide_open(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the whole trail be emptied: for putting a backup in its place, and for emptying a test database.

    Only inside a transaction, so that the door never stands open for others.
    """
    ever = "infinity" if connection.vendor == "postgresql" else "9999"
    if DOOR not in connection.introspection.table_names():
        yield
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(OPEN_DOOR, [ever])
        yield
        cursor.execute(CLOSE_DOOR)


def reinstall_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TRAIL in tables and DOOR in tables and not is_installed(connection):
        install(connection)
