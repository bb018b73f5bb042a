"""What the gallery shows: every part in every state, with values that are plainly invented."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.design import map as maps
from azymut.design.cartogram import Cartogram, LegendEntry, Tile
from azymut.design.charts import Chart, ChartKind, Point, Series, targets
from azymut.design.forms import DateInput, Form, UploadField
from azymut.design.steps import Step
from azymut.kernel.registries import Mark, Tone, TraceStep

YEARS = tuple(str(year) for year in range(2016, 2026))
_REGION = (3.4, 3.7, None, 3.5, 3.6, 4.4, 4.9, 5.2, 5.0, 5.6)
_COUNTRY = (4.0, 4.1, 4.3, 4.5, 4.4, 4.8, 5.1, 5.4, 5.7, 6.0)
_COUNTIES = (
    ("kutnowski", 3, 1), ("łowicki", 4, 1), ("łęczycki", 2, 2), ("zgierski", 3, 2), ("brzeziński", 4, 2),
    ("Skierniewice", 5, 2), ("skierniewicki", 6, 2), ("poddębicki", 2, 3), ("Łódź", 3, 3), ("łódzki wschodni", 4, 3),
    ("rawski", 5, 3), ("sieradzki", 1, 4), ("zduńskowolski", 2, 4), ("łaski", 3, 4), ("pabianicki", 4, 4),
    ("tomaszowski", 5, 4), ("wieruszowski", 1, 5), ("wieluński", 2, 5), ("bełchatowski", 3, 5), ("piotrkowski", 4, 5),
    ("Piotrków Trybunalski", 5, 5), ("opoczyński", 6, 5), ("pajęczański", 3, 6), ("radomszczański", 4, 6),
)  # fmt: skip
_CITIES = frozenset({"Łódź", "Skierniewice", "Piotrków Trybunalski"})
_LEVELS = 5
SHOWN_HERE = (2,)


class ExampleForm(Form):
    """One field of each sort."""

    name = forms.CharField(label=gettext_lazy("Name of the undertaking"), help_text=gettext_lazy("As people know it."))
    people = forms.IntegerField(
        label=gettext_lazy("Pupils who completed a placement"),
        help_text=gettext_lazy("From 1 January to 30 June, each counted once."),
        min_value=0,
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DateInput(), required=False)
    remarks = forms.CharField(label=gettext_lazy("Remarks"), widget=forms.Textarea, required=False)
    area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        choices=[("1", gettext_lazy("Career guidance")), ("2", gettext_lazy("Work with employers"))],
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Way of taking part"),
        choices=[("1", gettext_lazy("on the spot")), ("2", gettext_lazy("remote"))],
        widget=forms.RadioSelect,
    )
    attachment = UploadField(label=gettext_lazy("Attachment"), suffixes=(".pdf", ".docx"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("The data are complete"), help_text=gettext_lazy("Needed to send."))


class ExampleFilters(Form):
    text = forms.CharField(label=gettext_lazy("Words"), required=False)
    area = forms.ChoiceField(
        label=gettext_lazy("Area"), required=False, choices=[("", gettext_lazy("all")), ("1", "I"), ("2", "II")]
    )


def page(base: str) -> dict[str, Any]:
    """All that the gallery's template needs; `base` is its own address."""
    return {
        "marks": _marks(),
        "form": ExampleForm(),
        "draft": {"restored": "22.11.2026, 14:05", "changed": True, "discard_url": base},
        "bad_form": ExampleForm({"people": "-1", "name": ""}),
        "filters": ExampleFilters({"text": _("placements")}),
        "charts": _charts(base),
        "cartogram": _cartogram(base),
        "empty_cartogram": Cartogram(_("No values yet"), _("Example."), _tiles(base, empty=True), (), 6),
        "map": _map(base),
        "rows": _rows(),
        "tree": _tree(base),
        "steps": _thread(base),
        "timeline": _timeline(),
        "crumbs": [(_("Programme"), base), (_("Priority 4"), base), (_("Action 4.1"), "")],
        "tabs": [
            {"label": _("Tree"), "url": base, "current": True},
            {"label": _("Timeline"), "url": base, "count": 4},
            {"label": _("Table"), "url": base},
        ],
        "doors": _doors(base),
        "paging": Paginator(range(100), 25).page(2),
        "facts": [(_("Lead"), _("example office")), (_("Term"), "01.01.2026–31.12.2027")],
        "one_reason": [_("No report for the first half-year.")],
        "reasons": [_("No report for the first half-year."), _("214 placements of 400 planned.")],
    }


def _marks() -> list[Mark]:
    return [
        Mark(Tone.ON, _("on course")),
        Mark(Tone.RISK, _("at risk")),
        Mark(Tone.OFF, _("off course")),
        Mark(Tone.WAIT, _("not started")),
        Mark(Tone.DONE, _("finished")),
        Mark(Tone.NO_DATA, _("no data")),
    ]


def _charts(base: str) -> list[Chart]:
    common: dict[str, Any] = {"source": _("invented example"), "source_url": base, "sample": True}
    return [_line(base, common), *_compared(common), _plan(common)]


def _line(base: str, common: dict[str, Any]) -> Chart:
    region = tuple(
        Point(year, value, flag="p" if year == YEARS[-1] else "", breaks=year == "2021")
        for year, value in zip(YEARS, _REGION, strict=True)
    )
    country = tuple(map(Point, YEARS, _COUNTRY))
    return Chart(
        ChartKind.LINE,
        _("Adults learn more often than ten years ago, less often than in the country"),
        _("Two rising lines, 2016 to 2025; no value for the region in 2018, a break in 2021."),
        "%",
        (Series(_("region"), region, emphasised=True), Series(_("country"), country, dashed=True)),
        caveats=(_("Break in the series in 2021; p: preliminary value."),),
        download_url=base,
        decimals=1,
        **common,
    )


