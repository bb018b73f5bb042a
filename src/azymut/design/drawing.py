"""Charts drawn: SVG for pages in the reader's own colours, SVG for PDF and PNG for DOCX in fixed ones.

Drawing happens in a short-lived process, all missing drawings of a call at once, and is kept on disk under its
content's hash (settings.CHARTS_DIR). Files appear by renaming, and one process draws at a time, so races are safe.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from django.conf import settings

from azymut.design import vega
from azymut.design.charts import Chart
from azymut.design.vega import PRINT, SCREEN, Canvas

log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
_PROCESS = Path(__file__).with_name("drawing_process.py")
_SECONDS = 60
_VERSION = 2
"""Raised when the drawing itself changes, so that older files are not taken for it."""

_DROPPED = re.compile(
    r' (?:style|class|role|tabindex|aria-[a-z]+|xmlns:xlink|pointer-events)="[^"]*"| opacity="1"'
    r'|<path class="(?:background|foreground)"[^>]*/>| stroke-dasharray="1,0"'
)
_TAG = re.compile(r"<[^>]*>")
_LONG_NUMBER = re.compile(r"(\d\.\d)\d+")
_COLOURS = re.compile("|".join(SCREEN.values()), re.IGNORECASE)
_TOKEN_OF = {colour: token for token, colour in SCREEN.items()}


class DrawingError(RuntimeError):
    """The drawing process failed; pages then show the table of numbers alone."""


@dataclass(frozen=True)
class _Job:
    spec: Mapping[str, Any]
    locale: Mapping[str, Any]
    format: str

    @property
    def key(self) -> str:
        text = json.dumps([_VERSION, self.format, self.locale, self.spec], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:40]

    @property
    def path(self) -> Path:
        return Path(settings.CHARTS_DIR) / self.key[:2] / f"{self.key}.{self.format}"


def svg(chart: Chart, *, narrow: bool = False, for_print: bool = False) -> str:
    """One drawing as SVG.

    For pages its colours are the page's own tokens, it fills the width it is given and carries the chart's text
    alternative; `for_print` has literal colours and fixed size, as a PDF needs.
    Raises DrawingError when it cannot be drawn.
    """
    job = _job(chart, narrow=narrow, for_print=for_print)
    raw = _drawn([job])[job.key].decode()
    return raw if for_print else inline(raw, chart.alt)


def png(chart: Chart) -> bytes:
    """The drawing for DOCX, two pixels a point, in print colours."""
    job = _job(chart, for_print=True, picture="png")
    return _drawn([job])[job.key]


def draw(charts: Iterable[Chart], *, for_print: bool = False) -> None:
    """Warm up: draw what is missing of these charts in one process. Pages with several charts call it first.

    With `for_print` the pictures of documents are drawn, otherwise both widths of pages.
    """
    if for_print:
        jobs = [_job(chart, for_print=True, picture=kind) for chart in charts for kind in ("svg", "png")]
    else:
        jobs = [_job(chart, narrow=narrow) for chart in charts for narrow in (False, True)]
    _drawn(jobs, read=False)


def _job(chart: Chart, *, narrow: bool = False, for_print: bool = False, picture: str = "svg") -> _Job:
    canvas = Canvas(narrow=narrow, palette=PRINT if for_print else SCREEN)
    return _Job(vega.spec(chart, canvas), vega.locale(), picture)


def _drawn(jobs: list[_Job], *, read: bool = True) -> dict[str, bytes]:
    if any(not job.path.exists() for job in jobs):
        with _one_at_a_time():
            missing = {job.key: job for job in jobs if not job.path.exists()}
            if missing:
                _draw(missing)
    return {job.key: job.path.read_bytes() for job in jobs} if read else {}


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = Path(settings.CHARTS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _draw(jobs: Mapping[str, _Job]) -> None:
    work = {
        "fonts": str(FONTS),
        "jobs": {key: {"spec": job.spec, "locale": job.locale, "format": job.format} for key, job in jobs.items()},
    }
    try:
        done = subprocess.run(  # noqa: S603  # our own file, run by this interpreter
            [sys.executable, "-I", str(_PROCESS)],
            input=json.dumps(work).encode(),
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
        drawn: dict[str, str] = json.loads(done.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError, OSError) as error:
        detail = getattr(error, "stderr", b"") or b""
        log.exception("charts could not be drawn: %s", detail.decode(errors="replace")[-500:])
        raise DrawingError(str(error)) from error
    for key, job in jobs.items():
        _keep(job.path, base64.b64decode(drawn[key]))


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).replace(path)


def _shortened(tag: re.Match[str]) -> str:
    """Places without needless digits; words between tags are left alone, a month 03.2024 among them."""
    return _LONG_NUMBER.sub(r"\1", tag.group())


def inline(raw: str, alt: str) -> str:
    """A drawing made fit for a page: token colours, no style attributes (the content policy bars them), one name."""
    text = _TAG.sub(_shortened, _DROPPED.sub("", raw))
    text = _COLOURS.sub(lambda match: f"var(--{_TOKEN_OF[match.group().lower()]})", text)
    head, _, body = text.partition(">")
    box = re.search(r'viewBox="([^"]+)"', head)
    return f'<svg viewBox="{box.group(1) if box else "0 0 1 1"}" role="img" aria-label={quoteattr(alt)}>{body}'
