"""The desk: duties, changes, and the button that says they were seen."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from azymut.indicators.models import Dataset, Release, Source
from azymut.kernel import registries, trail
from azymut.kernel.errors import NotAllowedError
from azymut.kernel.models import AuditEntry
from azymut.kernel.registries import Duty
from azymut.monitoring.enums import Status
from azymut.monitoring.models import StatusEntry
from azymut.people.models import ImportRun
from azymut.portal import actions, queries
from azymut.portal.queries import changes
from azymut.portal.web.pages.desk import desk_page
from tests.factories.people import AccountFactory, MembershipFactory, OrganisationFactory
from tests.factories.programmes import ActionFactory, MilestoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    account = AccountFactory(member=True)
    client.force_login(account)
    return account


def _entry(at, action="programmes.complete_milestone", **fields):
    given = {"object_type": "programmes.milestone", "object_id": "abc", "object_label": "Umowy"}
    return AuditEntry.objects.create(at=at, action=action, **{**given, **fields})


def _page(account, now, *, duties=(), found=()):
    return desk_page(account, duties=duties, changes=found, since=now, rail=(), now=now, most_changes=2)


def test_desk_is_for_the_signed_in(client):
    answer = client.get("/pulpit/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/login/")


def test_duties_stand_with_their_term_and_button(client, member, monkeypatch):
    today = timezone.localdate()
    duties = [
        Duty("Popraw sprawozdanie", "/a/", "Popraw", due_on=today - timedelta(days=9)),
        Duty("Bez terminu", "/b/", "Otwórz", sample=True),
    ]
    monkeypatch.setattr(registries, "_duties", {"x": lambda _account, _now: duties})
    text = client.get("/pulpit/").content.decode()
    assert "Pulpit: czekają 2 sprawy" in text
    assert "1 jest po terminie" in text
    assert text.index("Popraw sprawozdanie") < text.index("Bez terminu")
    assert 'class="sample"' in text


def test_empty_desk_teaches(client, member, monkeypatch):
    monkeypatch.setattr(registries, "_duties", {})
    text = client.get("/pulpit/").content.decode()
    assert "Pulpit: nic nie czeka" in text
    assert "Wszystko załatwione" in text


@pytest.mark.parametrize(
    ("due", "late", "soon"),
    [
        (date(2026, 11, 13), True, True),
        (date(2026, 11, 22), False, True),
        (date(2026, 11, 29), False, True),
        (date(2026, 11, 30), False, False),
        (None, False, False),
    ],
)
def test_term_sets_the_weight_of_a_duty(now, due, late, soon):
    (line,) = _page(AccountFactory(), now, duties=[Duty("X", "/x/", "Otwórz", due_on=due)]).lines
    assert (line.late, line.soon) == (late, soon)


def test_changes_since_the_last_look_newest_first(now):
    account, other = AccountFactory(member=True), AccountFactory(name="Anna Nowak")
    _entry(now - timedelta(days=3))
    _entry(now - timedelta(hours=1), by=other)
    _entry(now - timedelta(hours=2), action="people.grant_role")
    _entry(now - timedelta(hours=3), by=account)
    found = queries.changes_since(now - timedelta(days=2), account=account, most=10)
    assert [(change.label, change.by) for change in found] == [("Umowy", "Anna Nowak")]


def test_who_has_no_workspace_hears_nothing(now):
    _entry(now)
    assert queries.changes_since(now - timedelta(days=1), account=AccountFactory(), most=10) == []


def test_changed_thing_is_linked_and_named_with_its_action(now):
    account = AccountFactory(member=True)
    milestone = MilestoneFactory()
    node = milestone.action.node
    _entry(now, object_id=milestone.public_id)
    _entry(now, object_id="gone")
    gone, found = queries.changes_since(now - timedelta(days=1), account=account, most=9)
    assert (gone.url, gone.where) == ("", "")
    assert found.url == reverse("programmes:action", args=[node.identity.public_id])
    assert found.where == f"{node.number} {node.title}"


def test_page_that_the_reader_may_not_open_is_not_linked(now):
    _entry(now, action="indicators.publish_release", object_type="indicators.release")
    (change,) = queries.changes_since(now - timedelta(days=1), account=AccountFactory(member=True), most=9)
    assert change.url == ""


@pytest.mark.parametrize(
    ("role", "language", "label", "address"),
    [
        ("analyst", "pl", "Bezrobotni", "/wydania/{}/"),
        ("reporter", "pl", "Bezrobotni", "/zrodla/"),
        ("counsellor", "pl", "Bezrobotni", "/zrodla/"),
        ("reporter", "en", "Unemployed", "/en/zrodla/"),
    ],
)
def test_new_figures_are_named_by_their_dataset_and_lead_to_what_the_reader_may_see(
    now, role, language, label, address
):
    release = _release(now)
    _entry(
        now,
        action="indicators.publish_release",
        object_type="indicators.release",
        object_id=release.public_id,
        object_label="P2670, P2670.csv",
    )
    with translation.override(language):
        found = queries.changes_since(now - timedelta(days=1), account=AccountFactory(**{role: True}), most=9)
        (line,) = _page(AccountFactory(), now, found=found).changes
    assert (line.label, line.where, line.url) == (label, "", address.format(release.public_id))


def _release(now):
    source = Source.objects.create(key="s", name_pl="Źródło", licence_pl="CC0")
    dataset = Dataset.objects.create(code="P2670", source=source, name_pl="Bezrobotni", name_en="Unemployed")
    return Release.objects.create(
        dataset=dataset, file_format="bdl-ctab", file_name="P2670.csv", sha256="0" * 64, licence="CC0", loaded_at=now,
        path="a.parquet", rows=1, territories=1, first_period="2022", last_period="2022",
    )  # fmt: skip


def test_gone_release_keeps_the_name_that_the_trail_has(now):
    _entry(now, action="indicators.publish_release", object_type="indicators.release", object_label="P1, a.csv")
    (change,) = queries.changes_since(now - timedelta(days=1), account=AccountFactory(member=True), most=9)
    assert (change.label, change.url) == ("P1, a.csv", "")


@pytest.mark.parametrize("role", ["coordinator", "reporter", "counsellor"])
def test_imported_register_leads_to_its_run_or_to_the_organisations(now, role):
    run = ImportRun.objects.create(file_name="rspo.csv", sha256="0" * 64, size=1)
    _entry(now, action="people.take_register", object_type="people.importrun", object_id=run.public_id)
    _entry(now, action="people.take_register", object_type="people.organisation")
    (change,) = queries.changes_since(now - timedelta(days=1), account=AccountFactory(**{role: True}), most=9)
    run_page, public_page = reverse("people:import-preview", args=[run.public_id]), reverse("people:organisations")
    assert change.url == (run_page if role == "coordinator" else public_page)


def test_thing_of_an_unknown_kind_is_not_linked(now):
    _entry(now, action="programmes.bring_into_force", object_type="")
    (change,) = queries.changes_since(now - timedelta(days=1), account=AccountFactory(member=True), most=9)
    assert (change.what, change.url) == (trail.title_of("programmes.bring_into_force"), "")


@pytest.mark.parametrize("kind", sorted(changes.PLACES))
def test_every_place_can_be_asked_for(now, kind):
    account = AccountFactory(coordinator=True)
    _entry(now, object_type=kind)
    assert len(queries.changes_since(now - timedelta(days=1), account=account, most=9)) == 1


def test_change_without_a_label_of_its_own_is_named_by_its_action(now):
    change = queries.Change(at=now, what="X", label="", url="", where="4.1 Staże", by="")
    (line,) = _page(AccountFactory(), now, found=[change]).changes
    assert (line.label, line.where) == ("4.1 Staże", "")


def test_person_of_two_organisations_chooses_for_whom_to_act(client, member):
    for name in ("Technikum w Zgierzu", "Szkoła w Kutnie"):
        MembershipFactory(account=member, role="reporter", organisation=OrganisationFactory(name=name))
    text = client.get("/pulpit/").content.decode()
    assert "Technikum w Zgierzu" in text
    assert "Szkoła w Kutnie" in text


def _status(node, at, status):
    return StatusEntry.objects.create(
        identity=node.identity,
        at=at,
        status=status,
        rule_status=status,
        rule="",
        reasons=[],
        codes="",
        decided_by="rule",
    )


def test_turned_status_is_told_with_what_it_was(now):
    account = AccountFactory(member=True)
    node = ActionFactory().node
    _status(node, now - timedelta(days=9), Status.ON_COURSE)
    _status(node, now - timedelta(days=3), Status.AT_RISK)
    _status(node, now - timedelta(days=1), Status.AT_RISK)
    (change,) = queries.changes_since(now - timedelta(days=5), account=account, most=9)
    with translation.override("pl"):
        assert str(change.what) == "na kursie → zagrożone"
    assert change.label == f"{node.number} {node.title}"
    assert change.url == reverse("programmes:action", args=[node.identity.public_id])


def test_first_status_is_no_change(now):
    _status(ActionFactory().node, now, Status.ON_COURSE)
    assert queries.changes_since(now - timedelta(days=5), account=AccountFactory(member=True), most=9) == []


def test_every_watched_action_exists():
    for name in changes.WATCHED:
        room, action = name.split(".")
        assert getattr(getattr(import_module(f"azymut.{room}.actions"), action), "is_action", False), name


def test_changes_cost_four_queries_however_many(now, django_assert_num_queries):
    account = AccountFactory(member=True)
    account.grants  # noqa: B018  # read before counting
    for rows in (1, 2):
        for _ in range(rows):
            _entry(now)
            node = ActionFactory().node
            _status(node, now, Status.ON_COURSE)
            _status(node, now, Status.AT_RISK)
        with django_assert_num_queries(4):
            queries.changes_since(now - timedelta(days=1), account=account, most=10)


def test_first_visit_looks_two_weeks_back(now):
    assert queries.last_visit(AccountFactory(), now) == now - timedelta(days=14)
    assert queries.last_visit(AccountFactory(last_seen_at=now), now) == now


def test_more_changes_than_shown_are_said(now):
    account = AccountFactory(member=True)
    for _ in range(3):
        _entry(now)
    found = queries.changes_since(now - timedelta(days=1), account=account, most=3)
    page = _page(account, now, found=found)
    assert (len(page.changes), page.more_changes) == (2, True)


def test_seen_changes_leave_the_desk(client, member):
    _entry(timezone.now() - timedelta(minutes=1))
    assert "Umowy" in client.get("/pulpit/").content.decode()
    answer = client.post("/pulpit/widziane/")
    assert (answer.status_code, answer["Location"]) == (302, "/pulpit/")
    text = client.get("/pulpit/").content.decode()
    assert "Umowy" not in text
    assert "Zapisane" in text


def test_seen_is_not_marked_by_reading(client, member):
    assert client.get("/pulpit/widziane/").status_code == 405
    member.refresh_from_db()
    assert member.last_seen_at is None


def test_nobody_marks_anothers_desk(now):
    with pytest.raises(NotAllowedError):
        actions.mark_desk_seen(account=AccountFactory(), by=AccountFactory(), at=now)
