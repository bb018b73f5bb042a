"""Pages that the law asks for, help, and what machines read."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext

from azymut.kernel.personal import PersonalData
from azymut.portal import queries
from azymut.search import index, registry
from azymut.search.registry import Document, Kind

pytestmark = pytest.mark.django_db

# The identifiers that the model of the statement prescribes (Ministerstwo Cyfryzacji, "Warunki techniczne").
STATEMENT_PARTS = (
    "a11y-wstep", "a11y-podmiot", "a11y-url", "a11y-data-publikacja", "a11y-data-aktualizacja", "a11y-status",
    "a11y-data-sporzadzenie", "a11y-data-przeglad", "a11y-kontakt", "a11y-osoba", "a11y-email", "a11y-telefon",
    "a11y-procedura", "a11y-aplikacje", "a11y-architektura",
)  # fmt: skip


@pytest.mark.parametrize("address", ["/dostepnosc/", "/prywatnosc/", "/pomoc/"])
def test_page_speaks_polish_and_english(client, address):
    polish = client.get(address).content.decode()
    english = client.get(f"/en{address}").content.decode()
    assert '<html lang="pl"' in polish
    assert '<html lang="en"' in english
    assert not re.search("[ąćęłńśźż]", english.split("<main")[1].split("</main>")[0].replace("księgowy", ""))


def test_statement_has_every_prescribed_part(client):
    text = client.get("/dostepnosc/").content.decode()
    assert [part for part in STATEMENT_PARTS if f'id="{part}"' not in text] == []
    assert "Rzecznika Praw Obywatelskich" in text
    assert '<time id="a11y-data-publikacja" datetime="2026-11-22">22.11.2026</time>' in text


def test_statement_names_the_settings_that_are_missing(client, settings):
    assert "AZYMUT_OFFICE_EMAIL" in client.get("/dostepnosc/").content.decode()
    settings.OFFICE = dict.fromkeys(settings.OFFICE, "Urząd <Testowy>")
    text = client.get("/dostepnosc/").content.decode()
    assert "AZYMUT_OFFICE" not in text
    assert "Urząd &lt;Testowy&gt;" in text


def test_privacy_page_tells_what_every_model_declares(client):
    text = client.get("/prywatnosc/").content.decode()
    with translation.override("pl"):
        for model in apps.get_models():
            declared = getattr(model, "personal_data", None)
            if isinstance(declared, PersonalData) and declared.fields:
                for said in (declared.purpose, declared.basis, declared.retention):
                    assert gettext(said) != said, f"{model.__name__}: no Polish for {said!r}"
                    assert gettext(said) in text


def test_processings_join_rooms_that_keep_data_alike():
    found = queries.processings()
    assert len({(one.purpose, one.basis, one.retention) for one in found}) == len(found)
    assert "people" in {room for one in found for room in one.rooms}


def test_robots_keep_out_of_the_workspace(client, settings):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /pulpit/" in answer.content.decode()
    assert f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml" in answer.content.decode()


def test_sitemap_lists_what_is_public_and_real(client, settings, monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})
    things = [
        Document("1", "Jawna", "/a/?b=1&c=2"),
        Document("2", "Robocza", "/x/", public=False),
        Document("3", "Przykład", "/y/", sample=True),
    ]
    registry.register(Kind("thing", "Thing", lambda _keys: things))
    index.refresh("thing")
    text = client.get("/sitemap.xml").content.decode()
    assert f"<loc>{settings.SITE_ADDRESS}/a/?b=1&amp;c=2</loc>" in text
    assert f"<loc>{settings.SITE_ADDRESS}/dostepnosc/</loc>" in text
    assert "/x/" not in text
    assert "/y/" not in text
