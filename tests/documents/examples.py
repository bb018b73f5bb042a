"""A document with every block, and a kind that makes it."""

from __future__ import annotations

import io
import zipfile

from azymut.design.cartogram import Cartogram, LegendEntry, Tile
from azymut.documents.blocks import (
    Annex,
    Bullets,
    Callout,
    CartogramBlock,
    Cell,
    ChartBlock,
    Column,
    Content,
    Contents,
    Cover,
    Facts,
    Figure,
    Figures,
    Heading,
    PageBreak,
    Paragraph,
    StatusMark,
    Table,
)
from azymut.kernel.registries import Tone
from tests.design import examples

TILES = Cartogram(
    title="Najwyżej w łęczyckim",
    note="Wartości przykładowe.",
    tiles=(
        Tile("łęczycki", "7,9", 4, 1, 1),
        Tile("Łódź", "4,7", 1, 2, 2, city=True),
        Tile("łaski", "b.d.", None, 1, 2),
    ),
    legend=(LegendEntry(1, "4,2–5,0"), LegendEntry(4, "7,0–7,9"), LegendEntry(None, "b.d.")),
    columns=2,
)
TABLE = Table(
    "Działania i pieniądze",
    (
        Column("Działanie", 3),
        Column("Status", 2),
        Column("Wydano", numeric=True),
        Column("Termin", days=True),
        Column("Udział", numeric=True, percent=True),
    ),
    (
        (
            Cell("4.1 Staże uczniowskie", bold=True),
            Cell("poza kursem", tone=Tone.OFF),
            Cell("1 234,50 zł", raw=1234.5),
            Cell("31.12.2026", raw="2026-12-31"),
            Cell("61 %", raw=0.61),
        ),
        (Cell("=HYPERLINK(A1)"), Cell("na kursie", tone=Tone.ON), Cell("b.d."), Cell("b.d."), Cell("b.d.")),
    ),
    totals=(Cell("Razem"), Cell(""), Cell("1 234,50 zł", raw=1234), Cell(""), Cell("")),
    note="Źródło: sprawozdania.",
)


def content(**changes) -> Content:
    values = {
        "title": "Raport: zażółć gęślą jaźń",
        "language": "pl",
        "moment": "2026-11-22T12:00:00+01:00",
        "author": "Urząd Marszałkowski",
        "cover": Cover("Raport: zażółć gęślą jaźń", "Łódzkie", "Urząd", "22 listopada 2026 r.", "Finansowanie: UE."),
        "reference": "KE.0643.2.2026",
        "sample": True,
        "data": {"releases": ["a1"], "actions": 30},
        "blocks": (
            Contents("Spis treści"),
            Heading("Podsumowanie"),
            Paragraph("17 z 30 działań jest na kursie.", lead=True),
            Paragraph("Zwykły akapit."),
            Paragraph("Drobny druk.", soft=True),
            Figures((Figure("Na kursie", "17", "z 30"), Figure("Wydano", "61 %"))),
            Bullets(("pierwszy", "drugi")),
            Bullets(("raz", "dwa"), numbered=True),
            Facts((("Lider", "WUP w Łodzi"), ("Termin", "31.12.2026"))),
            StatusMark(Tone.RISK, "zagrożone", ("Brak sprawozdania.",)),
            *[StatusMark(tone, tone.value) for tone in Tone],
            Callout("Uwaga", "Wartości wstępne."),
            Heading("Działania", 3),
            ChartBlock(examples.line(sample=True), numbers=True),
            ChartBlock(examples.plan()),
            CartogramBlock(TILES),
            PageBreak(),
            TABLE,
            Annex("Metodyka"),
            Annex("Źródła"),
        ),
    }
    return Content(**{**values, **changes})


def short(**changes) -> Content:
    """The least that is a document: quick to make."""
    return content(**{"blocks": (Heading("Tytuł"), Paragraph("Łódź"), TABLE), "sample": False, **changes})


def changed(source: bytes, **parts: bytes) -> bytes:
    """The archive with members added or replaced; `__` in a name stands for a slash."""
    out = io.BytesIO()
    new = {name.replace("__", "/").replace("DOT", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as file:
        for name in old.namelist():
            if name not in new:
                file.writestr(name, old.read(name))
        for name, content in new.items():
            file.writestr(name, content)
    return out.getvalue()
