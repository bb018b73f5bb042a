"""Answers of the school register's API for the local server. CONSTRUCTED: real names of fields, invented values."""

from __future__ import annotations

from collections.abc import Callable

from tests.kernel.replay import Asked, Reply, as_json


def institution(number: int, taught: object, **facts: object) -> dict[str, object]:
    """A school as the register gives it, its director included."""
    return {
        "numerRspo": number,
        "nazwa": f"Technikum nr {number}",
        "typ": {"id": 14, "nazwa": "Technikum"},
        "liczbaUczniow": 312,
        "ksztalcenieZawodowe": taught,
        "ksztalcenieZawodoweArtystyczne": [],
        "wojewodztwoKodTERYT": "10",
        "powiatKodTERYT": "1061",
        "dyrektorImie": "Anna",
        "dyrektorNazwisko": "Nowak",
        "email": "anna.nowak@example.org",
        "telefon": "421234567",
        "dataLikwidacji": None,
        **facts,
    }


def schools() -> list[dict[str, object]]:
    return [
        institution(101, {"17": "technik informatyk", "311303": "Technik elektryk"}),
        institution(102, []),
        institution(103, {"9": "KUCHARZ"}),
        institution(104, {"9": "Kucharz"}, dataLikwidacji="2024-08-31T00:00:00+02:00"),
        institution(105, [], typ={"id": 1, "nazwa": "Przedszkole"}),
    ]


class Register:
    """Pages of institutions, bare arrays without a total; `spoil` changes a page."""

    def __init__(self) -> None:
        self.page_size = 2
        self.schools = schools()
        self.spoil: Callable[[Asked, list[object]], object] = lambda _asked, page: page

    def __call__(self, asked: Asked) -> Reply:
        if asked.path != "/api/placowki/":
            return Reply(status=404)
        if "authorization" not in asked.headers:
            return Reply(status=401)
        start = asked.page * self.page_size
        return as_json(self.spoil(asked, list(self.schools[start : start + self.page_size])))
