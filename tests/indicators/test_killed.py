"""An import that is killed leaves nothing half-done, and two at once take turns."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.indicators.replay import Bdl, Replay, served

ROOT = Path(__file__).resolve().parents[2]
FILE = '"Kod";"Nazwa";"studenci ogółem;2022;[osoba]";\n1061000;"x";{value};\n'

# Each ends the process, without warning, at one moment of an import.
MOMENTS = {
    "while the Parquet file is written": "Path.replace = lambda self, target: die()",
    "after the Parquet file, before the database": "actions.stage_release = lambda **options: die()",
    "in the transaction, before it is committed": textwrap.dedent(
        """
        publish = actions.publish_release
        actions.publish_release = lambda **options: (publish(**options), die())
        """
    ),
    "after the commit, before the serving file is built": "store.current = lambda: die()",
}

SCRIPT = """
import json, os, signal, sys
from pathlib import Path
import django
from django.conf import settings
django.setup()
from django.core.management import call_command
from django.db import connection

from tests.indicators.replay import Bdl, Replay, served
settings.STATISTICS_DIR = Path(sys.argv[1])
connection.close()
connection.settings_dict["NAME"] = sys.argv[2]
from azymut.indicators import actions, queries, store
from azymut.indicators.exchange import importer
from azymut.indicators.models import Release
def die():
    os.kill(os.getpid(), signal.SIGKILL)
"""
LOAD = 'call_command("import_release", sys.argv[3], "--source", "bdl-ctab")'
LOOK = """
releases = Release.objects.published()
print(json.dumps({
    "value": int(queries.value_of("students", "1061").value),
    "files": [release.file_name for release in releases],
    "paths": [release.path for release in releases],
}))
"""


class Installation:
    """A database and a statistics directory that other processes share."""

    def __init__(self, statistics, database, folder):
        self.statistics, self.database, self.folder = statistics, database, folder

    def start(self, script, *arguments):
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }
        return subprocess.Popen(
            [sys.executable, "-c", SCRIPT + script, str(self.statistics), self.database, *map(str, arguments)],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def load(self, value, moment=""):
        path = self.folder / f"SZKO_3226_CTAB_{value}.csv"
        path.write_text(FILE.format(value=value), encoding="utf-8")
        return self.start(f"{moment}\n{LOAD}", path)

    def look(self):
        out, err = self.start(LOOK).communicate(timeout=120)
        assert out, err
        return json.loads(out)


def finish(process):
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


@pytest.fixture
def installation(transactional_db, request, tmp_path):
    """Committed for real; on SQLite a copy on disk, because the tests' own database lives in memory."""
    statistics = request.getfixturevalue("observatory")
    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        database = str(tmp_path / "copy.sqlite3")
        with closing(sqlite3.connect(database)) as copy:
            connection.connection.backup(copy)
    return Installation(statistics, database, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("moment", list(MOMENTS))
def test_killed_import_leaves_nothing_half_done(installation, moment):
    assert finish(installation.load(1))[0] == 0
    status, said = finish(installation.load(2, MOMENTS[moment]))
    assert status == -signal.SIGKILL, said

    stands = 2 if moment.startswith("after the commit") else 1
    found = installation.look()
    assert (found["value"], len(found["files"])) == (stands, stands)

    assert finish(installation.load(3))[0] == 0
    found = installation.look()
    assert found["value"] == 3
    assert sorted(found["paths"]) == sorted(
        f"releases/{file.name}" for file in (installation.statistics / "releases").iterdir()
    )


@pytest.mark.slow
def test_two_imports_at_once_take_turns(installation):
    ended = [finish(process) for process in [installation.load(7), installation.load(8)]]
    assert [status for status, _ in ended] == [0, 0], ended
    found = installation.look()
    assert sorted(found["files"]) == ["SZKO_3226_CTAB_7.csv", "SZKO_3226_CTAB_8.csv"]
    assert found["files"][-1] == f"SZKO_3226_CTAB_{found['value']}.csv"


# Each ends the process, without warning, at one moment of a fetch; then how many of the six requests are made again.
FETCH_MOMENTS = {
    "between its pages": (
        textwrap.dedent(
            """
            from azymut.kernel.network.client import Client
            send = Client._send
            Client._send = lambda self, *args: die() if self.tally.asked == 4 else send(self, *args)
            """
        ),
        2,
    ),
    "after the last page, before it is staged": ("importer.keep = lambda *args, **options: die()", 0),
    "while the release is staged": ("actions.stage_release = lambda **options: die()", 0),
    "after it is published, before that is put down": ("actions.note_fetched = lambda **options: die()", 6),
}
FETCH = """
settings.BDL_URL = sys.argv[3]
settings.FETCH_PATIENCE_SECONDS = 5
{moment}
call_command("fetch", "gus-bdl", "--collection", "P2392", "--publish")
"""
FETCHED = """
from azymut.indicators.models import Fetch
print(json.dumps({
    "value": str(queries.value_of("unemployment_rate", "1061").value),
    "paths": [release.path for release in Release.objects.all()],
    "states": list(Fetch.objects.order_by("pk").values_list("state", flat=True)),
}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", list(FETCH_MOMENTS))
def test_killed_fetch_leaves_nothing_half_done_and_goes_on(installation, moment):
    kill, again = FETCH_MOMENTS[moment]
    with served(Replay(Bdl())) as server:
        status, said = finish(installation.start(FETCH.format(moment=kill), server.url))
        assert status == -signal.SIGKILL, said
        before = len(server.asked)
        status, said = finish(installation.start(FETCH.format(moment=""), server.url))
        assert status == 0, said
        assert len(server.asked) - before == again
    out, err = installation.start(FETCHED).communicate(timeout=120)
    assert out, err
    found = json.loads(out)
    assert (found["value"], found["states"]) == ("4.700000", ["cancelled", "done"])
    assert found["paths"] == [f"releases/{file.name}" for file in (installation.statistics / "releases").iterdir()]
