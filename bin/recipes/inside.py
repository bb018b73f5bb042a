"""Runs inside the environment: brings database, texts, static files and data of the demo up to date, step by step.

Each step is skipped when what it depends on has not changed, so that a second start takes seconds.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from console import StepFailedError, say, step
from place import DATA, LOGS, ROOT, SIGN_INS, STATIC

SOURCE = ROOT / "src" / "azymut"
DONE = DATA / "prepared.json"


def main(wanted: str) -> int:
    to = sys.stderr if wanted == "database" else sys.stdout
    try:
        # Before Django starts: it would keep the texts that it met first, and what is drawn ahead would be in English.
        _texts(to)
        with step("Starting Django", to=to):
            import django  # noqa: PLC0415  # exists only in the environment that this runs in

            django.setup()
        _database(to)
        if wanted == "demo":
            _static()
            _data()
    except StepFailedError as error:
        say(str(error), to=sys.stderr)
        return 1
    return 0


def _call(command: str, *arguments: str, **options: object) -> str:
    """A management command with its words kept for the log; a failure shows their end."""
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    words = io.StringIO()
    log = LOGS / f"{command}.log"
    try:
        with redirect_stdout(words), redirect_stderr(words):
            call_command(command, *arguments, stdout=words, stderr=words, **options)
    except (CommandError, SystemExit) as error:
        raise StepFailedError(f"{words.getvalue()[-3000:]}\n{command}: {error}") from error
    finally:
        LOGS.mkdir(parents=True, exist_ok=True)
        log.write_text(words.getvalue(), encoding="utf-8")
    return words.getvalue()


def _database(to: object) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    DATA.mkdir(parents=True, exist_ok=True)
    DATA.chmod(stat.S_IRWXU)
    with step(f"Database ({connection.vendor})", to=to) as conclude:  # type: ignore[arg-type]  # Django wraps the console
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            if connection.vendor == "sqlite" and not executor.loader.applied_migrations:
                # Nothing can be lost yet, so nothing need wait for the disk; the next connection waits again.
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA synchronous=OFF")
            _call("migrate", interactive=False, verbosity=1)
            connection.close()
        conclude(f"{len(plan)} migrations applied" if plan else "up to date")
        if "azymut_cache" not in connection.introspection.table_names():
            _call("createcachetable")


def _texts(to: object) -> None:
    from azymut.kernel import catalogues  # noqa: PLC0415

    with step("Polish texts", to=to) as conclude:  # type: ignore[arg-type]  # Django wraps the console
        compiled = catalogues.compile_all(SOURCE)
        conclude(f"{len(compiled)} catalogues compiled" if compiled else "up to date")


def _static() -> None:
    files = [path for path in SOURCE.glob("*/static/**/*") if path.is_file()]
    requirements = ROOT / "requirements" / "base.txt"
    _once("Static files", "static", _print_of([*files, requirements]), _collect, STATIC / "staticfiles.json")


def _collect() -> str:
    return _call("collectstatic", interactive=False, clear=True, verbosity=1).strip().splitlines()[-1].split(",")[0]


def _data() -> None:
    parts = ("exchange/**/*", "management/commands/load_*.py", "management/commands/prepare_*.py")
    sources = [path for part in parts for path in SOURCE.glob(f"*/{part}") if path.suffix not in {".pyc", ""}]
    accounts = json.loads(SIGN_INS.read_text(encoding="utf-8"))["accounts"]
    fingerprint = _print_of(sources) + hashlib.sha256(json.dumps(accounts).encode()).hexdigest()
    if _done().get("prepare_demo") == fingerprint:
        with step("Reference data and sample region") as conclude:
            conclude("up to date")
        return
    say("Reference data and sample region:")
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    try:
        call_command("prepare_demo", passwords_file=SIGN_INS)
    except (CommandError, SystemExit) as error:
        raise StepFailedError(f"prepare_demo: {error}") from error
    _note("prepare_demo", fingerprint)


def _once(title: str, key: str, fingerprint: str, work: Callable[[], str], product: Path) -> None:
    with step(title) as conclude:
        if _done().get(key) == fingerprint and product.exists():
            conclude("up to date")
            return
        conclude(work())
        _note(key, fingerprint)


def _done() -> dict[str, str]:
    return dict(json.loads(DONE.read_text(encoding="utf-8"))) if DONE.exists() else {}


def _note(key: str, fingerprint: str) -> None:
    DONE.write_text(json.dumps({**_done(), key: fingerprint}, indent=1), encoding="utf-8")


def _print_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    os.chdir(ROOT)
    os.umask(0o077)
    sys.exit(main(sys.argv[1]))
