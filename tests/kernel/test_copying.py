"""From SQLite to PostgreSQL: a whole installation is copied, and every row is the same."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.kernel.test_backup import POPULATE, Installation

# PostgreSQL keeps the keys of an object in an order of its own.
EVERY_ROW = """
import json
from azymut.kernel.copying import _copied_models, _rows
for model in _copied_models():
    names = [field.attname for field in model._meta.local_concrete_fields]
    rows = ([json.dumps(v, sort_keys=True) if isinstance(v, dict | list) else v for v in row]
            for row in _rows(model).values_list(*names))
    for row in sorted(map(repr, rows)):
        print(model._meta.label, row)
"""
CHANGE_THE_TRAIL = """
from azymut.kernel.models import AuditEntry
AuditEntry.objects.update(action="other")
"""
GO_ON = POPULATE.replace("żółw", "mrówka").replace('"1"', '"2"')


@pytest.fixture
def older(tmp_path: Path) -> Installation:
    """An installation on SQLite with reference data, people and an audit trail."""
    made = Installation(tmp_path / "older", f"sqlite:///{tmp_path / 'older' / 'data' / 'azymut.sqlite3'}")
    made.succeeds("migrate", "--verbosity=0")
    made.succeeds("createcachetable")
    made.succeeds("load_places")
    made.succeeds("load_programme_words")
    made.succeeds("shell", code=POPULATE)
    made.succeeds("appoint", "ada.nowak@example.org", "--name", "Ada Nowak", code="wielki zielony rower stoi\n")
    return made


@pytest.fixture
def newer(tmp_path: Path) -> Iterator[Installation]:
    """An empty installation on PostgreSQL."""
    given = connection.settings_dict
    server = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT'] or 5432}"
    name = f"azymut_copy_{secrets.token_hex(4)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield Installation(tmp_path / name, f"{server}/{name}")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def every_row(installation: Installation) -> list[str]:
    return installation.succeeds("shell", "--no-imports", "--verbosity=0", code=EVERY_ROW).splitlines()


if connection.vendor == "postgresql":

    @pytest.mark.slow
    def test_every_row_is_copied_and_the_new_database_works_on(older: Installation, newer: Installation) -> None:
        file = older.url.removeprefix("sqlite:///")
        assert "run `migrate` on both databases first" in newer.runs("copy_database", file).stderr
        newer.succeeds("migrate", "--verbosity=0")
        newer.succeeds("createcachetable")
        assert "the audit trail among them" in newer.succeeds("copy_database", file)
        rows = every_row(older)
        assert len(rows) > 1000
        assert any(row.startswith("kernel.AuditEntry ") for row in rows)
        assert every_row(newer) == rows
        newer.succeeds("shell", code=GO_ON)  # sequences go on where they were
        assert "never changed" in newer.runs("shell", code=CHANGE_THE_TRAIL).stderr
        assert "holds data already" in newer.runs("copy_database", file).stderr

    @pytest.mark.slow
    def test_row_that_the_new_database_cannot_hold_is_told_and_nothing_is_copied(
        older: Installation, newer: Installation
    ) -> None:
        newer.succeeds("migrate", "--verbosity=0")
        before = every_row(newer)
        file = older.url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file)) as rows, rows:
            rows.execute("UPDATE people_account SET name = 'Ada' || char(0)")
        refused = newer.runs("copy_database", file).stderr
        assert refused.strip() == f"CommandError: {file}: PostgreSQL text fields cannot contain NUL (0x00) bytes"
        assert every_row(newer) == before

    @pytest.mark.slow
    def test_file_that_is_no_database_changes_nothing(newer: Installation, tmp_path: Path) -> None:
        newer.succeeds("migrate", "--verbosity=0")
        before = every_row(newer)
        wrong = tmp_path / "wrong.sqlite3"
        wrong.write_text("no database " * 100)
        assert "is no SQLite database" in newer.runs("copy_database", str(wrong)).stderr
        assert "there is no such file" in newer.runs("copy_database", str(tmp_path / "none")).stderr
        broken = tmp_path / "broken.sqlite3"
        with sqlite3.connect(broken):
            pass
        assert "run `migrate` on both databases first" in newer.runs("copy_database", str(broken)).stderr
        assert every_row(newer) == before

else:

    def test_copy_goes_only_into_postgresql(tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="must name the PostgreSQL database"):
            call_command("copy_database", str(tmp_path / "azymut.sqlite3"))
