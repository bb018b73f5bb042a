"""Takes the pictures of the README from a running demo.

    bin/demo &
    var/venv/bin/python docs/pictures/take.py

Needs the development packages (bin/test installs them) and Chromium.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
DEMO = Path(os.environ.get("AZYMUT_DEMO_DIR", HERE.parents[1] / "var")) / "demo.json"
CHROMIUM = os.environ.get("AZYMUT_CHROMIUM", "/usr/bin/chromium")
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def main() -> int:
    demo = json.loads(DEMO.read_text(encoding="utf-8"))
    coordinator = next(account for account in demo["accounts"] if account["role"] == "coordinator")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=DESK, locale="pl-PL", color_scheme="light")
        address = demo["address"]
        take(page, f"{address}/", "home")
        take(page, f"{address}/region/", "region")
        sign_in(page, address, coordinator)
        take(page, f"{address}/pulpit/", "desk")
        page.goto(f"{address}/kurs-programu/")
        page.locator("main table a").first.click()
        page.wait_for_load_state("networkidle")
        take(page, page.url, "action")
        phone = browser.new_page(viewport=PHONE, locale="pl-PL", color_scheme="dark")
        take(phone, f"{address}/region/", "phone")
        browser.close()
    return 0


def sign_in(page: Page, address: str, account: dict[str, str]) -> None:
    page.goto(f"{address}/konto/login/")
    page.get_by_label("E-mail").first.fill(account["email"])
    page.get_by_label("Hasło").first.fill(account["password"])
    page.locator("main").get_by_role("button", name="Zaloguj").first.click()
    page.wait_for_load_state("networkidle")


def take(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    path = HERE / f"{name}.png"
    page.screenshot(path=path)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    sys.exit(main())
