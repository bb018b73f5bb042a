"""What the checks find in a file before it is published, and what they leave alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.indicators.enums import FindingKind
from azymut.indicators.rules.checks import Finding, check, is_serious
from azymut.indicators.rules.observations import Observation


def seen(territory="1061", period="2024", value="5", *, breakdown="all", unit="%", flags=""):
    number = None if value is None else Decimal(value)
    return Observation(territory, period, breakdown, number, unit, flags or ("" if value else "m"), 1, "", value or "")


def standing(*observations):
    return {observation.key: observation.says for observation in observations}


CALM = tuple(seen(period=str(2015 + n), value=value) for n, value in enumerate(("10", "11", "10", "11", "10", "11")))


def test_nothing_stands_yet_so_nothing_is_unusual():
    assert check([seen()], {}) == ()


def test_another_unit_is_serious():
    found = check([seen(unit="tys. os.")], standing(seen(period="2023", unit="os."), seen(period="2022", unit="")))
    assert found == (Finding(FindingKind.UNIT, breakdown="all", before=", os.", after="tys. os.", serious=True),)
    assert is_serious([finding.as_json() for finding in found])


def test_a_unit_that_stands_for_some_periods_is_the_same():
    assert check([seen(unit="os.")], standing(seen(period="2023", unit="os."), seen(period="2022", unit="x"))) == ()


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("100", "111", 1),
        ("100", "110", 1),
        ("100", "109", 0),
        ("100", "100", 0),
        ("0", "1", 1),
        (None, "5", 0),
        ("5", None, 0),
    ],
)
def test_a_figure_changed_by_a_tenth_is_shown(before, now, found):
    others = [seen(territory=f"10{n:02d}", value="7") for n in range(1, 21)]
    result = check([seen(value=now), *others], standing(seen(value=before), *others))
    assert [one.kind for one in result] == [FindingKind.REVISED] * found
    if found:
        assert (result[0].territory, result[0].before, result[0].after) == ("1061", before, now)


@pytest.mark.parametrize(("before", "now"), [("p", ""), ("", "r")])
def test_announced_revisions_are_expected(before, now):
    assert check([seen(value="9", flags=now)], standing(seen(value="5", flags=before))) == ()


def test_a_file_that_changes_many_figures_is_in_question():
    before = [seen(territory=f"10{n:02d}", value="100") for n in range(1, 11)]
    now = [seen(territory=f"10{n:02d}", value="101" if n <= 3 else "100") for n in range(1, 11)]
    assert check(now, standing(*before)) == (Finding(FindingKind.REVISED, before="10", after="3", serious=True),)
    now = [seen(territory=f"10{n:02d}", value="101" if n <= 2 else "100") for n in range(1, 11)]
    assert check(now, standing(*before)) == ()


def test_a_place_that_is_missing_among_most_of_its_level_is_lost():
    before = [seen(territory=f"10{n:02d}", period="2023") for n in range(1, 5)]
    now = [seen(territory=f"10{n:02d}") for n in (1, 2)]
    found = check(now, standing(*before, seen(territory="10", period="2023")))
    assert [(one.kind, one.territory, one.period, one.before) for one in found] == [
        (FindingKind.LOST, "1003", "2024", "2023"),
        (FindingKind.LOST, "1004", "2024", "2023"),
    ]


def test_a_file_for_a_few_places_loses_none():
    before = [seen(territory=f"10{n:02d}", period="2023") for n in range(1, 6)]
    assert check([seen(territory="1001"), seen(territory="1002")], standing(*before)) == ()


def test_places_outside_our_levels_and_withdrawn_figures_are_left_alone():
    before = [seen(territory="PL2", period="2023"), seen(territory="1002", period="2023", value=None, flags="w")]
    assert check([seen(territory="PL3")], standing(*before)) == ()


def test_a_jump_against_the_series_own_past_is_shown():
    found = check([seen(period="2021", value="20")], standing(*CALM))
    assert found == (Finding(FindingKind.JUMP, "1061", "2021", "all", before="11", after="20"),)
    assert not is_serious([one.as_json() for one in found])


@pytest.mark.parametrize(
    "now",
    [
        seen(period="2021", value="12"),
        seen(period="2021", value="13.7"),
        seen(period="2021", value="20", flags="b"),
        seen(period="2021", value=None),
        seen(period="2021-01", value="20"),
        seen(period="2020", value="11"),
    ],
)
def test_usual_steps_breaks_gaps_and_other_kinds_of_period_are_no_jumps(now):
    assert check([now], standing(*CALM, seen(period="2014", value=None))) == ()


def test_a_short_series_has_no_usual_step():
    assert check([seen(period="2021", value="90")], standing(*CALM[1:])) == ()


def test_serious_findings_come_first():
    found = check([seen(period="2021", value="20", unit="os.")], standing(*CALM))
    assert [one.kind for one in found] == [FindingKind.UNIT, FindingKind.JUMP]


@given(st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=12))
def test_a_file_that_repeats_what_stands_is_never_in_question(values):
    same = [seen(period=str(2000 + n), value=str(value)) for n, value in enumerate(values)]
    assert check(same, standing(*same)) == ()
