"""Backup and restore: database, files and statistics in one archive with a manifest of checksums.

SQLite is copied online through its own backup interface, PostgreSQL table by table with COPY in one snapshot; neither
needs a program beside Python. A restore verifies the whole archive before it changes anything, brings the schema to
the archive's state, loads, and then migrates forward to the code's.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from azymut.kernel import audit_guard
from azymut.kernel.errors import DomainError

MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
TABLES = "tables/"
FILES = "files/"
FORMAT = 1
CACHE_TABLE = "azymut_cache"
# Made again when needed, or belonging to the running machine; everything else in the data directory is kept.
NOT_KEPT = ("prepared.json", "restoring", "mail", "static", "charts")


class BackupError(DomainError):
    """The archive cannot be made, trusted or put here; nothing was changed."""


@dataclass
class Manifest:
    """What an archive holds: engine, migrations that its database had, and a checksum for every member."""

    made_at: str
    engine: str
    migrations: list[list[str]]
    members: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


def backup(path: Path, *, at: datetime) -> Manifest:
    """Write the archive, readable by its owner only; an existing file is never overwritten."""
    if path.exists():
        raise BackupError(f"{path} exists already; choose another name")
    if Path(settings.DATA_DIR).resolve() in path.resolve().parents:
        raise BackupError(f"{path} lies in the data directory; a backup belongs elsewhere, best on another machine")
    loader = MigrationLoader(connection)
    manifest = Manifest(at.isoformat(), connection.vendor, sorted(list(key) for key in loader.applied_migrations))
    partial = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
            # The database first: whatever file it names was there before it.
            _add_database(archive, manifest)
            for kept in _kept_files():
                name = f"{FILES}{kept.relative_to(settings.DATA_DIR).as_posix()}"
                with kept.open("rb") as content:
                    _add(archive, manifest, name, content)
            text = json.dumps(asdict(manifest), indent=1).encode()
            archive.addfile(_entry(MANIFEST, len(text)), io.BytesIO(text))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _kept_files() -> Iterator[Path]:
    root = Path(settings.DATA_DIR)
    for kept in sorted(root.rglob("*")):
        if kept.is_file() and not kept.is_symlink() and not _stays(root / kept.relative_to(root).parts[0]):
            yield kept


def _stays(entry: Path) -> bool:
    """Whether this entry of the data directory belongs to the machine: not backed up, not replaced."""
    database = Path(str(connection.settings_dict["NAME"])).name
    return entry.name in {*NOT_KEPT, *(f"{database}{end}" for end in ("", "-wal", "-shm", "-journal"))}


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _digest(content: IO[bytes]) -> str:
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # any binary file will do


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, content: IO[bytes]) -> None:
    digest = _digest(content)
    size = content.tell()
    content.seek(0)
    archive.addfile(_entry(name, size), content)
    manifest.members[name] = digest


def _add_database(archive: tarfile.TarFile, manifest: Manifest) -> None:
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / DATABASE
            connection.ensure_connection()
            with closing(sqlite3.connect(copy)) as target:
                connection.connection.backup(target)
            with copy.open("rb") as content:
                _add(archive, manifest, DATABASE, content)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in _tables():
            with tempfile.TemporaryFile() as content:
                with cursor.copy(f"COPY {_copied(table)} TO STDOUT") as rows:
                    for block in rows:
                        content.write(block)
                content.seek(0)
                _add(archive, manifest, f"{TABLES}{table}", content)


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_list(cursor)
    return sorted(
        table.name for table in found if table.type == "t" and table.name not in {CACHE_TABLE, audit_guard.DOOR}
    )


def _copied(table: str) -> str:
    """The table with the columns that hold data; generated ones are worked out again by the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        columns = ", ".join(connection.ops.quote_name(name) for (name,) in cursor.fetchall())
    return f"{connection.ops.quote_name(table)} ({columns})"


def restore(path: Path, *, replace: bool = False) -> Manifest:
    """Put an archive into this installation's database and data directory.

    Refuses, before anything changes: a broken archive, one of another engine or of a newer version of the code, and
    a database or data directory that holds something unless `replace`.
    """
    manifest = verify(path)
    _check_fits(manifest)
    if not replace and _holds_something():
        raise BackupError("this installation holds data; restore into an empty one, or say --replace to lose them")
    staging = Path(settings.DATA_DIR) / "restoring"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True, mode=0o700)
    try:
        with tarfile.open(path) as archive:
            archive.extractall(staging, members=_wanted(archive, manifest), filter="data")
        _load_database(staging, manifest)
        _put_files(staging / FILES)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return manifest


