"""What frames every page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from azymut.kernel import registries
from azymut.kernel.registries import Duty
from azymut.people.rules.rights import ROLES
from azymut.portal import navigation
from azymut.portal.navigation import FOOTER, FOOTER_INSIDE, PUBLIC, RAIL, in_language, links, nearest, rail
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db

NAMES = sorted(
    {name for name, _ in (*PUBLIC, *FOOTER, *FOOTER_INSIDE)} | {name for _, group in RAIL for name, *_ in group}
)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name):
    assert reverse(name)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/a/", "/a/"),
        ("/a/x/y/", "/a/"),
        ("/a/b/", "/a/b/"),
        ("/a/b/c/", "/a/b/"),
        ("/ab/", ""),
        ("/", ""),
        ("/other/", ""),
    ],
)
def test_nearest_link_is_current_for_its_own_pages(path, current):
    assert nearest(["/a/", "/a/b/"], path) == current


def test_home_marks_only_itself():
    assert nearest(["/", "/a/"], "/zz/") == ""
    assert nearest(["/", "/a/"], "/") == "/"


def test_current_link_is_marked_once(rf):
    marked = [link.url for link in links(PUBLIC, rf.get("/szukaj/?q=x")) if link.current]
    assert marked == ["/szukaj/"]


def test_page_keeps_its_query_in_the_other_language(rf):
    assert in_language(rf.get("/szukaj/?q=technik&kind=x"), "en") == "/en/szukaj/?q=technik&kind=x"


def test_missing_page_leads_to_the_other_languages_home(rf):
    assert in_language(rf.get("/nie-ma/"), "en") == "/en/"


@pytest.mark.parametrize("role", sorted(ROLES))
def test_rail_opens_for_its_reader(client, settings, role):
    settings.SECOND_FACTOR_DEMANDED = False
    account = AccountFactory(**{role: True})
    client.force_login(account)
    request = type("Request", (), {"path": "/pulpit/"})()
    for group in rail(request, account):
        for link in group.links:
            assert client.get(link.url).status_code in {200, 302}, link.url


def test_rail_counts_duties_at_the_desk(rf, monkeypatch):
    monkeypatch.setattr(registries, "_duties", {"x": lambda _account, _now: [Duty("One", "/1/", "Open")] * 3})
    groups = rail(rf.get("/pulpit/"), AccountFactory(member=True))
    desk = groups[0].links[0]
    assert (desk.current, desk.count) == (True, 3)
    assert all(link.count == 0 for group in groups[1:] for link in group.links)


def test_reporter_sees_no_administration(rf):
    shown = {link.url for group in rail(rf.get("/"), AccountFactory(reporter=True)) for link in group.links}
    assert reverse("portal:desk") in shown
    assert reverse("kernel:audit") not in shown


@pytest.mark.parametrize("look", ["auto", "light", "dark", "contrast"])
def test_look_is_remembered_without_javascript(client, look):
    answer = client.post("/wyglad/", {"look": look, "next": "/szukaj/?q=a"})
    assert (answer.status_code, answer["Location"]) == (302, "/szukaj/?q=a")
    text = client.get("/szukaj/").content.decode()
    assert (f'data-theme="{look}"' in text) == (look in {"light", "dark"})
    assert ('data-contrast="high"' in text) == (look == "contrast")


def test_look_does_not_lead_to_other_sites(client):
    answer = client.post("/wyglad/", {"look": "neon", "next": "https://example.org/"})
    assert answer["Location"] == "/"
    assert "look" not in client.cookies


def test_look_is_not_changed_by_reading(client):
    assert client.get("/wyglad/").status_code == 405


def test_unknown_look_in_a_cookie_is_ignored(client):
    client.cookies["look"] = '"><script>'
    assert "<script>" not in client.get("/szukaj/").content.decode().split("</head>")[1]


def test_public_page_asks_for_no_duties(client, monkeypatch):
    def refuse(*_):
        raise AssertionError("the rail was worked out on a public page")

    monkeypatch.setattr(navigation, "duties_of", refuse)
    client.force_login(AccountFactory(member=True))
    assert client.get("/szukaj/").status_code == 200


def test_gallery_is_for_those_who_work_on_the_site(client):
    address = f'href="{reverse("design:gallery")}"'
    assert address not in client.get("/").content.decode()
    client.force_login(AccountFactory(member=True))
    assert address in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("address", "canonical", "polish", "english"),
    [
        ("/", "/", "/", "/en/"),
        ("/en/pomoc/", "/en/pomoc/", "/pomoc/", "/en/pomoc/"),
        ("/zawody/?utm_source=x&sector=INF&page=2&fbclid=1", *["/zawody/?page=2&amp;sector=INF"] * 2,
         "/en/zawody/?page=2&amp;sector=INF"),
    ],
)  # fmt: skip
def test_public_page_names_its_address_and_its_languages(client, settings, address, canonical, polish, english):
    settings.SITE_ADDRESS = "https://azymut.example.org"
    page = client.get(address).content.decode()
    assert re.findall(r'<link rel="(?:canonical|alternate)".*?>', page) == [
        f'<link rel="canonical" href="https://azymut.example.org{canonical}">',
        f'<link rel="alternate" hreflang="pl" href="https://azymut.example.org{polish}">',
        f'<link rel="alternate" hreflang="en" href="https://azymut.example.org{english}">',
        f'<link rel="alternate" hreflang="x-default" href="https://azymut.example.org{polish}">',
    ]


@pytest.mark.parametrize("address", ["/nie-ma-takiej/", "/zawody/nie-ma/", "/konto/login/"])
def test_errors_and_sign_in_name_no_canonical_address(client, address):
    assert 'rel="canonical"' not in client.get(address).content.decode()


def test_workspace_names_no_canonical_address(client):
    client.force_login(AccountFactory(member=True))
    assert 'rel="canonical"' not in client.get(reverse("portal:desk")).content.decode()
