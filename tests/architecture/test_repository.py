"""What must never lie in the repository, and what the settings and migrations promise."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.architecture.rooms import ROOT, SOURCE

_HOME = r"/(?:root|work)/|/(?:home|Users)/\w+/|/(?:var/)?tmp/\w"
_SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}")
_INDEX = re.compile(r"^\s*(?:--)?(?:extra-)?index-url|^\s*--find-links", re.MULTILINE)
TEXT = {
    ".py",
    ".md",
    ".html",
    ".css",
    ".js",
    ".toml",
    ".txt",
    ".in",
    ".cfg",
    ".csv",
    ".json",
    ".yaml",
    ".yml",
    ".po",
    "",
}
MOST_BYTES = 1_000_000


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_repository_holds_no_machine_paths_secrets_or_package_hosts() -> None:
    found = []
    for path in tracked():
        if path.suffix not in TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern in (re.compile(_HOME), _SECRET, _INDEX):
            found.extend(f"{path.relative_to(ROOT)}: {match.group(0)!r}" for match in pattern.finditer(text))
    assert found == []


def test_repository_holds_nothing_generated_or_huge() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert [n for n in names if n.endswith((".mo", ".pyc", ".sqlite3")) or n.startswith("var/")] == []
    assert [str(p.relative_to(ROOT)) for p in tracked() if p.stat().st_size > MOST_BYTES] == []


def test_rooms_have_names_of_their_own() -> None:
    vague = re.compile(r"(?:^|/)(?:utils?|helpers?|common|misc|manager2)(?:\.py|/)")
    assert [str(p.relative_to(SOURCE)) for p in SOURCE.rglob("*.py") if vague.search(str(p.relative_to(SOURCE)))] == []


@pytest.mark.django_db
def test_models_have_their_migrations() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize(
    "room", [config.label for config in apps.get_app_configs() if config.name.startswith("azymut.")]
)
def test_migrations_stand_in_one_line(room: str) -> None:
    folder = SOURCE / room / "migrations"
    names = sorted(path.stem for path in folder.glob("0*.py"))
    if names:
        assert (folder / "max_migration.txt").read_text().strip() == names[-1]
        assert len({name[:4] for name in names}) == len(names)


def test_what_the_type_checker_is_told_to_pass_over_has_a_reason() -> None:
    told = re.compile(r"#\s*type: ignore\[[\w, -]+\](?!  # \w)")
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("src", "config", "bin", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if told.search(line)
    ]
    assert bare == []
