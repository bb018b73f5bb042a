"""The rules of statuses: a table of cases, and what must hold for any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azymut.kernel.errors import DomainError
from azymut.monitoring.enums import Decider, ReasonCode, RuleCode, Status, ValueFlag
from azymut.monitoring.rules import (
    SEVERITY,
    ActionFacts,
    IndicatorFact,
    MilestoneFact,
    Outcome,
    Reading,
    assess,
    check_override,
    expected_at,
    sentence,
    sentences,
    standing,
    status_of,
)
from azymut.monitoring.rules.sentences import reason_from_json, way_back
from azymut.monitoring.rules.status import Reason
from azymut.programmes.enums import Better

TODAY = date(2026, 11, 22)
NOW = 2026 * 12 + 11
END_2025 = 2025 * 12 + 12
HALF_2026 = 2026 * 12 + 6


def late(days: int, title: str = "Umowy") -> MilestoneFact:
    return MilestoneFact(title, TODAY - timedelta(days=days))


def done(title: str = "Wzór umowy") -> MilestoneFact:
    return MilestoneFact(title, date(2025, 5, 31), date(2025, 5, 26))


AHEAD = MilestoneFact("Ocena", date(2027, 5, 31))


def counted(value: str | None, **options) -> IndicatorFact:
    """Pupils from 0 at the end of 2024 over 200 in 2025 to 400 in 2026; the value is for the first half of 2026."""
    reading = Reading("2026-H1", HALF_2026, None if value is None else Decimal(value), **options)
    return IndicatorFact(
        name="Uczniowie",
        better=Better.HIGHER,
        targets=((2025, Decimal(200)), (2026, Decimal(400))),
        baseline=Decimal(0),
        baseline_year=2024,
        reading=reading,
        unit="osób",
    )


def facts(*milestones: MilestoneFact, indicators=(), start=date(2024, 9, 1), end=date(2027, 12, 31)) -> ActionFacts:
    return ActionFacts(start, end, milestones, tuple(indicators))


CASES = {
    "nothing late": (facts(done(), AHEAD), RuleCode.ON_COURSE),
    "due today is in time": (facts(late(0)), RuleCode.ON_COURSE),
    "one day late": (facts(late(1)), RuleCode.MILESTONE_LATE),
    "ninety days late": (facts(late(90)), RuleCode.MILESTONE_LATE),
    "ninety-one days late": (facts(late(91)), RuleCode.MILESTONE_VERY_LATE),
    "two a month late": (facts(late(30), late(30, "B")), RuleCode.MILESTONE_LATE),
    "two more than a month late": (facts(late(31), late(31, "B")), RuleCode.MILESTONES_LATE_TOGETHER),
    "indicator as planned": (facts(AHEAD, indicators=[counted("300")]), RuleCode.ON_COURSE),
    "indicator at 80 per cent": (facts(AHEAD, indicators=[counted("240")]), RuleCode.ON_COURSE),
    "indicator below 80 per cent": (facts(AHEAD, indicators=[counted("239")]), RuleCode.INDICATOR_BELOW),
    "indicator below 60 per cent": (facts(AHEAD, indicators=[counted("179")]), RuleCode.INDICATOR_FAR_BELOW),
    "far below outweighs late": (facts(late(5), indicators=[counted("10")]), RuleCode.INDICATOR_FAR_BELOW),
    "late outweighs below": (facts(late(5), indicators=[counted("239")]), RuleCode.MILESTONE_LATE),
    "starts later": (facts(AHEAD, start=date(2027, 1, 1)), RuleCode.NOT_STARTED),
    "nothing planned": (facts(), RuleCode.NO_DATA),
    "only a missing value": (facts(indicators=[counted(None, flag=ValueFlag.MISSING)]), RuleCode.NO_DATA),
    "only a suppressed value": (facts(indicators=[counted("0", flag=ValueFlag.SUPPRESSED)]), RuleCode.NO_DATA),
    "only a value across a break": (facts(indicators=[counted("10", breaks=True)]), RuleCode.NO_DATA),
    "all done, no indicator": (facts(done()), RuleCode.FINISHED),
    "all done, last target reached": (facts(done(), indicators=[counted("400")]), RuleCode.FINISHED),
    "all done, last target ahead": (facts(done(), indicators=[counted("310")]), RuleCode.ON_COURSE),
    "all done and ended": (facts(done(), indicators=[counted("310")], end=date(2026, 6, 30)), RuleCode.FINISHED),
    "ended short of the plan": (
        facts(done(), indicators=[counted("100")], end=date(2026, 6, 30)),
        RuleCode.INDICATOR_FAR_BELOW,
    ),
}


@pytest.mark.parametrize(("given_facts", "rule"), CASES.values(), ids=CASES)
def test_rule_that_decides(given_facts, rule):
    assert status_of(given_facts, TODAY).rule == rule


def test_verdict_tells_reasons_and_the_way_back():
    verdict = status_of(facts(done(), late(176), AHEAD, indicators=[counted("141")]), TODAY)
    assert verdict.status == Status.OFF_COURSE
    assert verdict.severity == 2
    with translation.override("pl"):
        assert sentences(verdict.reasons) == (
            "Kamień milowy „Umowy” jest spóźniony o 176 dni (termin: 30.05.2026).",
            (
                "„Uczniowie”: 141\u00a0osób (I półrocze 2026) wobec planowanych 300\u00a0osób, "
                "czyli 47\u00a0% planowanej drogi."
            ),
            "Osiągnięto 1 z 3 kamieni milowych.",
            "Najbliższy kamień milowy: „Ocena”, termin: 31.05.2027.",
        )
        assert [way_back(condition) for condition in verdict.returns_when] == [
            "kamień milowy „Umowy” zostanie osiągnięty",
            "„Uczniowie” osiągnie co najmniej 240\u00a0osób (I półrocze 2026)",
        ]


def test_reasons_survive_the_history():
    verdict = status_of(facts(late(176), indicators=[counted("141")]), TODAY)
    assert [reason_from_json(reason.as_json()) for reason in verdict.reasons] == list(verdict.reasons)


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_has_a_sentence_in_both_languages(code):
    values = {
        "name": "Wskaźnik", "due_on": "2026-10-15", "starts_on": "2027-01-01", "ends_on": "2026-01-01", "days": 2,
        "value": "3.5", "expected": "4", "share": "0.9", "period": "2026-Q3", "unit": "%", "decimals": 1, "done": 1,
        "total": 5, "baseline_year": 2020,
    }  # fmt: skip
    told = set()
    for language in ("pl", "en"):
        with translation.override(language):
            told.add(sentence(Reason(code, values)))
    assert len(told) == 2


def test_lower_is_better_counts_the_fall():
    fact = IndicatorFact("Bezrobocie", Better.LOWER, ((2026, Decimal(4)),), Decimal(6), 2024)
    met = replace(fact, reading=Reading("2025", END_2025, Decimal("5.2")))
    short = replace(fact, reading=Reading("2025", END_2025, Decimal("5.5")))
    assert (assess(met, now=NOW).share, assess(met, now=NOW).outcome) == (Decimal("0.8"), Outcome.MEETS)
    assert (assess(short, now=NOW).share, assess(short, now=NOW).outcome) == (Decimal("0.5"), Outcome.FAR_BELOW)
    condition = status_of(ActionFacts(TODAY, TODAY, (), (short,)), TODAY).returns_when[0]
    with translation.override("en"):
        assert way_back(condition) == "“Bezrobocie” falls to at most 5 for 2025"


@pytest.mark.parametrize(
    ("better", "value", "share"),
    [("higher", 50, "0.5"), ("higher", 100, "1"), ("higher", 120, "1"), ("lower", 125, "0.8"), ("lower", 90, "1")],
)
def test_without_a_baseline_levels_are_compared(better, value, share):
    fact = IndicatorFact(
        "W", Better(better), ((2025, Decimal(100)),), reading=Reading("2025", END_2025, Decimal(value))
    )
    assert assess(fact, now=NOW).share == Decimal(share)


def test_level_at_or_below_zero_cannot_be_shared():
    fact = IndicatorFact("W", Better.HIGHER, ((2025, Decimal(0)),), reading=Reading("2025", END_2025, Decimal(-1)))
    assessment = assess(fact, now=NOW)
    assert (assessment.share, assessment.enough, assessment.outcome) == (0, 0, Outcome.FAR_BELOW)


def test_value_before_the_plan_is_not_due():
    before = Reading("2024", 2024 * 12 + 12, Decimal(1))
    assert assess(replace(counted("1"), reading=before), now=NOW).outcome == Outcome.NOT_DUE
    without = IndicatorFact("W", Better.HIGHER, ((2026, Decimal(5)),), reading=before)
    assert assess(without, now=NOW).outcome == Outcome.NOT_DUE
    assert assess(replace(without, targets=()), now=NOW).outcome == Outcome.NOT_DUE
    assert assess(replace(without, reading=None), now=NOW).outcome == Outcome.NO_VALUE
    sound = Reading("2025", END_2025, None)
    assert assess(replace(without, reading=sound), now=NOW).outcome == Outcome.NO_VALUE


def test_plan_runs_straight_and_stays_after_its_end():
    fact = counted("1")
    assert expected_at(fact, HALF_2026) == 300
    assert expected_at(fact, 2030 * 12) == 400
    assert expected_at(replace(fact, targets=()), HALF_2026) is None


def test_old_value_warns_but_does_not_reassure():
    old = counted("400")
    old = replace(old, reading=replace(old.reading, period="2025", ends=END_2025))
    assert status_of(facts(indicators=[old]), date(2029, 1, 1)).rule == RuleCode.NO_DATA
    assert status_of(facts(indicators=[old]), date(2029, 1, 1)).reasons[0].code == ReasonCode.INDICATOR_OLD
    bad = replace(old, reading=replace(old.reading, value=Decimal(1)))
    assert status_of(facts(indicators=[bad]), date(2029, 1, 1)).rule == RuleCode.INDICATOR_FAR_BELOW


def test_override_holds_to_its_last_day():
    last = date(2026, 12, 31)
    held = standing(Status.OFF_COURSE, Status.AT_RISK, last, last)
    assert (held.status, held.decided_by, held.differs) == (Status.AT_RISK, Decider.OVERRIDE, True)
    after = standing(Status.OFF_COURSE, Status.AT_RISK, last, last + timedelta(days=1))
    assert (after.status, after.decided_by, after.differs) == (Status.OFF_COURSE, Decider.RULE, False)


@pytest.mark.parametrize(
    ("reason", "days", "field"),
    [
        ("krótko", 30, "reason"),
        ("Umowa podpisana wczoraj.", 0, "expires_on"),
        ("Umowa podpisana wczoraj.", 184, "expires_on"),
    ],
)
def test_override_refused(reason, days, field):
    with pytest.raises(DomainError) as refused:
        check_override(reason, TODAY + timedelta(days=days), TODAY)
    assert refused.value.field == field


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
milestones = st.builds(MilestoneFact, st.text(min_size=1, max_size=5), days, st.none() | days)
amounts = st.decimals(min_value=-1000, max_value=1000, places=1)
readings = st.builds(
    lambda year, half, value, flag, breaks: Reading(f"{year}", year * 12 + (6 if half else 12), value, flag, breaks),
    st.integers(2022, 2028),
    st.booleans(),
    st.none() | amounts,
    st.sampled_from(ValueFlag),
    st.booleans(),
)
indicators = st.builds(
    lambda better, targets, baseline, reading: IndicatorFact(
        "W", better, tuple(sorted(targets.items())), baseline, None if baseline is None else 2023, reading
    ),
    st.sampled_from(Better),
    st.dictionaries(st.integers(2024, 2028), amounts, max_size=3),
    st.none() | amounts,
    st.none() | readings,
)
everything = st.builds(
    ActionFacts, days, days, st.lists(milestones, max_size=4).map(tuple), st.lists(indicators, max_size=3).map(tuple)
)


@PATIENT
@given(everything, days)
def test_every_verdict_has_a_sentence_for_each_reason(any_facts, on):
    verdict = status_of(any_facts, on)
    assert all(sentences(verdict.reasons))
    assert all(way_back(condition) for condition in verdict.returns_when)
    assert bool(verdict.returns_when) == (verdict.severity > 0)


@PATIENT
@given(everything, days, st.integers(1, 400))
def test_a_late_milestone_never_improves(any_facts, on, behind):
    worse = replace(any_facts, milestones=(*any_facts.milestones, MilestoneFact("Z", on - timedelta(days=behind))))
    assert SEVERITY[status_of(worse, on).status] >= max(1, SEVERITY[status_of(any_facts, on).status])


@PATIENT
@given(everything, days, st.integers(1, 300))
def test_time_alone_never_improves(any_facts, on, later):
    """Without anything new done or measured, a status only worsens."""
    frozen = replace(any_facts, milestones=tuple(m for m in any_facts.milestones if not m.done_on or m.done_on <= on))
    then = on + timedelta(days=later)
    assert SEVERITY[status_of(frozen, then).status] >= SEVERITY[status_of(frozen, on).status]


@PATIENT
@given(indicators, st.decimals(min_value="0.1", max_value=1000, places=1))
def test_a_better_value_never_worsens(fact, step):
    if fact.reading is None or fact.reading.value is None:
        return
    better = fact.reading.value + (step if fact.better == Better.HIGHER else -step)
    before = assess(fact, now=NOW)
    after = assess(replace(fact, reading=replace(fact.reading, value=better)), now=NOW)
    assert before.outcome.judged == after.outcome.judged
    if before.share is not None:
        assert after.share >= before.share