def _compared(common: dict[str, Any]) -> tuple[Chart, Chart]:
    bars = Chart(
        ChartKind.BAR,
        _("Łódź is in the middle of its peers"),
        _("Five bars from 3.6 to 7.9 per cent and one without a value; Łódź has 4.7."),
        "%",
        (Series(_("share"), (
            Point("łęczycki", 7.9), Point("opoczyński", 7.2), Point("Łódź", 4.7, emphasised=True),
            Point("wieruszowski", 3.6), Point("pajęczański", None),
        )),),
        decimals=1,
        **common,
    )  # fmt: skip
    columns = Chart(
        ChartKind.COLUMN,
        _("Spending follows the plan a year late"),
        _("Planned and spent money in four years."),
        _("m PLN"),
        (
            Series(_("spent"), tuple(map(Point, YEARS[-4:], (2.1, 4.8, 7.9, 10.2)))),
            Series(_("planned"), tuple(map(Point, YEARS[-4:], (4.5, 8.0, 10.0, 12.0))), dashed=True),
        ),
        decimals=1,
        **common,
    )
    return bars, columns


def _plan(common: dict[str, Any]) -> Chart:
    return targets(
        title=_("Placements stay at half of the plan"),
        alt=_("Reached 198 in 2025 and 214 in 2026; planned 150, 400, 600."),
        unit=_("placements"),
        measured=[Point("2025", 198), Point("2026", 214, flag="p")],
        planned=[Point("2025", 150), Point("2026", 400), Point("2027", 600)],
        baseline=Point("2024", 120),
        **common,
    )


def _tiles(base: str, *, empty: bool = False) -> tuple[Tile, ...]:
    return tuple(
        Tile(
            name,
            _("n/a") if empty or name == "pajęczański" else f"{index % _LEVELS + 3},{index % 10}",
            None if empty or name == "pajęczański" else index % _LEVELS,
            column,
            row,
            city=name in _CITIES,
            url="" if empty else base,
        )
        for index, (name, column, row) in enumerate(_COUNTIES)
    )


def _legend() -> tuple[LegendEntry, ...]:
    classes = [LegendEntry(shade, f"{shade + 3},0–{shade + 3},9") for shade in range(_LEVELS)]
    return (*classes, LegendEntry(None, _("no data")))


def _cartogram(base: str) -> Cartogram:
    return Cartogram(
        _("The shade says nothing: these values are invented"), _("Per cent; example values."), _tiles(base), _legend(),
        6, source_url=base, table_url=base, map_url=base, sample=True,
    )  # fmt: skip


def _map(base: str) -> maps.Map:
    def square(x: float, y: float) -> dict[str, Any]:
        corners = [(x, y), (x + 0.5, y), (x + 0.62, y + 0.2), (x + 0.5, y + 0.34), (x, y + 0.34), (x, y)]
        return {"type": "Polygon", "coordinates": [corners]}

    places = [
        maps.Place(name, tile.value, tile.shade, square(18 + column * 0.5, 52.5 - row * 0.34), base)
        for (name, column, row), tile in zip(_COUNTIES, _tiles(base), strict=True)
    ]
    return maps.draw(
        places, title=_("A map of invented boundaries"), note=_("Example."), legend=_legend(), table_url=base,
        cartogram_url=base, sample=True,
    )  # fmt: skip


def _rows() -> list[SimpleNamespace]:
    name, note = _("Example action"), _("lead: example office")
    return [
        SimpleNamespace(
            name=f"{number}.1 {name}", note=note, mark=mark, spent=f"{number * 120} 000 zł", here=number in SHOWN_HERE
        )
        for number, mark in enumerate(_marks(), start=1)
    ]


def _tree(base: str) -> list[SimpleNamespace]:
    marks, name, lead = _marks(), _("Example action"), _("lead: example office")
    leaves = [SimpleNamespace(label=f"4.{n} {name}", note=lead, url=base, mark=marks[n]) for n in (1, 2, 3)]
    return [
        SimpleNamespace(
            number="4", title=_("Work with employers"), stems=[("", leaves), (_("A direction"), leaves[:1])]
        ),
        SimpleNamespace(number="5", title=_("Equal chances"), text=_("An example."), stems=[("", leaves[1:])]),
    ]


def _thread(base: str) -> list[TraceStep]:
    return [
        TraceStep(_("Evidence"), _("Gap: mechatronics technicians"), base, sample=True),
        TraceStep(_("Decision"), _("Recommendation 7/2025"), base, state=_("accepted"), moment=date(2026, 2, 12)),
        TraceStep(_("Action"), _("4.1 Placements"), here=True),
        TraceStep(_("Effect"), _("checked in September 2027")),
    ]


def _timeline() -> list[Step]:
    return [
        Step("15.03.2026", Tone.DONE, _("Contract signed"), lines=(_("Moved once."),)),
        Step("30.06.2026", Tone.OFF, _("Report for the half-year"), note=_("41 days late"), late=True),
        Step("31.10.2026", Tone.RISK, mark=_marks()[1], note=_("set by hand")),
        Step("31.12.2026", Tone.WAIT, _("400 placements")),
    ]


def _doors(base: str) -> list[dict[str, str]]:
    return [
        {"label": _("I am at school"), "text": _("Schools, occupations, what follows."), "url": base, "colour": "red"},
        {"label": _("I study"), "text": _("Fields of study, graduates' earnings."), "url": base, "colour": "blue"},
        {"label": _("I work"), "text": _("Courses, funding, a counsellor near you."), "url": base, "colour": "yellow"},
        {"label": _("School, firm, office"), "text": _("Opinions and reports."), "url": base, "colour": "ink"},
    ]
