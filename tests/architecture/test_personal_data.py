"""Every model of ours says what personal data it holds, and says it truly."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from azymut.kernel.personal import NOTHING_PERSONAL, classification

OURS = {model._meta.label: model for room in settings.ROOMS for model in apps.get_app_config(room).get_models()}
TELLING = {"email", "first_name", "last_name", "phone", "contact_email", "contact_name", "contact_phone", "recipient"}


@pytest.mark.parametrize("label", sorted(OURS))
def test_model_is_classified(label: str) -> None:
    model = OURS[label]
    data = classification()[label]
    assert data is not None, "say personal_data = NOTHING_PERSONAL or PersonalData(...)"
    fields = {field.name for field in model._meta.get_fields()}
    assert set(data.fields) <= fields
    assert (data is NOTHING_PERSONAL) == (not data.fields)
    if data.fields:
        assert data.purpose
        assert data.basis
        assert data.retention


@pytest.mark.parametrize("label", sorted(OURS))
def test_telling_fields_are_not_forgotten(label: str) -> None:
    data = classification()[label]
    fields = {field.name for field in OURS[label]._meta.concrete_fields if isinstance(field, models.CharField)}
    assert data is not None
    assert (fields & TELLING) <= set(data.fields)


def test_classification_covers_all_models_of_ours() -> None:
    assert set(classification()) == set(OURS)
