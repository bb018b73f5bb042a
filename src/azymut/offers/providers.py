"""What the room tells the others: provision for the search, panels on the pages of occupations and of schools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from azymut.design import formats
from azymut.kernel.registries import Panel, register_panels
from azymut.occupations.models import SchoolOccupation
from azymut.offers import queries
from azymut.offers.actions import SEARCH_KIND
from azymut.offers.models import Offer
from azymut.offers.queries import YearTotal
from azymut.offers.rules import year_text
from azymut.people.models import Organisation
from azymut.search import registry
from azymut.search.registry import Document, Kind


def register() -> None:
    """Called once from AppConfig.ready()."""
    registry.register(Kind(SEARCH_KIND, gettext_lazy("Schools that teach an occupation"), documents))
    register_panels(SchoolOccupation, occupation_panels)
    register_panels(Organisation, school_panels)


def documents(codes: Sequence[str] | None) -> Iterable[Document]:
    for occupation, offers in queries.for_search(codes):
        towns = sorted({one.organisation.town for one in offers if one.organisation.town})
        yield Document(
            key=occupation.code,
            title=_("Schools that teach: %(name)s") % {"name": occupation.name},
            url=reverse("offers:occupation", args=[occupation.code]),
            note=schools_text(len({one.organisation_id for one in offers})),
            body=", ".join(one.organisation.name for one in offers),
            keywords=" ".join([occupation.code, *towns]),
            sample=all(one.is_sample for one in offers),
        )


def schools_text(count: int) -> str:
    return ngettext("%(n)s school", "%(n)s schools", count) % {"n": formats.number(count)}


def pupils_text(total: YearTotal) -> str:
    """A sum never passes over schools whose number is not known."""
    if total.pupils.known is None:
        return _("number of pupils not known")
    text = ngettext("%(n)s pupil", "%(n)s pupils", total.pupils.known) % {"n": formats.number(total.pupils.known)}
    if total.pupils.unknown:
        missing = ngettext("%(n)d number not known", "%(n)d numbers not known", total.pupils.unknown)
        return f"{text} ({missing % {'n': total.pupils.unknown}})"
    return text


def occupation_panels(thing: models.Model, _account: Any) -> Iterable[Panel]:
    """How much of it is taught in the region, and the way to the schools."""
    occupation = cast("SchoolOccupation", thing)
    totals = queries.totals_of(occupation, settings.REGION_TERYT)
    yield Panel(
        key="offers-provision",
        title=gettext_lazy("Schools that teach it"),
        template="offers/panel_occupation.html",
        context={
            "lines": [
                {"year": year_text(one.year), "schools": schools_text(one.schools), "pupils": pupils_text(one)}
                for one in reversed(totals)
            ],
            "url": reverse("offers:occupation", args=[occupation.code]) if totals else "",
            "sample": queries.is_sample_only(occupation),
        },
        order=10,
    )


def school_panels(thing: models.Model, _account: Any) -> Iterable[Panel]:
    """What a school teaches and since when; what it taught once."""
    lines = taught(queries.offers_of_school(cast("Organisation", thing)))
    if lines:
        title = gettext_lazy("Occupations taught here")
        yield Panel(
            key="offers-school", title=title, template="offers/panel_school.html",
            context={"lines": lines, "caption": title}, order=10,
        )  # fmt: skip


def taught(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    """One line an occupation: the newest that is said of it, since when it is known, and when it ended."""
    lines: dict[str, dict[str, Any]] = {}
    for one in offers:
        line = lines.get(one.key)
        if line is not None:
            line["since"] = year_text(one.school_year)
            continue
        lines[one.key] = {
            "name": one.occupation.name if one.occupation else one.said,
            "url": reverse("offers:occupation", args=[one.occupation.code]) if one.occupation else "",
            "since": year_text(one.school_year),
            "year": year_text(one.school_year),
            "said": str(one.get_meaning_display()),
            "pupils": formats.number(one.pupils) if one.pupils is not None else formats.missing(),
            "ended": formats.day(one.ended_on) if one.ended_on else "",
            "source": f"{one.get_origin_display()}, {formats.day(one.read_on)}",
            "sample": one.is_sample,
        }
    return list(lines.values())