def verify(path: Path) -> Manifest:
    """Read the whole archive and compare every member with its checksum."""
    found: dict[str, str] = {}
    told = b""
    try:
        with tarfile.open(path) as archive:
            for entry in archive:
                content = archive.extractfile(entry) if entry.isfile() else None
                if content is None:
                    raise BackupError(f"{path.name}: {entry.name} is not a file")
                if entry.name == MANIFEST:
                    told = content.read()
                else:
                    found[entry.name] = _digest(content)
        manifest = Manifest(**json.loads(told))
    except (OSError, EOFError, tarfile.TarError, ValueError, TypeError) as error:
        raise BackupError(f"{path.name} is not a whole backup: {error}") from error
    if manifest.format != FORMAT:
        raise BackupError(f"{path.name} has the format {manifest.format}; this version reads {FORMAT}")
    if found != manifest.members:
        wrong = sorted(name for name in {*found, *manifest.members} if found.get(name) != manifest.members.get(name))
        raise BackupError(f"{path.name} is damaged: {', '.join(wrong[:5])}")
    return manifest


def _check_fits(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupError(f"the backup is of {manifest.engine}, this installation runs on {connection.vendor}")
    known = set(MigrationLoader(None).disk_migrations or {})
    newer = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known and app in _labels()]
    if newer:
        raise BackupError(f"the backup is of a newer version of the code: {', '.join(newer[:5])}")


def _labels() -> set[str]:
    return {config.label for config in apps.get_app_configs()}


def _holds_something() -> bool:
    tables = set(connection.introspection.table_names())
    ours = [model for model in apps.get_models() if model.__module__.startswith("azymut.") and model._meta.managed]
    return any(model._meta.db_table in tables and model._base_manager.exists() for model in ours) or any(_kept_files())


def _wanted(archive: tarfile.TarFile, manifest: Manifest) -> Iterator[tarfile.TarInfo]:
    for entry in archive:
        if entry.name in manifest.members and entry.isfile():
            yield entry


def _load_database(staging: Path, manifest: Manifest) -> None:
    if manifest.engine == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(staging / DATABASE)) as source:
            source.backup(connection.connection)
        connection.close()
        return
    with _emptied_schema():
        _migrate_to(manifest)
        with audit_guard.wide_open(connection):
            _copy_in(staging, manifest)


@contextmanager
def _emptied_schema() -> Iterator[None]:
    """All or nothing: PostgreSQL takes schema changes back too."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = connection.ops.quote_name(cursor.fetchone()[0])
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
            cursor.execute(f"CREATE SCHEMA {schema}")
        yield


def _migrate_to(manifest: Manifest) -> None:
    """Build the schema as it was when the backup was made."""
    executor = MigrationExecutor(connection)
    had = {(app, name) for app, name in manifest.migrations}
    graph = executor.loader.graph
    heads = [
        key for key in had if key in graph.nodes and not had & {child.key for child in graph.node_map[key].children}
    ]
    executor.migrate(heads)


def _copy_in(staging: Path, manifest: Manifest) -> None:
    tables = _tables()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"TRUNCATE {connection.ops.quote_name(table)} CASCADE")
        # Rows may come before those they point at; all is checked when the transaction ends.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in sorted(manifest.members):
            if name.startswith(TABLES) and (table := name.removeprefix(TABLES)) in tables:
                _copy_table(cursor, table, staging / name)
        models: list[Any] = list(apps.get_models(include_auto_created=True))
        standing = [model for model in models if model._meta.managed and model._meta.db_table in tables]
        for statement in connection.ops.sequence_reset_sql(no_style(), standing):
            cursor.execute(statement)


def _copy_table(cursor: Any, table: str, source: Path) -> None:
    with source.open("rb") as content, cursor.copy(f"COPY {_copied(table)} FROM STDIN") as rows:
        while block := content.read(1 << 20):
            rows.write(block)


def _put_files(source: Path) -> None:
    """Exchange what stands in the data directory for what was backed up."""
    root = Path(settings.DATA_DIR)
    for standing in root.iterdir():
        if not _stays(standing):
            shutil.rmtree(standing) if standing.is_dir() else standing.unlink()
    if source.is_dir():
        for incoming in source.iterdir():
            shutil.move(incoming, root / incoming.name)
