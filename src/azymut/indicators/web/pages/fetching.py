"""What those who load figures see of sources that are asked over the network: how each stands, and one fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.enums import FetchState
from azymut.indicators.exchange import fetching
from azymut.indicators.models import Fetch, Release
from azymut.indicators.rules.fetching import can_resume, next_due
from azymut.kernel import background
from azymut.kernel.registries import Mark, Tone

POLL_SECONDS = 3
_TONES = {
    FetchState.WAITING: Tone.WAIT,
    FetchState.RUNNING: Tone.WAIT,
    FetchState.PAUSED: Tone.RISK,
    FetchState.DONE: Tone.DONE,
    FetchState.FAILED: Tone.OFF,
    FetchState.CANCELLED: Tone.NO_DATA,
}


@dataclass(frozen=True)
class SourceLine:
    """How it stands with one source."""

    name: str
    collections: str
    done: str
    rows: str
    due: str
    error: str
    latest_url: str
    mark: Mark | None
    waiting: str
    start_url: str
    """Empty while a fetch is open."""


@dataclass(frozen=True)
class FetchingView:
    lines: tuple[SourceLine, ...]
    releases_url: str


def fetching_view(*, at: datetime) -> FetchingView:
    """Every source that is asked over the network and is set up."""
    states = queries.source_states(list(fetching.SOURCES))
    return FetchingView(tuple(_line(state, at=at) for state in states), reverse("indicators:releases"))


def _line(state: queries.SourceState, *, at: datetime) -> SourceLine:
    latest, key = state.latest, state.source.key
    days = settings.FETCH_EVERY_DAYS.get(key, 0)
    due = next_due(state.last_tried_at, days=days, now=at)
    waiting = ngettext("%(number)d release", "%(number)d releases", state.waiting) % {"number": state.waiting}
    return SourceLine(
        name=state.source.name,
        collections=", ".join(one.code for one in fetching.chosen(key)),
        done=formats.moment(state.done.ended_at) if state.done else "",
        rows=formats.number(_rows(state.done)) if state.done else "",
        due=formats.moment(due) if due else _("only when asked"),
        error=_error(state.failed) if state.failed else "",
        latest_url=latest.get_absolute_url() if latest else "",
        mark=state_mark(latest) if latest else None,
        waiting=waiting if state.waiting else "",
        start_url="" if state.open else reverse("indicators:fetch-start", args=[key]),
    )


def _rows(fetch: Fetch) -> int:
    """Figures that the source gave, whether they changed anything or not."""
    return sum(one[name] for one in fetch.results for name in ("created", "changed", "unchanged"))


def _error(fetch: Fetch) -> str:
    """What went wrong: of the first collection that was refused, else of the whole."""
    refused = next((one for one in fetch.results if one["error"]), None)
    return f"{refused['collection']}: {refused['error']}" if refused else fetch.error


def state_mark(fetch: Fetch) -> Mark:
    state = FetchState(fetch.state)
    return Mark(tone=_TONES[state], label=state.label)


@dataclass(frozen=True)
class ResultLine:
    """What one collection brought, or why it was refused."""

    collection: str
    counts: str
    rejected: str
    findings: str
    error: str
    release_url: str
    release_state: str


@dataclass(frozen=True)
class FetchPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    mark: Mark
    facts: tuple[tuple[str, str], ...]
    error: str
    results: tuple[ResultLine, ...]
    left: str
    address: str
    progress: tuple[int, int, str] | None
    poll_seconds: int
    stop_url: str
    resume_url: str


def fetch_page(fetch: Fetch) -> FetchPage:
    """A fetch: where it stands, what each collection brought, what may be done with it."""
    releases = queries.releases_of_fetch(fetch)
    state = FetchState(fetch.state)
    return FetchPage(
        title=fetch.source.name,
        crumbs=((_("Sources of figures"), reverse("indicators:sources")), (formats.moment(fetch.asked_at), "")),
        mark=state_mark(fetch),
        facts=_facts(fetch),
        error=fetch.error,
        results=tuple(_result(one, releases) for one in fetch.results),
        left=", ".join(fetch.left),
        address=fetch.get_absolute_url(),
        progress=_progress(fetch) if state == FetchState.RUNNING else None,
        poll_seconds=POLL_SECONDS if state in {FetchState.WAITING, FetchState.RUNNING} else 0,
        stop_url=reverse("indicators:fetch-stop", args=[fetch.public_id]) if fetch.is_open else "",
        resume_url=reverse("indicators:fetch-resume", args=[fetch.public_id]) if can_resume(state) else "",
    )


def _facts(fetch: Fetch) -> tuple[tuple[str, str], ...]:
    asker = str(fetch.asked_by) if fetch.asked_by else _("the schedule or a command")
    return (
        (_("Asked for"), f"{formats.moment(fetch.asked_at)}, {asker}"),
        *(((_("Goes on"), formats.moment(fetch.resumes_at)),) if fetch.resumes_at else ()),
        *(((_("Ended"), formats.moment(fetch.ended_at)),) if fetch.ended_at else ()),
        (_("Requests made"), formats.number(sum(one["asked"] for one in fetch.results))),
        (_("Answers unchanged or fetched before"), formats.number(sum(one["at_hand"] for one in fetch.results))),
    )


def _progress(fetch: Fetch) -> tuple[int, int, str] | None:
    told = background.outcome(fetch.task_id)
    return (told.done, told.total, told.step) if told and told.total else None


def _result(result: dict[str, Any], releases: dict[str, Release]) -> ResultLine:
    release = releases.get(result["release"])
    labels = {
        "created": _("new figures"),
        "changed": _("changed figures"),
        "unchanged": _("unchanged figures"),
        "removed": _("withdrawn figures"),
    }
    counts = [f"{label}: {formats.number(result[key])}" for key, label in labels.items() if result[key]]
    return ResultLine(
        collection=result["collection"],
        counts=", ".join(counts),
        rejected="–" if result["error"] else formats.number(result["rejected"]),
        findings="–" if result["error"] else formats.number(result["findings"]),
        error=result["error"],
        release_url=release.get_absolute_url() if release else "",
        release_state=_release_state(release, result),
    )


def _release_state(release: Release | None, result: dict[str, Any]) -> str:
    if release is not None:
        return release.get_state_display()
    if result["release"]:
        return _("taken away since")
    return "–" if result["error"] else _("nothing new")
