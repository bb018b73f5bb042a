"""Fetching from the network: one collection through all steps, and a whole fetch over interruptions.

Called alike by the command, the background task and tests. What goes wrong with one collection leaves nothing of it
behind and does not keep the others from coming in.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from azymut.indicators import actions, queries
from azymut.indicators.enums import FetchState
from azymut.indicators.exchange import importer
from azymut.indicators.exchange.network.bdl_api import BdlApi
from azymut.indicators.exchange.network.collections import Collection, collections
from azymut.indicators.exchange.network.eurostat_api import EurostatApi
from azymut.indicators.exchange.network.protocol import Say, Source
from azymut.indicators.models import Fetch
from azymut.kernel.errors import DomainError
from azymut.kernel.network.asking import Shelf, fetching_alone
from azymut.kernel.network.client import InconsistentError, NotNowError, StoppedError, Tally, go_on
from azymut.people.models import Account

SOURCES: dict[str, Source] = {source.key: source for source in (BdlApi(), EurostatApi())}


def silent(_done: int, _total: int, _label: str) -> None:
    """Nobody wants to know how far it is."""


def chosen(source: str, codes: Sequence[str] = ()) -> tuple[Collection, ...]:
    """Collections of a source by their codes, or all of them. Raises DomainError for one that there is not."""
    known = {one.code: one for one in collections(source)}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise DomainError(
            _("This source has no collection %(code)s; it has %(known)s.")
            % {"code": ", ".join(unknown), "known": ", ".join(known)}
        )
    return tuple(known[code] for code in codes or known)


def bring(
    collection: Collection,
    *,
    by: Account | None,
    at: datetime,
    dry_run: bool = False,
    publish: bool = False,
    say: Say = silent,
    check: Callable[[], None] = go_on,
) -> tuple[importer.Outcome, Tally]:
    """Fetch one collection, read, compare and check it; keep it as a release unless it is a dry run.

    It is published only if that is wanted and the checks find nothing serious. Raises FileRefusedError when anything of
    it cannot be trusted, NotNowError when the source wants no more requests, StoppedError when somebody stopped it.
    """
    source = SOURCES[collection.source]
    shelf = Shelf(collection.source, collection.code, now=time.time())
    with source.client(shelf, check) as client:
        try:
            fetched = source.fetch(collection, client, say)
        except InconsistentError:
            shelf.drop()
            raise
    parsed = source.read(fetched, collection)
    outcome = importer.keep(
        fetched.content, fetched.name, parsed, code=collection.code, source_key=collection.source,
        file_format=collection.file_format, by=by, at=at, dry_run=dry_run, publish=publish, careful=True,
        origin=fetched.origin,
    )  # fmt: skip
    shelf.finish()
    return outcome, client.tally


class BusyError(DomainError):
    """Another process fetches from the source."""


@contextmanager
def alone(source: str) -> Iterator[None]:
    """Nobody else fetches from the source meanwhile. Raises BusyError when somebody does."""
    with fetching_alone(source) as free:
        if not free:
            raise BusyError(_("This source is being fetched already."))
        yield


def is_running(source: str) -> bool:
    """Whether a living process fetches from the source."""
    with fetching_alone(source) as free:
        return not free


def stop(fetch: Fetch, *, by: Account | None, at: datetime) -> Fetch:
    """Stop a fetch: at once when nobody works on it, else after the present request."""
    return actions.stop_fetch(fetch=fetch, running=is_running(fetch.source.key), by=by, at=at)


def clear_way(source: str, *, by: Account | None, at: datetime) -> None:
    """Close what a killed process left open or what waits for a worker: the command takes its place. Call it alone."""
    left = queries.open_fetch(source)
    if left is not None:
        error = _("Another fetch took its place.")
        actions.end_fetch(fetch=left, state=FetchState.CANCELLED, error=error, by=by, at=at)


def carry_out(fetch: Fetch, *, task_id: str = "", say: Say = silent) -> Fetch:
    """Go through the collections that are left, each for itself; the fetch is given back as it stands then.

    It may have been paused, to be called again later. Raises BusyError when the source is being fetched elsewhere,
    and lets through what is a fault of the program after putting the fetch down as failed.
    """
    by = fetch.asked_by
    with alone(fetch.source.key):
        fetch = actions.begin_fetch(fetch=fetch, task_id=task_id, by=by, at=timezone.now())
        try:
            _collections(fetch, say)
        except NotNowError as pause:
            return actions.pause_fetch(fetch=fetch, until=pause.until, by=by, at=timezone.now())
        except StoppedError as stopped:
            return _end(fetch, FetchState.CANCELLED, str(stopped))
        except Exception:
            _end(fetch, FetchState.FAILED, _("The program failed, and nothing was changed halfway."))
            raise
        failed = bool(queries.fetch_by_pk(fetch.pk).left)
        error = _("Not everything came in; what is missing is named below.") if failed else ""
        return _end(fetch, FetchState.FAILED if failed else FetchState.DONE, error)


def _end(fetch: Fetch, state: FetchState, error: str) -> Fetch:
    return actions.end_fetch(fetch=fetch, state=state, error=error, by=fetch.asked_by, at=timezone.now())


def _collections(fetch: Fetch, say: Say) -> None:
    wanted = chosen(fetch.source.key, fetch.left)
    for number, collection in enumerate(wanted):
        result = _one(fetch, collection, _share(say, number, len(wanted)))
        actions.note_fetched(fetch=fetch, result=result, by=fetch.asked_by, at=timezone.now())


def _share(say: Say, number: int, of: int) -> Say:
    """Progress of one collection as a share of the whole fetch, in thousandths."""

    def tell(done: int, total: int, label: str) -> None:
        say(number * 1000 + done * 1000 // max(total, 1), of * 1000, label)

    return tell


def _one(fetch: Fetch, collection: Collection, say: Say) -> dict[str, Any]:
    """What a collection brought, or why it was refused, as it is put down."""

    def check() -> None:
        if queries.is_stopped(fetch):
            raise StoppedError(_("The fetch was stopped; what had come in before stays."))

    try:
        outcome, tally = bring(
            collection, by=fetch.asked_by, at=timezone.now(), publish=fetch.publishes, say=say, check=check
        )
    except (NotNowError, StoppedError):
        raise
    except DomainError as error:
        place = getattr(error, "place", "")
        return result_of(collection.code, error=f"{place}: {error}" if place else str(error))
    return result_of(collection.code, outcome=outcome, tally=tally)


def result_of(
    code: str, *, outcome: importer.Outcome | None = None, tally: Tally | None = None, error: str = ""
) -> dict[str, Any]:
    """What is put down and printed of one collection."""
    counts = outcome.report.as_dict() if outcome else {}
    return {
        "collection": code,
        **{name: counts.get(name, 0) for name in ("created", "changed", "unchanged", "removed")},
        "rejected": len(counts.get("rejected", ())),
        "findings": len(outcome.findings) if outcome else 0,
        "serious": any(finding.serious for finding in outcome.findings) if outcome else False,
        "release": outcome.release.public_id if outcome and outcome.release else "",
        "asked": tally.asked if tally else 0,
        "at_hand": (tally.kept + tally.unchanged) if tally else 0,
        "error": error,
    }
