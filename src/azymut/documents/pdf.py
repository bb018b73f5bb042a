"""Content → PDF: tagged, archival (PDF/UA-1, PDF/A-3a), set by typst from a template that an office can replace."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from azymut.design import drawing, formats
from azymut.design.cartogram import Cartogram
from azymut.design.charts import as_rows
from azymut.documents import blocks as b
from azymut.documents import wording
from azymut.kernel.errors import FileRefusedError

STANDARDS = ["ua-1", "a-3a"]
BUILTIN = Path(__file__).parent / "builtin" / "document.typ"
_PROCESS = Path(__file__).with_name("typst_process.py")
_SECONDS = 45
"""Of one setting. Templates are tried within a request, and the web server ends those that take a minute."""
_PACKAGE = re.compile(r"[\"']\s*@")
_FETCHED = "failed to download package"
_LAST_LEVEL = 6


def builtin_template() -> bytes:
    """The template that stands when no office has replaced it."""
    return BUILTIN.read_bytes()


def build(content: b.Content, template: bytes | None = None) -> bytes:
    """The PDF of this content. A faulty template is refused with typst's own message and its place."""
    with override(content.language), tempfile.TemporaryDirectory(prefix="azymut-pdf-") as name:
        folder = Path(name)
        drawing.draw(content.charts, for_print=True)
        source = template if template is not None else builtin_template()
        check_template(source)
        (folder / "main.typ").write_bytes(source)
        printed = json.dumps(_printed(content, folder), ensure_ascii=False)
        (folder / "document.json").write_text(printed, encoding="utf-8")
        return _compile(content, folder)


def check_template(source: bytes) -> None:
    """Templates are text of a bounded size that fetches nothing; what they read is bounded by typst's root."""
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileRefusedError(_("The template is not text in UTF-8."), place=f"byte {error.start}") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if _PACKAGE.search(line):
            raise FileRefusedError(_("Templates may not load packages."), place=_("row %(line)d") % {"line": number})


def _compile(content: b.Content, folder: Path) -> bytes:
    work = {"folder": str(folder), "fonts": str(drawing.FONTS), "standards": STANDARDS, "at": content.at.isoformat()}
    try:
        done = subprocess.run(  # noqa: S603  # our own file, run by this interpreter
            [sys.executable, "-I", str(_PROCESS)],
            input=json.dumps(work).encode(),
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefusedError(_("The template takes too long to set.")) from error
    result = folder / "out.pdf"
    if done.returncode == 0 and result.exists():
        return result.read_bytes()
    raise _fault(done.stdout)


def _fault(answer: bytes) -> FileRefusedError:
    try:
        told = json.loads(answer)
    except json.JSONDecodeError:
        return FileRefusedError(_("The template could not be set: it needs too much time or memory."))
    place = re.search(r"main\.typ:(\d+):(\d+)", str(told["place"]))
    where = _("row %(line)s, column %(column)s") % {"line": place[1], "column": int(place[2]) + 1} if place else ""
    if _FETCHED in str(told["message"]):
        return FileRefusedError(_("Templates may not load packages."), place=where)
    message = _("The template has a fault: %(message)s") % {"message": told["message"]}
    return FileRefusedError(message, place=where)


# --- the content as the template reads it -----------------------------------------------------------------------------


def _printed(content: b.Content, folder: Path) -> dict[str, Any]:
    """What document.json holds: plain values, pictures written beside it."""
    return {
        "title": content.title,
        "lang": content.language,
        "author": content.author,
        "reference": content.reference,
        "footer": content.footer,
        "sample": content.sample,
        "at": formats.moment(content.at),
        "moment": [*content.at.astimezone(UTC).timetuple()[:6]],
        "words": wording.words(),
        "cover": asdict(content.cover),
        "blocks": _Blocks(folder).all(content.blocks),
    }


class _Blocks:
    """Turns blocks into what the template prints, one method a kind that needs more than its own fields."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.annexes = 0
        self.drawings = 0
        self.level = 0

    def all(self, blocks: tuple[b.Block, ...]) -> list[dict[str, Any]]:
        return [{"type": one.kind, **self._one(one)} for one in blocks]

    def _one(self, block: b.Block) -> dict[str, Any]:
        turn = getattr(self, f"_{block.kind}", None)
        result: dict[str, Any] = turn(block) if turn else asdict(block)  # type: ignore[call-overload]  # every block is a dataclass
        return result

    def _heading(self, block: b.Heading) -> dict[str, Any]:
        """Levels never skip one, or readers with assistive technology lose their way (PDF/UA 7.4.2)."""
        self.level = max(1, min(block.level, self.level + 1, _LAST_LEVEL))
        return {"text": block.text, "level": self.level}

    def _annex(self, block: b.Annex) -> dict[str, Any]:
        self.annexes += 1
        self.level = 1
        return {"text": wording.annex_title(self.annexes - 1, block.title)}

    def _table(self, block: b.Table) -> dict[str, Any]:
        return {
            "caption": block.caption,
            "note": block.note,
            "columns": [asdict(column) for column in block.columns],
            "rows": [[_cell(cell) for cell in row] for row in block.rows],
            "totals": [_cell(cell) for cell in block.totals],
        }

    def _chart(self, block: b.ChartBlock) -> dict[str, Any]:
        self.drawings += 1
        name = f"drawing-{self.drawings}.svg"
        chart = block.chart
        (self.folder / name).write_text(drawing.svg(chart, for_print=True), encoding="utf-8")
        return {
            "title": chart.title,
            "alt": chart.alt,
            "file": name,
            "source": chart.source,
            "caveats": list(chart.caveats),
            "sample": chart.sample,
            "rows": as_rows(chart) if block.numbers else [],
        }

    def _cartogram(self, block: b.CartogramBlock) -> dict[str, Any]:
        return _tiles(block.cartogram)


def _cell(cell: b.Cell) -> dict[str, Any]:
    return {"text": cell.text, "tone": cell.tone.value if cell.tone else "", "bold": cell.bold}


def _tiles(cartogram: Cartogram) -> dict[str, Any]:
    return {
        "title": cartogram.title,
        "note": cartogram.note,
        "columns": cartogram.columns,
        "sample": cartogram.sample,
        "cities": cartogram.has_cities,
        "legend": [{"label": entry.label, **_shade(entry.shade)} for entry in cartogram.legend],
        "tiles": [
            {
                "label": tile.syllables,
                "value": tile.value,
                "x": tile.column - 1,
                "y": tile.row - 1,
                "city": tile.city,
                **_shade(tile.shade),
            }
            for tile in cartogram.tiles
        ],
    }


def _shade(shade: int | None) -> dict[str, str]:
    if shade is None:
        return {"fill": wording.NO_SHADE, "ink": wording.SHADE_INKS[0]}
    return {"fill": wording.SHADES[shade], "ink": wording.SHADE_INKS[shade]}
