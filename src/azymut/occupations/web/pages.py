"""What the pages of occupations say: labels, links and texts, ready for templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, pgettext

from azymut.design import formats
from azymut.design.tables import Asked
from azymut.kernel.registries import Mark, Panel, Tone, TraceStep, panels_for, trace_of
from azymut.occupations import queries
from azymut.occupations.enums import SchemeKind, SchoolType
from azymut.occupations.models import IscoGroup, Occupation, Scheme, SchoolOccupation, SchoolPath
from azymut.occupations.queries import Filters
from azymut.occupations.rules import DEMAND_PANEL, YEARS_BY_LAW

if TYPE_CHECKING:
    from django.core.paginator import Page


@dataclass(frozen=True)
class ListRow:
    code: str
    name: str
    url: str
    sector: str
    level: str
    ways: str
    recruitment: Mark


@dataclass(frozen=True)
class ListPage:
    """The list: how many were found, the rows of this page, and the address without its page number."""

    found: str
    rows: tuple[ListRow, ...]
    pages: Any
    address: str
    csv_url: str
    xlsx_url: str
    loaded: bool
    clear_url: str
    reset_url: str
    """The same where something is filtered, else nothing."""
    source: str


@dataclass(frozen=True)
class Way:
    """One way to learn the occupation, as a row of the page."""

    school: str
    duration: str
    recruitment: str
    mark: Mark


@dataclass(frozen=True)
class Group:
    code: str
    name: str


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class SourceLine:
    """Where a part of the page comes from and of what day it speaks."""

    what: str
    title: str
    basis: str
    state: str


@dataclass(frozen=True)
class OccupationPage:
    name: str
    code: str
    lead: str
    closed: str
    sector: str
    sector_url: str
    level: str
    qualifications: str
    limits: str
    ways: tuple[Way, ...]
    tree: tuple[Link, ...]
    tree_title: str
    tree_note: str
    isco: Group | None
    isco_note: str
    related: tuple[Link, ...]
    shared: tuple[Link, ...]
    unknown: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    thread: tuple[TraceStep, ...]
    panels: tuple[Panel, ...]
    crumbs: tuple[tuple[str, str], ...]


def list_page(page: Page[SchoolOccupation], filters: Filters, scheme: Scheme | None, asked: QueryDict) -> ListPage:
    same = Asked.of(asked)
    count = page.paginator.count
    return ListPage(
        found=ngettext("%(n)s occupation", "%(n)s occupations", count) % {"n": formats.number(count)},
        rows=tuple(_row(one) for one in page),
        pages=page,
        address=same.address,
        csv_url=same.at(reverse("occupations:export-csv")),
        xlsx_url=same.at(reverse("occupations:export-xlsx")),
        loaded=scheme is not None,
        clear_url=reverse("occupations:list"),
        reset_url=reverse("occupations:list") if filters else "",
        source=_source_text(scheme),
    )


def occupation_page(one: SchoolOccupation, account: Any) -> OccupationPage:
    kzis = queries.latest_scheme(SchemeKind.KZIS)
    groups = queries.tree_of(one.code, kzis)
    unit = next((group for group in groups if group.level == 4), None)  # noqa: PLR2004  # elementary group
    codes = tuple(each.code for each in one.qualifications.all())
    panels = tuple(panels_for(one, account))
    thread = trace_of(one, label=one.name, kind=gettext("Occupation"))
    return OccupationPage(
        name=one.name,
        code=one.code,
        lead=_lead(one),
        closed=gettext("It has been out of the classification since %(day)s.") % {"day": formats.day(one.closed_on)}
        if one.closed_on
        else "",
        sector=str(one.sector) if one.sector else gettext("none (artistic occupation)"),
        sector_url=f"{reverse('occupations:list')}?sector={one.sector.symbol}" if one.sector else "",
        level=_level(one),
        qualifications=_qualifications(one, codes),
        limits=one.limits,
        ways=tuple(_way(path) for path in _in_order(one.paths.all())),
        tree=tuple(
            Link(calm(group.name), reverse("occupations:group", args=[group.code]), group.code) for group in groups
        ),
        tree_title=kzis.title if kzis else "",
        tree_note=_tree_note(kzis, groups),
        isco=_isco(unit.isco) if unit and unit.isco else None,
        isco_note=_isco_note(unit),
        related=tuple(school_link(other) for other in queries.related_to(one)),
        shared=tuple(school_link(other) for other in queries.sharing_qualifications(one)) if codes else (),
        unknown=_unknown(one, codes, panels),
        sources=tuple(_sources(one, kzis)),
        thread=tuple(thread) if len(thread) > 1 else (),
        panels=panels,
        crumbs=((gettext("Occupations"), reverse("occupations:list")), (one.name, "")),
    )


def _row(one: SchoolOccupation) -> ListRow:
    paths = _in_order(one.paths.all())
    still_open = [path for path in paths if path.recruits_to is None]
    return ListRow(
        code=one.code,
        name=one.name,
        url=reverse("occupations:detail", args=[one.code]),
        sector=one.sector.name if one.sector else gettext("none"),
        level=formats.number(one.prk_level),
        ways=", ".join(str(path.get_school_type_display()) for path in still_open or paths) or formats.missing(),
        recruitment=_recruitment(bool(still_open)),
    )


def _recruitment(is_open: bool) -> Mark:  # noqa: FBT001  # the one thing that it marks
    return Mark(Tone.ON, gettext("open")) if is_open else Mark(Tone.WAIT, gettext("closed"))


def _in_order(paths: Iterable[SchoolPath]) -> list[SchoolPath]:
    return sorted(paths, key=lambda path: SchoolType.values.index(path.school_type))


def school_link(one: SchoolOccupation) -> Link:
    """To the page of a school occupation, its code beside."""
    return Link(one.name, reverse("occupations:detail", args=[one.code]), one.code)


def _way(path: SchoolPath) -> Way:
    return Way(
        school=str(path.get_school_type_display()),
        duration=_duration(path),
        recruitment=_years(path),
        mark=_recruitment(path.recruits_to is None),
    )


def _duration(path: SchoolPath) -> str:
    if path.school_type == SchoolType.COURSE:
        return gettext("depends on the course")
    years = path.years
    if years is None and path.recruits_to is None:
        years = YEARS_BY_LAW.get(SchoolType(path.school_type))
    if years is None:
        return formats.missing()
    if years == years.to_integral_value():
        return ngettext("%(n)s year", "%(n)s years", int(years)) % {"n": formats.number(years)}
    return pgettext("a broken number", "%(n)s years") % {"n": formats.number(years)}


def _years(path: SchoolPath) -> str:
    first, last = path.recruits_from, path.recruits_to
    if first is not None and last is not None:
        return f"{_school_year(first)} – {_school_year(last)}"
    if first is not None:
        return gettext("from %(year)s") % {"year": _school_year(first)}
    if last is not None:
        return gettext("the last in %(year)s") % {"year": _school_year(last)}
    return gettext("no limit given")


def _school_year(year: int) -> str:
    return f"{year}/{year + 1}"


def _lead(one: SchoolOccupation) -> str:
    ways = [str(path.get_school_type_display()) for path in _in_order(one.paths.all()) if path.recruits_to is None]
    if not ways:
        return gettext("No kind of school recruits for this occupation any more.")
    return gettext("Ways to this occupation: %(ways)s.") % {"ways": ", ".join(ways)}


def _level(one: SchoolOccupation) -> str:
    if one.prk_level is None:
        return formats.missing()
    return gettext("level %(level)s of the Polish Qualifications Framework") % {"level": one.prk_level}


def _qualifications(one: SchoolOccupation, codes: tuple[str, ...]) -> str:
    if codes:
        return ", ".join(codes)
    if one.qualification_count:
        return ngettext(
            "%(n)d qualification, its code is not in our tables yet",
            "%(n)d qualifications, their codes are not in our tables yet",
            one.qualification_count,
        ) % {"n": one.qualification_count}
    return formats.missing()


def calm(name: str) -> str:
    """The widest groups are written in capitals in the regulation."""
    return name.capitalize() if name.isupper() else name


def _tree_note(kzis: Scheme | None, groups: list[Occupation]) -> str:
    if kzis is None or not groups:
        return gettext("The classification of occupations and specialities (KZiS) has not been loaded.")
    if kzis.valid_to:
        return gettext("This edition was replaced on %(day)s; the newer one has not been loaded.") % {
            "day": formats.day(kzis.valid_to)
        }
    return ""


def _isco(group: IscoGroup) -> Group:
    english = (get_language() or "pl").startswith("en") and group.name_en
    return Group(group.code, group.name_en if english else group.name)


def _isco_note(unit: Occupation | None) -> str:
    if unit is not None and unit.isco is None:
        return gettext("Group %(code)s has no group of the same code in ISCO-08; it waits for the official key.") % {
            "code": unit.code
        }
    return ""


def _unknown(one: SchoolOccupation, codes: tuple[str, ...], panels: tuple[Panel, ...]) -> tuple[str, ...]:
    gaps = [
        gettext("what graduates earn"),
    ]
    if not any(panel.key == DEMAND_PANEL for panel in panels):
        gaps.insert(0, gettext("the ministry's forecast of demand and the Occupational Barometer"))
    if not codes:
        gaps.append(gettext("the codes of its qualifications"))
    if one.prk_level is None:
        gaps.append(gettext("the level of its qualification"))
    return tuple(gaps)


def _sources(one: SchoolOccupation, kzis: Scheme | None) -> Iterable[SourceLine]:
    yield source_line(gettext("Sector, kinds of school, recruitment, level"), one.scheme)
    if kzis is not None:
        yield source_line(gettext("Place in the classification"), kzis)
    isco = queries.latest_scheme(SchemeKind.ISCO)
    if isco is not None:
        yield source_line(gettext("International group"), isco)


def source_line(what: str, scheme: Scheme) -> SourceLine:
    """Which edition says something, by what law, and how fresh it is."""
    basis = ", ".join(filter(None, (scheme.legal_basis, scheme.source)))
    return SourceLine(what, scheme.title, basis, _state(scheme))


def _state(scheme: Scheme) -> str:
    if scheme.state:
        return gettext("as of the school year %(state)s") % {"state": scheme.state}
    if scheme.valid_to:
        return gettext("in force until %(day)s") % {"day": formats.day(scheme.valid_to - timedelta(days=1))}
    if scheme.valid_from:
        return formats.span(scheme.valid_from, None)
    return gettext("edition of %(year)s") % {"year": scheme.year}


def _source_text(scheme: Scheme | None) -> str:
    if scheme is None:
        return ""
    line = source_line("", scheme)
    return ", ".join(filter(None, (line.title, line.basis, line.state)))
