"""Every page that links lead to, seen by a visitor, a coordinator and an administrator: accessible in every look."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from tests.journeys import looks
from tests.journeys.person import Person

START = {"": "/", "coordinator": "/pulpit/", "administrator": "/pulpit/"}
MOST_PAGES = 150
ELSEWHERE = ("/en/", "/zaplecze/", "/static/")
# Links inside drawn charts are SVG, whose href is no text; the attribute is.
HREFS = "all => all.map(a => new URL(a.getAttribute('href'), location).href)"


def name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def links_of(person: Person) -> list[str]:
    return [
        link.removeprefix(person.address).partition("#")[0]
        for link in person.page.eval_on_selector_all("a[href]:not([download])", HREFS)
        if link.startswith(person.address) and not link.removeprefix(person.address).startswith(ELSEWHERE)
    ]


def walk(person: Person, start: str, known: set[str]) -> list[str]:
    """One page for each address name, found by following links; the faults of all of them.

    Where a person starts is opened even if it is known: only there may stand links that no other role sees.
    """
    faults: list[str] = []
    waiting = [start]
    known.discard(name_of(start))
    while waiting and len(known) < MOST_PAGES:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in known:
            continue
        known.add(name)
        status, is_page = person.looks_at(path)
        if status != 200:
            faults.append(f"a link leads to {path}, which answers {status}")
        elif is_page:
            waiting.extend(links_of(person))
            faults.extend(looks.faults(person.page))
    return faults


def test_pages_are_accessible_in_every_look(arrives: Callable[..., Person]) -> None:
    """Each role goes on where the one before it could not."""
    known: set[str] = set()
    faults = [fault for role, start in START.items() for fault in walk(arrives(role), start, known)]
    assert not faults, "\n".join(faults)
    assert {"portal:home", "programmes:action", "portal:desk", "kernel:audit"} <= known


def test_english_pages_are_accessible_and_english(arrives: Callable[..., Person]) -> None:
    visitor = arrives()
    for path in ("/en/", "/en/szukaj/", "/en/dostepnosc/"):
        visitor.opens(path).finds_the_page_accessible()
        assert visitor.page.locator("html").get_attribute("lang") == "en"
