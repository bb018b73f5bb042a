"""What is known of each edition of a classification beyond its rows, and which edition a file holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from azymut.kernel.errors import FileRefusedError
from azymut.occupations.actions import Edition
from azymut.occupations.enums import SchemeKind

SCHOOL_YEAR, ISCO_YEAR = 2019, 2008

_KNOWN = {
    (SchemeKind.KZIS, 2022): Edition(
        kind=SchemeKind.KZIS,
        year=2022,
        title="Klasyfikacja zawodów i specjalności 2022",
        legal_basis="rozporządzenie w sprawie klasyfikacji zawodów i specjalności na potrzeby rynku pracy",
        valid_to=date(2025, 11, 27),
    ),
    (SchemeKind.KZIS, 2025): Edition(
        kind=SchemeKind.KZIS,
        year=2025,
        title="Klasyfikacja zawodów i specjalności 2025",
        legal_basis="Dz.U. 2025 poz. 1534",
        valid_from=date(2025, 11, 27),
    ),
    (SchemeKind.SCHOOL, SCHOOL_YEAR): Edition(
        kind=SchemeKind.SCHOOL,
        year=SCHOOL_YEAR,
        title="Klasyfikacja zawodów szkolnictwa branżowego",
        legal_basis="Dz.U. 2019 poz. 316",
        valid_from=date(2019, 9, 1),
        state="2020/2021",
    ),
    (SchemeKind.ISCO, ISCO_YEAR): Edition(
        kind=SchemeKind.ISCO,
        year=ISCO_YEAR,
        title="Międzynarodowy Standard Klasyfikacji Zawodów ISCO-08",
        legal_basis="ILO, ISCO-08",
    ),
}


def edition(kind: SchemeKind, year: int, *, source: str) -> Edition:
    """The edition with what is known of it; an unknown KZiS edition is taken with its year alone."""
    plain = Edition(kind=kind, year=year, title=f"Klasyfikacja zawodów i specjalności {year}")
    return replace(_KNOWN.get((kind, year), plain), source=source)


def year_of(kind: SchemeKind, given: int | None, file_name: str) -> int:
    """The edition's year: as told, else from the file's name. Raises FileRefusedError when neither says it."""
    if given:
        return given
    if kind == SchemeKind.SCHOOL:
        return SCHOOL_YEAR
    if kind == SchemeKind.ISCO:
        return ISCO_YEAR
    found = re.search(r"(?<!\d)(20\d\d)(?!\d)", file_name)
    if found is None:
        raise FileRefusedError(_("The file's name does not tell the edition; give it with --year."), place=file_name)
    return int(found[1])
