"""Readings of provision and offers as the tests need them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from azymut.offers.enums import Meaning, Origin, ReadingState
from azymut.offers.models import Offer, Reading
from azymut.offers.rules import name_key
from tests.factories.occupations import SchoolOccupationFactory
from tests.factories.people import OrganisationFactory


class ReadingFactory(factory.django.DjangoModelFactory):
    """An office's table that was taken in."""

    class Meta:
        model = Reading

    origin = Origin.OFFICE
    as_of = date(2026, 10, 1)
    file_name = "oferta.csv"
    sha256 = factory.Sequence(lambda number: f"{number:064d}")
    state = ReadingState.APPLIED
    applied_at = datetime(2026, 10, 1, 9, tzinfo=UTC)


class OfferFactory(factory.django.DjangoModelFactory):
    """A technikum that teaches an occupation to thirty pupils in 2026/2027, as an office says.

    `declared` is what the register says; `unknown` has a name that no occupation has; `ended` was left out later.
    """

    class Meta:
        model = Offer

    class Params:
        declared = factory.Trait(origin=Origin.RSPO, meaning=Meaning.DECLARED, pupils=None)
        unknown = factory.Trait(occupation=None, said="Technik nieznany")
        ended = factory.Trait(ended_on=date(2026, 11, 1), ended_by=factory.SelfAttribute("reading"))

    organisation = factory.SubFactory(OrganisationFactory)
    school_type = "technikum"
    occupation = factory.SubFactory(SchoolOccupationFactory)
    said = factory.LazyAttribute(lambda made: made.occupation.name)
    said_key = factory.LazyAttribute(lambda made: name_key(made.said))
    key = factory.LazyAttribute(lambda made: made.occupation.code if made.occupation else made.said_key)
    school_year = 2026
    origin = Origin.OFFICE
    meaning = Meaning.TAUGHT
    pupils = 30
    reading = factory.SubFactory(ReadingFactory, origin=factory.SelfAttribute("..origin"))
    read_on = date(2026, 10, 1)
