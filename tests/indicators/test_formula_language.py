"""The language of formulas: read, printed, refused at the place, checked, said in words, exported."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given

from azymut.indicators.rules.formula_language import (
    Binary,
    Call,
    Cells,
    FormulaError,
    Function,
    Known,
    Name,
    Need,
    Negated,
    Number,
    Place,
    Table,
    check,
    constant,
    datasets_in,
    in_words,
    is_rolled_up,
    names_in,
    needs,
    printed,
    read,
    text_of_record,
    vtl,
)
from azymut.indicators.rules.formula_language.tracing import periods_before
from azymut.indicators.rules.formulas import formula, in_order
from tests.indicators.formulas import trees


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@given(trees)
def test_what_is_printed_reads_as_the_same(tree):
    assert read(printed(tree)) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('P1["a"]', Cells("P1", ("a",))),
        ('P1[ "a \\"b\\" \\\\" ]', Cells("P1", ('a "b" \\',))),
        ("a - b - c", Binary("-", Binary("-", Name("a"), Name("b")), Name("c"))),
        ("a - (b - c)", Binary("-", Name("a"), Binary("-", Name("b"), Name("c")))),
        ("a + b * 2.50", Binary("+", Name("a"), Binary("*", Name("b"), Number(Decimal("2.5"))))),
        ("-a / --b", Binary("/", Negated(Name("a")), Negated(Negated(Name("b"))))),
        ("share(\n  a,\n  b\n)", Call(Function.SHARE, (Name("a"), Name("b")))),
    ],
)
def test_reading(text, tree):
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("", 1, 1, "The formula ends here; expected: an indicator"),
        ("a +", 1, 4, "The formula ends here"),
        ("a b", 1, 3, "Found “b”; expected: an operator"),
        ("(a", 1, 3, "expected: “)”"),
        ("a ? b", 1, 3, "“?” means nothing here"),
        ('P1["a', 1, 4, "not closed"),
        ("P1[a]", 1, 4, "a breakdown between quotes"),
        ('P1["a",]', 1, 8, "a breakdown between quotes"),
        ('P1["a"', 1, 7, "expected: “]”"),
        ('sum(P1["a",\n "a"])', 2, 2, "stands here twice"),
        ("\n  share(a)", 2, 3, "share takes 2 arguments"),
        ("rank(a, b)", 1, 1, "rank takes 1 argument."),
        ("rank()", 1, 1, "rank takes 1 argument."),
        ("guess(a)", 1, 1, "There is no function “guess”. Functions: sum, listed_sum"),
        ("share(a, )", 1, 10, "Found “)”"),
        ("sum(a)", 1, 5, "Expected breakdowns of one dataset"),
        ("change(a, b)", 1, 11, "Expected a number of years from 1 to 50"),
        ("change(a, 1.5)", 1, 11, "Expected a number of years"),
        ("change(a, 51)", 1, 11, "Expected a number of years"),
        ("moving_mean(a, 1)", 1, 16, "Expected a number of periods from 2 to 60"),
        ("per(a, b, 0)", 1, 11, "Expected a whole number from 1"),
        ("index(a, 2015)", 1, 10, "Expected a period between quotes"),
        ('index(a, "May")', 1, 10, "Expected a period between quotes"),
        ("1 + 2", 1, 3, "Expected figures: a number alone"),
        ("rank(2)", 1, 6, "Expected figures"),
        ("a * (1 / (2 - 2))", 1, 8, "Division by zero"),
        ("1 / 0", 1, 3, "Division by zero"),
        ("a / (3 - 3)", 1, 3, "Division by zero"),
        ('a + "b"', 1, 5, "stands only as a period"),
        ("-\"b\"", 1, 2, "stands only as a period"),
        ('P1["a", "b"] / a', 1, 1, "Several breakdowns must be added up"),
        ("a * 1234567890123", 1, 5, "at most twelve digits"),
        ("a * (999999999999 * 9)", 1, 19, "too large"),
        ("(" * 25 + "a" + ")" * 25, 1, 21, "more than 20 deep"),
        ("-" * 25 + "a", 1, 22, "more than 20 deep"),
        ("a" * 4001, 1, 1, "longer than 4000"),
        ("+".join(["a"] * 150), 1, 1, "more than 200 parts"),
        ("sum(P1[" + ",".join(f'"{n}"' for n in range(201)) + "])", 1, 5, "More than 200 breakdowns"),
    ],
)  # fmt: skip
def test_refusals_name_the_place(text, line, column, said):
    with pytest.raises(FormulaError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.place == Place(line, column)
    assert said in problem.message
    assert str(caught.value) == f"line {line}, column {column}: {problem.message}"


KNOWN = Known(
    definitions={
        "people": read('rolled_up(P1["all"])'),
        "rate": read('P2["stopa"]'),
        "pupils": read('P1["pupils"]'),
        "part": read("share(pupils, people)"),
        "loop": read("pool + 1"),
        "pool": read("loop + 1"),
    },
    tables={
        "P1": Table("Ludność", "osoba", frozenset({"all", "pupils"})),
        "P2": Table("Bezrobocie", "%"),
        "P3": Table("Przeciętne wynagrodzenie", "zł"),
    },
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("share(pupils, people)", []),
        ("share(pupil, people)", [(7, "There is no indicator “pupil”. Close to it: pupils.")]),
        ("pupils + zzz", [(10, "There is no indicator “zzz”.")]),
        ("it + 1", [(1, "“it” would build on itself.")]),
        ('P9["all"]', [(1, "There is no dataset “P9”.")]),
        ('sum(P1["al", "pupils"])', [(8, "P1 has no breakdown “al”. Close to it: all.")]),
        ('P2["anything"]', []),
        ("rolled_up(pupils)", []),
        ("rolled_up(pupils + 2 * people - -pupils / 2)", []),
        ('rolled_up(moving_mean(sum(P1["all", "pupils"]), 3))', []),
        ("rolled_up(change_points(people, 1))", []),
        ("rolled_up(part)", [(1, "The values of share may not be added up")]),
        ("rolled_up(rate)", [(1, "P2 gives rates or means")]),
        ('rolled_up_listed(P3["x"])', [(1, "P3 gives rates or means")]),
        ("rolled_up(pupils / people)", [(1, "What this operation gives may not be added up")]),
        ("rolled_up(pupils + 1)", [(1, "What this operation gives")]),
        ("rolled_up(pupils + rate)", [(1, "P2 gives rates")]),
        ("rolled_up(rank(people))", [(1, "The values of rank may not")]),
        ("rolled_up(zzz)", [(11, "There is no indicator “zzz”.")]),
        ("rolled_up(loop)", []),
        ("share(rolled_up(rate), wages)", [(7, "P2 gives rates"), (24, "There is no indicator “wages”.")]),
    ],
)  # fmt: skip
def test_checking(text, found):
    problems = check("it", read(text), KNOWN)
    assert [problem.place.column for problem in problems] == [column for column, _said in found]
    assert all(problem.message.startswith(said) for problem, (_column, said) in zip(problems, found, strict=True))


def test_a_circle_is_found_through_others():
    (problem,) = check("people", read("part * 2"), KNOWN)
    assert "“people” would build on itself" in str(problem)


def test_values_in_per_cent_are_not_summed():
    (problem,) = check("it", read("rolled_up(pupils)"), KNOWN, unit="%")
    assert problem.message == "Values in % may not be added up."


def test_without_tables_any_dataset_will_do():
    assert check("it", read('P9["all"]'), Known()) == ()


def test_constants():
    assert constant(read("a * (2 - -3)").right) == Decimal(5)
    assert constant(read("a * (2 * 3 + 4 / 2)").right) == Decimal(8)
    assert constant(read("-a")) is None
    assert constant(read("a + 1")) is None


def test_a_constant_is_not_divided_by_zero():
    with pytest.raises(ZeroDivisionError):
        constant(Binary("/", Number(Decimal(1)), Number(Decimal(0))))


def test_what_is_in_a_formula():
    tree = read('share(a, b + a) + P1["x"] - sum(P2["y", "z"]) - P1["w"]')
    assert (names_in(tree), datasets_in(tree)) == (("a", "b"), ("P1", "P2"))
    assert is_rolled_up(read("rolled_up_listed(a)"))
    assert not is_rolled_up(read("1 + rolled_up(a)"))


@pytest.mark.parametrize(
    ("record", "flags", "text"),
    [
        ({"kind": "observed", "dataset": "P1", "breakdowns": ["a"]}, {}, 'P1["a"]'),
        ({"kind": "observed", "dataset": "P1", "breakdowns": ["a"]}, {"rollup": True}, 'rolled_up(P1["a"])'),
        ({"kind": "sum", "dataset": "P1", "breakdowns": ["a", "b"]}, {}, 'sum(P1["a", "b"])'),
        ({"kind": "sum", "dataset": "P1", "breakdowns": ["a"], "partial": True},
         {"rollup": True, "rollup_listed": True}, 'rolled_up_listed(listed_sum(P1["a"]))'),
        ({"kind": "ratio", "of": "a", "by": "b"}, {}, "ratio(a, b)"),
        ({"kind": "ratio", "of": "a", "by": "b", "scale": 100}, {}, "share(a, b)"),
        ({"kind": "ratio", "of": "a", "by": "b", "scale": 1000}, {}, "per_thousand(a, b)"),
        ({"kind": "ratio", "of": "a", "by": "b", "scale": 10}, {}, "per(a, b, 10)"),
        ({"kind": "change", "of": "a", "years": 5}, {}, "change(a, 5)"),
        ({"kind": "change", "of": "a", "years": 5, "points": True}, {}, "change_points(a, 5)"),
        ({"kind": "relative", "of": "a", "scale": 100}, {}, "relative(a)"),
        ({"kind": "relative", "of": "a"}, {}, "relative(a, 1)"),
    ],
)  # fmt: skip
def test_records_of_earlier_databases_become_text(record, flags, text):
    assert text_of_record(record, **flags) == text
    if not flags:
        assert formula(json.dumps(record)) == read(text)


@pytest.mark.parametrize("text", ["{}", '{"kind": "guess"}', "{", '{"kind": "ratio"}'])
def test_what_never_was_a_formula_is_refused(text):
    with pytest.raises(FormulaError, match="This is no formula"):
        formula(text)


def test_a_record_whose_text_is_wrong_is_refused_at_its_place():
    with pytest.raises(FormulaError, match="Several breakdowns"):
        formula('{"kind": "observed", "dataset": "P1", "breakdowns": ["a", "b"]}')


def test_order_follows_what_builds_on_what():
    assert in_order({"share": read("ratio(base, base)"), "base": read('P1["a"]')}) == ("base", "share")


@pytest.mark.parametrize(("known", "said"), [({"a": "b", "b": "a"}, "build on itself"), ({"a": "b"}, "no indicator")])
def test_circles_and_unknown_inputs_are_refused(known, said):
    with pytest.raises(FormulaError, match=said):
        in_order({key: read(text) for key, text in known.items()})


@pytest.mark.parametrize(
    ("text", "territory", "period", "found"),
    [
        ("share(a, b)", "1001", "2020", [("a", "1001", "2020"), ("b", "1001", "2020")]),
        ("per(a, b, 7)", "1001", "2020", [("a", "1001", "2020"), ("b", "1001", "2020")]),
        ("change(a, 5)", "10", "2020", [("a", "10", "2020"), ("a", "10", "2015")]),
        ("change_points(a, 1)", "10", "2020-Q2", [("a", "10", "2020-Q2"), ("a", "10", "2019-Q2")]),
        ('index(a, "2010")', "10", "2020", [("a", "10", "2020"), ("a", "10", "2010")]),
        ("moving_mean(a, 2)", "10", "2020-01", [("a", "10", "2020-01"), ("a", "10", "2019-12")]),
        ("cohort(a, b, 4)", "10", "2020", [("a", "10", "2020"), ("b", "10", "2016")]),
        ("relative(a)", "1001", "2020", [("a", "1001", "2020"), ("a", "10", "2020")]),
        ("-rank(a) + a * 2", "1001", "2020", [("a", "1001", "2020")]),
    ],
)  # fmt: skip
def test_what_a_figure_was_made_of(text, territory, period, found):
    assert [(need.leaf.key, need.territory, need.period) for need in needs(read(text), territory, period)] == found


def test_sums_over_counties_are_followed_to_the_counties():
    assert list(needs(read('rolled_up(P1["a"])'), "10", "2020")) == [
        Need(Cells("P1", ("a",)), "10", "2020", counties=True)
    ]
    assert list(needs(read("rolled_up(a)"), "1001", "2020")) == [Need(Name("a"), "1001", "2020")]


@pytest.mark.parametrize(
    ("period", "steps", "before"),
    [
        ("2020", 3, "2017"),
        ("2020-01", 1, "2019-12"),
        ("2020-Q1", 2, "2019-Q3"),
        ("2020-S1", 1, "2019-S2"),
        ("2020-11", 1, "2020-10"),
    ],
)
def test_periods_before(period, steps, before):
    assert periods_before(period, steps) == before


NAMES = {"a": "Pupils", "b": "People"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('P1["x"]', "As the source publishes it."),
        ('rolled_up(P1["x"])', "As the source publishes it. Voivodeship: sum over its counties."),
        ("rolled_up_listed(a)", "(Pupils) Voivodeship: sum over the counties that the source lists."),
        ('sum(P1["x", "y"])', "Sum of groups that the source publishes: x; y."),
        ('listed_sum(P1["x", "y"])', "Sum of those of these groups that the source lists: x; y."),
        ("share(a, b)", "(Pupils) ÷ (People) × 100"),
        ("per(a, b, 10)", "(Pupils) ÷ (People) × 10"),
        ("change(a, 5)", "(Pupils) against 5 years before, in per cent"),
        ("relative(a)", "(Pupils) of the county ÷ (Pupils) of its voivodeship × 100"),
        ('-(a + P1["x"]) * 2', "−((Pupils) + (P1: x)) × 2"),
        ('index(share(a, zzz), "2015")', "((Pupils) ÷ (zzz) × 100), where the value of 2015 is 100"),
        ('sum(P1["x"]) / a', "(sum of (P1: x)) ÷ (Pupils)"),
    ],
)  # fmt: skip
def test_words(text, said):
    assert in_words(read(text), NAMES) == said


def test_vtl_of_a_ratio():
    assert vtl("it", read("share(a, b)")).splitlines()[-4:] == [
        "it <- inner_join ( a as a , b as b",
        (
            "    calc value_ := if b#value = 0 then null else round ( 100 * a#value / b#value , 6 ) , "
            "broken_ := if a#broken + b#broken > 0 then 1 else 0"
        ),
        "    keep value_ , broken_",
        "    rename value_ to value , broken_ to broken ) ;",
    ]


def test_vtl_of_a_breakdown_quotes_its_text():
    text = vtl("it", Cells("P1", ('a "b"',)))
    assert text.splitlines()[-1] == 'it <- P1 [ sub breakdown = "a ""b""" ] ;'
    assert "withdrawn" in text


