"""What schools of the region declare to teach, from the API of the school register RSPO (api.rspo.gov.pl, since 2026).

The API wants HTTP Basic, answers bare arrays without a total, and is read until a page is empty. An institution names
its occupations in an object, or in an empty list when there are none. That is a declaration: it says neither that a
class opens this year nor how many pupils there are. Of each institution only the number, the codes of its county and
the occupations are kept; directors, contacts and everything else are dropped before an answer is read or laid by.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.kernel.errors import DomainError
from azymut.kernel.importing import ImportReport
from azymut.kernel.intake import sha256
from azymut.kernel.network.asking import Shelf, fetching_alone
from azymut.kernel.network.budgets import Limit
from azymut.kernel.network.client import AnswerRefusedError, Client, InconsistentError, Tally
from azymut.offers import queries
from azymut.offers.actions import HollowError
from azymut.offers.enums import Origin
from azymut.offers.exchange.lines import Line, take, understand
from azymut.offers.models import Reading
from azymut.offers.rules import is_code, school_year_of, year_text
from azymut.people.models import Account
from azymut.places.models import Territory

KEY = "rspo"
PAGE_SIZE = 100
MOST_PAGES = 1000
"""A source that never gives an empty page is not asked for ever."""
LIMITS = (Limit(1, 2), Limit(3600, 1000))
"""The register states none; this is what we hold ourselves to."""
PUBLISHER = "MEN, Centrum Informatyczne Edukacji: RSPO"
LICENCE = "CC BY 4.0"
TAUGHT = ("ksztalcenieZawodowe", "ksztalcenieZawodoweArtystyczne")
COLUMNS = {"school": "numerRspo", "occupation": TAUGHT[0]}


class NoAccountError(DomainError):
    """The installation has no account of the register's API."""


def bring(
    region: Territory, *, by: Account | None, at: datetime, dry_run: bool = False, accept_closures: bool = False
) -> tuple[ImportReport, Tally]:
    """Read what all schools of a voivodeship declare and take it in.

    Raises NoAccountError, FileRefusedError when the answers cannot be trusted, NotNowError when the register wants no
    more requests for now, DomainError when it is being read already.
    """
    if not settings.RSPO_USER or not settings.RSPO_PASSWORD:
        raise NoAccountError(_("The register's API needs an account: set AZYMUT_RSPO_USER and AZYMUT_RSPO_PASSWORD."))
    with fetching_alone(KEY) as alone:
        if not alone:
            raise DomainError(_("This source is being fetched already."))
        return _bring(region, by=by, at=at, dry_run=dry_run, accept_closures=accept_closures)


def _bring(
    region: Territory, *, by: Account | None, at: datetime, dry_run: bool, accept_closures: bool
) -> tuple[ImportReport, Tally]:
    shelf = Shelf(KEY, f"provision-{region.code}", now=time.time())
    year = school_year_of(timezone.localdate(at))
    try:
        with _client(shelf) as client:
            institutions = list(_institutions(client, region))
        report = _take(institutions, region, year=year, by=by, at=at, dry_run=dry_run, accept_closures=accept_closures)
    except (InconsistentError, HollowError):
        shelf.drop()
        raise
    shelf.finish()
    return report, client.tally


def _take(
    institutions: list[dict[str, Any]],
    region: Territory,
    *,
    year: int,
    by: Account | None,
    at: datetime,
    dry_run: bool,
    accept_closures: bool,
) -> ImportReport:
    lines = list(_lines(institutions, year))
    digest = sha256(json.dumps([line.as_dict() for line in lines], ensure_ascii=False, sort_keys=True).encode())
    reading = Reading(
        origin=Origin.RSPO,
        as_of=timezone.localdate(at),
        publisher=PUBLISHER,
        licence=LICENCE,
        address=f"{settings.RSPO_URL}/api/placowki/",
        covers=f"{region.name}: {year_text(year)}",
        file_name=f"RSPO-{region.code}-{timezone.localdate(at):%Y-%m-%d}.json",
        sha256=digest,
        rows=[line.as_dict() for line in lines],
    )
    understood = understand(lines, queries.schools_by_number({line.school for line in lines}), columns=COLUMNS)
    standing = queries.standing_keys(Origin.RSPO, years={year}, within=region.code)
    covered = {key for key in standing if key[0] not in understood.spare}
    known = queries.was_taken(digest, origin=Origin.RSPO, as_of=reading.as_of)
    return take(
        reading, understood, covered=covered, by=by, at=at, dry_run=dry_run, known=known,
        accept_closures=accept_closures,
    )  # fmt: skip


