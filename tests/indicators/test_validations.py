"""Rules that analysts write: read, tried, found broken at their place, kept, switched off."""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from azymut.indicators import actions, queries
from azymut.indicators.enums import FileFormat, FindingKind, ReleaseState
from azymut.indicators.exchange import bundled, importer
from azymut.indicators.models import Dataset, ValidationRule
from azymut.indicators.rules.checks import check, is_serious
from azymut.indicators.rules.observations import Observation
from azymut.indicators.rules.validations import (
    Combined,
    ExpressionError,
    Number,
    Reference,
    Validation,
    breakdowns_in,
    read,
    try_rules,
)
from azymut.kernel.errors import DomainError
from tests.factories.people import AccountFactory

HEADING = '"Kod";"Nazwa";"Grupa";"Rok";"Wartosc";"Jednostka miary";"Atrybut";\n'
TEXT = actions.RuleText(
    name="Suma płci", left='["kobiety"] + ["mężczyźni"]', operator="=", right='["ogółem"]', tolerance=Decimal(0),
    period_form="", level="", severity="serious", message="Kobiety i mężczyźni to wszyscy.",
)  # fmt: skip


def rule(left='["a"]', operator="=", right='["b"]', **options):
    return Validation("r", read(left), operator, read(right), **options)


def figures(**values):
    """`figures(a=1, b=2)` for one county and year."""
    return {("1001", "2022", name): None if value is None else Decimal(value) for name, value in values.items()}


class TestReading:
    def test_products_bind_before_sums(self):
        assert read('1.5 * ["a | x"] + ["b"]') == Combined(
            "+", Combined("*", Number(Decimal("1.5")), Reference("a | x")), Reference("b")
        )

    def test_brackets_and_the_period_before(self):
        made = read('2 * (["a"] - previous(["b"]))')
        assert made == Combined("*", Number(Decimal(2)), Combined("-", Reference("a"), Reference("b", previous=True)))
        assert breakdowns_in(made) == {"a", "b"}

    @pytest.mark.parametrize(
        ("text", "place"),
        [("", 1), ('["a"] +', 8), ('["a"] ["b"]', 7), ("x", 1), ('["a"] + $', 9), ("(1", 3), ('previous ["a"]', 10),
         ('previous(1)', 10), ('previous(["a"]', 15), ("1000000000000", 1), ("*", 1), ("(" * 30 + "1" + ")" * 30, 21)],
    )  # fmt: skip
    def test_what_cannot_be_read_is_told_with_its_place(self, text, place):
        with pytest.raises(ExpressionError) as refused:
            read(text)
        assert refused.value.place == place

    @given(st.text(alphabet='[]"ab +-*()1.previous', max_size=30))
    def test_any_text_is_read_or_refused_at_a_place_within_it(self, text):
        place = 1
        try:
            read(text)
        except ExpressionError as error:
            place = error.place
        assert 1 <= place <= len(text) + 1


class TestTrying:
    @pytest.mark.parametrize(
        ("operator", "left", "right", "tolerance", "holds"),
        [("=", 5, 5, 0, True), ("=", 5, 6, 1, True), ("=", 5, 7, 1, False), ("<=", 6, 5, 1, True),
         ("<=", 7, 5, 1, False), (">=", 4, 5, 1, True), (">=", 3, 5, 1, False), ("<", 5, 5, 0, False),
         ("<", 4, 5, 0, True), (">", 5, 5, 0, False), (">", 6, 5, 0, True)],
    )  # fmt: skip
    def test_operators_with_their_tolerance(self, operator, left, right, tolerance, holds):
        made = try_rules([rule(operator=operator, tolerance=Decimal(tolerance))], figures(a=left, b=right), {})
        assert made.checked == 1
        assert (made.broken == ()) is holds

    def test_a_violation_names_place_period_and_both_sides(self):
        made = try_rules([rule('["a"] * 2 - 1', "=", '["b"] + 1')], figures(a=5, b=5), {})
        (found,) = made.broken
        assert (found.territory, found.period, found.left, found.right) == ("1001", "2022", 9, 6)

    @pytest.mark.parametrize("values", [{"a": 5}, {"a": 5, "b": None}, {"a": None, "b": 5}])
    def test_a_missing_figure_breaks_nothing(self, values):
        assert try_rules([rule('["a"] + 1')], figures(**values), {}).checked == 0

    def test_what_the_file_does_not_hold_is_taken_from_what_stands(self):
        standing = {("1001", "2022", "b"): Decimal(4), ("1001", "2021", "a"): Decimal(1)}
        made = try_rules([rule(), rule('["a"]', "<=", '2 * previous(["a"])')], figures(a=5), standing)
        assert [(one.left, one.right) for one in made.broken] == [(5, 4), (5, 2)]

    def test_a_file_without_the_breakdowns_of_a_rule_is_not_its_matter(self):
        assert try_rules([rule()], figures(c=5), figures(a=1, b=2)).checked == 0

    @pytest.mark.parametrize(
        ("options", "checked"),
        [({"level": "county"}, 1), ({"level": "voivodeship"}, 0), ({"period_form": "year"}, 1),
         ({"period_form": "month"}, 0)],
    )  # fmt: skip
    def test_a_rule_speaks_only_of_its_level_and_kind_of_period(self, options, checked):
        assert try_rules([rule(**options)], figures(a=1, b=1), {}).checked == checked


