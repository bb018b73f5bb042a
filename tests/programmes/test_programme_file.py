"""A programme's file is refused as a whole, by place, when something in it is wrong."""

from __future__ import annotations

import pytest

from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.programmes.exchange.programme_file import bring_in_programme
from azymut.programmes.exchange.words_table import load_bundled_words
from azymut.programmes.models import Strategy
from tests.factories.people import OrganisationFactory
from tests.factories.places import TerritoryFactory

pytestmark = pytest.mark.django_db

GOOD = """
[programme]
code = "p"
name = "Program"
short_name = "P"
resolution = "1/2024"
adopted_on = 2024-01-01
in_force_from = 2024-01-01
[organisations]
lead = "Lider"
[[node]]
code = "p1"
number = "1"
title = "Priorytet"
[[action]]
code = "a"
parent = "p1"
number = "1.1"
title = "Działanie"
text = "Opis"
lead = "lead"
areas = ["I"]
where = ["10"]
starts = 2024-01-01
ends = 2026-12-31
milestones = [{ title = "Start", due = 2024-06-01, owner = "lead" }]
budget = [["kpo", 2024, 10, 5, 1]]
"""


@pytest.fixture
def load(tmp_path, now):
    load_bundled_words(by=None, at=now)
    OrganisationFactory(name="Lider")
    TerritoryFactory(voivodeship=True)

    def run(text: str | bytes):
        path = tmp_path / "p.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return bring_in_programme(path, by=None, at=now)

    return run


def test_good_file_is_brought_in(load):
    assert load(GOOD).created == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (GOOD[: GOOD.index("resolution")], "programme"),
        ("x = 1", "programme"),
        ("= broken", ""),
        (GOOD.replace("Program", "Progr\udcff").encode("utf-8", "surrogateescape"), "row 4"),
        (GOOD.encode("utf-16"), "row 1"),
        (GOOD.replace('name = "Program"', "name = 5"), "programme"),
        (GOOD[:-30], ""),
        (GOOD.replace("Lider", "Nikt"), "organisations"),
        (GOOD.replace('["10"]', '["99"]'), "action"),
        (GOOD.replace('["I"]', '["IX"]'), "1.1"),
        (GOOD.replace('"kpo", 2024, 10', '"kpo", 2024, "x"'), "1.1"),
        (GOOD.replace('["kpo", 2024, 10, 5, 1]', '["kpo"]'), "1.1"),
        (GOOD.replace('lead = "lead"', 'lead = "other"'), "1.1"),
        (GOOD.replace('number = "1"\n', ""), "?"),
        (b"", ""),
        (b"x" * (2 * 1024 * 1024 + 1), ""),
    ],
)
def test_wrong_file_is_refused_and_changes_nothing(load, text, place):
    with pytest.raises(FileRefusedError) as refused:
        load(text)
    assert place.removeprefix("row ") in refused.value.place
    assert not Strategy.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("5, 1]", "5, 9]"),
        GOOD.replace("due = 2024-06-01", "due = 2030-06-01"),
        GOOD.replace("ends = 2026-12-31", "ends = 2020-12-31"),
        GOOD.replace('resolution = "1/2024"', 'resolution = " "'),
    ],
)
def test_file_against_the_rules_is_refused_and_changes_nothing(load, text):
    with pytest.raises(DomainError):
        load(text)
    assert not Strategy.objects.exists()
