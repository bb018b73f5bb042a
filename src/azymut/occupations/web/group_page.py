"""The page of a KZiS group or occupation: where it stands, what lies in it, and what schools teach of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from azymut.occupations import queries
from azymut.occupations.models import Occupation
from azymut.occupations.web.pages import Link, SourceLine, calm, school_link, source_line


@dataclass(frozen=True)
class GroupPage:
    name: str
    code: str
    lead: str
    above: tuple[Link, ...]
    inside: tuple[Link, ...]
    taught: tuple[Link, ...]
    isco: str
    source: SourceLine
    crumbs: tuple[tuple[str, str], ...]


def group_page(one: Occupation) -> GroupPage:
    taught = tuple(school_link(each) for each in queries.taught_in(one.code))
    return GroupPage(
        name=calm(one.name),
        code=one.code,
        lead=_lead(len(taught)),
        above=tuple(_link(each) for each in queries.tree_of(one.code, one.scheme) if each.pk != one.pk),
        inside=tuple(_link(each) for each in queries.inside(one)),
        taught=taught,
        isco=str(one.isco) if one.isco else "",
        source=source_line(gettext("Place in the classification"), one.scheme),
        crumbs=((gettext("Occupations"), reverse("occupations:list")), (calm(one.name), "")),
    )


def _lead(taught: int) -> str:
    if not taught:
        return gettext("Schools teach no occupation of this group; courses and work may lead to it.")
    return ngettext(
        "Schools teach %(n)d occupation of this group.", "Schools teach %(n)d occupations of this group.", taught
    ) % {"n": taught}


def _link(one: Occupation) -> Link:
    return Link(calm(one.name), reverse("occupations:group", args=[one.code]), one.code)