def test_broken_rules_stand_among_the_findings_serious_first():
    coming = [
        Observation("1001", "2022", name, value, "osoba", "", 1, "", "")
        for name, value in (("a", Decimal(1)), ("b", Decimal("2.50")))
    ]
    rules = [rule(message="Razem."), replace(rule('["a"]', ">"), serious=True, name="s")]
    findings = check(coming, {}, rules)
    assert [
        (one.kind, one.rule, one.before, one.operator, one.after, one.message, one.serious) for one in findings
    ] == [
        (FindingKind.RULE, "s", "1", ">", "2.5", "", True),
        (FindingKind.RULE, "r", "1", "=", "2.5", "Razem.", False),
    ]
    assert is_serious([one.as_json() for one in findings])


@pytest.mark.usefixtures("observatory")
class TestKeeping:
    def add(self, now, **fields):
        return actions.add_validation_rule(
            dataset=Dataset.objects.get(code="P2670"), text=replace(TEXT, **fields), by=None, at=now
        )

    def test_a_rule_is_kept_changed_and_switched_off(self, now):
        made = self.add(now)
        assert str(made) == "Suma płci"
        assert [one.name for one in queries.validations_of("P2670")] == ["Suma płci"]
        changed = actions.change_validation_rule(rule=made, text=replace(TEXT, tolerance=Decimal(2)), by=None, at=now)
        assert queries.validation_rule_by_id(changed.public_id).tolerance == 2
        actions.switch_validation_rule(rule=made, on=False, by=None, at=now)
        assert queries.validations_of("P2670") == ()

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"left": "1 +"}, "left"),
            ({"right": "x"}, "right"),
            ({"left": "1", "right": "2"}, "left"),
            ({"tolerance": Decimal(-1)}, "tolerance"),
        ],
    )
    def test_what_cannot_be_a_rule_is_refused_at_its_field(self, now, fields, field):
        with pytest.raises(DomainError) as refused:
            self.add(now, **fields)
        assert refused.value.field == field

    def test_a_name_stands_once_in_a_dataset(self, now):
        made = self.add(now)
        other = self.add(now, name="Inna")
        with pytest.raises(DomainError):
            self.add(now)
        with pytest.raises(DomainError):
            actions.change_validation_rule(rule=other, text=TEXT, by=None, at=now)
        actions.change_validation_rule(rule=made, text=TEXT, by=None, at=now)

    @pytest.mark.parametrize("fields", [{"tolerance": Decimal(-1)}, {"name": "Suma płci"}])
    def test_the_database_refuses_what_no_rule_can_be(self, now, fields):
        made = self.add(now)
        with pytest.raises(IntegrityError), transaction.atomic():
            ValidationRule.objects.create(dataset=made.dataset, **{**asdict(TEXT), "name": "Inna", **fields})

    def test_bundled_rules_are_added_once_and_left_as_they_are_then(self, now):
        rules = bundled.definitions("validations")
        assert actions.add_bundled_rules(rules=rules, by=None, at=now) == len(rules)
        actions.switch_validation_rule(rule=ValidationRule.objects.first(), on=False, by=None, at=now)
        assert actions.add_bundled_rules(rules=rules, by=None, at=now) == 0
        assert ValidationRule.objects.filter(is_active=False).count() == 1

    def test_a_file_that_breaks_a_serious_rule_asks_for_a_reason(self, now):
        self.add(now)
        text = HEADING + "".join(
            f'1061000;"Łódź";"{name}";"2022";{value};"osoba";"";\n'
            for name, value in (("kobiety", 6), ("mężczyźni", 5), ("ogółem", 12))
        )
        staged = importer.bring_in(
            text.encode(), "RYNE_2670_CREL_1.csv", file_format=FileFormat.BDL_CREL, by=None, at=now, publish=False
        ).release
        (finding,) = staged.findings
        assert (finding["rule"], finding["territory"], finding["before"], finding["after"]) == (
            "Suma płci",
            "1061",
            "11",
            "12",
        )
        with pytest.raises(DomainError) as refused:
            importer.publish(staged, by=None, at=now)
        assert refused.value.field == "reason"
        assert importer.publish(staged, by=None, at=now, reason="Dane wstępne.").state == ReleaseState.PUBLISHED

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_takes_one_query(self, now, rows, django_assert_num_queries):
        for number in range(rows):
            self.add(now, name=f"Reguła {number}")
        with django_assert_num_queries(1):
            assert [one.dataset.code for one in queries.validation_rules()] == ["P2670"] * rows


