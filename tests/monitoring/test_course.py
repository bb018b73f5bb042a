"""Statuses recorded, set by hand, shown on the board and told to the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from azymut.indicators.models import Indicator
from azymut.kernel.errors import DomainError, NotAllowedError
from azymut.kernel.models import AuditEntry, Draft
from azymut.kernel.registries import Tone, duties_of, impact_of, marks_of
from azymut.monitoring import actions, queries
from azymut.monitoring.enums import Decider, Status
from azymut.monitoring.models import StatusEntry
from azymut.monitoring.queries.readings import period_end
from azymut.portal import queries as portal
from azymut.programmes import actions as programme_actions
from azymut.programmes.models import Action, Strategy
from tests.factories.people import AccountFactory
from tests.factories.places import TerritoryFactory
from tests.factories.programmes import ActionFactory, ActionIndicatorFactory, MeasurementFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
REASON = "Umowa została podpisana, protokół jest w drodze."


@pytest.fixture
def off_course():
    action = ActionFactory()
    MilestoneFactory(action=action, title="Umowy", due_on=date(2026, 6, 1))
    return action


@pytest.fixture
def coordinator():
    return AccountFactory(coordinator=True)


def status(action, on=TODAY) -> Status:
    return queries.courses([action.pk], on=on)[0].status


def test_history_gains_a_line_only_when_something_turned(off_course, now):
    assert actions.refresh_statuses(by=None, at=now) == 1
    entries = AuditEntry.objects.count()
    assert actions.refresh_statuses(by=None, at=now + timedelta(days=1)) == 0
    assert (StatusEntry.objects.count(), AuditEntry.objects.count()) == (1, entries)
    entry = StatusEntry.objects.get()
    assert (entry.status, entry.rule, entry.decided_by) == (Status.OFF_COURSE, "M1", Decider.RULE)
    assert entry.reasons[0] == {
        "code": "milestone_late", "severity": 2, "name": "Umowy", "due_on": "2026-06-01", "days": 174,
    }  # fmt: skip
    with pytest.raises(ValidationError):
        entry.save()


def test_write_on_an_action_turns_its_status_at_once(off_course, coordinator, now):
    actions.refresh_statuses(by=None, at=now)
    programme_actions.complete_milestone(
        milestone=off_course.milestones.get(), done_on=TODAY, by=coordinator, at=now + timedelta(hours=1)
    )
    assert status(off_course) == Status.FINISHED
    lines = queries.history_of(off_course.node.identity_id)
    assert [line.status for line in lines] == [Status.FINISHED, Status.OFF_COURSE]
    assert queries.turns(lines) == lines
    course = queries.courses([off_course.pk], on=TODAY)[0]
    assert (course.since, course.before) == (TODAY, Status.OFF_COURSE)


def test_status_set_by_hand_stands_beside_the_rules(off_course, coordinator, now):
    facts = {"action": off_course, "by": coordinator, "at": now}
    actions.override_status(status=Status.AT_RISK, reason=REASON, expires_on=date(2026, 12, 31), **facts)
    course = queries.courses([off_course.pk], on=TODAY)[0]
    assert (course.status, course.verdict.status, course.override_reason) == (Status.AT_RISK, Status.OFF_COURSE, REASON)
    assert status(off_course, date(2027, 1, 1)) == Status.OFF_COURSE
    actions.override_status(status=Status.ON_COURSE, reason=REASON, expires_on=date(2026, 12, 1), **facts)
    assert status(off_course) == Status.ON_COURSE
    assert [override.identity_id for override in queries.late_overrides(on=TODAY)] == [off_course.node.identity_id]
    actions.lift_override(**facts)
    assert status(off_course) == Status.OFF_COURSE
    with pytest.raises(DomainError):
        actions.lift_override(**facts)
    assert [line.overridden for line in queries.history_of(off_course.node.identity_id)] == [False, True, True]


def test_only_the_coordinator_overrides_and_only_the_lead_writes_notes(off_course, now):
    reporter = AccountFactory(reporter=True, organisation=off_course.lead)
    with pytest.raises(NotAllowedError):
        actions.override_status(
            action=off_course, status=Status.ON_COURSE, reason=REASON, expires_on=date(2026, 12, 1), by=reporter, at=now
        )
    with pytest.raises(DomainError):
        actions.add_note(action=off_course, text=" ", by=reporter, at=now)
    with pytest.raises(NotAllowedError):
        actions.add_note(action=off_course, text="Umowy w grudniu.", by=AccountFactory(reporter=True), at=now)
    assert len(queries.unexplained(on=TODAY)) == 1
    note = actions.add_note(action=off_course, text=" Umowy w grudniu. ", by=reporter, at=now)
    assert str(note) == "Umowy w grudniu."
    assert queries.unexplained(on=TODAY) == []


def test_courses_take_a_fixed_number_of_queries(off_course, django_assert_num_queries):
    def plan(action):
        MilestoneFactory(action=action)
        MeasurementFactory(indicator=ActionIndicatorFactory(action=action))

    plan(off_course)
    with django_assert_num_queries(16):
        queries.courses([off_course.pk], on=TODAY)
    others = [ActionFactory(), ActionFactory()]
    for other in others:
        plan(other)
    pks = [off_course.pk, *(other.pk for other in others)]
    with django_assert_num_queries(16):
        queries.courses(pks, on=TODAY)
    with django_assert_num_queries(3):
        queries.courses(pks, on=TODAY)


def test_measurement_counts_by_its_own_period():
    action = ActionFactory()
    indicator = ActionIndicatorFactory(action=action)
    MeasurementFactory(indicator=indicator, year=2025, value=Decimal(200))
    assert status(action) == Status.ON_COURSE
    MeasurementFactory(indicator=indicator, year=2026, part="half", value=Decimal(100))
    action.node.version.touch()
    assert status(action) == Status.OFF_COURSE


def test_linked_indicator_without_figures_is_no_data():

    action = ActionFactory()
    ActionIndicatorFactory(action=action, indicator_key="adult_learning", territory=TerritoryFactory(voivodeship=True))
    assert status(action) == Status.NO_DATA


def test_marks_speak(off_course):
    mark = marks_of(Action, [off_course.pk])[off_course.pk]
    assert mark.tone == Tone.OFF
    assert mark.reasons[0].startswith("Kamień milowy „Umowy” jest spóźniony")


def test_counts_of_the_programme(off_course):
    ActionFactory()
    assert queries.course_counts(on=TODAY) == {Status.OFF_COURSE: 1, Status.NO_DATA: 1}


def test_duties_of_lead_and_coordinator(off_course, coordinator, now):
    lead = AccountFactory(reporter=True, organisation=off_course.lead)
    assert [(str(d.button), d.due_on) for d in duties_of(lead, now)] == [("Napisz, jak jest", date(2026, 6, 1))]
    assert [str(d.button) for d in duties_of(coordinator, now)] == ["Dodaj notatkę"]
    actions.override_status(
        action=off_course, status=Status.ON_COURSE, reason=REASON, expires_on=date(2026, 12, 1), by=coordinator, at=now
    )
    assert [str(d.button) for d in duties_of(coordinator, now)] == ["Sprawdź status"]


def test_impact_is_only_of_releases(off_course):
    assert impact_of(off_course) == []


def test_command_gives_the_sample_its_past(off_course, capsys):
    MeasurementFactory(indicator=ActionIndicatorFactory(action=off_course))
    MeasurementFactory(indicator=off_course.indicators.get(), year=2026, part="half", value=Decimal(300))
    MilestoneFactory(action=off_course, due_on=date(2025, 6, 1), done_on=date(2025, 5, 1))
    call_command("refresh_statuses")
    lines = StatusEntry.objects.order_by("at")
    assert lines.first().status == Status.NOT_STARTED
    assert lines.last().status == Status.OFF_COURSE
    count = lines.count()
    call_command("refresh_statuses")
    assert StatusEntry.objects.count() == count


def test_board_shows_the_worst_first(client, off_course, coordinator, now):
    ActionFactory(node__title="Spokojne")
    client.force_login(coordinator)
    page = client.get("/kurs-programu/").content.decode()
    assert page.index(off_course.title) < page.index("Spokojne")
    assert "nikt nie napisał" in page
    assert "Spokojne" not in client.get("/kurs-programu/", {"status": "off_course"}).content.decode()
    assert "Żadne działanie" in client.get("/kurs-programu/", {"lead": "x"}).content.decode()


def test_board_folds_what_is_without_trouble_and_says_sample_once(client, off_course, coordinator):
    calm = [ActionFactory(node__title=f"Spokojne {n}") for n in range(2)]
    for action in calm:
        MilestoneFactory(action=action, due_on=timezone.localdate() + timedelta(days=90))
    Strategy.objects.update(is_sample=True)
    client.force_login(coordinator)
    page = client.get("/kurs-programu/").content.decode()
    listing = page[page.index("Wszystkie działania") :]
    before, folded = listing.split("Bez kłopotów, według priorytetów")
    assert off_course.title in before
    assert all(one.title not in before for one in calm)
    assert all(one.title in folded for one in calm)
    assert folded.count("<details>") == 2
    assert page.count('class="sample"') == 1
    assert "<details open>" in client.get("/kurs-programu/", {"status": "not_started"}).content.decode()


def test_board_and_home_count_alike(client, off_course, coordinator):
    ActionFactory(node__version=off_course.node.version, node__parent=off_course.node.parent)
    client.force_login(coordinator)
    course = portal.course(with_sample=True)
    text = f"Działania na kursie lub zakończone: {course.on} z {course.total}, poza kursem: {course.deciding}."
    assert text in client.get("/kurs-programu/").content.decode()


def test_board_is_for_the_workspace(client):
    assert client.get("/kurs-programu/").status_code == 302
    client.force_login(AccountFactory())
    assert client.get("/kurs-programu/").status_code == 403
    client.force_login(AccountFactory(member=True))
    assert "Żaden program" in client.get("/kurs-programu/").content.decode()
    assert client.post(reverse("monitoring:refresh")).status_code == 403
    assert client.get("/kurs-programu/odswiez/").status_code == 405


def test_coordinator_sets_lifts_and_notes(client, off_course, coordinator):
    client.force_login(coordinator)
    key = [off_course.node.identity.public_id]
    override, lift, note = (reverse(f"monitoring:{name}", args=key) for name in ("override", "override-lift", "note"))
    assert client.get(override).status_code == client.get(note).status_code == 200
    soon = timezone.localdate() + timedelta(days=30)
    facts = {"status": "at_risk", "reason": REASON, "expires_on": f"{soon:%d.%m.%Y}"}
    assert "pełnym zdaniem" in client.post(override, {**facts, "reason": "krótko"}).content.decode()
    assert client.post(override, facts).status_code == 302
    assert REASON in client.get(override).content.decode()
    page = client.get(off_course.get_absolute_url()).content.decode()
    assert "Ustawiony ręcznie:" in page
    assert "Według samych zasad:" in page
    assert "ustawiony ręcznie do" in client.get("/kurs-programu/").content.decode()
    assert client.post(lift).status_code == client.post(lift).status_code == 302
    assert client.post(note, {"text": " "}).status_code == 200
    assert client.post(note, {"text": "Umowy w grudniu."}).status_code == 302
    assert "Umowy w grudniu." in client.get(off_course.get_absolute_url()).content.decode()
    assert client.post(reverse("monitoring:refresh")).status_code == 302
    assert client.get(reverse("monitoring:note", args=["x"])).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_rules_are_explained(client, prefix):
    page = client.get(f"{prefix}/kurs-programu/zasady/").content.decode()
    assert all(code in page for code in ("M1", "M2", "M3", "I1", "I2", "F1", "N1", "D1", "K1"))


@pytest.mark.parametrize(("period", "month"), [("2026", 12), ("2026-09", 9), ("2026-Q3", 9), ("2026-H1", 6)])
def test_period_ends(period, month):
    assert period_end(period) == 2026 * 12 + month


def test_actions_that_read_a_dataset_are_found_through_what_their_indicator_builds_on(django_assert_num_queries):
    for key, made in (("a", 'P1["x"]'), ("b", "ratio(a, a)"), ("c", 'P2["x"]')):
        Indicator.objects.create(key=key, slug=key, name_pl=key, short_pl=key, formula=made)
    one, two = ActionFactory(node__number="1"), ActionFactory(node__number="2")
    here = TerritoryFactory(voivodeship=True)
    for action, key in ((one, "a"), (one, "b"), (two, "b"), (ActionFactory(), "c")):
        ActionIndicatorFactory(action=action, indicator_key=key, territory=here)
    with django_assert_num_queries(2):
        assert queries.actions_reading("P1") == [one, two]


def test_moment_of_an_entry_is_kept(off_course):
    at = datetime(2026, 11, 22, 11, tzinfo=UTC)
    actions.refresh_statuses(actions=[off_course], by=None, at=at)
    assert str(StatusEntry.objects.get()).startswith("2026-11-22")


def test_override_and_note_keep_drafts_until_they_are_saved(client, off_course, coordinator, settings, now):
    settings.SECOND_FACTOR_DEMANDED = False
    client.force_login(coordinator)
    key = off_course.node.identity.public_id
    override, note = (reverse(f"monitoring:{name}", args=[key]) for name in ("override", "note"))
    for address, name in ((override, "reason"), (note, "text")):
        stamp = client.get(address).context["draft"].stamp
        client.post(f"{address}?draft=save", {name: "Pół zdania", "draft_stamp": stamp})
        page = client.get(address).content.decode()
        assert "Przywrócono szkic" in page
        assert "Pół zdania</textarea>" in page
        assert "W międzyczasie" not in page
    soon = timezone.localdate() + timedelta(days=30)
    actions.override_status(
        action=off_course, status=Status.AT_RISK, reason=REASON, expires_on=soon, by=coordinator, at=timezone.now()
    )
    assert "W międzyczasie ktoś zmienił" in client.get(override).content.decode()
    values = {"status": "at_risk", "reason": REASON, "expires_on": f"{soon:%d.%m.%Y}"}
    assert client.post(override, values).status_code == 302
    assert client.post(note, {"text": "Całe zdanie."}).status_code == 302
    assert not Draft.objects.exists()
