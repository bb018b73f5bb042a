"""Parts of the design are what pages are made of: each is used by the product, and none is written a second time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.rooms import SOURCE, place, templates

PARTS = sorted(path.stem for path in (SOURCE / "design" / "templates" / "design" / "parts").glob("*.html"))
USED = re.compile(r'\{%-? (?:block_)?part "(\w+)"')
PAGES = [path for path in templates() if path.suffix == ".html" and path.name != "gallery.html"]

# What a part draws, by the mark it leaves: elsewhere than in the part it would be written again.
DRAWN_BY_PARTS = {
    "listing": re.compile(r'<table class="listing'),
    "facts": re.compile(r'<dl class="facts'),
    "filters": re.compile(r'<form class="filters" method="get"'),
    "tabs": re.compile(r'<ul class="tabs'),
    "timeline": re.compile(r'<ol class="timeline'),
    "tree": re.compile(r'<ul class="tree'),
    "why": re.compile(r'class="why"'),
    "doors": re.compile(r'<ul class="[^"]*\bdoors'),
    "dialog": re.compile(r"<dialog"),
    "alert": re.compile(r'<div class="alert'),
    "empty": re.compile(r'<div class="empty'),
    "crumbs": re.compile(r'<nav class="crumbs'),
    "pagination": re.compile(r'<nav class="pages'),
}
# Pages that draw such a thing in a way of their own, and why.
OWN_WAY = {
    "src/azymut/indicators/web/templates/indicators/comparison.html": "its columns are places, which a reader chooses",
    "src/azymut/indicators/web/templates/indicators/region.html": "its columns are indicators, known with the data",
    "src/azymut/indicators/web/templates/indicators/table.html": "its columns are those of a file",
    "src/azymut/programmes/web/templates/programmes/_timeline.html": "a line of time stands in its heading",
    "src/azymut/people/web/templates/allauth/elements/table.html": "the frame of tables that allauth fills",
    "src/azymut/people/web/templates/allauth/elements/alert.html": "the frame of words that allauth fills",
}


def parts_asked_for(paths: list[Path]) -> set[str]:
    return {name for path in paths for name in USED.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", PARTS)
def test_part_is_used_by_the_product(name: str) -> None:
    """The gallery does not count, and neither does a part that only draws itself."""
    others = [path for path in PAGES if not (path.parent.name == "parts" and path.stem == name)]
    assert name in parts_asked_for(others)


@pytest.mark.parametrize("name", DRAWN_BY_PARTS)
def test_what_a_part_draws_is_drawn_by_the_part(name: str) -> None:
    own = "design/templates/design/parts"
    found = [place(path) for path in PAGES if DRAWN_BY_PARTS[name].search(path.read_text(encoding="utf-8"))]
    assert [path for path in found if own not in path and path not in OWN_WAY] == []


def test_every_way_of_its_own_is_still_taken() -> None:
    taken = {
        place(path)
        for path in PAGES
        if any(mark.search(path.read_text(encoding="utf-8")) for mark in DRAWN_BY_PARTS.values())
    }
    assert set(OWN_WAY) <= taken
