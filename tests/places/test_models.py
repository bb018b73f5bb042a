"""What the database itself refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from azymut.places.models import Boundary, Territory

pytestmark = pytest.mark.django_db


def make(**values):
    return Territory.objects.create(
        **{"code": "1001", "level": "county", "name": "x", "valid_from": date(1999, 1, 1), **values}
    )


@pytest.mark.parametrize(
    "values",
    [
        {"valid_from": date(2005, 1, 1)},
        {"valid_to": date(2010, 1, 1)},
        {"code": "1002", "valid_to": date(1999, 1, 1)},
    ],
)
def test_code_stands_once_and_spans_run_forward(values):
    make()
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**values)


def test_names_for_people():
    place = make(name="powiat łaski", short_name="łaski")
    assert str(place) == "powiat łaski"
    assert place.sorted_name == "łaski"
    assert Territory(name="Polska").sorted_name == "Polska"
    outline = Boundary(territory=place, source="prg.geojson")
    assert str(outline) == "powiat łaski (prg.geojson)"
