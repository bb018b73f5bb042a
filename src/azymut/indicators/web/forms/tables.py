"""Forms of tables and their mappings: hand a table in, choose sheet and heading, say what each column is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from azymut.design.forms import Form, UploadField
from azymut.indicators import queries
from azymut.indicators.actions import NewSource
from azymut.indicators.enums import Across, ColumnRole
from azymut.indicators.models import Source, TableMapping
from azymut.indicators.rules.mappings import MISSING_WORDS, SUPPRESSED_WORDS, Layout, fault_of, guess_roles, has_periods
from azymut.kernel.filetypes import TABLES

NEW = "new"
WORD_SIGN = ";"
SHOWN_VALUES = 4
SHOWN_CHARACTERS = 40
SUFFIXES = tuple(sorted(suffix for kind in TABLES for suffix in kind.suffixes))


class TableUploadForm(Form):
    file = UploadField(label=_("Table"), suffixes=SUFFIXES)


class SheetForm(Form):
    """Where the table begins in the file; its state lives in the address."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    heading = forms.IntegerField(
        label=_("Row with the headings"),
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, sheets: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(label=_("Sheet"), choices=[(one, one) for one in sheets])
        else:
            del self.fields["sheet"]


class TableForm(Form):
    """What each column of a table is, what holds for the whole file, and under which name it is kept."""

    territory = forms.CharField(
        label=_("Territory of the whole file"),
        required=False,
        max_length=60,
        help_text=_("Only when no column names it: a code such as 10 or 1061, or a name."),
    )
    period = forms.CharField(
        label=_("Period of the whole file"),
        required=False,
        max_length=40,
        help_text=_("Only when no column names it: 2025, 2025-Q1, March as 2025-03, a school year as 2025/2026."),
    )
    across = forms.ChoiceField(label=_("Headings of several value columns name"), choices=Across.choices)
    unit = forms.CharField(
        label=_("Unit of the whole file"),
        required=False,
        max_length=60,
        help_text=_("Only when no column names it: person, %, zł."),
    )
    decimal_sign = forms.ChoiceField(
        label=_("Decimal sign"), choices=[(",", _("comma: 12,5")), (".", _("point: 12.5"))]
    )
    missing = forms.CharField(
        label=_("Words that mean: missing"),
        required=False,
        max_length=300,
        help_text=_("Separated by semicolons. An empty cell is missing in any case; missing is never zero."),
    )
    suppressed = forms.CharField(
        label=_("Words that mean: suppressed"),
        required=False,
        max_length=300,
        help_text=_("Separated by semicolons: the figure exists, and is kept secret."),
    )
    source = forms.ChoiceField(label=_("Source"))
    source_name = forms.CharField(
        label=_("Name of the new source"),
        required=False,
        max_length=200,
        help_text=_("Who publishes the figures, when it is none of the list."),
    )
    source_licence = forms.CharField(
        label=_("Terms of use of the new source"),
        required=False,
        max_length=300,
        help_text=_("In the words of the publisher; they stand beside every figure."),
    )
    dataset_code = forms.CharField(
        label=_("Code of the dataset"),
        max_length=60,
        help_text=_("Letters, digits and “_”. A dataset that is not there yet is made."),
    )
    dataset_title = forms.CharField(label=_("Name of the dataset"), max_length=300)
    name = forms.CharField(
        label=_("Name of the mapping"),
        max_length=120,
        help_text=_("The next file with the same columns is recognised and read in the same way."),
    )

    def __init__(
        self,
        *args: Any,
        columns: tuple[str, ...],
        values: tuple[tuple[str, ...], ...] = (),
        known: TableMapping | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _initial(columns, known))
        super().__init__(*args, **kwargs)
        self.columns = columns
        for index, column in enumerate(columns):
            shown = " · ".join(text[:SHOWN_CHARACTERS] for text in values[index][:SHOWN_VALUES]) if values else ""
            self.fields[_role(index)] = forms.ChoiceField(
                label=column, choices=ColumnRole.choices, help_text=escape(shown)
            )
        self.order_fields([_role(index) for index in range(len(columns))])
        sources = [(one.key, one.name) for one in queries.sources_to_choose()]
        self.fields["source"] = forms.ChoiceField(
            label=_("Source"),
            choices=[
                ("", pgettext_lazy("source", "choose from the list")),
                *sources,
                (NEW, _("another one, named below")),
            ],
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self._check_source(cleaned)
            fault = fault_of(self.layout())
            if fault:
                self.add_error(fault.part if fault.part in self.fields else None, fault.reason)
        return cleaned

    def _check_source(self, cleaned: dict[str, Any]) -> None:
        for name in ("source_name", "source_licence"):
            if cleaned["source"] == NEW and not cleaned[name]:
                self.add_error(name, _("Fill in this field."))

    def layout(self, *, sheet: str = "", heading_row: int = 1) -> Layout:
        """What was said of the columns, for this place in the file."""
        said = self.cleaned_data
        return Layout(
            columns=tuple((name, said[_role(index)]) for index, name in enumerate(self.columns)),
            heading_row=heading_row,
            sheet=sheet,
            missing=_words(said["missing"]),
            suppressed=_words(said["suppressed"]),
            **{name: said[name] for name in ("territory", "period", "unit", "decimal_sign", "across")},
        )

    def kept(self) -> dict[str, Any]:
        """What the mapping is called and belongs to, as its action takes it."""
        said = self.cleaned_data
        source: Source | NewSource = (
            NewSource(said["source_name"], said["source_licence"])
            if said["source"] == NEW
            else Source.objects.get(key=said["source"])
        )
        return {"source": source, **{key: said[key] for key in ("name", "dataset_code", "dataset_title")}}


def _role(index: int) -> str:
    return f"role-{index}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(WORD_SIGN) if word.strip())


def _initial(columns: tuple[str, ...], known: TableMapping | None) -> dict[str, Any]:
    """What a known mapping says; for a table of a new shape, what its headings suggest."""
    if known is None:
        words = {"missing": MISSING_WORDS, "suppressed": SUPPRESSED_WORDS}
        told: dict[str, Any] = {name: f"{WORD_SIGN} ".join(given) for name, given in words.items()}
        told["across"] = Across.PERIOD if has_periods(columns) else Across.BREAKDOWN
        return told | {_role(index): role for index, role in enumerate(guess_roles(columns))}
    layout = known.read_by
    roles = dict(layout.columns)
    told = {_role(index): roles.get(name, ColumnRole.IGNORED) for index, name in enumerate(columns)}
    told |= {name: getattr(layout, name) for name in ("territory", "period", "unit", "decimal_sign", "across")}
    told |= {name: f"{WORD_SIGN} ".join(getattr(layout, name)) for name in ("missing", "suppressed")}
    told |= {name: getattr(known, name) for name in ("name", "dataset_code", "dataset_title")}
    return told | {"source": known.source.key}
