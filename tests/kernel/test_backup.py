"""Backup and restore, tried out: a whole installation goes into an archive and comes back in another database."""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from azymut.kernel import backup

ROOT = Path(__file__).resolve().parents[2]
POPULATE = """
from datetime import datetime, UTC
from azymut.people.models import Account
from azymut.kernel.models import Mail
Account.objects.create_user("żółw@example.org", "a long enough pass phrase", name="Żółw")
Mail.objects.create(message_id="1", recipient="a@example.org", subject="Zażółć", text="gęślą\\n\\tjaźń \\\\N",
    queued_at=datetime(2026, 11, 22, tzinfo=UTC), not_before=datetime(2026, 11, 22, tzinfo=UTC))
"""


class Installation:
    """An installation of its own: database, data directory, production settings."""

    def __init__(self, folder: Path, url: str) -> None:
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        self.url = url

    def runs(self, *command: str, code: str = "") -> subprocess.CompletedProcess[str]:
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "AZYMUT_SECRET_KEY": secrets.token_urlsafe(64),
            "AZYMUT_HOSTS": "azymut.example.org",
            "AZYMUT_ADDRESS": "https://azymut.example.org",
            "AZYMUT_DATA_DIR": str(self.data),
            "DATABASE_URL": self.url,
        }
        return subprocess.run(
            [sys.executable, "-m", "django", *command], env=env, cwd=ROOT, input=code, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    def succeeds(self, *command: str, code: str = "") -> str:
        done = self.runs(*command, code=code)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table but the cache, as text."""
        if self.url.startswith("sqlite"):
            database = sqlite3.connect(self.url.removeprefix("sqlite:///"))
            tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        else:
            database = psycopg.connect(self.url)
            tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        names = [name for (name,) in database.execute(tables).fetchall() if name != "azymut_cache"]
        query = 'SELECT * FROM "{}"'
        found = {name: sorted(map(repr, database.execute(query.format(name)).fetchall())) for name in names}
        database.close()
        return found


@pytest.fixture
def installations(tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two empty ones on the engine that is being tested."""
    if connection.vendor == "sqlite":
        yield tuple(Installation(tmp_path / n, f"sqlite:///{tmp_path / n / 'data' / 'azymut.sqlite3'}") for n in "ab")
        return
    given = connection.settings_dict
    server = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT'] or 5432}"
    names = [f"azymut_backup_{secrets.token_hex(4)}" for _ in "ab"]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name}")
    yield tuple(Installation(tmp_path / name, f"{server}/{name}") for name in names)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        for name in names:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
@pytest.mark.slow
def test_restore_brings_back_every_row_and_file(installations, tmp_path: Path) -> None:
    one, other = installations
    archive = tmp_path / "backup.tar.gz"
    one.succeeds("migrate", "--verbosity=0")
    one.succeeds("createcachetable")
    one.succeeds("shell", code=POPULATE)
    (one.data / "files").mkdir()
    (one.data / "files" / "uchwała.pdf").write_bytes(b"%PDF-1.7\x00")

    assert "members of a" in one.succeeds("backup", str(archive))
    assert archive.stat().st_mode & 0o077 == 0
    assert "exists already" in one.runs("backup", str(archive)).stderr
    assert "lies in the data directory" in one.runs("backup", str(one.data / "b.tar.gz")).stderr
    assert "whole" in other.succeeds("restore", str(archive), "--verify")
    other.succeeds("restore", str(archive))

    assert other.rows() == one.rows()
    assert (other.data / "files" / "uchwała.pdf").read_bytes() == b"%PDF-1.7\x00"
    assert not (other.data / "restoring").exists()
    # The sequences go on where they were.
    other.succeeds("shell", code=POPULATE.replace("żółw", "mrówka").replace('"1"', '"2"'))

    refused = other.runs("restore", str(archive))
    assert refused.returncode == 1
    assert "this installation holds data" in refused.stderr
    other.succeeds("restore", str(archive), "--replace")
    assert other.rows() == one.rows()


def archive_of(path: Path, contents: dict[str, bytes], /, **told: object) -> Path:
    """An archive made by hand, with a manifest that fits unless told otherwise."""
    manifest = {
        "made_at": "2026-11-22T11:00:00+00:00",
        "engine": connection.vendor,
        "migrations": [],
        "members": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        "format": 1,
        **told,
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, content in {**contents, "manifest.json": json.dumps(manifest).encode()}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"members": {}}, "is damaged: files/a"),
        ({"members": {"files/a": "0" * 64}}, "is damaged: files/a"),
        ({"format": 2}, "has the format 2"),
        ({"engine": "oracle"}, "the backup is of oracle"),
        ({"migrations": [["people", "9999_of_tomorrow"]]}, "of a newer version of the code: people.9999_of_tomorrow"),
    ],
)
def test_restore_refuses_what_does_not_fit(db, tmp_path: Path, told: dict[str, object], reason: str) -> None:
    archive = archive_of(tmp_path / "b.tar.gz", {"files/a": b"text"}, **told)
    with pytest.raises(backup.BackupError, match=reason):
        backup.restore(archive, replace=True)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08\x00cut"])
def test_restore_refuses_what_is_no_archive(db, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.tar.gz"
    path.write_bytes(content)
    with pytest.raises(backup.BackupError, match="is not a whole backup"):
        backup.restore(path)


def test_restore_refuses_a_cut_archive(db, tmp_path: Path) -> None:
    path = archive_of(tmp_path / "b.tar.gz", {"files/a": os.urandom(50_000)})
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(backup.BackupError, match="is not a whole backup"):
        backup.restore(path)


def test_verify_refuses_a_link(tmp_path: Path) -> None:
    path = tmp_path / "b.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("files/passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(backup.BackupError, match="files/passwd is not a file"):
        backup.verify(path)


def test_restore_puts_nothing_outside_the_data_directory(db, tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    archive = archive_of(tmp_path / "b.tar.gz", {"files/../../../escaped": b"text"})
    with pytest.raises((tarfile.OutsideDestinationError, backup.BackupError)):
        backup.restore(archive, replace=True)
    assert list(tmp_path.rglob("escaped")) == []
