"""Contrast of the tokens, reckoned from the style sheet in every theme (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from azymut import design
from azymut.documents import wording

CSS = (Path(design.__file__).parent / "static" / "azymut" / "azymut.css").read_text(encoding="utf-8")
THEMES = {
    "light": ":root {",
    "dark by device": ':root:not([data-theme="light"]) {',
    "dark": ':root[data-theme="dark"] {',
    "high contrast": ':root[data-contrast="high"], :root[data-contrast="high"][data-theme] {',
}
TEXT = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-soft", "link", "on", "risk", "off", "wait", "done")
        for ground in ("paper", "sheet")
    ],
    *[(tone, f"{tone}-bg") for tone in ("on", "risk", "off", "wait", "done")],
    ("nodata-ink", "nodata-bg"),
    *[("ink", f"{tone}-bg") for tone in ("on", "risk", "off", "wait", "done", "nodata")],
    *[(f"on-d{shade}", f"d{shade}") for shade in range(5)],
    ("ink", "nodata"),
    ("paper", "ink"),
    ("paper", "off"),
    *[(f"c{number}", "sheet") for number in range(6)],
    *[(f"c{number}", "paper") for number in range(6)],
]


def tokens(theme: str) -> dict[str, str]:
    start = CSS.index(THEMES[theme]) + len(THEMES[theme])
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})", CSS[start : CSS.index("}", start)]))
    return {**(tokens("light") if theme != "light" else {}), **found}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read(theme):
    values = tokens(theme)
    poor = {
        f"{ink} on {ground}": round(contrast(values[ink], values[ground]), 2)
        for ink, ground in TEXT
        if contrast(values[ink], values[ground]) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("theme", THEMES)
def test_lines_of_controls_can_be_seen(theme):
    values = tokens(theme)
    assert contrast(values["line"], values["sheet"]) >= 3
    assert contrast(values["line"], values["paper"]) >= 3


def test_both_ways_to_dark_are_the_same():
    assert tokens("dark") == tokens("dark by device")


def test_documents_can_be_read():
    assert all(contrast(ink, "#ffffff") >= 4.5 for ink in wording.INKS.values())
    for shade, ink in zip(wording.SHADES, wording.SHADE_INKS, strict=True):
        assert contrast(shade, ink) >= 4.5
