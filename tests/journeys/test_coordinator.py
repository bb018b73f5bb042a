"""The coordinator's main job, from real figures to a finished report."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.journeys.person import Person

Arrives = Callable[..., Person]
STUDENTS = "SZKO_3226_CTAB_20260321175636.csv"


@pytest.fixture
def students(request: pytest.FixtureRequest) -> Path:
    shared: Path = request.getfixturevalue("shared_data")
    return shared / "bdl" / "powiat_2022" / STUDENTS


def test_coordinator_sees_which_actions_are_off_course_and_why(arrives: Arrives) -> None:
    coordinator = arrives("coordinator")
    coordinator.opens("/pulpit/").sees_heading("Pulpit")
    coordinator.follows("Kurs programu").sees_heading("Kurs programu").sees(re.compile(r"poza kursem: \d+"))
    coordinator.follows(re.compile("Staże uczniowskie"), within="main table").sees("Dlaczego")
    coordinator.sees(re.compile("jest spóźniony o")).sees("Wróci na kurs, gdy").follows("Jak powstają statusy")
    coordinator.sees_heading(re.compile("status", re.IGNORECASE))


def test_coordinator_imports_students_sees_the_profile_change_and_reports(arrives: Arrives, students: Path) -> None:
    coordinator = arrives("coordinator")
    coordinator.opens("/region/").sees(re.compile("Jeszcze bez danych: Studenci"))

    coordinator.follows("Wczytaj plik", within="main").chooses("Rodzaj pliku", "BDL, eksport szeroki (CTAB)")
    coordinator.attaches(re.compile("^Plik$"), students).presses("Pokaż, co się zmieni")
    coordinator.sees("Co się zmieni").sees("147").sees("Studenci szkół wyższych")
    coordinator.opens("/region/").sees(re.compile("Jeszcze bez danych: Studenci"))
    coordinator.opens("/wydania/").follows(re.compile("P3226|SZKO_3226"), within="main").presses("Opublikuj")

    coordinator.opens("/region/").sees_no(re.compile("Jeszcze bez danych: Studenci"))
    coordinator.opens("/wskazniki/").follows(re.compile("^Studenci"), within="main").sees(
        "64 533".replace(" ", "\u202f")
    )

    coordinator.opens("/raporty/").presses("Sporządź raport").sees(re.compile("Raport powstaje|Pobierz"))
    coordinator.waits_for("Pobierz", seconds=240)
    pdf = PdfReader(io.BytesIO(coordinator.fetches(re.compile("^PDF"))))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Staże uczniowskie" in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"].lower().startswith("pl")
    with zipfile.ZipFile(io.BytesIO(coordinator.fetches(re.compile("^DOCX")))) as document:
        assert "Staże uczniowskie" in re.sub("<[^>]+>", "", document.read("word/document.xml").decode())
    with zipfile.ZipFile(io.BytesIO(coordinator.fetches(re.compile("^XLSX")))) as sheets:
        assert "xl/workbook.xml" in sheets.namelist()


def test_coordinator_is_told_what_is_wrong_with_a_file(arrives: Arrives, tmp_path: Path) -> None:
    broken = tmp_path / "SZKO_3226_CTAB_20260321175636.csv"
    broken.write_bytes("Zła;nagłówkowa;linia\n1;2;3\n".encode())
    coordinator = arrives("coordinator")
    coordinator.opens("/wydania/wczytaj/").attaches(re.compile("^Plik$"), broken).presses("Pokaż, co się zmieni")
    assert coordinator.page.locator("main [role=alert], main .errors, main .summary").count()
    coordinator.sees_heading("Wczytaj plik")


def test_coordinator_may_not_read_the_audit_trail(arrives: Arrives) -> None:
    arrives("coordinator").is_refused("/dziennik-zmian/")
