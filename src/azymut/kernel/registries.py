"""Where rooms tell other rooms what they know, without being imported.

Providers only read, and hand over frozen values with a label, a link and a state. A lower room's page asks here; the
room above answers through what it registered in its AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise

Text = str | Promise


class Tone(StrEnum):
    """The meaning of a status mark. Shape and word go with it, so colour is never alone."""

    ON = "on"
    RISK = "risk"
    OFF = "off"
    WAIT = "wait"
    DONE = "done"
    NO_DATA = "nodata"


@dataclass(frozen=True)
class Mark:
    """A status mark: a word, a tone and, where known, the reasons in sentences."""

    tone: Tone
    label: Text
    reasons: tuple[str, ...] = ()
    since: date | None = None
    url: str = ""


@dataclass(frozen=True)
class TraceStep:
    """One link of the thread from evidence to effect."""

    kind: Text
    label: Text
    url: str = ""
    state: Text = ""
    moment: date | datetime | None = None
    here: bool = False
    sample: bool = False


@dataclass(frozen=True)
class Panel:
    """A block that a room above contributes to an object's page."""

    key: str
    title: Text
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True)
class Duty:
    """Something that waits for a person: a line of the desk and of the weekly digest."""

    label: Text
    url: str
    button: Text
    due_on: date | None = None
    room: str = ""
    sample: bool = False


@dataclass(frozen=True)
class Impact:
    """What publishing something would change elsewhere."""

    kind: Text
    label: Text
    before: str
    after: str
    url: str = ""


TraceProvider = Callable[[models.Model], Iterable[TraceStep]]
PanelProvider = Callable[[models.Model, Any], Iterable[Panel]]
DutyProvider = Callable[[Any, datetime], Iterable[Duty]]
ImpactProvider = Callable[[Any], Iterable[Impact]]
MarkProvider = Callable[[Sequence[int]], Mapping[int, Mark]]

_upstream: dict[type[models.Model], list[TraceProvider]] = {}
_downstream: dict[type[models.Model], list[TraceProvider]] = {}
_panels: dict[type[models.Model], list[PanelProvider]] = {}
_duties: dict[str, DutyProvider] = {}
_impacts: dict[str, ImpactProvider] = {}
_marks: dict[type[models.Model], MarkProvider] = {}
_mark_stamps: dict[type[models.Model], Callable[[], str]] = {}


def register_trace(
    model: type[models.Model],
    *,
    upstream: TraceProvider | None = None,
    downstream: TraceProvider | None = None,
) -> None:
    """What led to objects of this model, and what followed from them."""
    if upstream:
        _upstream.setdefault(model, []).append(upstream)
    if downstream:
        _downstream.setdefault(model, []).append(downstream)


def register_panels(model: type[models.Model], provider: PanelProvider) -> None:
    _panels.setdefault(model, []).append(provider)


def register_duties(room: str, provider: DutyProvider) -> None:
    _duties[room] = provider


def register_impact(room: str, provider: ImpactProvider) -> None:
    _impacts[room] = provider


def register_marks(
    model: type[models.Model], provider: MarkProvider, *, stamp: Callable[[], str] | None = None
) -> None:
    """The one room that knows the status of this model's objects.

    `stamp` changes whenever a mark could, the passing of a day aside: pages that are kept are kept under it.
    """
    _marks[model] = provider
    if stamp:
        _mark_stamps[model] = stamp


def trace_of(thing: models.Model, *, label: Text, kind: Text) -> list[TraceStep]:
    """The thread through one object: what led here, the object itself, what followed."""
    before = [step for provider in _upstream.get(type(thing), []) for step in provider(thing)]
    after = [step for provider in _downstream.get(type(thing), []) for step in provider(thing)]
    return [*before, TraceStep(kind=kind, label=label, here=True), *after]


def panels_for(thing: models.Model, account: Any) -> list[Panel]:
    """Panels of rooms above, in their stated order."""
    panels = [panel for provider in _panels.get(type(thing), []) for panel in provider(thing, account)]
    return sorted(panels, key=lambda panel: (panel.order, panel.key))


def duties_of(account: Any, now: datetime) -> list[Duty]:
    """All that waits for this person, oldest term first; duties without a term come last."""
    duties = [duty for room in sorted(_duties) for duty in _duties[room](account, now)]
    return sorted(duties, key=lambda duty: (duty.due_on is None, duty.due_on or date.max, str(duty.label)))


def impact_of(change: Any) -> list[Impact]:
    """What rooms say would change if this were published."""
    return [impact for room in sorted(_impacts) for impact in _impacts[room](change)]


def marks_of(model: type[models.Model], pks: Sequence[int]) -> Mapping[int, Mark]:
    """Status marks by primary key; objects without one are absent. One call, whatever the number of objects."""
    provider = _marks.get(model)
    return provider(pks) if provider and pks else {}


def marks_stamp(model: type[models.Model]) -> str:
    """What the marks of this model depend on, as one word; empty when nobody gives marks."""
    stamp = _mark_stamps.get(model)
    return stamp() if stamp else ""
