"""What the room tells the kernel and the search: its findable things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.occupations import queries
from azymut.occupations.actions import GROUP_KIND, SEARCH_KIND
from azymut.search import registry
from azymut.search.registry import Document, Kind


def register() -> None:
    """Called once from AppConfig.ready()."""
    registry.register(Kind(SEARCH_KIND, gettext_lazy("Occupations"), documents))
    registry.register(Kind(GROUP_KIND, gettext_lazy("Classification of occupations"), groups))


def documents(codes: Sequence[str] | None) -> Iterable[Document]:
    for one in queries.for_search(codes):
        sector = one.sector.name if one.sector else ""
        ways = ", ".join(str(path.get_school_type_display()) for path in one.paths.all())
        yield Document(
            key=one.code,
            title=one.name,
            url=reverse("occupations:detail", args=[one.code]),
            note=_("occupation %(code)s, sector: %(sector)s") % {"code": one.code, "sector": sector or _("none")},
            body=ways,
            keywords=" ".join([one.code, sector, *(each.code for each in one.qualifications.all())]),
        )


def groups(codes: Sequence[str] | None) -> Iterable[Document]:
    """What people work as although no school teaches it, so that its name is known here and leads somewhere."""
    for one in queries.groups_for_search(codes):
        yield Document(
            key=one.code,
            title=one.name,
            url=reverse("occupations:group", args=[one.code]),
            note=_("code %(code)s of the classification of occupations") % {"code": one.code},
            keywords=one.code,
        )
