"""What the documents say can be found: links and pictures lead somewhere, decisions are indexed, commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import get_commands

from tests.architecture.rooms import ROOT, SOURCE, place

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
_NAMED = re.compile(r"`((?:docs|tests|benchmarks|bin|config|src)/[\w./-]+|CONTRIBUTING\.md|\.ci/run)[ `]")
_COMMAND = re.compile(r"bin/azymut ([a-z_]+)")
_ON_SCREEN = re.compile("„([^”]+)”")
# Words of a page with an example filled in, and a family of names.
EXAMPLES = {
    "9 dni po terminie",
    "Kamień milowy »Umowy z pracodawcami« jest spóźniony o 48 dni",
    "Azymut …",
}


@pytest.mark.parametrize("path", DOCUMENTS, ids=place)
def test_links_and_named_files_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    linked = [path.parent / target for target in _LINK.findall(text) if "://" not in target]
    named = [ROOT / name for name in _NAMED.findall(text)]
    assert [place(target) for target in [*linked, *named] if not target.exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=place)
def test_named_commands_exist(path: Path) -> None:
    assert set(_COMMAND.findall(path.read_text(encoding="utf-8"))) - set(get_commands()) == set()


def test_guides_quote_what_stands_on_the_screen() -> None:
    """A guide that names a button by another word than the button has sends its reader on a search."""
    shown = set()
    for catalogue in SOURCE.glob("*/locale/pl/LC_MESSAGES/django.po"):
        with catalogue.open("rb") as file:
            for message in read_po(file):
                answers = message.string if isinstance(message.string, (list, tuple)) else [message.string]
                shown.update(str(answer).casefold() for answer in answers)
    guides = sorted((ROOT / "docs").glob("przewodnik-*.md"))
    quoted = {" ".join(words.split()) for guide in guides for words in _ON_SCREEN.findall(guide.read_text("utf-8"))}
    assert quoted > EXAMPLES
    assert {words for words in quoted - EXAMPLES if words.casefold() not in shown} == set()


def test_decisions_are_indexed() -> None:
    folder = ROOT / "docs" / "adr"
    records = sorted(path.name for path in folder.glob("0*.md"))
    assert sorted(_LINK.findall((folder / "README.md").read_text(encoding="utf-8"))) == records


def test_decisions_are_numbered_without_gaps_and_named_by_their_number() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    assert [path.name[:4] for path in records] == [f"{number:04d}" for number in range(1, len(records) + 1)]
    headings = [path.read_text(encoding="utf-8").splitlines()[0] for path in records]
    assert [heading[:7] for heading in headings] == [f"# {path.name[:4]} " for path in records]
