"""Real files of the sources: what comes in is what they say."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from azymut.indicators import queries
from azymut.indicators.enums import Flag
from azymut.indicators.models import Release

pytestmark = pytest.mark.usefixtures("observatory")


def run(source, path, *options):
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("import_release", str(path), "--source", source, "--json", *options, stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    return status, json.loads(out.getvalue())


def one(folder, pattern):
    return next(folder.glob(pattern))


def test_students_come_in_and_the_profile_changes(load, shared_data, now):
    load("P2137")
    assert queries.value_of("students", "10") is None
    path = one(shared_data, "bdl/powiat_2022/SZKO_3226_CTAB_*.csv")
    status, report = run("bdl-ctab", path, "--dry-run")
    assert (status, report) == (0, {"created": 147, "changed": 0, "unchanged": 0, "removed": 0, "rejected": []})
    assert not Release.objects.filter(dataset__code="P3226").exists()

    assert run("bdl-ctab", path) == (0, report)
    with path.open(encoding="utf-8") as handle:
        lodzkie = [int(row[2]) for row in list(csv.reader(handle, delimiter=";"))[1:] if row[0].startswith("10")]
    assert queries.value_of("students", "1061", "2022").value == Decimal(64533)
    assert queries.value_of("students", "10", "2022").value == sum(lodzkie)
    assert queries.value_of("students_per_1000", "1061", "2022").value == Decimal("98.008335")
    shown = {figure.indicator.key: figure.latest for figure in queries.profile("10")}
    assert shown["students"].rolled

    status, again = run("bdl-ctab", path)
    assert (status, again["unchanged"], again["created"]) == (0, 147, 0)
    assert Release.objects.filter(dataset__code="P3226").count() == 1


@pytest.mark.parametrize(
    ("source", "pattern", "dataset", "unchanged"),
    [
        ("bdl-ctab", "bdl/powiat_2022/RYNE_2392_CTAB_*.csv", "P2392", 380),
        ("bdl-crel", "bdl/podregion/RYNE_2392_CREL_*.csv", "P2392", 1387),
        ("bdl-crel", "bdl/podregion/WYNA_2497_CREL_*.csv", "P2497", 1460),
        ("bdl-crel", "bdl/wojewodztwo/WYNA_2497_CREL_*.csv", "P2497", 352),
        ("eurostat-tsv", "eurostat/trng_lfse_04_PL_T.tsv", "trng_lfse_04", 504),
    ],
)
def test_bundled_tables_say_what_the_sources_say(load, shared_data, source, pattern, dataset, unchanged):
    load(dataset)
    status, report = run(source, one(shared_data, pattern))
    assert (status, report["unchanged"], report["created"], report["changed"]) == (0, unchanged, 0, 0)


@pytest.mark.parametrize(
    ("source", "pattern", "dataset", "created", "unchanged"),
    [
        ("ela-country", "ela/graduates-national.csv", "ELA_KRAJ", 5223, 2967),
        ("ela-voivodeships", "ela/voivodeship-graduates-national.csv", "ELA_WOJEWODZTWA", 19920, 2880),
    ],
)
def test_bundled_tables_are_parts_of_the_graduates_files(
    load, shared_data, source, pattern, dataset, created, unchanged
):
    """The files add what the product leaves out: cells that are not there yet, and moves to other voivodeships."""
    load(dataset)
    status, report = run(source, one(shared_data, pattern))
    assert (status, report["unchanged"], report["created"], report["changed"]) == (0, unchanged, created, 0)
    status, again = run(source, one(shared_data, pattern))
    assert (status, again["unchanged"], again["created"]) == (0, unchanged + created, 0)


def test_a_file_whose_meaning_is_unknown_comes_in_too(shared_data):
    status, report = run("bdl-ctab", one(shared_data, "bdl/powiat_2022/PODM_3802_CTAB_*.csv"))
    assert (status, report["created"]) == (0, 380)
    release = Release.objects.get(dataset__code="P3802")
    assert (release.rows, release.periods, release.sha256 != "") == (380, "2022", True)


def test_old_monthly_file_with_old_codes(shared_data):
    status, report = run("bdl-crel", shared_data / "bdl/powiat_monthly/GUS_zarobki.csv", "--dataset", "PLACE_M")
    assert (status, report["created"]) == (0, 408)
    assert Release.objects.get(dataset__code="PLACE_M").periods == "01.2014–12.2015"


def test_refused_file_ends_with_status_two(tmp_path):
    path = tmp_path / "SZKO_3226_CTAB_1.csv"
    path.write_text("Kod,Nazwa\n1,2\n", encoding="utf-8")
    status, report = run("bdl-ctab", path)
    assert status == 2
    assert report["rejected"][0]["row"] == 0
    assert run("bdl-ctab", tmp_path / "nie-ma.csv")[0] == 2


def test_rejected_rows_end_with_status_one(tmp_path):
    path = tmp_path / "SZKO_3226_CTAB_1.csv"
    path.write_text('"Kod";"Nazwa";"a;2022;[osoba]";\n9999000;"x";1;\n1061000;"y";2;\n', encoding="utf-8")
    status, report = run("bdl-ctab", path)
    assert (status, report["created"], [(row["row"], row["column"]) for row in report["rejected"]]) == (
        1,
        1,
        [(2, "Kod")],
    )


def test_known_figures_of_the_bundled_tables(load):
    load("P2392", "P2670", "P2497", "P2137", "trng_lfse_04", "ORPDE_BEZROBOCIE", "SZKOLY_PONADPODSTAWOWE", "P2425")
    assert queries.value_of("unemployment_rate", "1061", "2022").value == Decimal("4.5")
    assert queries.value_of("unemployment_rate", "PL218", "2004").flags == (Flag.SUPPRESSED,)
    assert queries.value_of("unemployed", "1061", "2022").value == Decimal(15420)
    assert queries.value_of("wage", "1061", "2022").value == Decimal("6629.23")
    assert queries.value_of("wage", "2467", "2022").flags == (Flag.MISSING,)
    assert queries.value_of("population", "1061", "2022").value == Decimal(658444)
    assert queries.value_of("unemployed_per_1000", "1061", "2022").value == Decimal("23.418848")
    assert queries.value_of("unemployment_rate_monthly", "10", "2024-03").value == Decimal("5.6")
    assert queries.value_of("adult_learning", "10", "2021").flags == (Flag.BREAK,)
    assert queries.value_of("technical_share", "1061", "2015").value is not None
    assert queries.value_of("density", "1061").value == Decimal("2245.3")
    assert queries.value_of("population", "02", "2008").value == Decimal(2877059)
    assert queries.value_of("population_change_10y", "0221", "2022").value is None
    breaks = [value.period for value in queries.series_of("adult_learning", "10") if value.breaks]
    assert breaks == ["2003", "2004", "2008", "2010", "2013", "2016", "2018", "2019", "2021"]


def test_load_indicators_twice_changes_nothing(monkeypatch):
    out = StringIO()
    call_command("load_indicators", stdout=out)
    count = Release.objects.count()
    again = StringIO()
    call_command("load_indicators", stdout=again)
    assert (count, Release.objects.count()) == (19, 19)
    assert again.getvalue() == "figures: created 0, changed 0, removed 0\n"
