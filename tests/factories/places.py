"""Territories as the tests need them: a voivodeship, its counties, a commune."""

from __future__ import annotations

from datetime import date

import factory

from azymut.places.enums import Level
from azymut.places.models import Territory


class TerritoryFactory(factory.django.DjangoModelFactory):
    """A county of Łódzkie by default; traits `voivodeship`, `city` and `commune` make the others."""

    class Meta:
        model = Territory
        django_get_or_create = ("code", "valid_from")

    class Params:
        voivodeship = factory.Trait(code="10", level=Level.VOIVODESHIP, name="łódzkie", nuts="PL71")
        city = factory.Trait(code="1061", name="Łódź", is_city=True)
        commune = factory.Trait(code="1001011", level=Level.COMMUNE, name="Bełchatów", commune_kind="1")

    code = factory.Sequence(lambda number: f"10{number % 60 + 1:02d}")
    level = Level.COUNTY
    name = factory.LazyAttribute(lambda made: f"powiat {made.code}")
    valid_from = date(1999, 1, 1)
