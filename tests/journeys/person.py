"""A person at a browser: journeys read as sentences of what this person does and sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page, expect

from tests.journeys import looks

ICONS = re.compile(r"favicon\.ico")
MOST_TABS = 400
# What the focus stands on, by its label or words, and whether its frame is drawn around something.
FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const framed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    const names = [...(e.labels || [])].map(label => label.innerText);
    names.push(e.getAttribute("aria-label") || "", e.innerText || e.textContent || "");
    return {name: names.join(" ").trim(), seen: framed && box.width > 0 && box.height > 0};
}"""
PASSKEY_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Person:
    """Everything that a journey may say. Each step waits for what it needs and fails with what stood there instead."""

    def __init__(self, context: BrowserContext, address: str, *, clicks: int = 1) -> None:
        self.context = context
        self.clicks = clicks
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

    def looks_at(self, path: str) -> tuple[int, bool]:
        """How the address answers, and whether with a page; a file is fetched and put aside."""
        try:
            response = self.page.goto(f"{self.address}{path}")
        except Error:  # the browser does not open what is to be saved
            return self.context.request.get(f"{self.address}{path}").status, False
        assert response is not None
        return response.status, "text/html" in response.headers.get("content-type", "")

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
        self.page.locator(within).get_by_role("button", name=text).first.click(click_count=self.clicks)
        self.page.wait_for_load_state()
        return self

    def decides(self, text: str) -> Person:
        """Presses a button that cannot be undone; where a dialog asks first whether it is meant, there too."""
        opener = self.page.locator("main").get_by_role("link", name=text)
        if opener.count():
            opener.first.click()
        return self.presses(text)

    def fills(self, label: str | re.Pattern[str], value: str) -> Person:
        self._field(label).fill(value)
        return self

    def chooses(self, label: str | re.Pattern[str], option: str) -> Person:
        self._field(label).select_option(label=option)
        return self

    def ticks(self, label: str | re.Pattern[str]) -> Person:
        self._field(label).check()
        return self

    def attaches(self, label: str | re.Pattern[str], path: Path) -> Person:
        self._field(label).set_input_files(path)
        return self

    def sees(self, text: str | re.Pattern[str], *, within: str = "main") -> Person:
        expect(self.page.locator(within).get_by_text(text).locator("visible=true").first).to_be_visible()
        return self

    def stands_at(self, address: str) -> Person:
        expect(self.page).to_have_url(f"{self.address}{address}")
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

    def counts(self, text: str | re.Pattern[str], *, within: str) -> int:
        """How many such things have these words."""
        return self.page.locator(within).filter(has_text=text).count()

    def reads(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def fetches(self, text: str | re.Pattern[str], *, within: str = "main") -> bytes:
        """The file behind a link."""
        link = self.page.locator(within).get_by_role("link", name=text).first
        response = self.context.request.get(f"{self.address}{link.get_attribute('href')}")
        assert response.status == 200, response.status
        return response.body()

    def tabs_to(self, name: str) -> Person:
        """With the keyboard alone, until the focus stands on it; wherever it stands on the way, it can be seen."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if focused:
                assert focused["seen"], f"{self.page.url}: the focus on {focused['name']!r} cannot be seen"
                if name in focused["name"]:
                    return self
        raise AssertionError(f"{self.page.url}: the keyboard does not reach {name}")

    def types(self, keys: str) -> Person:
        self.page.keyboard.press(keys)
        self.page.wait_for_load_state()
        return self

    def decides_with_enter(self, text: str) -> Person:
        """The same with the keyboard."""
        self.tabs_to(text).types("Enter")
        return self.tabs_to(text).types("Enter") if self.page.locator("dialog[open]").count() else self

    def writes(self, text: str) -> Person:
        """Into the field where the focus stands."""
        self.page.keyboard.type(text)
        return self

    def picks(self, path: Path) -> Person:
        """A file, in the window that the keyboard opens on the field with the focus."""
        with self.page.expect_file_chooser() as window:
            self.page.keyboard.press("Space")
        window.value.set_files(path)
        return self

    def signs_in(self, account: dict[str, str]) -> Person:
        """With e-mail and password; where it leads depends on the second factor."""
        self.opens("/konto/login/").fills("Adres e-mail", account["email"]).fills("Hasło", account["password"])
        return self.presses("Zaloguj")

    def signs_out(self) -> Person:
        return self.presses("Wyloguj", within="header").sees("Zaloguj", within="header")

    def has_a_device_for_passkeys(self) -> Person:
        """A telephone or computer that has just recognised its owner, as Chromium can imitate it."""
        device = self.context.new_cdp_session(self.page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY_DEVICE})
        return self

    def finds_the_page_accessible(self) -> Person:
        """axe at a phone's and a desk's width, light, dark and in high contrast; nothing reaches beyond the screen."""
        faults = list(looks.faults(self.page))
        assert not faults, "\n".join(faults)
        return self

    def _field(self, label: str | re.Pattern[str]) -> Locator:
        controls = self.page.locator("input, select, textarea")
        return self.page.locator("main").get_by_label(label).and_(controls).first


@contextmanager
def attended(person: Person) -> Iterator[Person]:
    """At the end nothing may have been refused or broken in the browser: no script error, no policy violation."""
    try:
        yield person
        assert person.complaints == []
    finally:
        person.context.close()
