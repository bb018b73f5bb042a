"""Real worker processes beside the tests, on the same database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def _database() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    password = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def start(code: str, *, die_at: str = "", smtp: str = "file:///nowhere") -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.kernel.worker_settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "TEST_WORKER_DATABASE": _database(),
        "TEST_WORKER_SMTP": smtp,
        "TEST_DIE_AT": die_at,
    }
    return subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def work_once(**options: str) -> int:
    """Run `work --once` to its end; the exit status, negative for a signal."""
    process = start("from django.core.management import call_command; call_command('work', once=True)", **options)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in {0, -9}, errors
    return process.returncode
