"""The audit trail: every action tells it, and nobody can change what was told."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from azymut.kernel import audit, audit_guard, notifications
from azymut.kernel import trail as reading
from azymut.kernel.audit import action
from azymut.kernel.errors import UnauditedActionError, WrittenOnceError
from azymut.kernel.models import AuditEntry, NotificationPreference
from azymut.kernel.web.pages import audit_page
from azymut.people.models import Organisation
from tests.factories.people import AccountFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@action("Renamed")
def rename(*, organisation, name, by, at):
    with audit.change(organisation, by=by, at=at):
        organisation.name = name


@action("Renamed twice")
def rename_twice(*, organisation, by, at):
    rename(organisation=organisation, name="First", by=by, at=at)
    rename(organisation=organisation, name="Second", by=by, at=at)


@action("Founded")
def found(*, name, by, at):
    organisation = OrganisationFactory(name=name, contact_email="ktos@example.org")
    audit.created(organisation, by=by, at=at)
    return organisation


@action("Closed down")
def close_down(*, organisation, by, at):
    audit.removed(organisation, by=by, at=at)
    organisation.delete()


@action("Kept silent")
def keep_silent(*, organisation, by, at):
    organisation.name = "Silent"
    organisation.save()


@action("Noted")
def take_note(*, by, at):
    audit.happened(None, by=by, at=at, facts={"rows": 3}, label="a file")


def entry(at, **values):
    return AuditEntry.objects.create(
        at=at, action="kernel.test", object_type="", object_id="", object_label="", **values
    )


def refused_by_the_database(statement, *values):
    with pytest.raises(DatabaseError, match="audit trail"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_change_notes_only_what_differs(now):
    account, organisation = AccountFactory(), OrganisationFactory(name="Before")
    rename(organisation=organisation, name="After", by=account, at=now)
    noted = AuditEntry.objects.get()
    assert (noted.action, noted.by, noted.at) == ("kernel.rename", account, now)
    assert (noted.before, noted.after) == ({"name": "Before"}, {"name": "After"})
    assert (noted.object_type, noted.object_id) == ("people.organisation", organisation.public_id)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.changed_by) == ("After", account)


def test_change_without_difference_notes_nothing(now):
    organisation = OrganisationFactory(name="Same")
    rename(organisation=organisation, name="Same", by=None, at=now)
    assert not AuditEntry.objects.exists()


def test_created_covers_personal_fields(now):
    found(name="New", by=None, at=now)
    noted = AuditEntry.objects.get()
    assert noted.before is None
    assert (noted.after["name"], noted.after["contact_email"], noted.after["contact_phone"]) == (
        "New",
        audit.REDACTED,
        "",
    )


def test_removed_keeps_what_was(now):
    organisation = OrganisationFactory(name="Gone")
    close_down(organisation=organisation, by=None, at=now)
    noted = AuditEntry.objects.get()
    assert (noted.before["name"], noted.after) == ("Gone", None)


def test_happened_keeps_facts_and_label(now):
    take_note(by=None, at=now)
    noted = AuditEntry.objects.get()
    assert (noted.object_label, noted.after, noted.object_type) == ("a file", {"rows": 3}, "")


@action("Told in code", facts={"own": "its own"})
def tell(*, facts, thing, by, at):
    audit.happened(thing, by=by, at=at, facts=facts, before=facts)


def test_facts_are_those_of_the_thing_of_all_and_of_the_action(now):
    organisation = OrganisationFactory()
    facts = {"created": 1, "name": "a field", "own": [1, 2]}
    tell(facts=facts, thing=organisation, by=None, at=now)
    noted = AuditEntry.objects.get()
    assert (noted.before, noted.after) == (facts, facts)
    with translation.override("en"):
        assert [line.label for line in reading.lines_of(noted, {})] == ["Name", "Created", "Its own"]


def test_fact_without_words_is_refused(now):
    with pytest.raises(UnauditedActionError, match=r"kernel.tell tells facts without words: name, other"):
        tell(facts={"other": 1, "name": 2}, thing=None, by=None, at=now)
    assert not AuditEntry.objects.exists()


def test_silent_action_is_taken_back(now):
    organisation = OrganisationFactory(name="Before")
    with pytest.raises(UnauditedActionError):
        keep_silent(organisation=organisation, by=None, at=now)
    assert Organisation.objects.get().name == "Before"


def test_trail_outside_an_action_is_refused(now):
    with pytest.raises(UnauditedActionError):
        audit.happened(None, by=None, at=now, facts={})
    with pytest.raises(UnauditedActionError):
        audit.forget_before(now)
    audit.unchanged()


def test_outer_action_lives_on_what_inner_ones_told(now):
    organisation = OrganisationFactory()
    rename_twice(organisation=organisation, by=None, at=now)
    assert AuditEntry.objects.count() == 2
    assert audit.words_of_actions()["kernel.rename_twice"].title == "Renamed twice"


def test_preference_label_does_not_name_the_person(now):
    account = AccountFactory(name="Anna Jawna")
    notifications.choose(account=account, single_mails=True, weekly_digest=False, by=account, at=now)
    assert "Anna" not in AuditEntry.objects.get().object_label
    assert NotificationPreference.objects.get().weekly_digest is False


def test_entry_is_written_once(now):
    noted = entry(now)
    noted.action = "other"
    for attempt in (
        noted.save,
        noted.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="other"),
        lambda: AuditEntry.objects.bulk_update([noted], ["action"]),
    ):
        with pytest.raises(WrittenOnceError):
            attempt()
    assert AuditEntry.objects.get().action == "kernel.test"


def test_database_refuses_changes(now):
    noted = entry(now)
    refused_by_the_database("UPDATE kernel_auditentry SET action = 'other' WHERE id = %s", noted.pk)
    refused_by_the_database("DELETE FROM kernel_auditentry WHERE id = %s", noted.pk)
    if connection.vendor == "postgresql":
        connection.check_constraints()
        refused_by_the_database("TRUNCATE kernel_auditentry")
    else:
        refused_by_the_database(
            "INSERT OR REPLACE INTO kernel_auditentry (id, at, action, object_type, object_id, object_label)"
            " VALUES (%s, '2026-01-01', 'x', '', '', '')",
            noted.pk,
        )
    assert AuditEntry.objects.get().action == "kernel.test"


def test_account_with_entries_cannot_be_deleted(now):
    account = AccountFactory()
    entry(now, by=account)
    account.delete()
    with pytest.raises(IntegrityError):
        connection.check_constraints()
    transaction.set_rollback(True)


@action("Shortened")
def shorten(*, before, by, at):
    number = audit.forget_before(before)
    audit.happened(None, by=by, at=at, facts={"removed": number})
    return number


def test_door_lets_only_old_entries_out(now):
    entry(now - timedelta(days=20))
    young = entry(now - timedelta(days=5))
    assert shorten(before=now - timedelta(days=10), by=None, at=now) == 1
    assert set(AuditEntry.objects.filter(action="kernel.test")) == {young}
    refused_by_the_database("DELETE FROM kernel_auditentry WHERE id = %s", young.pk)


def test_open_door_keeps_young_entries(now):
    noted = entry(now)
    with transaction.atomic(), connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(now - timedelta(days=1))
        cursor.execute(audit_guard.OPEN_DOOR, [moment])
        refused_by_the_database("DELETE FROM kernel_auditentry WHERE id = %s", noted.pk)
        refused_by_the_database("UPDATE kernel_auditentry SET action = 'x' WHERE id = %s", noted.pk)


def test_guard_can_be_taken_off_and_comes_back_after_migrate():
    assert audit_guard.is_installed(connection)
    with transaction.atomic():
        audit_guard.remove(connection)
        assert not audit_guard.is_installed(connection)
        audit_guard.reinstall_after_migrate(using="default")
        assert not audit_guard.is_installed(connection)
        audit_guard.install(connection)
    with connection.cursor() as cursor:
        on = " ON kernel_auditentry" if connection.vendor == "postgresql" else ""
        name = "kernel_audit_rows" if on else "kernel_audit_no_update"
        cursor.execute(f"DROP TRIGGER {name}{on}")
    audit_guard.reinstall_after_migrate(using="default")
    assert audit_guard.is_installed(connection)


@pytest.fixture
def administrator(client):
    account = AccountFactory(administrator=True, name="Ada Min")
    client.force_login(account)
    return account


@pytest.fixture
def trail(now, administrator):
    other = AccountFactory(name="Jan Inny", email="jan@example.org")
    organisation = OrganisationFactory(name="Technikum Łąkowe")
    rename(organisation=organisation, name="=1+1", by=administrator, at=now)
    rename(organisation=organisation, name="Technikum Polne", by=other, at=now + timedelta(days=1))
    take_note(by=None, at=now + timedelta(days=2))
    return organisation


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("", ["kernel.take_note", "kernel.rename", "kernel.rename"]),
        ("action=kernel.rename", ["kernel.rename", "kernel.rename"]),
        ("action=kernel.ren", []),
        ("action=kernel", ["kernel.take_note", "kernel.rename", "kernel.rename"]),
        ("person=jan@", ["kernel.rename"]),
        ("person=Ada", ["kernel.rename"]),
        ("thing=polne", ["kernel.rename"]),
        ("thing=people.organisation", ["kernel.rename", "kernel.rename"]),
        ("since=2026-11-23", ["kernel.take_note", "kernel.rename"]),
        ("until=2026-11-22", ["kernel.rename"]),
        ("since=2026-11-23&until=2026-11-23", ["kernel.rename"]),
        ("since=nonsense&person=jan", ["kernel.rename"]),
        ("person=nobody", []),
    ],
)
def test_trail_page_filters(client, trail, query, actions):
    response = client.get(f"/dziennik-zmian/?{query}")
    assert response.status_code == 200
    assert [row.action for row in response.context["page"].rows] == actions


def test_trail_page_shows_before_and_after(client, trail):
    html = client.get("/dziennik-zmian/?person=jan").content.decode()
    assert "<del>=1+1</del>" in html
    assert "<ins>Technikum Polne</ins>" in html


def test_trail_page_names_actions_things_and_fields(client, trail):
    page = client.get("/dziennik-zmian/?person=jan").context["page"]
    (row,) = page.rows
    assert (row.title, row.object_type, row.object_label) == ("Renamed", "podmiot", "Technikum Polne")
    assert (row.history, page.reset) == (f"?thing={trail.public_id}", "/dziennik-zmian/")
    assert [line.label for line in row.lines] == ["Nazwa"]
    page = client.get(f"/dziennik-zmian/{row.history}").context["page"]
    assert [row.title for row in page.rows] == ["Renamed", "Renamed"]


def test_trail_offers_every_action_by_its_title(client, trail):
    html = client.get("/dziennik-zmian/?action=people.close").content.decode()
    assert '<option value="people.close" selected>Zamknięto podmiot</option>' in html
    assert '<option value="people.close_by_hand">Zamknięto podmiot ręcznie</option>' in html
    html = client.get("/dziennik-zmian/?action=gone.action").content.decode()
    assert '<option value="gone.action" selected>gone.action</option>' in html
    html = client.get("/en/dziennik-zmian/?action=people.close").content.decode()
    assert '<option value="people.close" selected>Organisation closed</option>' in html


def test_entries_say_what_their_fields_point_to(now, django_assert_num_queries):
    near, far = OrganisationFactory(name="Blisko"), OrganisationFactory(name="Daleko")
    told = [
        AuditEntry(object_type="people.organisation", before={"parent": near.pk}, after={"parent": far.pk}),
        AuditEntry(object_type="people.membership", after={"organisation": far.pk, "account": audit.REDACTED}),
        AuditEntry(object_type="people.membership", after={"organisation": None}),
    ]
    with django_assert_num_queries(1):
        names = reading.names_of(told)
    assert [(line.before.text, line.after.text) for line in reading.lines_of(told[0], names)] == [("Blisko", "Daleko")]
    assert [line.after.text for line in reading.lines_of(told[1], names)] == [audit.REDACTED, "Daleko"]
    assert reading.lines_of(told[2], names) == []
    assert reading.title_of("gone.action") == "gone.action"


def test_trail_page_has_constant_queries(trail, now, django_assert_num_queries):
    for more in (0, 3):
        for _ in range(more):
            entry(now, by=AccountFactory())
        with django_assert_num_queries(2):
            audit_page({"person": "o"}, "1")


def test_trail_pages_are_cut(client, administrator, now):
    AuditEntry.objects.bulk_create(
        AuditEntry(at=now, action="kernel.test", object_type="", object_id="", object_label=str(n)) for n in range(60)
    )
    page = client.get("/dziennik-zmian/?action=kernel&page=2").context["page"]
    assert (len(page.rows), page.total) == (10, 60)
    assert page.address == "?action=kernel&"


def test_export_is_neutralised_and_filtered(client, trail):
    response = client.get("/dziennik-zmian/csv/?thing=people.organisation")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
    assert rows[0][:3] == ["moment", "person", "action"]
    assert [row[5] for row in rows[1:]] == ["Technikum Polne", "'=1+1"]
    assert rows[1][0] == "2026-11-23T12:00:00+01:00"
    assert response["Content-Disposition"].startswith("attachment")


def test_export_without_filter_holds_everything(client, trail):
    text = b"".join(client.get("/dziennik-zmian/csv/").streaming_content).decode()
    assert len(text.strip().splitlines()) == 4


@pytest.mark.parametrize("address", ["/dziennik-zmian/", "/dziennik-zmian/csv/"])
def test_trail_is_for_administrators(client, address):
    assert client.get(address).status_code == 302
    client.force_login(AccountFactory(coordinator=True))
    assert client.get(address).status_code == 403
    client.force_login(AccountFactory(administrator=True))
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405


@translation.override("pl")
def test_lines_put_values_into_words():
    noted = AuditEntry(
        object_type="people.organisation",
        before={"closed_on": None, "kind": "school", "old": True},
        after={"closed_on": "2026-08-31", "kind": "ngo", "territory": 7, "old": False, "more": {"a": 1}},
    )
    lines = {line.label: line for line in reading.lines_of(noted, {})}
    assert lines["Data zamknięcia"].before.text == "–"
    assert lines["Data zamknięcia"].after.day == date(2026, 8, 31)
    assert lines["Old"].before is not None
    assert lines["More"].before is None
    assert lines["More"].after.text == '{\n "a": 1\n}'
    moment = reading.lines_of(AuditEntry(object_type="kernel.mail", after={"sent_at": "2026-11-22T11:00:00Z"}), {})
    assert moment[0].after.moment.hour == 11
    covered = AuditEntry(object_type="people.membership", after={"account": audit.REDACTED, "organisation": 7})
    assert [line.after.text for line in reading.lines_of(covered, {})] == [audit.REDACTED, "nr 7"]
    assert reading.lines_of(AuditEntry(object_type="gone.model", after={"a_b": 1}), {})[0].label == "A b"
    assert reading.object_type_name("gone.model") == "gone.model"


def test_trail_can_be_emptied_only_through_the_wide_door(now):
    entry(now)
    with audit_guard.wide_open(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_auditentry")
    assert not AuditEntry.objects.exists()
    noted = entry(now)
    refused_by_the_database("DELETE FROM kernel_auditentry WHERE id = %s", noted.pk)


def test_wide_door_of_a_database_without_guard_is_no_fault(monkeypatch):
    monkeypatch.setattr(audit_guard, "DOOR", "no_such_table")
    with audit_guard.wide_open(connection):
        pass
