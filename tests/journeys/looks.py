"""The looks in which a page is judged, and what axe is asked in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE, DESK = 390, 1280
HEIGHT = 900
# WCAG 2.2 at levels A and AA, and what axe counts as good practice.
EVERYTHING = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# The same colours stand at every width, so they are judged once in each palette: it is what takes most time.
ALL_BUT_COLOURS = {**EVERYTHING, "rules": {"color-contrast": {"enabled": False}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RUN = """options => axe.run(document, options).then(found => found.violations.map(
    rule => `${rule.id} ${rule.help}: ${rule.nodes.slice(0, 3).map(node => node.target.join(" ")).join(" | ")}`))"""


@dataclass(frozen=True)
class Look:
    """A width and a palette."""

    width: int
    palette: str
    options: dict[str, Any] = field(compare=False)

    def __str__(self) -> str:
        return f"{self.width} px, {self.palette}"

    def take(self, page: Page) -> None:
        page.set_viewport_size({"width": self.width, "height": HEIGHT})
        page.emulate_media(color_scheme="dark" if self.palette == "dark" else "light")
        page.evaluate(
            "high => high ? document.documentElement.dataset.contrast = 'high'"
            " : delete document.documentElement.dataset.contrast",
            self.palette == "high contrast",
        )


LOOKS = (
    Look(DESK, "light", EVERYTHING),
    Look(DESK, "high contrast", COLOURS),
    Look(PHONE, "dark", COLOURS),
    Look(PHONE, "light", ALL_BUT_COLOURS),
)


def faults(page: Page) -> Iterator[str]:
    """What axe finds in every look, and whether anything reaches beyond the screen."""
    page.evaluate(AXE_SCRIPT)
    for look in LOOKS:
        look.take(page)
        for found in page.evaluate(RUN, {**look.options, "resultTypes": ["violations"]}):
            yield f"{page.url} at {look}: {found}"
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            yield f"{page.url} at {look}: the page is wider than the screen"
    Look(DESK, "light", {}).take(page)