def _client(shelf: Shelf) -> Client:
    secret = base64.b64encode(f"{settings.RSPO_USER}:{settings.RSPO_PASSWORD}".encode()).decode()
    headers = {"Accept": "application/json", "Authorization": f"Basic {secret}"}
    return Client(KEY, settings.RSPO_URL, shelf=shelf, limits=LIMITS, headers=headers, clean=without_persons)


def _institutions(client: Client, region: Territory) -> Iterator[dict[str, Any]]:
    """Every institution of the voivodeship, each once, page by page until a page is empty, and one page further.

    There is no total to hold the pages against. So a page that is shorter than the first must be the last, and after an
    empty one nothing may come: otherwise a page was lost on the way.
    """
    seen: set[int] = set()
    sizes: list[int] = []
    for page in range(settings.RSPO_FIRST_PAGE, settings.RSPO_FIRST_PAGE + MOST_PAGES):
        asked = [("wojewodztwo_kod_teryt", region.code), ("page", str(page)), ("pageSize", str(PAGE_SIZE))]
        found = client.get("api/placowki/", asked, json.loads)
        if found and sizes and sizes[-1] < sizes[0]:
            raise InconsistentError(_("A page of the source is missing or was cut short."))
        if not found and sizes and not sizes[-1]:
            break
        sizes.append(len(found))
        for one in found:
            _check(one, region, seen)
            seen.add(one["numerRspo"])
            yield one
    else:
        raise InconsistentError(_("The source gives page after page and no end."))
    if not seen:
        raise InconsistentError(_("The source knows no institution of this voivodeship."), place=region.name)


def _check(one: dict[str, Any], region: Territory, seen: set[int]) -> None:
    if one["numerRspo"] in seen:
        raise InconsistentError(
            _("The source gave the unit %(id)s twice: a page was repeated.") % {"id": one["numerRspo"]}
        )
    if one["wojewodztwoKodTERYT"] != region.code:
        raise InconsistentError(_("The source answered with another page than was asked for."))


def without_persons(content: bytes) -> bytes:
    """A page of the register with nothing but numbers, the voivodeship and occupations, refused when it has another
    shape than we know."""
    try:
        found = json.loads(content)
    except ValueError as error:
        raise AnswerRefusedError(_("The answer of the source is damaged: it is not JSON.")) from error
    if not isinstance(found, list):
        raise AnswerRefusedError(_("The answer of the source is not of the shape that it used to be."))
    return json.dumps([_kept(one) for one in found], ensure_ascii=False, sort_keys=True).encode()


def _kept(one: object) -> dict[str, Any]:
    if not isinstance(one, dict) or TAUGHT[0] not in one or not isinstance(one.get("numerRspo"), int):
        raise AnswerRefusedError(_("The answer of the source is not of the shape that it used to be."))
    taught = {code: name for key in TAUGHT for code, name in _occupations(one.get(key, []), key).items()}
    return {
        "numerRspo": one["numerRspo"],
        "wojewodztwoKodTERYT": str(one.get("wojewodztwoKodTERYT", "")),
        "dataLikwidacji": one.get("dataLikwidacji"),
        "zawody": taught,
    }


def _occupations(given: object, key: str) -> dict[str, str]:
    """An object of names by a key that is the register's own number or the code; an empty list where there are none."""
    if given in ([], None):
        return {}
    if not isinstance(given, dict) or not all(isinstance(name, str) and name.strip() for name in given.values()):
        raise AnswerRefusedError(_("The answer of the source is not of the shape that it used to be."), place=key)
    return {str(code): name.strip() for code, name in given.items()}


def _lines(institutions: list[dict[str, Any]], year: int) -> Iterator[Line]:
    """One line for each occupation of each institution that stands; numbered as they come."""
    number = 0
    for one in sorted(institutions, key=lambda one: int(one["numerRspo"])):
        if one["dataLikwidacji"]:
            continue
        for code, name in sorted(one["zawody"].items()):
            number += 1
            yield Line(
                row=number,
                school=str(one["numerRspo"]),
                occupation=name,
                code=code if is_code(code) else "",
                year=str(year),
            )
