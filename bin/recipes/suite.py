"""bin/test: the fast suite on SQLite; --postgres the same on PostgreSQL; --all both, slow checks and browser journeys.

Everything else on the command line goes to pytest. Bare, it ignores DATABASE_URL and TEST_DATABASE_URL.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import asdict, dataclass

import environment
from console import StepFailedError, become, say
from place import PYTHON, REPORTS, ROOT, environ

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WORKERS = ["-n", "2"]
FAST = ["-m", "not slow and not journey"]
SUMMARY = REPORTS / "summary.json"
OWN_OPTIONS = {"-m", "-n", "--numprocesses", "--pdb", "--co", "--collect-only"}


@dataclass
class Tally:
    """What one or more runs of pytest came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: Tally) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def main(arguments: list[str]) -> int:
    everything, postgres, coverage = (_taken(arguments, word) for word in ("--all", "--postgres", "--coverage"))
    if _taken(arguments, "--help"):
        say(__doc__ or "")
        return 0
    try:
        environment.ensure(("dev",))
    except StepFailedError as error:
        say(str(error), to=sys.stderr)
        return 1
    if everything:
        return _all(arguments, coverage=coverage)
    env = _environ("postgres" if postgres else "sqlite")
    if postgres and not _answers(env["TEST_DATABASE_URL"]):
        say(f"No PostgreSQL answers at {env['TEST_DATABASE_URL']}. Name one in TEST_DATABASE_URL.", to=sys.stderr)
        return 1
    os.chdir(ROOT)
    return become([str(PYTHON), "-m", "pytest", *_defaults(arguments), *arguments], env)


def _taken(arguments: list[str], word: str) -> bool:
    if word in arguments:
        arguments.remove(word)
        return True
    return False


def _defaults(arguments: list[str]) -> list[str]:
    """Two workers and the fast tests, unless the person has said otherwise or named tests."""
    named = [word for word in arguments if "::" in word or (ROOT / word).exists()]
    own = {word.split("=")[0] for word in arguments}
    chosen = [] if own & OWN_OPTIONS or named else WORKERS
    return [*chosen, *([] if "-m" in own else FAST)]


def _environ(engine: str) -> dict[str, str]:
    """Only what the tests name themselves: no database, region or data directory of the surrounding shell."""
    url = os.environ.get("TEST_DATABASE_URL", POSTGRES)
    clean = {
        name: value
        for name, value in environ("config.settings.test").items()
        if not name.startswith("AZYMUT_") and name not in {"DATABASE_URL", "TEST_DATABASE_URL"}
    }
    clean["AZYMUT_TEST_ENGINE"] = engine
    if engine == "postgres":
        clean["TEST_DATABASE_URL"] = url
    if browser := _browser():
        clean["AZYMUT_CHROMIUM"] = browser
    return clean


def _browser() -> str:
    named = os.environ.get("AZYMUT_CHROMIUM", "")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), "")


def _answers(url: str) -> bool:
    code = "import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=5).close()"
    return subprocess.run([PYTHON, "-c", code, url], capture_output=True, check=False).returncode == 0


def _all(arguments: list[str], *, coverage: bool) -> int:
    started = time.monotonic()
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    total, missing = Tally(), []
    measured = ["--cov", "--cov-report="] if coverage else []
    whole = ["-m", "not journey", *WORKERS]
    total.add(_phase("SQLite, fast and slow", "sqlite", [*whole, *measured, *arguments]))
    if _answers(os.environ.get("TEST_DATABASE_URL", POSTGRES)):
        total.add(_phase("PostgreSQL, fast and slow", "postgres", [*whole, *arguments]))
    else:
        missing.append("PostgreSQL: no server answers (TEST_DATABASE_URL names one), so nothing ran on it")
    if _browser():
        total.add(_phase("Browser journeys", "journeys", ["-m", "journey", "-p", "no:randomly", *arguments]))
    else:
        missing.append("Chromium: not found (AZYMUT_CHROMIUM names it), so no browser journey ran")
    for line in missing:
        say(f"MISSING  {line}")
    SUMMARY.write_text(json.dumps({**asdict(total), "missing": missing}), encoding="utf-8")
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    say(f"{total.passed} passed, {total.failed} failed{skipped} in {minutes} min {seconds} s")
    return 1 if total.failed or (missing and os.environ.get("CI") == "true") else 0


def _phase(title: str, name: str, arguments: list[str]) -> Tally:
    say(f"\n=== {title}")
    report = REPORTS / f"{name}.xml"
    engine = "postgres" if name == "postgres" else "sqlite"
    command = [str(PYTHON), "-m", "pytest", f"--junitxml={report}", *arguments]
    status = subprocess.run(command, env=_environ(engine), cwd=ROOT, check=False).returncode
    tally = Tally()
    if report.exists():
        for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314  # pytest has just written it
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            tally.add(Tally(int(suite.get("tests", 0)) - bad - skipped, bad, skipped))
    nothing_collected = 5
    if status not in (0, nothing_collected) and not tally.failed:
        tally.failed = 1
    return tally


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
