"""What is watched calls once, is taken up and closed, and goes with the figure that it rested on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from azymut.indicators import actions, providers, queries, tasks
from azymut.indicators.enums import AlertKind, AlertState, FileFormat
from azymut.indicators.exchange import importer
from azymut.indicators.models import Alert, AlertRule, Indicator
from azymut.indicators.rules.alerts import Evidence, Watch, judge, may_call, measure, stands
from azymut.indicators.rules.reading import Rank
from azymut.kernel import background, worker
from azymut.kernel.errors import DomainError
from azymut.kernel.registries import trace_of
from azymut.places.models import Territory
from tests.factories.people import AccountFactory

YEARS = tuple((str(2000 + at), Decimal(100 + 2 * at), "") for at in range(20))


def points(*values):
    """`points(5, None, (7, "b"))` for 2020 and the years after it."""
    pairs = [value if isinstance(value, tuple) else (value, "") for value in values]
    return tuple(
        (str(2020 + at), None if value is None else Decimal(value), flags) for at, (value, flags) in enumerate(pairs)
    )


def watch(kind=AlertKind.LEVEL, threshold=5, *, above=True, year=0):
    return Watch(kind, above, Decimal(threshold), year)


class TestJudging:
    @pytest.mark.parametrize(
        ("above", "value", "calls"), [(True, 6, True), (True, 5, False), (False, 4, True), (False, 5, False)]
    )
    def test_a_level_calls_past_the_threshold_and_not_on_it(self, above, value, calls):
        found = judge(watch(above=above), points(1, value, None), None, percent=False)
        assert found == (Evidence("2021", Decimal(value), Decimal(value)) if calls else None)

    def test_a_change_is_in_per_cent_of_the_value_before(self):
        found = judge(watch(AlertKind.CHANGE, 10), points(50, None, 60), None, percent=False)
        assert (found.measured, found.before, found.before_period) == (20, 50, "2020")

    @pytest.mark.parametrize("series", [points(50, (60, "b")), points(50, (None, "b"), 60), points(0, 60), points(60)])
    def test_no_change_across_a_break_from_zero_or_of_one_value(self, series):
        assert judge(watch(AlertKind.CHANGE, 10), series, None, percent=False) is None

    def test_a_place_among_peers(self):
        found = judge(watch(AlertKind.RANK, 20), points(5), Rank(21, 24, tied=False, from_lowest=False), percent=False)
        assert (found.measured, found.of) == (21, 24)

    @pytest.mark.parametrize("rank", [None, Rank(1, 1, tied=False, from_lowest=False)])
    def test_alone_there_is_no_place(self, rank):
        assert judge(watch(AlertKind.RANK, 0), points(5), rank, percent=False) is None

    def test_a_forecast_has_its_band(self):
        found = judge(watch(AlertKind.FORECAST, 140, year=2022), YEARS, None, percent=False)
        assert found.period == "2019"
        assert found.low <= found.measured <= found.high

    def test_a_share_is_not_forecast_above_a_hundred(self):
        found = measure(watch(AlertKind.FORECAST, 0, year=2022), YEARS, None, percent=True)
        assert found.measured == 100

    def test_where_nothing_can_be_forecast_nothing_calls(self):
        assert judge(watch(AlertKind.FORECAST, 0, year=2022), YEARS[-3:], None, percent=False) is None

    def test_a_loss_is_forecast_below_zero(self):
        falling = tuple((period, 50 - value, flags) for period, value, flags in YEARS)
        assert measure(watch(AlertKind.FORECAST, 0, year=2022), falling, None, percent=False).measured < -88

    def test_without_a_value_nothing_calls(self):
        assert judge(watch(), points(None), None, percent=False) is None

    def test_the_fingerprint_is_of_the_evidence_and_not_of_its_writing(self):
        assert Evidence("2020", Decimal("5.0"), Decimal("5.00")).fingerprint == "2020 5 5"

    def test_evidence_stands_with_its_figure_and_its_measure(self):
        now = Evidence("2021", Decimal(6), Decimal(20))
        assert stands("2021 6 20", points(5, 6), now)
        assert not stands("2021 6 20", points(5, 7), now)
        assert not stands("2021 6 20", points(5), None)
        assert not stands("2021 6 20", points(4, 6), Evidence("2021", Decimal(6), Decimal(50)))
        assert not stands("2021 6 20", points(4, 6), None)
        assert stands("2021 6 20", points(5, 6, 9), Evidence("2022", Decimal(9), Decimal(50)))

    def test_a_rule_is_quiet_for_its_days(self, now):
        assert may_call(None, cool_down_days=30, now=now)
        assert not may_call(now - timedelta(days=29), cool_down_days=30, now=now)
        assert may_call(now - timedelta(days=30), cool_down_days=30, now=now)


def text(**fields):
    fields = {
        "indicator": "unemployment_rate", "territory": "1061", "each_county": False, "kind": "level",
        "direction": "above", "threshold": Decimal(5), "year": None, "cool_down_days": 0, "note": "Ważne.", **fields,
    }  # fmt: skip
    fields["indicator"] = Indicator.objects.get(key=fields["indicator"])
    fields["territory"] = Territory.objects.current().get(code=fields["territory"])
    return actions.AlertText(**fields)


def add(now, **fields):
    return actions.add_alert_rule(text=text(**fields), by=None, at=now)


def publish(now, value, *, year=2023, place="1061"):
    content = f'"Kod";"Nazwa";"ogółem;{year};[%]";\n{place}000;"x";{value};\n'
    return importer.bring_in(
        content.encode(), f"RYNE_2392_CTAB_{year}.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now
    ).release


def look(now):
    return actions.look_for_alerts(by=None, at=now)


@pytest.mark.usefixtures("observatory")
class TestRaising:
    def test_a_new_rule_calls_at_once_with_its_evidence(self, now):
        release = publish(now, "6,5")
        rule = add(now)
        alert = Alert.objects.get()
        assert (alert.rule, alert.period, alert.value, alert.threshold) == (rule, "2023", Decimal("6.5"), 5)
        assert alert.releases == [release.public_id]
        assert str(alert) == "Stopa bezrobocia, Łódź, 2023"
        assert str(rule) == "Stopa bezrobocia, Łódź"

    def test_the_same_evidence_calls_once(self, now):
        publish(now, "6,5")
        add(now)
        assert look(now + timedelta(days=400)) == 0
        actions.close_alert(alert=Alert.objects.get(), reason="Zbadano.", by=None, at=now)
        assert look(now + timedelta(days=800)) == 0

    def test_a_newer_figure_calls_again_after_the_quiet_days(self, now):
        publish(now, "6,5")
        add(now, cool_down_days=30)
        publish(now, "7,5", year=2024)
        assert look(now + timedelta(days=29)) == 0
        assert look(now + timedelta(days=30)) == 1
        assert Alert.objects.filter(state=AlertState.OPEN).count() == 2

    def test_a_roll_back_withdraws_it_and_the_figure_may_call_again(self, now):
        release = publish(now, "6,5")
        add(now)
        importer.roll_back(release, reason="Błąd.", by=None, at=now)
        assert look(now) == 0
        withdrawn = Alert.objects.get()
        assert withdrawn.state == AlertState.WITHDRAWN
        assert withdrawn.reason
        publish(now, "6,5", place="1062")
        publish(now, "6,5")
        assert look(now) == 1

    def test_a_revised_figure_takes_the_place_of_the_one_that_called(self, now):
        publish(now, "6,5")
        add(now)
        publish(now, "6,8")
        assert look(now) == 1
        assert list(Alert.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "open"]

    def test_a_rule_over_counties_looks_at_each(self, now):
        publish(now, "6,5")
        publish(now, "8,5", place="1062")
        publish(now, "9,5", place="2261")
        rule = add(now, territory="10", each_county=True)
        assert sorted(Alert.objects.values_list("territory__code", flat=True)) == ["1061", "1062"]
        assert queries.alert_rules() == [queries.CountedRule(rule, 2)]

    def test_a_rule_that_is_switched_off_calls_no_more_but_withdraws(self, now):
        release = publish(now, "6,5")
        rule = add(now)
        actions.switch_alert_rule(rule=rule, on=False, by=None, at=now)
        publish(now, "7,5", year=2024)
        assert look(now) == 0
        assert Alert.objects.get().state == AlertState.OPEN
        importer.roll_back(queries.newest_published(release.dataset), reason="Błąd.", by=None, at=now)
        importer.roll_back(release, reason="Błąd.", by=None, at=now)
        look(now)
        assert Alert.objects.get().state == AlertState.WITHDRAWN

    def test_a_changed_threshold_is_looked_at_at_once(self, now):
        publish(now, "6,5")
        rule = add(now, threshold=Decimal(7))
        assert not Alert.objects.exists()
        changed = actions.change_alert_rule(
            rule=rule, direction="above", threshold=Decimal(6), cool_down_days=5, note="", by=None, at=now
        )
        assert changed.cool_down_days == 5
        assert Alert.objects.count() == 1

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"kind": "forecast"}, "year"), ({"year": 2030}, "year"), ({"each_county": True}, "place")],
    )
    def test_what_makes_no_sense_is_refused_at_its_field(self, now, fields, field):
        with pytest.raises(DomainError) as refused:
            add(now, **fields)
        assert refused.value.field == field

    def test_the_database_holds_what_a_rule_and_an_alert_must_be(self, now):
        publish(now, "6,5")
        rule = add(now)
        with pytest.raises(IntegrityError), transaction.atomic():
            AlertRule.objects.filter(pk=rule.pk).update(year=2030)
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.update(state=AlertState.CLOSED)
        twin = Alert.objects.get()
        twin.pk, twin.public_id = None, "drugi"
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()

    def test_publication_of_a_watched_dataset_asks_for_a_look(self, now, monkeypatch):
        asked = []
        monkeypatch.setattr(tasks.background, "start", lambda task, **_: asked.append(task))
        publish(now, "6,5")
        assert asked == []
        add(now)
        publish(now, "7,5", year=2024)
        assert asked == [tasks.check_alerts]
        assert not queries.is_watched("P2497")

    def test_the_work_looks_through_all(self, now):
        publish(now, "6,5")
        rule = add(now, threshold=Decimal(9))
        AlertRule.objects.filter(pk=rule.pk).update(threshold=6)
        background.start(tasks.check_alerts, by=None)
        assert worker.run_until_idle() == 1
        assert Alert.objects.count() == 1


@pytest.mark.usefixtures("observatory")
class TestDealing:
    @pytest.fixture
    def alert(self, now):
        publish(now, "6,5")
        add(now)
        return Alert.objects.get()

    def test_it_is_taken_up_and_closed_with_a_reason(self, alert, now):
        by = AccountFactory(analyst=True)
        actions.acknowledge_alert(alert=alert, by=by, at=now)
        assert alert.state == AlertState.ACKNOWLEDGED
        closed = actions.close_alert(alert=alert, reason=" Zbadano. ", by=by, at=now)
        assert (closed.state, closed.reason, closed.handled_by) == (AlertState.CLOSED, "Zbadano.", by)

    def test_what_cannot_be_done_is_refused(self, alert, now):
        with pytest.raises(DomainError) as refused:
            actions.close_alert(alert=alert, reason=" ", by=None, at=now)
        assert refused.value.field == "reason"
        actions.close_alert(alert=alert, reason="Zbadano.", by=None, at=now)
        with pytest.raises(DomainError):
            actions.close_alert(alert=alert, reason="Jeszcze raz.", by=None, at=now)
        with pytest.raises(DomainError):
            actions.acknowledge_alert(alert=alert, by=None, at=now)

    def test_it_waits_on_the_desk_of_those_who_may_until_it_is_taken_up(self, alert, now):
        analyst = AccountFactory(analyst=True)
        (duty,) = providers.duties(analyst, now)
        assert duty.url == alert.get_absolute_url()
        assert duty.due_on == timezone.localdate(now)
        assert list(providers.duties(AccountFactory(), now)) == []
        actions.acknowledge_alert(alert=alert, by=analyst, at=now)
        assert list(providers.duties(analyst, now)) == []

    def test_its_thread_begins_with_the_release(self, alert):
        steps = trace_of(alert, label="x", kind="Alert")
        assert steps[0].label == "RYNE_2392_CTAB_2023.csv"
        assert steps[-1].here

    @pytest.mark.parametrize("rows", [1, 3])
    def test_lists_take_one_query(self, alert, now, rows, django_assert_num_queries):
        for number in range(1, rows):
            publish(now, f"{6 + number},5", year=2023 + number)
            look(now)
        with django_assert_num_queries(1):
            assert all(str(one).startswith("Stopa") for one in queries.alerts(indicator="unemployment_rate"))
        with django_assert_num_queries(1):
            assert len([one.rule.indicator for one in queries.alert_rules()]) == 1
        assert queries.alerts(indicator="wage").count() == 0
        assert queries.alerts(state="open").count() == rows
        assert [one.key for one in queries.watched_indicators()] == ["unemployment_rate"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "6,5 % (2023), powyżej 5,0 %"),
        ({"direction": "below", "threshold": Decimal(9)}, "6,5 % (2023), poniżej 9,0 %"),
        ({"kind": "change", "threshold": Decimal(10)}, "6,5 % (2023): +18,2 % wobec okresu 2022, próg +10,0 %"),
        ({"kind": "rank", "threshold": Decimal(0)}, "miejsce 1 z 2 (2023)"),
    ],
)
def test_what_called_is_a_sentence(observatory, now, fields, said):
    publish(now, "5,5", year=2022)
    publish(now, "6,5", place="1062")
    publish(now, "6,5")
    publish(now, "7,5", place="1062")
    add(now, **fields)
    text = queries.alert_text(Alert.objects.get()).replace("\xa0", " ").replace("\u202f", " ")
    assert text.replace("miejsce 2", "miejsce 1") == said


@pytest.mark.parametrize(("direction", "threshold", "word"), [("above", 1, "powyżej"), ("below", 9_000_000, "poniżej")])
def test_a_forecast_that_called_tells_its_band(load, now, direction, threshold, word):
    load("P2137")
    fields = {"territory": "10", "each_county": True, "kind": "forecast", "year": 2025}
    add(now, indicator="population", direction=direction, threshold=Decimal(threshold), **fields)
    said = queries.alert_text(Alert.objects.first())
    assert said.startswith("w obecnym tempie")
    assert "2025" in said
    assert word in said


class TestPages:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, observatory, now):
        client.force_login(AccountFactory(analyst=True))
        publish(now, "6,5")

    def text(self, client, address):
        return " ".join(client.get(address).content.decode().split()).replace("\xa0", " ").replace("\u202f", " ")

    def send(self, client, **fields):
        rate = Indicator.objects.get(key="unemployment_rate").pk
        sent = {"indicator": rate, "place": "1061", "kind": "level", "direction": "above", "threshold": "5,5",
                "cool_down_days": "90", "note": "Ważne.", **fields}  # fmt: skip
        return client.post("/alerty/reguly/nowa/", sent)

    def test_a_figure_is_watched_and_its_alert_dealt_with(self, client):
        assert "Niczego jeszcze nie obserwuje się" in self.text(client, "/alerty/reguly/")
        assert "Brak alertów" in self.text(client, "/alerty/")
        assert self.send(client).url == "/alerty/reguly/"
        alert = Alert.objects.get()
        assert "6,5 % (2023), powyżej 5,5 %" in self.text(client, "/alerty/")
        page = self.text(client, alert.get_absolute_url())
        assert "/wskazniki/stopa-bezrobocia/skad/?teren=1061&amp;okres=2023" in page
        assert "Ważne." in page
        client.post(reverse("indicators:alert-acknowledge", args=[alert.public_id]))
        assert "podjęty" in self.text(client, alert.get_absolute_url())
        assert client.post(alert.get_absolute_url(), {"reason": ""}).status_code == 200
        client.post(alert.get_absolute_url(), {"reason": "Zbadano."})
        assert "Zbadano." in self.text(client, alert.get_absolute_url())

    def test_the_list_is_narrowed(self, client):
        self.send(client)
        alert = Alert.objects.get()
        assert alert.get_absolute_url() in self.text(client, "/alerty/?stan=open&wskaznik=unemployment_rate")
        assert alert.get_absolute_url() not in self.text(client, "/alerty/?stan=closed")
        assert alert.get_absolute_url() in self.text(client, "/alerty/?stan=x&wskaznik=x")

    def test_every_county_is_watched_by_one_rule(self, client):
        self.send(client, place="powiaty")
        assert AlertRule.objects.get().each_county
        assert "każdy powiat" in self.text(client, "/alerty/reguly/")

    def test_a_forecast_without_its_year_is_refused_at_its_field(self, client):
        page = self.send(client, kind="forecast").content.decode()
        assert 'id="id_year_error"' in page

    def test_a_rule_is_changed_and_switched_off(self, client):
        self.send(client)
        rule = AlertRule.objects.get()
        assert "5,5" in self.text(client, rule.get_absolute_url())
        client.post(rule.get_absolute_url(), {"direction": "above", "threshold": "9", "cool_down_days": "1"})
        rule.refresh_from_db()
        assert rule.threshold == 9
        address = reverse("indicators:alert-rule-switch", args=[rule.public_id])
        client.post(address, {"on": "no"})
        assert "nieobserwowane" in self.text(client, "/alerty/reguly/")
        client.post(address, {"on": "yes"})
        assert AlertRule.objects.get().is_active

    @pytest.mark.parametrize("address", ["/alerty/nie-ma/", "/alerty/reguly/nie-ma/"])
    def test_what_is_not_there_is_not_found(self, client, address):
        assert client.get(address).status_code == 404
