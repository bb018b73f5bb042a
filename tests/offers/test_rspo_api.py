"""The school register over real HTTP: what comes in, what is dropped at the door, what happens when it fails."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
import stamina
from django.core.management import call_command
from django.utils import translation

from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.network import client
from azymut.kernel.network.asking import fetching_alone
from azymut.kernel.network.budgets import Limit
from azymut.kernel.network.client import NotNowError
from azymut.offers.enums import Meaning, Origin
from azymut.offers.exchange import rspo_api
from azymut.offers.models import Offer, Reading
from tests.kernel.replay import HTML, Replay, Reply, served
from tests.offers.register import Register, institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(settings, tmp_path, monkeypatch, schools, occupations):
    monkeypatch.setattr(rspo_api, "LIMITS", (Limit(1, 10_000),))
    monkeypatch.setenv("NO_PROXY", "*")
    settings.STATISTICS_DIR = tmp_path / "statistics"
    settings.RSPO_USER, settings.RSPO_PASSWORD = "urząd", "tajne"
    settings.FETCH_ATTEMPTS = 2
    with stamina.set_testing(True, attempts=2), served(Replay(Register())) as server:
        settings.RSPO_URL = server.url
        yield server


def bring(region, now, **options):
    return rspo_api.bring(region, by=None, at=now, **options)


def counts(report):
    return report.created, report.changed, report.unchanged, report.removed, len(report.rejected)


def test_all_pages_come_in_until_one_is_empty_and_one_further(register, region, now):
    report, tally = bring(region, now)
    assert counts(report) == (3, 0, 0, 0, 0)
    assert [one.page for one in register.asked] == [0, 1, 2, 3, 4]
    assert tally.asked == 5
    told = Offer.objects.values_list("organisation__rspo", "key", "school_year", "meaning", "pupils")
    assert set(told) == {
        ("101", "351203", 2026, Meaning.DECLARED, None),
        ("101", "311303", 2026, Meaning.DECLARED, None),
        ("103", "512001", 2026, Meaning.DECLARED, None),
    }
    reading = Reading.objects.get()
    assert (reading.origin, str(reading.as_of), reading.licence) == (Origin.RSPO, "2026-11-22", "CC BY 4.0")
    assert reading.address == f"{register.url}/api/placowki/"


def test_it_is_asked_with_basic_and_by_voivodeship(register, region, now, settings):
    settings.FETCH_USER_AGENT = "Azymut/1 (+https://azymut.example.org)"
    bring(region, now)
    expected = base64.b64encode("urząd:tajne".encode()).decode()
    assert {one.headers["authorization"] for one in register.asked} == {f"Basic {expected}"}
    assert {one.headers["user-agent"] for one in register.asked} == {"Azymut/1 (+https://azymut.example.org)"}
    assert register.asked[0].query == {"wojewodztwo_kod_teryt": ["10"], "page": ["0"], "pageSize": ["100"]}


def test_persons_reach_neither_tables_nor_kept_answers(register, region, now, settings):
    register.faults = [None, None, Reply(status=404)]
    with pytest.raises(FileRefusedError):
        bring(region, now)
    kept = b"".join(path.read_bytes() for path in settings.STATISTICS_DIR.rglob("*") if path.is_file())
    assert b"technik informatyk" in kept
    for word in (b"Nowak", b"Anna", b"example.org", b"421234567", b"tajne"):
        assert word not in kept


def test_the_first_page_may_have_another_number(register, region, now, settings):
    settings.RSPO_FIRST_PAGE = 1
    register.answer.schools = [institution(1, []), institution(2, []), *register.answer.schools]
    assert counts(bring(region, now)[0]) == (3, 0, 0, 0, 0)
    assert register.asked[0].page == 1


def test_a_second_fetch_asks_only_whether_anything_changed(register, region, now):
    bring(region, now)
    report, tally = bring(region, now)
    assert counts(report) == (0, 0, 3, 0, 0)
    assert (tally.asked, tally.unchanged) == (5, 5)
    assert Reading.objects.count() == 1


def test_an_offer_that_the_register_no_longer_names_is_ended_not_deleted(register, region, now):
    bring(region, now)
    register.answer.schools[2] = institution(103, [])
    later = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert counts(bring(region, later)[0]) == (0, 0, 2, 1, 0)
    gone = Offer.objects.get(key="512001")
    assert (str(gone.read_on), str(gone.ended_on)) == ("2026-11-22", "2026-12-01")


def test_a_new_school_year_ends_nothing_of_the_old(register, region, now):
    bring(region, now)
    assert counts(bring(region, datetime(2027, 9, 2, 9, tzinfo=UTC))[0]) == (3, 0, 0, 0, 0)
    assert Offer.objects.filter(ended_on__isnull=True).count() == 6


def test_dry_run_changes_nothing(register, region, now):
    assert counts(bring(region, now, dry_run=True)[0]) == (3, 0, 0, 0, 0)
    assert not Offer.objects.exists()
    assert not Reading.objects.exists()


def test_schools_that_we_do_not_know_are_rejected_and_names_wait(register, region, now):
    register.answer.schools += [institution(999, {"1": "Kucharz"}), institution(102, {"5": "Technik smoków"})]
    register.answer.schools.pop(1)
    report, _tally = bring(region, now)
    assert counts(report) == (4, 0, 0, 0, 1)
    assert "999" in report.rejected[0].reason
    assert Offer.objects.get(occupation__isnull=True).said == "Technik smoków"


def page(number, change):
    """Spoil one page."""
    return lambda asked, found: change(found) if asked.page == number else found


UNTRUSTWORTHY = [
    (page(1, lambda _found: [institution(101, [])]), "twice"),
    (page(1, lambda found: found[:1]), "missing"),
    (page(1, lambda _found: []), "missing"),
    (page(0, lambda found: [{**found[0], "wojewodztwoKodTERYT": "12"}]), "another page"),
    (page(0, lambda found: {"hydra:member": found}), "shape"),
    (page(0, lambda _found: ["x"]), "shape"),
    (page(0, lambda _found: [{"numerRspo": 1}]), "shape"),
    (page(0, lambda _found: [institution("x", [])]), "shape"),
    (page(0, lambda _found: [institution(1, ["Kucharz"])]), "shape"),
    (page(0, lambda _found: [institution(1, {"1": None})]), "shape"),
    (lambda _asked, _found: [], "no institution"),
]


@pytest.mark.parametrize(
    ("spoil", "part"), UNTRUSTWORTHY, ids=[f"{n} {part}" for n, (_, part) in enumerate(UNTRUSTWORTHY)]
)
@pytest.mark.slow
def test_pages_that_do_not_fit_are_refused_and_the_next_fetch_begins_anew(register, region, now, spoil, part):
    register.answer.spoil, whole = spoil, register.answer.spoil
    refused(region, now, part)
    register.answer.spoil = whole
    assert counts(bring(region, now)[0]) == (3, 0, 0, 0, 0)


def refused(region, now, part):
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        bring(region, now)
    assert part in str(refusal.value)
    assert not Offer.objects.exists()


def test_a_register_without_an_end_is_refused(register, region, now, monkeypatch):
    monkeypatch.setattr(rspo_api, "MOST_PAGES", 2)
    refused(region, now, "no end")


FAULTS = [
    (Reply(HTML, kind="text/html"), "web page"),
    (Reply(HTML), "web page"),
    (Reply(b"[{"), "damaged"),
    (Reply(status=500), "out of order (HTTP 500)"),
    (Reply(b"[]" * 50, cut=5), "cut off"),
    (Reply(hold=True), "in time"),
    (Reply(status=401), "refused us"),
    (Reply(status=301, headers={"Location": "https://elsewhere.example/"}), "moved to"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "part"), FAULTS, ids=[part for _, part in FAULTS])
def test_a_lasting_fault_is_refused_and_what_came_before_is_not_asked_for_again(
    register, region, now, settings, fault, part
):
    settings.FETCH_READ_SECONDS = 0.3
    register.faults = [None, fault, fault]
    refused(region, now, part)
    register.faults.clear()
    report, tally = bring(region, now)
    assert counts(report) == (3, 0, 0, 0, 0)
    assert (tally.kept, tally.asked) == (1, 4)


def test_too_many_requests_pause_and_go_on(register, region, now, settings, monkeypatch):
    settings.FETCH_PATIENCE_SECONDS = 0
    register.faults = [None, Reply(status=429, headers={"Retry-After": "3600"})]
    with pytest.raises(NotNowError):
        bring(region, now)
    assert not Offer.objects.exists()
    moved = client.time.time() + 3601
    monkeypatch.setattr(client.time, "time", lambda: moved)
    assert counts(bring(region, now)[0]) == (3, 0, 0, 0, 0)


def test_a_reading_that_would_end_too_much_is_refused_unless_accepted(register, region, now, monkeypatch):
    bring(region, now)
    monkeypatch.setattr("azymut.offers.rules.FEW", 1)
    register.answer.schools = [institution(101, [])]
    with pytest.raises(FileRefusedError):
        bring(region, now)
    assert counts(bring(region, now, accept_closures=True)[0]) == (0, 0, 0, 3, 0)


def test_without_an_account_nobody_is_asked(register, region, now, settings):
    settings.RSPO_PASSWORD = ""
    with pytest.raises(rspo_api.NoAccountError):
        bring(region, now)
    assert register.asked == []


def test_two_never_read_at_once(register, region, now):
    with fetching_alone("rspo"), pytest.raises(DomainError):
        bring(region, now)


@pytest.mark.parametrize(("spoil", "status"), [("", None), ("unknown", 1), ("down", 2)])
def test_the_command_ends_with_the_agreed_status(register, capsys, spoil, status):
    if spoil == "unknown":
        register.answer.schools.append(institution(999, {"1": "Kucharz"}))
    if spoil == "down":
        register.faults = [Reply(status=404)]
    ended = None
    try:
        call_command("fetch_offers", "--dry-run", *(["--json"] if spoil else []))
    except SystemExit as error:
        ended = error.code
    assert ended == status
    said = capsys.readouterr()
    if status == 1:
        assert json.loads(said.out)["asked"] == 5
    if status is None:
        assert said.out == "created 3, changed 0, unchanged 0, removed 0, rejected 0\n"


def test_the_command_names_rejected_rows(register, capsys):
    register.answer.schools.append(institution(999, {"1": "Kucharz"}))
    with pytest.raises(SystemExit):
        call_command("fetch_offers")
    assert capsys.readouterr().err.startswith("row 4, numerRspo: ")
