"""Indicators that take their values from the observatory, and what a release turns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from azymut.indicators import queries as observatory
from azymut.indicators.actions import publications
from azymut.indicators.enums import Flag
from azymut.indicators.exchange import bundled, importer
from azymut.indicators.models import Dataset, Indicator, Release, Source
from azymut.indicators.queries import Value
from azymut.kernel.models import StartedTask
from azymut.monitoring import providers, queries
from azymut.monitoring.enums import ReasonCode, Status
from azymut.monitoring.queries import readings
from azymut.places.exchange import bundled as bundled_places
from tests.factories.places import TerritoryFactory
from tests.factories.programmes import ActionFactory, ActionIndicatorFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
LOADED_AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def value(period: str, amount: str | None, *flags: Flag) -> Value:
    return Value(
        key="adult_learning", slug="dorosli", territory="10", period=period,
        value=None if amount is None else Decimal(amount), flags=flags, unit="%", decimals=1, releases=(),
        sample=False, rolled=False, rank=None,
    )  # fmt: skip


@pytest.fixture
def series(monkeypatch):
    """What the observatory says, by the releases it is asked for."""
    told: dict[str, tuple[Value, ...]] = {}

    def answer(key, territory, releases):
        return next((told[name] for name in reversed(releases) if name in told), told.get("", ()))

    monkeypatch.setattr(readings, "_series", answer)
    return told


@pytest.fixture
def linked():
    """From 3.0 in 2020 to 5.0 in 2025."""
    action = ActionFactory()
    ActionIndicatorFactory(
        action=action, indicator_key="adult_learning", territory=TerritoryFactory(voivodeship=True),
        baseline=Decimal(3), baseline_year=2020, targets={2025: 5}, decimals=1,
    )  # fmt: skip
    return action


def verdict(action):
    return queries.courses([action.pk], on=TODAY)[0].verdict


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ([value("2025", "5")], Status.ON_COURSE, ReasonCode.INDICATOR_MEETS),
        ([value("2025", "4.2")], Status.AT_RISK, ReasonCode.INDICATOR_SHORT),
        ([value("2025", "5", Flag.PRELIMINARY)], Status.ON_COURSE, ReasonCode.INDICATOR_MEETS),
        ([value("2025", "5", Flag.UNRELIABLE)], Status.ON_COURSE, ReasonCode.INDICATOR_MEETS),
        ([value("2025", None, Flag.SUPPRESSED)], Status.NO_DATA, ReasonCode.INDICATOR_SUPPRESSED),
        ([value("2025", None, Flag.MISSING)], Status.NO_DATA, ReasonCode.INDICATOR_NO_VALUE),
        ([value("2021", "3", Flag.BREAK), value("2025", "5")], Status.NO_DATA, ReasonCode.INDICATOR_BREAK),
        ([value("2019", "3", Flag.BREAK), value("2025", "5")], Status.ON_COURSE, ReasonCode.INDICATOR_MEETS),
        ([value("2020", "3")], Status.NO_DATA, ReasonCode.INDICATOR_NOT_DUE),
        ([value("2023", "4.2")], Status.NO_DATA, ReasonCode.INDICATOR_OLD),
        ([], Status.NO_DATA, ReasonCode.INDICATOR_NO_VALUE),
    ],
)
def test_status_from_the_observatory(series, linked, told, status, code):
    series[""] = tuple(told)
    found = verdict(linked)
    assert (found.status, found.reasons[0].code) == (status, code)


def test_no_release_means_no_series():
    assert readings._series.__wrapped__("adult_learning", "10", ()) == ()


@pytest.fixture
def release():
    """A published release of the dataset that the indicator is made of."""
    source = Source.objects.create(key="eurostat", name_pl="E", name_en="E", licence_pl="CC", licence_en="CC")
    dataset = Dataset.objects.create(code="trng_lfse_04", source=source, name_pl="Dorośli")
    Indicator.objects.create(
        key="adult_learning", slug="dorosli", name_pl="Dorośli", name_en="Adults", short_pl="D", short_en="A",
        theme="learning", levels="voivodeship",
        formula='trng_lfse_04["T"]',
    )  # fmt: skip
    return Release(dataset=dataset, public_id="fresh")


def test_release_tells_which_statuses_it_turns(series, linked, release, monkeypatch):
    series[""] = (value("2025", "5"),)
    series["fresh"] = (value("2025", "3.1"),)
    impact = list(providers.impact(release))
    assert [(str(i.label), i.before) for i in impact] == [(str(linked), "na kursie")]
    assert impact[0].after.startswith("poza kursem. „Uczniowie")
    assert "3,1\xa0osób (2025) wobec planowanych 5,0\xa0osób" in impact[0].after
    series["fresh"] = series[""]
    assert list(providers.impact(release)) == []


def test_publication_lets_the_worker_note_the_statuses_it_turns(linked, release, now):
    publications.tell(release, None, now)
    assert [task.label for task in StartedTask.objects.all()] == ["Statusy po zmianie danych"]


def test_publication_that_no_action_reads_starts_no_work(release, now):
    publications.tell(release, None, now)
    assert not StartedTask.objects.exists()


def test_release_of_another_dataset_turns_nothing(series, release):
    assert list(providers.impact(release)) == []


def test_the_series_is_what_the_published_release_says(settings, tmp_path):
    settings.STATISTICS_DIR = tmp_path / "statistics"
    bundled_places.load(by=None, at=LOADED_AT)
    importer.define(by=None, at=LOADED_AT)
    path, sidecar = next(table for table in bundled.tables() if table[1].dataset == "trng_lfse_04")
    importer.load_table(path, sidecar, by=None, at=LOADED_AT)
    series = readings._series("adult_learning", "02", observatory.current_releases())
    assert [(v.period, v.value) for v in series[:3]] == [
        ("2000", None),
        ("2001", Decimal("5.0")),
        ("2002", Decimal("4.7")),
    ]
