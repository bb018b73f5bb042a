"""What the room tells the rooms below: its kind of document, with an example and who may read and sign it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from azymut.documents import kinds
from azymut.documents.blocks import (
    Annex,
    Cell,
    Column,
    Content,
    Contents,
    Cover,
    Facts,
    Figure,
    Figures,
    Heading,
    Paragraph,
    StatusMark,
    Table,
)
from azymut.documents.models import Document
from azymut.kernel.registries import Tone
from azymut.people.rules.rights import Right
from azymut.reports.enums import REPORT_KIND


def register() -> None:
    kinds.register(
        kinds.Kind(REPORT_KIND, _("Monitoring report"), example=example, may_read=may_read, may_sign=may_sign)
    )


def may_read(account: Any, _document: Document) -> bool:
    """Whoever works here; the public reads what the office has published."""
    return account is not None and account.may(Right.SEE_WORKSPACE)


def may_sign(account: Any, _document: Document) -> bool:
    return account is not None and account.may(Right.SIGN_DOCUMENTS)


def example() -> Content:
    """A short report with one of each block, on which a new template is tried."""
    table = Table(
        "Działania", (Column("Działanie", 3.0), Column("Wydano, zł", numeric=True)), ((Cell("1.1"), Cell("0")),)
    )
    return Content(
        title="Raport z monitoringu: przykład",
        language="pl",
        moment="2026-01-01T12:00:00+01:00",
        author="Azymut",
        cover=Cover("Raport z monitoringu", subtitle="Przykład", date="Stan na 01.01.2026"),
        blocks=(
            Contents("Spis treści"),
            Heading("Podsumowanie"),
            Figures((Figure("Na kursie", "0 / 1"), Figure("Poza kursem", "1"))),
            Heading("1.1. Działanie", level=2),
            StatusMark(Tone.OFF, "poza kursem", ("Kamień milowy jest spóźniony.",)),
            Facts((("Lider", "Urząd"),)),
            Paragraph("Treść działania."),
            table,
            Annex("Wszystkie działania"),
            table,
        ),
        sample=True,
    )
