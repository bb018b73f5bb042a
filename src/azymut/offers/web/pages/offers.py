"""The public list of schools and occupations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from azymut.design import formats
from azymut.design.tables import Asked
from azymut.kernel.registries import Mark, Tone
from azymut.offers.enums import Meaning
from azymut.offers.models import Offer
from azymut.offers.queries import Filters
from azymut.offers.rules import year_text

if TYPE_CHECKING:
    from django.core.paginator import Page

TONES = {Meaning.DECLARED: Tone.WAIT, Meaning.RECRUITING: Tone.ON, Meaning.TAUGHT: Tone.DONE}


@dataclass(frozen=True)
class OfferRow:
    school: str
    school_url: str
    place: str
    occupation: str
    occupation_url: str
    said: Mark
    pupils: str
    source: str
    note: str
    sample: bool


@dataclass(frozen=True)
class ListPage:
    """The list: how many were found in which school year, the rows of this page, downloads."""

    found: str
    rows: tuple[OfferRow, ...]
    pages: Any
    address: str
    sort: str
    csv_url: str
    xlsx_url: str
    known: bool
    clear_url: str
    has_sample: bool


def list_page(page: Page[Offer], filters: Filters, asked: QueryDict) -> ListPage:
    same = Asked.of(asked)
    count = page.paginator.count
    rows = tuple(offer_row(one) for one in page)
    return ListPage(
        found=ngettext(
            "%(n)s occupation in a school, school year %(year)s",
            "%(n)s occupations in schools, school year %(year)s",
            count,
        )
        % {"n": formats.number(count), "year": year_text(filters.year or 0)},
        rows=rows,
        pages=page,
        address=same.address,
        sort=filters.order,
        csv_url=same.at(reverse("offers:export", args=["csv"])),
        xlsx_url=same.at(reverse("offers:export", args=["xlsx"])),
        known=filters.year is not None,
        clear_url=reverse("offers:list"),
        has_sample=any(row.sample for row in rows),
    )


def offer_row(one: Offer) -> OfferRow:
    school = one.organisation
    return OfferRow(
        school=school.name,
        school_url=school.get_absolute_url(),
        place=", ".join(dict.fromkeys(filter(None, (school.town, school.territory.name)))),
        occupation=one.occupation.name if one.occupation else one.said,
        occupation_url=reverse("offers:occupation", args=[one.occupation.code]) if one.occupation else "",
        said=said_mark(one),
        pupils=formats.number(one.pupils) if one.pupils is not None else formats.missing(),
        source=source_text(one),
        note=one.note,
        sample=one.is_sample,
    )


def said_mark(one: Offer) -> Mark:
    return Mark(TONES[Meaning(one.meaning)], str(one.get_meaning_display()))


def source_text(one: Offer) -> str:
    return gettext("%(source)s, read on %(day)s") % {
        "source": one.get_origin_display(), "day": formats.day(one.read_on)
    }  # fmt: skip
