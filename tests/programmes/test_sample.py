"""The sample programme loads into an empty register, once."""

from __future__ import annotations

import tomllib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from azymut.kernel.models import AuditEntry
from azymut.programmes.exchange.words_table import DATA
from azymut.programmes.models import Action, BudgetLine, Strategy, Tag
from tests.factories.people import OrganisationFactory
from tests.factories.places import TerritoryFactory

SAMPLE = tomllib.loads((DATA / "sample_programme.toml").read_text(encoding="utf-8"))


@pytest.fixture
def registers(db):
    for name in SAMPLE["organisations"].values():
        OrganisationFactory(name=name, source="sample")
    codes = {code for entry in SAMPLE["action"] for code in entry["where"]}
    codes |= {i["territory"] for entry in SAMPLE["action"] for i in entry.get("indicator", []) if "territory" in i}
    for code in sorted(codes):
        TerritoryFactory(code=code, voivodeship=True) if code == "10" else TerritoryFactory(code=code)


def load() -> str:
    out = StringIO()
    call_command("load_sample_programme", stdout=out)
    return out.getvalue()


def test_sample_covers_every_area_and_is_marked(registers):
    assert load() == "sample programme: created 33 actions, unchanged 0\n"
    assert Strategy.objects.get().is_sample
    areas = set(Tag.objects.filter(group="area", actions__isnull=False).values_list("code", flat=True))
    assert areas == {"I", "II", "III", "IV", "V", "VI", "VII", "VIII"}
    assert BudgetLine.objects.count() > 100


def test_sample_loaded_twice_changes_nothing(registers):
    load()
    entries = AuditEntry.objects.count()
    assert load() == "sample programme: created 0 actions, unchanged 33\n"
    assert (Action.objects.count(), AuditEntry.objects.count()) == (33, entries)


def test_sample_without_organisations_says_which_are_missing(db):
    TerritoryFactory(voivodeship=True)
    with pytest.raises(CommandError, match="Regionalna Izba"):
        load()
