"""A person at a browser: journeys read as sentences of what this person does and sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
HEIGHT = 900
# WCAG 2.2 at levels A and AA, and what axe counts as good practice.
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Dark is the same page in other colours: only what colours may break is asked again.
AXE_IN_THE_DARK = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
ICONS = re.compile(r"favicon\.ico")


class Person:
    """Everything that a journey may say. Each step waits for what it needs and fails with what stood there instead."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not ICONS.search(message.location.get("url", "")):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def opens(self, path: str) -> Person:
        response = self.page.goto(f"{self.address}{path}")
        assert response is not None
        assert response.status == 200, f"{path} answered {response.status}"
        return self

    def is_refused(self, path: str) -> Person:
        response = self.page.goto(f"{self.address}{path}")
        assert response is not None
        assert response.status == 403, f"{path} answered {response.status}"
        self.complaints.clear()
        return self

    def follows(self, text: str | re.Pattern[str], *, within: str = "body") -> Person:
        self.page.locator(within).get_by_role("link", name=text).first.click()
        self.page.wait_for_load_state()
        return self

    def presses(self, text: str | re.Pattern[str], *, within: str = "main") -> Person:
        self.page.locator(within).get_by_role("button", name=text).first.click()
        self.page.wait_for_load_state()
        return self

    def fills(self, label: str | re.Pattern[str], value: str) -> Person:
        self._field(label).fill(value)
        return self

    def chooses(self, label: str | re.Pattern[str], option: str) -> Person:
        self._field(label).select_option(label=option)
        return self

    def attaches(self, label: str | re.Pattern[str], path: Path) -> Person:
        self._field(label).set_input_files(path)
        return self

    def sees(self, text: str | re.Pattern[str], *, within: str = "main") -> Person:
        expect(self.page.locator(within).get_by_text(text).locator("visible=true").first).to_be_visible()
        return self

    def sees_heading(self, text: str | re.Pattern[str]) -> Person:
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible()
        return self

    def sees_no(self, text: str | re.Pattern[str], *, within: str = "main") -> Person:
        expect(self.page.locator(within).get_by_text(text)).to_have_count(0)
        return self

    def waits_for(self, text: str | re.Pattern[str], *, seconds: float = 60) -> Person:
        """Work goes on in the background; the page tells when it is done, by itself or when loaded again."""
        waited = 0.0
        while not self.page.locator("main").get_by_text(text).count():
            assert waited < seconds, f"{text} did not come within {seconds} s; there stood: {self.reads('main')[:500]}"
            self.page.wait_for_timeout(1000)
            self.page.reload()
            waited += 1
        return self

    def reads(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def fetches(self, text: str | re.Pattern[str], *, within: str = "main") -> bytes:
        """The file behind a link."""
        link = self.page.locator(within).get_by_role("link", name=text).first
        response = self.context.request.get(f"{self.address}{link.get_attribute('href')}")
        assert response.status == 200, response.status
        return response.body()

    def tabs_to(self, text: str) -> Person:
        """With the keyboard alone, until the focus stands on it and can be seen."""
        for _ in range(200):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            if focused.count() and text in (focused.inner_text() or focused.get_attribute("aria-label") or ""):
                outline = focused.evaluate("e => getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow")
                assert outline != "nonenone", f"the focus on {text} cannot be seen"
                return self
        raise AssertionError(f"the keyboard does not reach {text}")

    def types(self, keys: str) -> Person:
        self.page.keyboard.press(keys)
        self.page.wait_for_load_state()
        return self

    def finds_the_page_accessible(self) -> Person:
        """axe at a phone's and a desk's width, light and dark; nothing reaches beyond the screen."""
        faults = [fault for look in self.looks() for fault in self.faults_of(look)]
        assert not faults, "\n".join(faults)
        return self

    def looks(self) -> Iterator[str]:
        for width in WIDTHS:
            for scheme in SCHEMES:
                self.page.set_viewport_size({"width": width, "height": HEIGHT})
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                yield f"{self.page.url} at {width} px, {scheme}"
        self.page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})

    def faults_of(self, look: str) -> list[str]:
        options = AXE_IN_THE_DARK if look.endswith("dark") else AXE
        found = [
            f"{look}: {violation['id']} {violation['help']}: {[node['target'] for node in violation['nodes'][:3]]}"
            for violation in Axe().run(self.page, options=options).response["violations"]
        ]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.append(f"{look}: the page is wider than the screen")
        return found

    def _field(self, label: str | re.Pattern[str]) -> Locator:
        return self.page.locator("main").get_by_label(label).first


@contextmanager
def attended(person: Person) -> Iterator[Person]:
    """At the end nothing may have been refused or broken in the browser: no script error, no policy violation."""
    try:
        yield person
        assert person.complaints == []
    finally:
        person.context.close()
