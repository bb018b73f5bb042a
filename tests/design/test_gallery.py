"""The gallery shows every part, keeps to the content policy and answers in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from azymut import design

TEMPLATES = Path(design.__file__).parent / "templates" / "design"
PARTS = sorted(path.stem for path in (TEMPLATES / "parts").glob("*.html"))

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PARTS)
def test_part_appears_in_the_gallery(name):
    own = (TEMPLATES / "gallery.html").read_text(encoding="utf-8")
    inner = "".join(
        (TEMPLATES / "parts" / f"{other}.html").read_text(encoding="utf-8") for other in PARTS if other != name
    )
    assert re.search(rf'part "{name}"', own + inner)


@pytest.mark.parametrize("address", ["/wzornik/", "/en/wzornik/"])
def test_gallery_answers(client, address):
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    assert not re.search(r'\sstyle="|<style|\son[a-z]+="', page)
    assert page.count("<h1") == 1


def test_gallery_refuses_other_methods(client):
    assert client.post("/wzornik/").status_code == 405


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for key, value in attrs if key == "id"]


def test_headings_of_the_gallery_have_unique_ids(client):
    reader = _Ids()
    reader.feed(client.get("/wzornik/").content.decode())
    named = [one for one in reader.ids if one.startswith("g-")]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("tone", ["on", "risk", "off", "wait", "done", "nodata"])
def test_every_status_has_a_shape_and_a_word(client, tone):
    page = client.get("/wzornik/").content.decode()
    assert re.search(rf'<span class="status {tone}"><svg[^>]*aria-hidden="true">.+?</svg>\w+', page)
