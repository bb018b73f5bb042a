"""Definitions: brought with the product, drafted, proposed, approved by somebody else; what they would change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from azymut.indicators import actions, queries, store
from azymut.indicators.enums import DefinitionState
from azymut.indicators.exchange import bundled, importer
from azymut.indicators.models import DefinitionVersion, Indicator
from azymut.indicators.rules.definitions import FieldDifference, differences, review_refusal, stale_refusal
from azymut.indicators.rules.formula_language import FormulaError, read
from azymut.kernel.errors import DomainError
from azymut.kernel.models import AuditEntry
from tests.factories.people import AccountFactory

KEY = "unemployed_per_1000"
BUILDERS = [
    KEY,
    "unemployed_change_5y",
    "unemployed_change_1y",
    "unemployed_change_10y",
    "unemployed_per_1000_15_64",
]


@pytest.fixture
def writer(db):
    return AccountFactory(analyst=True)


@pytest.fixture
def reviewer(db):
    return AccountFactory(coordinator=True)


@pytest.fixture
def draft(observatory, writer, now):
    def make(key=KEY, *, new=False, slug="", by=None, **changes):
        stands = queries.versions_of(key).first() or queries.versions_of(KEY).get()
        return actions.draft_definition(
            key=key, slug=slug or stands.slug, content={**stands.content, **changes}, summary="Inaczej", new=new,
            by=by or writer, at=now,
        )  # fmt: skip

    return make


@pytest.fixture
def approve(reviewer, now):
    def run(version):
        actions.propose_definition(version=version, by=version.author, at=now)
        return actions.approve_definition(version=version, by=reviewer, at=now)

    return run


class TestRules:
    def test_differences_name_fields_in_their_order(self):
        before = {"name_pl": "A", "formula": "a", "decimals": 1}
        after = {"name_pl": "B", "formula": "a", "decimals": 2, "owner": "Dział"}
        assert differences(before, after) == (
            FieldDifference("name_pl", "A", "B"),
            FieldDifference("decimals", 1, 2),
            FieldDifference("owner", "", "Dział"),
        )

    def test_only_somebody_else_decides_on_what_is_proposed(self):
        assert review_refusal(DefinitionState.PROPOSED, author=1, reviewer=2) == ""
        assert "Decyduje inna osoba" in review_refusal(DefinitionState.PROPOSED, author=1, reviewer=1)
        assert "tylko zaproponowanej" in review_refusal(DefinitionState.DRAFT, author=1, reviewer=2)

    def test_a_version_goes_stale(self):
        assert stale_refusal(2, 2) == ""
        assert "wersję 3" in stale_refusal(2, 3)


class TestBroughtWithTheProduct:
    def test_every_indicator_has_a_first_version(self, observatory):
        versions = DefinitionVersion.objects.all()
        assert {one.key: one.content for one in versions} == {one.key: one.content for one in Indicator.objects.all()}
        assert {(one.number, one.with_product, one.author) for one in versions} == {(1, True, None)}

    def test_a_second_run_changes_nothing(self, observatory, now):
        assert importer.define(by=None, at=now) == 0
        assert DefinitionVersion.objects.filter(number=2).count() == 0

    def test_what_the_product_changes_is_a_version(self, observatory, now):
        Indicator.objects.filter(key="wage").update(name_pl="Dawniej")
        assert importer.define(by=None, at=now) == 1
        assert queries.newest_number("wage") == 2

    def test_what_the_office_approved_stays(self, draft, approve, now):
        approve(draft(name_pl="Po naszemu"))
        assert importer.define(by=None, at=now) == 0
        assert Indicator.objects.get(key=KEY).name_pl == "Po naszemu"

    def test_a_database_made_before_the_language_is_brought_over(self, load, now):
        load("P2670")
        DefinitionVersion.objects.all().delete()
        Indicator.objects.filter(key="unemployed").update(
            formula='{"kind": "observed", "dataset": "P2670", "breakdowns": ["ogółem"]}', changed_at=now
        )
        assert queries.value_of("unemployed", "1061") is not None
        assert importer.define(by=None, at=now) == 1
        assert Indicator.objects.get(key="unemployed").formula == 'rolled_up(P2670["ogółem"])'
        assert queries.newest_number("unemployed") == 1
        assert queries.value_of("unemployed", "10").rolled

    def test_a_bundled_sum_of_rates_is_refused(self, observatory, now):
        entries = bundled.definitions("indicators")
        rate = {**entries[0], "formula": 'rolled_up(P2392["ogółem"])'}
        with pytest.raises(FormulaError, match="Wartości w jednostce % nie wolno sumować"):
            actions.define(sources=(), datasets=(), indicators=[rate, *entries[1:]], by=None, at=now)


class TestWay:
    def test_drafted_proposed_approved(self, draft, writer, reviewer, now):
        version = draft(formula="per(unemployed, population, 10000)", decimals=2)
        assert (version.state, version.number, version.based_on) == (DefinitionState.DRAFT, None, 1)
        actions.propose_definition(version=version, by=writer, at=now)
        assert (version.state, version.proposed_at) == (DefinitionState.PROPOSED, now)
        actions.approve_definition(version=version, by=reviewer, at=now)
        assert (version.number, version.reviewed_by, version.reviewed_at) == (2, reviewer, now)
        indicator = Indicator.objects.get(key=KEY)
        assert (indicator.formula, indicator.decimals) == ("per(unemployed, population, 10000)", 2)
        assert [one.number for one in queries.versions_of(KEY)] == [2, 1]
        assert queries.version_before(version).number == 1
        told = set(AuditEntry.objects.filter(by__in=(writer, reviewer)).values_list("action", flat=True))
        assert {name.rpartition(".")[2] for name in told} == {
            "draft_definition",
            "propose_definition",
            "approve_definition",
        }

    def test_approval_changes_the_figures_that_are_served(self, load, draft, approve):
        load("P2670", "P2137")
        before = queries.value_of(KEY, "1061", "2022")
        edition = store.edition()
        approve(draft(formula="per(unemployed, population, 10000)"))
        assert store.edition() != edition
        assert queries.value_of(KEY, "1061", "2022").value == pytest.approx(before.value * 10, abs=Decimal("0.00001"))

    def test_a_new_indicator_comes_with_approval(self, draft, approve):
        version = draft("jobless", new=True, slug="bez-pracy", formula="unemployed * 2")
        assert (version.based_on, queries.open_definition("jobless")) == (0, version)
        assert not Indicator.objects.filter(key="jobless").exists()
        approve(version)
        assert Indicator.objects.get(key="jobless").slug == "bez-pracy"
        assert version.number == 1

    def test_nobody_approves_their_own(self, draft, writer, now):
        version = draft()
        actions.propose_definition(version=version, by=writer, at=now)
        with pytest.raises(DomainError, match="Decyduje inna osoba"):
            actions.approve_definition(version=version, by=writer, at=now)
        with pytest.raises(DomainError, match="Decyduje inna osoba"):
            actions.return_definition(version=version, reason="Nie", by=writer, at=now)

    def test_who_proposes_answers_for_it(self, draft, reviewer, now):
        version = draft()
        actions.propose_definition(version=version, by=reviewer, at=now)
        with pytest.raises(DomainError, match="Decyduje inna osoba"):
            actions.approve_definition(version=version, by=reviewer, at=now)

    def test_returned_with_a_reason_and_written_anew(self, draft, writer, reviewer, now):
        version = draft()
        actions.propose_definition(version=version, by=writer, at=now)
        with pytest.raises(DomainError, match="powód") as refused:
            actions.return_definition(version=version, reason="  ", by=reviewer, at=now)
        assert refused.value.field == "reason"
        actions.return_definition(version=version, reason=" Jednostka? ", by=reviewer, at=now)
        assert (version.state, version.returned_reason) == (DefinitionState.RETURNED, "Jednostka?")
        again = draft(unit_pl="na 1000")
        assert (again.pk, again.state, again.reviewed_by) == (version.pk, DefinitionState.DRAFT, None)

    def test_what_is_proposed_is_not_written_over(self, draft, writer, now):
        actions.propose_definition(version=draft(), by=writer, at=now)
        with pytest.raises(DomainError, match="już zaproponowana"):
            draft()
        version = queries.open_definition(KEY)
        for act in (actions.propose_definition, actions.discard_definition):
            with pytest.raises(DomainError, match="tylko szkic"):
                act(version=version, by=writer, at=now)

    def test_a_draft_is_discarded(self, draft, writer, now):
        actions.discard_definition(version=draft(), by=writer, at=now)
        assert queries.open_definition(KEY) is None

    @pytest.mark.parametrize(
        ("formula", "said"),
        [("share(unemployed", "wiersz 1, kolumna 17"), ("share(unemployed, nobody)", "Nie ma wskaźnika „nobody”"),
         (KEY, "zależałby od samego siebie")],
    )  # fmt: skip
    def test_a_wrong_formula_is_refused_at_its_place(self, draft, formula, said):
        with pytest.raises(DomainError, match=said) as refused:
            draft(formula=formula)
        assert refused.value.field == "formula"

    def test_keys_and_address_words_are_taken_once(self, draft):
        with pytest.raises(DomainError, match="o tym kluczu") as refused:
            draft("wage", new=True)
        assert refused.value.field == "key"
        with pytest.raises(DomainError, match="słowo adresu") as refused:
            draft("fresh", new=True, slug="wynagrodzenie")
        assert refused.value.field == "slug"

    def test_a_stale_version_is_not_approved(self, draft, writer, now):
        version = draft()
        Indicator.objects.filter(key=KEY).update(name_pl="Dawniej")
        importer.define(by=None, at=now)
        with pytest.raises(DomainError, match="zatwierdzono wersję 2"):
            actions.propose_definition(version=version, by=writer, at=now)

    def test_what_became_wrong_meanwhile_is_not_approved(self, draft, approve, writer, reviewer, now):
        first = draft("extra", new=True, slug="extra", formula="unemployed * 2")
        approve(first)
        second = draft(formula="share(extra, population)")
        actions.propose_definition(version=second, by=writer, at=now)
        DefinitionVersion.objects.filter(pk=second.pk).update(formula="share(gone, population)")
        second.refresh_from_db()
        with pytest.raises(DomainError, match="Nie ma wskaźnika „gone”"):
            actions.approve_definition(version=second, by=reviewer, at=now)


class TestDatabase:
    @pytest.mark.parametrize(
        "changes",
        [
            {"number": None}, {"reviewed_at": None}, {"state": "draft"}, {"state": "returned", "number": None},
            {"decimals": 7},
        ],
    )  # fmt: skip
    def test_versions_defend_themselves(self, observatory, changes):
        with pytest.raises(IntegrityError), transaction.atomic():
            DefinitionVersion.objects.filter(key=KEY).update(**changes)

    def test_author_and_reviewer_differ(self, draft, writer):
        version = draft()
        with pytest.raises(IntegrityError), transaction.atomic():
            DefinitionVersion.objects.filter(pk=version.pk).update(reviewed_by=writer)

    def test_one_version_is_under_way_and_numbers_are_given_once(self, draft):
        version = draft()
        for again in ({"state": "draft"}, {"state": "approved", "number": 1, "reviewed_at": timezone.now()}):
            with pytest.raises(IntegrityError), transaction.atomic():
                DefinitionVersion.objects.create(key=KEY, slug=KEY, **{**version.content, **again})

    def test_a_version_says_what_it_is(self, draft):
        assert [str(one) for one in DefinitionVersion.objects.filter(key=KEY)] == [f"{KEY} 1"]
        assert str(draft()) == f"{KEY} szkic"


class TestReads:
    @pytest.mark.parametrize("count", [1, 3])
    def test_all_definitions_in_one_query(self, draft, count, django_assert_num_queries):
        for key in ("wage", "students", "density")[:count]:
            draft(key)
        with django_assert_num_queries(1):
            lines = queries.definitions()
        assert [bool(line.open) for line in lines[: count + 1]] == [*[True] * count, False]
        assert lines[0].said.number == 1

    def test_a_definition_under_way_alone_is_in_the_list(self, draft):
        version = draft("fresh", new=True, slug="fresh")
        (line,) = [line for line in queries.definitions() if line.key == "fresh"]
        assert (line.said, line.approved) == (version, None)
        assert queries.version_before(version) is None
        assert queries.definition_by_id(version.public_id) == version

    def test_what_builds_on_an_indicator(self, observatory):
        assert [one.key for one in queries.builders_on("unemployed")] == BUILDERS

    def test_known_breakdowns_are_those_that_were_loaded(self, load):
        load("P2670")
        tables = queries.known_things().tables
        assert (tables["P2670"].breakdowns, tables["P2137"].breakdowns) == (frozenset({"ogółem"}), frozenset())
        (problem,) = queries.problems_of("it", read('P2670["ogolem"]'), unit="")
        assert "Podobne: ogółem" in problem.message

    def test_trial_works_out_what_a_formula_would_give(self, load):
        load("P2670", "P2137")
        indicator = Indicator.objects.get(key="unemployed")
        trial = queries.trial("unemployed", indicator, read('P2670["ogółem"] * 2'), ["10", "1061"])
        then, stood = trial.series["1061"][-1], trial.before["1061"][-1]
        assert then.value == 2 * stood.value
        assert (trial.series["10"], len(trial.before["10"]) > 0) == ((), True)
        own, *others = trial.reach
        reach = {one.name: one for one in others}
        assert len(reach) == len(BUILDERS)
        per_thousand, change = (reach[Indicator.objects.get(key=one).name] for one in (KEY, "unemployed_change_5y"))
        assert (own.added, own.unchanged, own.gone > 0) == (0, 0, True)
        assert own.touched == own.changed + own.gone
        assert per_thousand.changed > 0
        assert change.changed == 0

    def test_trial_of_what_nobody_defined_yet(self, load):
        load("P2670")
        said = Indicator(name_pl="Nowy", direction="lower", levels="county", formula="rank(unemployed)")
        trial = queries.trial("fresh", said, read("rank(unemployed)"), ["1061"])
        assert trial.before["1061"] == ()
        assert trial.series["1061"][-1].value == 1
        (own,) = trial.reach
        assert (own.changed, own.gone, own.added > 0) == (0, 0, True)

    def test_trial_leaves_the_served_figures_alone(self, load):
        load("P2670")
        before = queries.series_of("unemployed", "1061")
        queries.trial("unemployed", Indicator.objects.get(key="unemployed"), read("1 / population"), ["1061"])
        assert queries.series_of("unemployed", "1061") == before


class TestOrigins:
    def test_the_way_of_a_nested_formula_leads_to_its_cells(self, load, draft, approve):
        load("P2670", "P2137")
        approve(draft(formula='1000 * rolled_up(P2670["ogółem"]) / population'))
        origin = queries.origin_of(Indicator.objects.get(key=KEY), "10", "2022")
        assert [one.indicator.key for one in origin.inputs] == ["population"]
        assert (len(origin.cells), origin.rolled) == (24, True)

    def test_a_sum_over_counties_of_an_indicator_leads_to_the_counties(self, load, draft, approve):
        load("P2670")
        approve(draft("county_unemployed", new=True, slug="county-unemployed", formula='P2670["ogółem"]'))
        approve(draft("doubled", new=True, slug="doubled", formula="rolled_up(2 * county_unemployed)"))
        origin = queries.origin_of(Indicator.objects.get(key="doubled"), "10", "2022")
        assert len(origin.inputs) == 24
        assert {one.indicator.key for one in origin.inputs} == {"county_unemployed"}
        assert sum(one.value.value for one in origin.inputs) * 2 == origin.value.value


def test_meaning_is_spoken_in_both_languages(observatory):
    indicator = Indicator(method_pl="Tak", method_en="So", next_due_on=date(2027, 1, 1), formula="rolled_up(a)")
    assert (indicator.method_note, indicator.rolled_up) == ("Tak", True)
    with translation.override("en"):
        assert indicator.method_note == "So"
