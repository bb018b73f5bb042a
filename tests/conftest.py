"""What every test may ask for."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from django.utils.translation import trans_real
from hypothesis import HealthCheck, settings

from azymut.kernel import audit_guard, catalogues

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"


# A busy machine is slow at making examples; that says nothing about the code.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


def pytest_configure(config: pytest.Config) -> None:
    """Pages are tested in Polish, so the catalogues are compiled first, once for all workers."""
    if not hasattr(config, "workerinput"):
        catalogues.compile_all(ROOT / "src" / "azymut")
        # Django may have read the catalogues already while it was being set up.
        trans_real._translations.clear()
        trans_real._default = None
        gettext._translations.clear()


@pytest.fixture(autouse=True)
def _each_test_starts_in_polish() -> None:
    """A request leaves its language active in the thread; the next test must not depend on which one came before."""
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    """A fixed moment: time is passed in, never fetched."""
    return datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files of the sources. They are not part of the project; without them the test is skipped, and says so."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"SOURCE FILES MISSING: {SHARED_DATA.name} is not beside the project")
    return SHARED_DATA


@pytest.fixture(autouse=True, scope="session")
def _flush_passes_the_audit_door() -> Iterator[None]:
    """Tests with real commits empty all tables afterwards, which the database rightly refuses for the audit trail."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def through_the_door(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with audit_guard.wide_open(self.connection):
            flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", through_the_door)
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skip is never quiet."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.write_sep("!", f"{len(skipped)} SKIPPED")
        for report in skipped:
            terminalreporter.write_line(f"{report.nodeid}: {report.longrepr[2]}")
