"""Fields rendered once: labels, hints, errors and the summary that leads to them."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from azymut.design.forms import DateInput, Form, UploadField
from azymut.kernel.errors import DomainError


class Sample(Form):
    name = forms.CharField(label="Name", help_text="As people know it.")
    day = forms.DateField(label="Day", widget=DateInput(), required=False)
    mode = forms.ChoiceField(label="Mode", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(
        label="Areas", choices=[("c", "C")], required=False, widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Agreed", required=False, help_text="Needed.")
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")


def test_field_joins_label_hint_and_control():
    page = str(Sample())
    assert '<label for="id_name">Name</label>' in page
    assert 'id="id_name_helptext"' in page
    assert re.search(r'<input[^>]*name="name"[^>]*aria-describedby="id_name_helptext"', page)
    assert re.search(r"<fieldset[^>]*>\s*<legend>Mode</legend>", page)
    assert re.search(r"<fieldset[^>]*>\s*<legend>Areas\b", page)
    assert '<input type="hidden" name="secret" value="x"' in page
    assert "error-summary" not in page


@pytest.mark.django_db
def test_a_list_without_a_choice_says_what_to_do():
    class Choosing(Form):
        account = forms.ModelChoiceField(queryset=get_user_model().objects.all())
        other = forms.ModelChoiceField(queryset=get_user_model().objects.all(), empty_label="everybody")

    with override("pl"):
        page = str(Choosing())
    assert re.findall(r'<option value="" selected>([^<]*)<', page) == ["wybierz z listy", "everybody"]


@pytest.mark.parametrize(("language", "pattern"), [("pl", "dd.mm.rrrr"), ("en", "dd.mm.yyyy")])
def test_day_shows_how_it_is_typed_in_the_readers_language(language, pattern):
    with override(language):
        assert f'placeholder="{pattern}"' in str(Sample())


def test_optional_fields_say_so_and_required_ones_are_not_starred():
    with override("pl"):
        page = str(Sample())
    assert page.count("(nieobowiązkowe)") == 2
    assert "*" not in page


def test_errors_stand_at_the_field_and_in_a_summary_that_leads_there():
    with override("pl"):
        page = str(Sample({"name": "", "day": "32.13.2026", "secret": "x"}))
    assert 'role="alert"' in page
    assert 'id="error-summary"' in page
    assert '<a href="#id_name">Name: Wypełnij to pole.</a>' in page
    assert re.search(r'<input[^>]*name="name"[^>]*aria-invalid="true"', page)
    assert re.search(r'<input[^>]*name="name"[^>]*aria-describedby="[^"]*id_name_error', page)
    assert 'value="32.13.2026"' in page


def test_every_link_of_the_summary_leads_to_something():
    page = str(Sample({"secret": "x"}))
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page


def test_rule_error_is_shown_at_its_field_or_above():
    form = Sample({"name": "x", "mode": "a", "secret": "x"})
    assert form.is_valid()
    form.refuse(DomainError("Too early.", field="day"))
    form.refuse(DomainError("Not now."))
    form.refuse(DomainError("Elsewhere.", field="unknown"))
    page = str(form)
    assert "Day: Too early." in page
    assert form.non_field_errors() == ["Not now.", "Elsewhere."]


class Upload(Form):
    file = UploadField(label="File", suffixes=(".csv",), limit=2**20)


def test_upload_says_and_checks_what_it_takes():
    with override("pl"):
        page = str(Upload())
        assert "CSV, najwyżej 1 MB." in page
        assert 'accept=".csv"' in page
        assert Upload({}, {"file": SimpleUploadedFile("A.CSV", b"x")}).is_valid()
        wrong = Upload({}, {"file": SimpleUploadedFile("a.exe", b"x")})
        assert wrong.errors["file"] == ["Nie przyjmujemy plików tego rodzaju. Przyjmujemy: CSV, najwyżej 1 MB."]
        large = Upload({}, {"file": SimpleUploadedFile("a.csv", b"x" * (2**20 + 1))})
        assert large.errors["file"] == ["Plik jest za duży. Przyjmujemy: CSV, najwyżej 1 MB."]