@given(trees)
def test_vtl_names_what_it_uses_and_balances_its_brackets(tree):
    text = vtl("it", tree)
    body = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    bare = re.sub(r'"(?:[^"]|"")*"', '""', body)
    assert [bare.count(sign) for sign in "([{"] == [bare.count(sign) for sign in ")]}"]
    made = re.findall(r"^(it__\d+) :=", bare, re.MULTILINE)
    assert len(made) == len(set(made))
    assert set(re.findall(r"it__\d+", bare)) == set(made)
    assert bare.count("<-") == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('sum(P1["a", "b"])', ['breakdown in { "a" , "b" }', "given = found and found = 2"]),
        ('listed_sum(P1["a", "b"])', ["if given = found then total"]),
        (
            'index(a, "2015")',
            ['sub period = cast ( "2015" , time_period )', "over ( partition by territory order by period )"],
        ),
        ("moving_mean(a, 2)", ["timeshift ( it__1 , 1 )", "( p0#value + p1#value ) / 2"]),
        ("change(a, 1)", ["if b#value = 0 then null"]),
        ("change_points(a, 1)", ["a#value - b#value"]),
        ("cohort(a, b, 3)", ["full_join", "timeshift ( it__2 , 3 )"]),
        ("rank(a)", ["rank ( over ( partition by period , peers order by value desc ) )"]),
        ("relative(a, 1)", ["round ( a#value / b#value , 6 )"]),
        ("rolled_up(a)", ["// counties:", "found >= expected", "union ( a , it__2 )"]),
        ("rolled_up_listed(a)", ["if given = found then total else null"]),
        ("-a * (2 - 5) / 4", ["- value", "value * ( -3 )", "round ( value / 4 , 6 )"]),
        ("1 / a - b", ["round ( 1 / value , 6 )", "a#value - b#value"]),
    ],
)
def test_vtl_of_functions(text, parts):
    made = vtl("it", read(text))
    assert all(part in made for part in parts), made
