"""GUS BDL over its API: a variable at a time, level by level, page by page.

The pages are joined into one file of JSON lines: a line that describes the variable, then a line for each unit with all
its values, so that a figure can be followed back to the line that it stands in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.indicators.exchange import bdl_json
from azymut.indicators.exchange.network.collections import Collection, Variable
from azymut.indicators.exchange.network.protocol import Fetched, Say
from azymut.indicators.exchange.parsed import Parsed
from azymut.kernel.network.asking import Shelf
from azymut.kernel.network.budgets import Limit
from azymut.kernel.network.client import AnswerRefusedError, Client, InconsistentError, go_on

PAGE_SIZE = 100
_MINUTES_15, _HOURS_12, _DAYS_7 = 15 * 60, 12 * 3600, 7 * 24 * 3600
ANONYMOUS = (Limit(1, 5), Limit(_MINUTES_15, 100), Limit(_HOURS_12, 1_000), Limit(_DAYS_7, 10_000))
REGISTERED = (Limit(1, 10), Limit(_MINUTES_15, 500), Limit(_HOURS_12, 5_000), Limit(_DAYS_7, 50_000))
_NAMES = ("n1", "n2", "n3", "n4", "n5")
_ASKED = (("format", "json"), ("lang", "pl"))


class BdlApi:
    """The Local Data Bank of Statistics Poland."""

    key = "gus-bdl"

    def client(self, shelf: Shelf, check: Callable[[], None] = go_on) -> Client:
        registered = settings.BDL_CLIENT_ID
        headers = {"Accept": "application/json", **({"X-ClientId": registered} if registered else {})}
        limits = REGISTERED if registered else ANONYMOUS
        return Client(self.key, settings.BDL_URL, shelf=shelf, limits=limits, headers=headers, check=check)

    def fetch(self, collection: Collection, client: Client, say: Say) -> Fetched:
        lines: list[dict[str, Any]] = []
        total = len(collection.variables) * len(collection.levels)
        for number, variable in enumerate(collection.variables):
            described = _described(client, collection, variable)
            lines.append({"variable": described, "breakdown": variable.breakdown})
            for step, level in enumerate(collection.levels):
                done = number * len(collection.levels) + step
                say(done, total, _("%(code)s: %(name)s") % {"code": collection.code, "name": variable.breakdown})
                lines.extend(
                    {"variable": variable.id, "level": level, "unit": unit}
                    for unit in _units(client, variable, level, since=collection.since)
                )
        say(total, total, collection.code)
        text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
        return Fetched(
            content=text.encode(),
            name=f"{collection.code}_API.jsonl",
            origin=f"{settings.BDL_URL}/data/by-variable",
            made_on=timezone.localdate(),
        )

    def read(self, fetched: Fetched, collection: Collection) -> Parsed:
        parsed = bdl_json.read(fetched.content, collection.code)
        parsed.vintage_on = fetched.made_on
        return parsed


def _described(client: Client, collection: Collection, variable: Variable) -> dict[str, Any]:
    """What the source says that the variable is; refused when that is not what we take it for."""
    found = client.get(f"variables/{variable.id}", _ASKED, _object)
    names = tuple(str(found[name]) for name in _NAMES if found.get(name))
    unit = str(found.get("measureUnitName", ""))
    wrong = (
        found.get("id") != variable.id
        or found.get("subjectId") != collection.code
        or (variable.names and names != variable.names)
        or (collection.unit and unit != collection.unit)
    )
    if wrong:
        raise InconsistentError(
            _("Variable %(id)d is now “%(name)s” [%(unit)s] of %(subject)s, which is not what this collection expects.")
            % {"id": variable.id, "name": " | ".join(names), "unit": unit, "subject": found.get("subjectId", "?")}
        )
    return {"id": variable.id, "subjectId": collection.code, "names": list(names), "measureUnitName": unit}


def _units(client: Client, variable: Variable, level: int, *, since: int) -> Iterator[dict[str, Any]]:
    """Units of one level with their values, each once and all of them, over as many pages as the source says."""
    path = f"data/by-variable/{variable.id}"
    seen: set[str] = set()
    page, total = 0, -1
    while True:
        asked = [("unit-level", str(level)), ("page", str(page)), ("page-size", str(PAGE_SIZE)), *_ASKED]
        # Years are asked for one by one; without them the source gives them all.
        asked += [("year", str(year)) for year in range(since, datetime.now(UTC).year + 1)] if since else []
        found = client.get(path, asked, lambda content: _page(content, variable.id, page))  # noqa: B023  # read at once
        if total not in {-1, found["totalRecords"]}:
            raise InconsistentError(_("The source changed its figures while they were being fetched."))
        total = found["totalRecords"]
        for unit in found["results"]:
            if unit["id"] in seen:
                raise InconsistentError(
                    _("The source gave the unit %(id)s twice: a page was repeated.") % {"id": unit["id"]}
                )
            seen.add(unit["id"])
            yield unit
        following = str(found.get("links", {}).get("next") or "")
        if not following:
            break
        page = _next(following, path, page)
    if len(seen) != total:
        raise InconsistentError(
            _("The source gave %(seen)d units of %(total)d: a page is missing.") % {"seen": len(seen), "total": total}
        )


def _next(following: str, path: str, page: int) -> int:
    """The page that the answer leads to. Only its number is taken; we ask at our own address, wherever it points."""
    link = urlsplit(following)
    number = parse_qs(link.query).get("page", [""])[0]
    if not link.path.endswith(f"/{path}") or number != str(page + 1):
        raise InconsistentError(
            _("The source leads from page %(page)d to %(link)s, which is not the next one.")
            % {"page": page, "link": following[:200]}
        )
    return page + 1


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise AnswerRefusedError(_("The answer of the source is damaged: it is not JSON.")) from error
    if not isinstance(found, dict):
        raise AnswerRefusedError(_("The answer of the source is not of the shape that it used to be."))
    return found


def _page(content: bytes, variable: int, page: int) -> dict[str, Any]:
    """One page, refused when anything in it is not what a page has."""
    found = _object(content)
    results = found.get("results")
    whole = isinstance(found.get("totalRecords"), int) and isinstance(results, list)
    if not whole or not all(_is_unit(unit) for unit in results or ()):
        raise AnswerRefusedError(
            _("The answer of the source is not of the shape that it used to be."), place=f"variable {variable}"
        )
    if found.get("variableId", variable) != variable or found.get("page", page) != page:
        raise InconsistentError(_("The source answered with another page than was asked for."))
    return found


def _is_unit(unit: object) -> bool:
    values = unit.get("values") if isinstance(unit, dict) else None
    return (
        isinstance(unit, dict)
        and isinstance(unit.get("id"), str)
        and isinstance(values, list)
        and all(isinstance(one, dict) and {"year", "val", "attrId"} <= one.keys() for one in values)
    )
