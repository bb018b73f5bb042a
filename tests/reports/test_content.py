"""What a monitoring report says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from azymut.documents.blocks import Annex, ChartBlock, Facts, Figures, Heading, StatusMark, Table, freeze, thaw
from azymut.kernel.registries import Tone
from azymut.reports.queries import gather, monitoring_report
from tests.factories.programmes import ActionFactory, VersionFactory

pytestmark = pytest.mark.django_db


def blocks_of(content, kind):
    return [block for block in content.blocks if isinstance(block, kind)]


def table(content, caption):
    return next(block for block in blocks_of(content, Table) if block.caption == caption)


def texts(rows):
    return [[cell.text for cell in row] for row in rows]


def test_gathering_orders_actions_counts_statuses_and_sums_money(version, marks):
    data = gather(version, date(2026, 11, 22))
    assert [chapter.title for chapter in data.chapters] == ["Umiejętności"]
    assert [action.number for action in data.actions] == ["1.1", "1.2"]
    assert (data.count(Tone.OFF), data.count(Tone.NO_DATA), data.count(Tone.ON, Tone.DONE)) == (1, 1, 0)
    assert [action.number for action in data.needing_attention] == ["1.1"]
    assert (data.money.planned, data.money.committed, data.money.spent) == (4000, 800, 500)
    assert {year: money.spent for year, money in data.money_by_year.items()} == {2025: 500, 2026: 0}


def test_gathering_takes_as_many_queries_for_three_actions_as_for_one(
    region, django_assert_max_num_queries, django_assert_num_queries
):
    one, three = VersionFactory(), VersionFactory()
    ActionFactory(version=one)
    for _ in range(3):
        ActionFactory(version=three)
    with django_assert_max_num_queries(60) as taken:
        gather(one, date(2026, 11, 22))
    with django_assert_num_queries(len(taken.captured_queries)):
        gather(three, date(2026, 11, 22))


def test_the_report_opens_with_figures_and_what_needs_attention(version, marks, now):
    content = monitoring_report(version, at=now, language="pl")
    assert content.title == "Raport z monitoringu: ZSU 2030"
    assert content.moment == "2026-11-22T12:00:00+01:00"
    assert content.cover.date == "Stan na 22.11.2026"
    assert "DANE PRZYKŁADOWE" in content.cover.note
    [figures] = blocks_of(content, Figures)
    assert [(item.label, item.value) for item in figures.items] == [
        ("Na kursie lub zakończone", "0 / 2"),
        ("Zagrożone", "0"),
        ("Poza kursem", "1"),
        ("Wydano z budżetu", "13\u00a0%"),
    ]
    attention = table(content, "Działania poza kursem i zagrożone")
    assert texts(attention.rows)[0][0] == "1.1 Staże uczniowskie"
    assert attention.rows[0][2].tone == Tone.OFF
    assert "spóźniony" in attention.rows[0][3].text


def test_an_action_is_told_with_reasons_milestones_indicator_and_money(version, marks, now):
    content = monitoring_report(version, at=now, language="pl")
    heading = next(block for block in blocks_of(content, Heading) if block.text == "1.1. Staże uczniowskie")
    start = content.blocks.index(heading)
    chapter = content.blocks[start : start + 8]
    assert next(block for block in chapter if isinstance(block, StatusMark)).reasons == marks.reasons
    assert dict(next(block for block in chapter if isinstance(block, Facts)).pairs)["Okres realizacji"] == (
        "01.09.2024–31.12.2027"
    )
    milestones = table(content, "Kamienie milowe")
    assert [(row[0].text, row[1].text, row[2].text, row[2].tone) for row in milestones.rows] == [
        ("Nabór", "31.05.2025", "osiągnięty 30.05.2025", Tone.DONE),
        ("Umowy podpisane", "31.05.2026", "175 dni po terminie", Tone.OFF),
        ("Ocena", "31.05.2027 (pierwotnie 31.01.2027)", "za 190 dni", Tone.WAIT),
    ]
    chart = next(block.chart for block in chapter if isinstance(block, ChartBlock))
    assert chart.title.startswith("Staże: 214\u00a0szt. (2025); plan na ")
    money = table(content, "Środki")
    assert money.rows[0][2].raw == 1000.0
    assert [cell.text for cell in money.totals[2:]] == ["4\u202f000", "800", "500"]


def test_the_workbook_holds_every_action_with_numbers_as_numbers(version, marks, now):
    content = monitoring_report(version, at=now, language="pl")
    rows = table(content, "Wszystkie działania programu").rows
    assert [(row[0].text, row[-2].raw) for row in rows] == [("1.1", 4000.0), ("1.2", 0.0)]
    assert [block.title for block in blocks_of(content, Annex)] == [
        "Wszystkie działania",
        "Jak ustala się status",
        "Skąd pochodzą liczby",
    ]


def test_each_row_of_the_workbook_says_its_action(version, marks, now):
    content = monitoring_report(version, at=now, language="pl")
    sheets = {table.caption: table for table in content.sheets}
    assert len(content.sheets) == len(sheets)
    milestones = sheets["Kamienie milowe wszystkich działań"]
    assert [column.label for column in milestones.columns if column.days] == ["Pierwszy termin", "Termin", "Osiągnięto"]
    assert {(row[0].text, row[2].text, row[3].raw, row[4].raw, row[5].raw) for row in milestones.rows} == {
        ("1.1", "Nabór", "2025-05-31", "2025-05-31", "2025-05-30"),
        ("1.1", "Umowy podpisane", "2026-05-31", "2026-05-31", None),
        ("1.1", "Ocena", "2027-01-31", "2027-05-31", None),
    }
    money = sheets["Środki wszystkich działań"]
    assert [[cell.raw for cell in row[4:]] for row in money.rows] == [[1000, 800, 500], [3000, 0, 0]]
    assert [column.money for column in money.columns] == [False] * 4 + [True] * 3
    assert [row[3].raw for row in money.rows] == ["2025", "2026"]
    assert len(sheets["Wszystkie działania programu"].rows) == 2


def test_the_english_report_has_english_words_around_the_programme(version, marks, now):
    content = monitoring_report(version, at=now, language="en")
    assert content.title == "Monitoring report: ZSU 2030"
    assert table(content, "Milestones").rows[1][2].text == "175 days late"


def test_the_report_survives_its_freeze(version, marks, now):
    content = monitoring_report(version, at=now, language="pl")
    assert thaw(freeze(content)) == content


def test_a_programme_without_actions_still_gives_a_report(region, now):
    content = monitoring_report(VersionFactory(), at=now, language="pl")
    [figures] = blocks_of(content, Figures)
    assert [item.value for item in figures.items] == ["0 / 0", "0", "0", "b.d."]


def test_the_same_moment_gives_the_same_report(version, marks, now):
    first = monitoring_report(version, at=now, language="pl")
    assert monitoring_report(version, at=now, language="pl").canonical() == first.canonical()
    assert monitoring_report(version, at=now + timedelta(days=1), language="pl").canonical() != first.canonical()
