"""A step on a line of time, as the part `timeline` shows it."""

from __future__ import annotations

from dataclasses import dataclass

from azymut.kernel.registries import Mark, Tone


@dataclass(frozen=True)
class Step:
    """When something was or is due, and what: a title or a mark, a note (late ones stand out), further lines."""

    when: str
    tone: Tone | str
    title: str = ""
    mark: Mark | None = None
    note: str = ""
    late: bool = False
    lines: tuple[str, ...] = ()
