"""Occupations as the tests need them: an edition, a sector, a school occupation with a way to learn it."""

from __future__ import annotations

import factory

from azymut.occupations.enums import SchemeKind, SchoolType
from azymut.occupations.models import Scheme, SchoolOccupation, SchoolPath, Sector


class SchemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scheme
        django_get_or_create = ("kind", "year")

    kind = SchemeKind.SCHOOL
    year = 2019
    title = "Klasyfikacja zawodów szkolnictwa branżowego"
    source = "test"


class SectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("symbol",)

    symbol = "INF"
    name = "teleinformatyczna"


class SchoolOccupationFactory(factory.django.DjangoModelFactory):
    """An occupation of technikum with open recruitment; `closed` ends the recruitment in 2018/2019."""

    class Meta:
        model = SchoolOccupation
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(way__recruits_to=2018)

    scheme = factory.SubFactory(SchemeFactory)
    code = factory.Sequence(lambda number: f"35{number % 10_000:04d}")
    name = factory.LazyAttribute(lambda made: f"Technik {made.code}")
    sector = factory.SubFactory(SectorFactory)
    prk_level = 4
    way = factory.RelatedFactory("tests.factories.occupations.SchoolPathFactory", factory_related_name="occupation")


class SchoolPathFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchoolPath

    occupation = factory.SubFactory(SchoolOccupationFactory, way=None)
    school_type = SchoolType.TECHNIKUM
