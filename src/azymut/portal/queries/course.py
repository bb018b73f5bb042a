"""The region's course: how the actions of the programme in force are doing."""

from __future__ import annotations

from dataclasses import dataclass

from azymut.kernel.registries import Mark, Tone, marks_of
from azymut.programmes import queries as programmes
from azymut.programmes.enums import VersionState
from azymut.programmes.models import Action, Version
from azymut.programmes.queries import ActionRow

ATTENTION = 5
_TROUBLED = (Tone.OFF, Tone.RISK)


@dataclass(frozen=True)
class Attention:
    """An action that needs a look, with its status and the reasons."""

    row: ActionRow
    mark: Mark


@dataclass(frozen=True)
class Course:
    """`on` counts actions on course or finished, `deciding` those off course; `known` those that have a status."""

    version: Version
    total: int
    known: int
    on: int
    risk: int
    deciding: int
    attention: tuple[Attention, ...]
    sample: bool


def course(*, with_sample: bool) -> Course | None:
    """The course of the programme in force; a real programme goes before a sample one, which only the demo shows."""
    version = version_on_show(with_sample=with_sample)
    if version is None:
        return None
    rows = programmes.programme_table(version).rows
    marks = marks_of(Action, [row.pk for row in rows])
    tones = [mark.tone for mark in marks.values()]
    troubled = [Attention(row, marks[row.pk]) for row in rows if row.pk in marks and marks[row.pk].tone in _TROUBLED]
    return Course(
        version=version,
        total=len(rows),
        known=sum(tone != Tone.NO_DATA for tone in tones),
        on=sum(tone in (Tone.ON, Tone.DONE) for tone in tones),
        risk=tones.count(Tone.RISK),
        deciding=tones.count(Tone.OFF),
        attention=tuple(sorted(troubled, key=lambda one: _TROUBLED.index(one.mark.tone))[:ATTENTION]),
        sample=version.strategy.is_sample,
    )


def version_on_show(*, with_sample: bool) -> Version | None:
    """The version in force whose course the home page tells."""
    in_force = [
        version
        for strategy, version in programmes.strategies_with_versions()
        if version.state == VersionState.IN_FORCE and (with_sample or not strategy.is_sample)
    ]
    return min(in_force, key=lambda version: version.strategy.is_sample, default=None)
