"""Everything that matters works where JavaScript is switched off, on a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.journeys.person import Person

Arrives = Callable[..., Person]


def test_visitor_reads_searches_and_filters(arrives: Arrives) -> None:
    visitor = arrives(scripts=False, width=390)
    visitor.opens("/").follows("Wskaźniki").sees_heading("Wskaźniki")
    visitor.follows("Stopa bezrobocia", within="main").sees("powiat kutnowski")
    visitor.opens("/").fills("Czego szukasz?", "technik mechatronik").presses("Szukaj").sees(re.compile("311410"))
    visitor.opens("/organizacje/").chooses("Rodzaj", "uczelnia").presses("Pokaż")
    visitor.sees("Politechnika Regionalna").sees_no(re.compile("Technikum"), within="main table")
    visitor.opens("/zawody/").fills("Nazwa lub kod", "311410").presses("Pokaż").sees(re.compile("Technik mechatronik"))
    visitor.opens("/region/").chooses("Miejsce", "powiat kutnowski").presses("Pokaż").sees_heading("Powiat kutnowski")
    visitor.opens("/programy/").follows(re.compile("^Program wdrażania"), within="main")
    visitor.page.locator("main details summary").first.click()
    visitor.fills("Słowa", "staże").presses("Pokaż").sees(re.compile("Staże uczniowskie")).sees_no("Festiwal zawodów")


def test_reporter_signs_in_and_keeps_the_organisation_up_to_date(arrives: Arrives, demo: Any) -> None:
    reporter = arrives(scripts=False, width=390)
    reporter.signs_in(demo.accounts["reporter"]).sees_heading("Pulpit")
    reporter.opens("/zarzadzanie/organizacje/").follows("Regionalna Izba Gospodarcza", within="main")
    reporter.fills("Strona internetowa", "bez kropki").presses("Zapisz").sees_heading("Coś trzeba poprawić")
    reporter.fills("Strona internetowa", "https://izba.przyklad.example").presses("Zapisz").sees(
        "Dane zostały zapisane"
    )
    reporter.presses("Potwierdź dane").follows("Strona publiczna", within="main").sees("izba.przyklad.example")


def test_reporter_marks_a_milestone_as_done_and_opens_it_again(arrives: Arrives) -> None:
    reporter = arrives("reporter", scripts=False, width=390)
    reporter.opens("/moje-dzialania/").follows(re.compile("Nauczyciel w firmie"), within="main")
    reporter.follows(re.compile("^Oznacz jako osiągnięty"), within="main")
    reporter.fills("Co o tym świadczy?", "Lista uczestników.").presses("Oznacz jako osiągnięty")
    reporter.sees("Kamień milowy oznaczono jako osiągnięty")
    reporter.page.locator("main .duties li").filter(has_text="osiągnięty").get_by_role("link").last.click()
    reporter.fills("Dlaczego znów jest otwarty?", "Pomyłka.").presses("Otwórz ponownie").sees("znów otwarty")


def test_coordinator_loads_a_file_and_reads_which_row_is_wrong(arrives: Arrives, few_students: Path) -> None:
    coordinator = arrives("coordinator", scripts=False, width=390)
    coordinator.opens("/wydania/wczytaj/").attaches(re.compile("^Plik$"), few_students)
    coordinator.presses("Pokaż, co się zmieni").sees_heading("Co się zmieni")
    coordinator.sees_heading("Odrzucone wiersze").sees("dużo", within="main table")
    coordinator.decides("Usuń plik").sees("nic się nie zmieniło")


def test_coordinator_orders_a_report_and_downloads_it(arrives: Arrives) -> None:
    coordinator = arrives("coordinator", scripts=False, width=390)
    coordinator.opens("/raporty/").chooses("Język raportu", "English").presses("Sporządź raport")
    coordinator.waits_for("Pobierz", seconds=240)
    pdf = PdfReader(io.BytesIO(coordinator.fetches(re.compile("^PDF"))))
    assert pdf.trailer["/Root"]["/Lang"].lower().startswith("en")
