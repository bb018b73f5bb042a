""".ci/run: all tests, then contracts, linters, types, migrations and texts; one closing line for all of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence

import environment
import suite
from console import StepFailedError, say
from place import PYTHON, ROOT, environ

RULES = ",".join(f"src/azymut/*/{name}{end}" for name in ("rules", "actions", "queries") for end in (".py", "/*"))
MODULE = [str(PYTHON), "-m"]
# Name, command. The same ones run before a commit (.pre-commit-config.yaml).
CHECKS: tuple[tuple[str, Sequence[str]], ...] = (
    ("contracts between rooms", [str(PYTHON.with_name("lint-imports"))]),
    ("ruff", [*MODULE, "ruff", "check", "."]),
    ("format", [*MODULE, "ruff", "format", "--check", "."]),
    ("types", [*MODULE, "mypy"]),
    ("templates", [*MODULE, "djlint", "src", "--lint", "--quiet"]),
    ("models without migrations", [*MODULE, "django", "makemigrations", "--check", "--dry-run"]),
    ("migrations that lock or lose", [*MODULE, "django", "lintmigrations"]),
    ("Polish texts", [*MODULE, "django", "messages", "--check"]),
)
COVERAGE: tuple[tuple[str, Sequence[str]], ...] = (
    ("coverage", [*MODULE, "coverage", "report", "--fail-under=90"]),
    (
        "coverage of rules, actions and queries",
        [*MODULE, "coverage", "report", f"--include={RULES}", "--fail-under=100"],
    ),
)


def main() -> int:
    started = time.monotonic()
    try:
        environment.ensure(("dev",))
    except StepFailedError as error:
        say(str(error), to=sys.stderr)
        return 1
    suite.main(["--all", "--coverage"])
    told = json.loads(suite.SUMMARY.read_text(encoding="utf-8"))
    passed, failed = told["passed"], told["failed"] + len(told["missing"])
    say("\n=== Checks")
    for name, command in (*COVERAGE, *CHECKS):
        if _check(name, command):
            passed += 1
        else:
            failed += 1
    say(f"\nall of it in {(time.monotonic() - started) / 60:.1f} min")
    say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _check(name: str, command: Sequence[str]) -> bool:
    started = time.monotonic()
    env = environ("config.settings.test")
    env["PATH"] = f"{PYTHON.parent}{os.pathsep}{env['PATH']}"
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    say(f"{name}: {verdict}, {time.monotonic() - started:.1f} s")
    if done.returncode:
        say(f"{done.stdout}{done.stderr}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