def test_bundled_rules_hold_in_the_bundled_figures(load):
    load("P2670", "P2392", "P2497", "P2137", "SZKOLY_PONADPODSTAWOWE")
    spoken = {}
    for one in bundled.definitions("validations"):
        made = Validation(
            one["name"],
            read(one["left"]),
            one["operator"],
            read(one["right"]),
            Decimal(one["tolerance"]),
            one["period_form"],
            one["level"],
        )
        trial = queries.try_out(queries.dataset_by_code(one["dataset"]), made)
        assert trial.broken == (), one["name"]
        spoken[one["name"]] = trial.checked
    assert [name for name, checked in spoken.items() if not checked] == ["Kobiety i mężczyźni razem"]


class TestPages:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, load):
        client.force_login(AccountFactory(analyst=True))
        load("P2392")

    def send(self, client, address, **fields):
        sent = {
            "name": "Do ośmiu",
            "left": '["ogółem"]',
            "operator": "<=",
            "right": "8",
            "tolerance": "0,1",
            "severity": "note",
            **fields,
        }
        return client.post(address, sent)

    def text(self, client, address):
        return " ".join(client.get(address).content.decode().split())

    def test_a_try_out_names_the_places_and_keeps_nothing(self, client):
        page = self.send(client, "/reguly/P2392/nowa/", **{"try": "yes"}).content.decode()
        assert "Na obowiązujących danych" in page
        assert "z nich nie jest spełniona" in page
        assert "powiat" in page
        assert not ValidationRule.objects.exists()

    def test_a_try_out_that_finds_nothing_says_so(self, client):
        page = self.send(client, "/reguly/P2392/nowa/", right="100", **{"try": "yes"}).content.decode()
        assert "Zachodzi we wszystkich." in page

    def test_the_place_of_an_error_is_told_at_its_side(self, client):
        page = self.send(client, "/reguly/P2392/nowa/", left='["ogółem"] +', **{"try": "yes"}).content.decode()
        assert "Nie da się tego odczytać od znaku 13." in page
        assert 'id="id_left_error"' in page

    def test_a_rule_is_added_edited_and_switched_off(self, client):
        assert self.send(client, "/reguly/P2392/nowa/").url == "/reguly/"
        made = ValidationRule.objects.get()
        assert "± 0,1" in self.text(client, "/reguly/")
        assert "Do ośmiu" in self.text(client, made.get_absolute_url())
        self.send(client, made.get_absolute_url(), level="county", severity="serious")
        assert "powiat" in self.text(client, "/reguly/")
        client.post(reverse("indicators:validation-switch", args=[made.public_id]), {"on": "no"})
        assert "wyłączona" in self.text(client, "/reguly/")
        client.post(reverse("indicators:validation-switch", args=[made.public_id]), {"on": "yes"})
        assert ValidationRule.objects.get().is_active

    def test_a_broken_rule_stands_on_the_page_of_the_release(self, client, now):
        self.send(client, "/reguly/P2392/nowa/", message="Sprawdź kolumnę.")
        text = '"Kod";"Nazwa";"ogółem;2023;[%]";\n1061000;"Łódź";9,5;\n'
        staged = importer.bring_in(
            text.encode(), "RYNE_2392_CTAB_1.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now, publish=False
        ).release
        page = self.text(client, staged.get_absolute_url())
        assert "niespełniona reguła" in page
        assert "Do ośmiu: 9,5 &lt;= 8? Sprawdź kolumnę." in page

    @pytest.mark.parametrize("address", ["/reguly/P0000/nowa/", "/reguly/nie-ma/"])
    def test_what_is_not_there_is_not_found(self, client, address):
        assert client.get(address).status_code == 404


def test_a_page_without_figures_leads_to_loading(client, db):
    client.force_login(AccountFactory(analyst=True))
    assert "/wydania/wczytaj/" in client.get("/reguly/").content.decode()
