"""One demo for all journeys, as bin/demo starts it, in a folder of its own; one browser; people who sign in once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.person import Person, attended

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 300
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Demo:
    """A running demo and its sign-ins."""

    address: str
    accounts: dict[str, dict[str, str]]
    folder: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    folder = Path(tempfile.mkdtemp(prefix="azymut-journeys-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("AZYMUT_", "DATABASE_URL"))}
    env["AZYMUT_DEMO_DIR"] = str(folder)
    output = folder / "output"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [ROOT / "bin" / "demo", "--port", str(port)], env=env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _await(process, output, f"http://localhost:{port}")
        told = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
        yield Demo(told["address"], {account["role"]: account for account in told["accounts"]}, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _await(process: subprocess.Popen[bytes], output: Path, address: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while f"Azymut is at {address}" not in output.read_text(encoding="utf-8"):
        assert process.poll() is None, output.read_text(encoding="utf-8")
        assert time.monotonic() < until, output.read_text(encoding="utf-8")
        time.sleep(0.2)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("AZYMUT_CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(demo: Demo, browser: Browser) -> Callable[[str], Any]:
    """The cookies of a role, after one real sign-in through the form."""
    states: dict[str, Any] = {}

    def state(role: str) -> Any:
        if role not in states:
            person = Person(browser.new_context(locale="pl-PL"), demo.address)
            person.signs_in(demo.accounts[role]).sees_heading("Pulpit")
            states[role] = person.context.storage_state()
            person.context.close()
        return states[role]

    return state


@pytest.fixture
def arrives(demo: Demo, browser: Browser, signed_in: Callable[[str], Any]) -> Iterator[Callable[..., Person]]:
    """`arrives("coordinator")`: this role, signed in; without a role a visitor.

    `scripts=False`: without JavaScript. `clicks=2`: presses every button twice.
    """
    here: list[Any] = []

    def come(role: str = "", *, scripts: bool = True, width: int = 1280, clicks: int = 1) -> Person:
        context = browser.new_context(
            locale="pl-PL",
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
            storage_state=signed_in(role) if role else None,
        )
        manager = attended(Person(context, demo.address, clicks=clicks))
        here.append(manager)
        return manager.__enter__()

    yield come
    for manager in here:
        manager.__exit__(None, None, None)


@pytest.fixture
def few_students(tmp_path: Path) -> Path:
    """A small file of the students' dataset: two counties, and a row whose value is no number."""
    path = tmp_path / "SZKO_3226_CTAB_20261101120000.csv"
    rows = ('"Kod";"Nazwa";"studenci ogółem;2019;[osoba]";', '1061000;"Łódź";70000;', '1062000;"Piotrków";dużo;')
    path.write_text("\n".join([*rows, '1063000;"Skierniewice";900;', ""]), encoding="utf-8")
    return path
