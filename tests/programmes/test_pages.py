"""Pages of programmes: public ones for everyone, the workspace for those who report."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from azymut.kernel.models import Draft
from azymut.programmes.models import Action
from azymut.programmes.queries import TableFilter, actions_with_milestones, money_of, programme_table, rows_matching
from tests.factories.people import AccountFactory, OrganisationFactory
from tests.factories.places import TerritoryFactory
from tests.factories.programmes import (
    ActionFactory,
    ActionIndicatorFactory,
    BudgetLineFactory,
    FundingSourceFactory,
    MeasurementFactory,
    MilestoneFactory,
    NodeFactory,
    TagFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    """An action with one of everything."""
    made = ActionFactory(node__title="Staże uczniowskie", node__number="4.1")
    MilestoneFactory(action=made, title="Umowy", due_on=date(2026, 10, 1))
    MilestoneFactory(action=made, title="Wzór", due_on=date(2025, 10, 1), done_on=date(2025, 9, 1))
    BudgetLineFactory(action=made)
    indicator = ActionIndicatorFactory(action=made)
    MeasurementFactory(indicator=indicator)
    made.tags.add(TagFactory())
    made.territories.add(TerritoryFactory(voivodeship=True))
    return made


def path(name: str, thing) -> str:
    return reverse(f"programmes:{name}", args=[getattr(thing, "public_id", thing)])


def identity(action: Action) -> str:
    return action.node.identity.public_id


def test_list_shows_the_version_in_force(client, action):
    page = client.get("/programy/").content.decode()
    assert action.strategy.name in page
    assert "112/2024" in page
    assert "dane przykładowe" in page


@pytest.mark.parametrize("view", ["tree", "table", "timeline", "nonsense"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_programme_shows_its_actions(client, action, view, prefix):
    page = client.get(f"{prefix}{path('detail', action.strategy)}?view={view}")
    assert page.status_code == 200
    assert "4.1 Staże uczniowskie" in page.content.decode()


def test_filters_stand_in_the_address(client, action):
    base = path("detail", action.strategy)
    found = {"status": "risk", "area": "area:I", "priority": action.node.parent.number, "year": "2025", "q": "staże"}
    for key, value in found.items():
        assert "4.1 Staże uczniowskie" in client.get(base, {key: value}).content.decode(), key
    missed = {"status": "done", "area": "area:II", "priority": "99", "year": "2030", "q": "robot", "lead": "x"}
    for key, value in missed.items():
        page = client.get(base, {key: value}).content.decode()
        assert "Żadne działanie nie odpowiada" in page, key


def test_leads_to_choose_from_stand_in_polish_order(client, action):
    for name in ("Żuraw", "Łódzka Izba", "Zakład"):
        ActionFactory(version=action.node.version, priority=action.node.parent, lead=OrganisationFactory(name=name))
    page = client.get(path("detail", action.strategy)).context["page"]
    leads = next(choice for choice in page.filters if choice.name == "lead")
    named = [option.label for option in leads.options[1:] if option.label != action.lead.name]
    assert named == ["Łódzka Izba", "Zakład", "Żuraw"]


def test_unknown_or_secret_programme_is_not_found(client):
    draft = VersionFactory(draft=True)
    assert client.get(path("detail", "x")).status_code == 404
    assert client.get(path("detail", draft.strategy)).status_code == 404
    hidden = ActionFactory(version=draft)
    assert client.get(path("action", identity(hidden))).status_code == 404


def test_earlier_version_stays_readable(client, action):
    old = VersionFactory(strategy=action.strategy, number=9, state="superseded", superseded_on=date(2024, 2, 1))
    page = client.get(path("detail", action.strategy), {"version": "9"})
    assert page.context["page"].version.startswith("Wersja 9")
    gone = ActionFactory(version=old, priority=NodeFactory(version=old))
    assert "wcześniejszej wersji" in client.get(path("action", identity(gone))).content.decode()


def test_table_is_worked_out_once(action, django_assert_num_queries):
    version = action.node.version
    with django_assert_num_queries(13):
        one = programme_table(version)
    with django_assert_num_queries(1):
        assert programme_table(version) == one
    for _ in range(2):
        more = ActionFactory(version=version, priority=action.node.parent)
        BudgetLineFactory(action=more)
        MilestoneFactory(action=more)
        more.tags.add(TagFactory())
    version.touch()
    version.refresh_from_db()
    with django_assert_num_queries(13):
        three = programme_table(version)
    assert len(three.rows) == 3
    assert money_of(three.rows).planned == Decimal(3000)
    assert len(rows_matching(three.rows, TableFilter(area="area:I", group="area:I", tag="area:I"))) == 3


def test_action_page_tells_everything(client, action):
    page = client.get(path("action", identity(action))).content.decode()
    for text in ("4.1", "Umowy", "Dlaczego:", "Wróci na kurs", "Krajowy Plan Odbudowy", "spóźniony", "M3"):
        assert text in page, text
    assert "Uzupełnij dane" not in page


def test_action_page_in_english(client, action):
    page = client.get("/en" + path("action", identity(action))).content.decode()
    for text in ("Returns to course when", "Milestones", "National Recovery Plan", "at risk", "Money"):
        assert text in page, text


def test_empty_action_says_what_belongs_there(client):
    page = client.get(path("action", identity(ActionFactory()))).content.decode()
    for text in ("nie wpisano jeszcze kamieni", "nie ma jeszcze wskaźnika", "nie zaplanowano jeszcze środków"):
        assert text in page


def test_table_leaves_as_xlsx_and_csv(client, action):
    action.node.title = "=1+1"
    action.node.save()
    text = client.get(path("export-csv", action.strategy)).content.decode("utf-8-sig")
    heading, row = text.splitlines()
    assert heading.startswith("Numer;Działanie;Priorytet")
    assert row.startswith("4.1;'=1+1;")
    assert row.endswith("dane przykładowe")
    content = client.get(path("export-xlsx", action.strategy)).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["4.1", "=1+1"]
    assert rows[1][11:14] == [1000.0, 800.0, 500.0]


def test_workspace_is_for_those_who_report(client, action):
    client.force_login(AccountFactory(member=True))
    assert client.get("/moje-dzialania/").status_code == 403
    stranger = AccountFactory(reporter=True)
    client.force_login(stranger)
    assert "Nie ma działań" in client.get("/moje-dzialania/").content.decode()
    assert client.get(path("action-manage", identity(action))).status_code == 404
    for name, thing in (
        ("milestone-complete", action.milestones.first()),
        ("measurement-record", action.indicators.first()),
        ("execution-record", action.budget_lines.first()),
    ):
        assert client.get(path(name, thing)).status_code == 404
    assert client.get(path("action-edit", identity(action))).status_code == 403


def test_lead_sees_its_actions_and_their_forms(client, action):
    client.force_login(AccountFactory(reporter=True, organisation=action.lead))
    page = client.get("/moje-dzialania/?show=late").content.decode()
    assert "1 spóźniony kamień milowy" in page
    page = client.get(path("action-manage", identity(action))).content.decode()
    assert "Oznacz jako osiągnięty" in page
    assert "Zmień dane" not in page
    assert "Uzupełnij dane" in client.get(path("action", identity(action))).content.decode()


def test_forms_carry_out_and_say_so(client, action):
    client.force_login(AccountFactory(reporter=True, organisation=action.lead))
    late, finished = action.milestones.order_by("-due_on")
    forms = (
        (path("milestone-postpone", late), {"due_on": "15.12.2026", "reason": "Przetarg"}),
        (path("milestone-complete", late), {"done_on": "01.11.2026", "note": ""}),
        (path("milestone-reopen", finished), {"reason": "Pomyłka"}),
        (
            path("measurement-record", action.indicators.get()),
            {"year": "2026", "part": "half", "value": "250", "source_note": "listy"},
        ),
        (path("execution-record", action.budget_lines.get()), {"committed": "900,50", "spent": "600", "note": ""}),
    )
    for address, values in forms:
        assert client.get(address).status_code == 200
        answer = client.post(address, values)
        assert answer.status_code == 302, answer.content.decode()
        assert answer["Location"] == path("action-manage", identity(action))
    late.refresh_from_db()
    assert (late.due_on, late.done_on) == (date(2026, 12, 15), date(2026, 11, 1))
    assert action.budget_lines.get().committed == Decimal("900.50")


def test_form_keeps_what_was_typed_and_says_what_is_wrong(client, action):
    client.force_login(AccountFactory(reporter=True, organisation=action.lead))
    answer = client.post(path("execution-record", action.budget_lines.get()), {"committed": "1", "spent": "2"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Wydano więcej" in page
    assert 'value="2"' in page


def test_coordinator_plans(client, action):
    client.force_login(AccountFactory(coordinator=True))
    source = FundingSourceFactory(code="fel", name="FEŁ", name_en="FEŁ", position=2)
    for address, values in (
        (path("milestone-add", identity(action)), {"title": "Nowy", "due_on": "01.12.2026"}),
        (path("budget-add", identity(action)), {"source": source.pk, "year": "2027", "planned": "100"}),
    ):
        assert client.get(address).status_code == 200
        assert client.post(address, values).status_code == 302
    facts = {
        "number": "4.1", "title": "Staże płatne", "text": "Opis", "lead": action.lead_id, "starts_on": "01.01.2025",
        "ends_on": "31.12.2027", "areas": [TagFactory().pk], "territories": [TerritoryFactory(voivodeship=True).pk],
    }  # fmt: skip
    assert client.get(path("action-edit", identity(action))).status_code == 200
    assert client.post(path("action-edit", identity(action)), facts).status_code == 302
    assert Action.objects.get().title == "Staże płatne"
    assert client.get(reverse("programmes:action-create")).status_code == 200
    new = {**facts, "number": "4.2", "parent": action.node.parent_id}
    assert client.post(reverse("programmes:action-create"), new).status_code == 302
    assert Action.objects.count() == 2


def test_document_reads_take_a_fixed_number_of_queries(action, django_assert_num_queries):
    def read():
        for found in actions_with_milestones(action.node.version_id):
            assert found.milestones.all()
            assert [line.source.label for line in found.budget_lines.all()] == ["Krajowy Plan Odbudowy"]

    with django_assert_num_queries(11):
        read()
    for _ in range(2):
        more = ActionFactory(version=action.node.version, priority=action.node.parent)
        BudgetLineFactory(action=more)
        MilestoneFactory(action=more)
    with django_assert_num_queries(11):
        read()


def saves(client, address, **typed):
    """The draft as the page sends it by itself."""
    stamp = re.search(r'name="draft_stamp" value="(\w*)"', client.get(address).content.decode())[1]
    return client.post(f"{address}?draft=save", {**typed, "draft_stamp": stamp}, headers={"HX-Request": "true"})


def test_every_form_keeps_a_draft_until_it_is_saved(client, action):
    client.force_login(AccountFactory(coordinator=True))
    late, finished = action.milestones.order_by("-due_on")
    reached = {"done_on": "01.11.2026"}
    measured = {"year": "2026", "part": "half", "value": "250"}
    forms = (
        (path("milestone-postpone", late), {"due_on": "15.12.2026"}, "reason"),
        (path("milestone-complete", late), reached, "note"),
        (path("milestone-reopen", finished), {}, "reason"),
        (path("milestone-add", identity(action)), {"due_on": "01.12.2026"}, "title"),
        (path("measurement-record", action.indicators.get()), measured, "source_note"),
        (path("execution-record", action.budget_lines.get()), {"planned": "9", "committed": "9", "spent": "6"}, "note"),
    )
    for address, values, name in forms:
        assert "Przywrócono szkic" not in client.get(address).content.decode()
        assert saves(client, address, **{name: "Pół zdania"}).content.decode() == "zapisano o 12:00"
        page = client.get(address).content.decode()
        assert "Przywrócono szkic z 22.11.2026, 12:00" in page
        assert "Pół zdania" in page
        assert "ktoś zmienił" not in page
        assert client.post(address, {**values, name: "Całe zdanie"}).status_code == 302
        assert not Draft.objects.exists()


def test_facts_and_new_actions_keep_drafts_too(client, action):
    client.force_login(AccountFactory(coordinator=True))
    place = TerritoryFactory(code="1061", level="county", name="Łódź")
    for address in (path("action-edit", identity(action)), reverse("programmes:action-create")):
        saves(client, address, text="Pół zdania", starts_on="1.2", territories=[place.pk], lead=action.lead_id)
        page = client.get(address).content.decode()
        assert "Pół zdania</textarea>" in page
        assert 'value="1.2"' in page
        assert f'<option value="{place.pk}" selected>' in page
        assert f'<option value="{action.lead_id}" selected>' in page
    assert Draft.objects.count() == 2


def test_draft_says_when_somebody_changed_the_thing_meanwhile(client, action, now):
    client.force_login(AccountFactory(coordinator=True))
    address = path("action-edit", identity(action))
    saves(client, address, text="Pół zdania")
    assert "W międzyczasie ktoś zmienił" not in client.get(address).content.decode()
    Action.objects.filter(pk=action.pk).update(goals="Inne cele")
    page = client.get(address).content.decode()
    assert "W międzyczasie ktoś zmienił to, czego dotyczy formularz" in page
    assert "Pół zdania</textarea>" in page
    discarded = client.post(f"{address}?draft=discard", follow=True).content.decode()
    assert "Szkic został odrzucony." in discarded
    assert "Inne cele</textarea>" in discarded
    assert "Przywrócono szkic" not in discarded


def test_refused_form_keeps_its_draft_and_what_was_typed(client, action):
    client.force_login(AccountFactory(reporter=True, organisation=action.lead))
    address = path("execution-record", action.budget_lines.get())
    saves(client, address, committed="1", spent="2")
    assert 'value="2"' in client.post(address, {"committed": "1", "spent": "2"}).content.decode()
    assert Draft.objects.count() == 1


def test_drafts_are_closed_to_those_who_may_not_use_the_form(client, action):
    client.force_login(AccountFactory(member=True))
    address = f"{path('action-edit', identity(action))}?draft=save"
    assert client.post(address, {"text": "A"}).status_code == 403
    client.force_login(AccountFactory(reporter=True, organisation=OrganisationFactory()))
    assert client.post(f"{path('milestone-reopen', action.milestones.first())}?draft=save").status_code == 404
    assert not Draft.objects.exists()


def test_enter_saves_the_form_and_not_its_draft(client, action):
    """The Enter key presses the first button of a form."""
    client.force_login(AccountFactory(coordinator=True))
    page = client.get(path("action-edit", identity(action))).content.decode()
    assert page.index("Zapisz dane") < page.index("Zapisz szkic")
