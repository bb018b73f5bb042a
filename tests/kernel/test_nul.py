"""A NUL in the address or in a cookie is a bad request, on PostgreSQL as on SQLite."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/organizacje/?q=%00", "/organizacje/a%00/", "/szukaj/?q=a%00b", "/region/?teren=%00", "/?%00=1"]
)
def test_nul_in_the_address_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


def test_nul_in_a_cookie_is_a_bad_request(client):
    client.cookies["sessionid"] = "12345678\0"
    assert client.get("/").status_code == 400


def test_text_that_only_spells_a_nul_is_searched_for(client):
    page = client.get("/organizacje/?q=0%2500")
    assert page.status_code == 200
    assert 'value="0%00"' in page.content.decode()
