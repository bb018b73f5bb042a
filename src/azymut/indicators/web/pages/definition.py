"""The glossary page of an indicator: what it means, how it is worked out, who answers for it, how it changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.indicators import queries
from azymut.indicators.models import Indicator
from azymut.indicators.rules.formula_language import names_in, vtl
from azymut.indicators.web.pages.figures import detail_url
from azymut.indicators.web.pages.workbench import PastVersion, past_versions
from azymut.places.enums import Level


@dataclass(frozen=True)
class DefinitionPage:
    indicator: Indicator
    crumbs: tuple[tuple[str, str], ...]
    method: str
    formula: str
    vtl: str
    vtl_url: str
    facts: tuple[tuple[str, str], ...]
    built_on: tuple[tuple[str, str], ...]
    builders: tuple[tuple[str, str], ...]
    versions: tuple[PastVersion, ...]


def definition_page(indicator: Indicator) -> DefinitionPage:
    known = queries.indicators()
    tree = indicator.tree
    return DefinitionPage(
        indicator=indicator,
        crumbs=(
            (_("Indicators"), reverse("indicators:list")),
            (indicator.short, detail_url(indicator)),
            (_("Definition"), ""),
        ),
        method=queries.method(indicator, known),
        formula=indicator.formula,
        vtl=vtl(indicator.key, tree),
        vtl_url=reverse("indicators:definition-vtl", args=[indicator.slug]),
        facts=_facts(indicator),
        built_on=tuple((known[key].name, definition_url(known[key])) for key in names_in(tree)),
        builders=tuple((one.name, definition_url(one)) for one in queries.builders_on(indicator.key)),
        versions=past_versions(list(queries.versions_of(indicator.key))),
    )


def definition_url(indicator: Indicator) -> str:
    return reverse("indicators:definition", args=[indicator.slug])


def _facts(one: Indicator) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Unit"), one.unit),
        (_("Which way is better"), one.get_direction_display()),
        (_("Levels"), ", ".join(str(Level(level).label) for level in one.level_list)),
        (_("Frequency"), one.get_frequency_display()),
        (_("What of the period"), one.get_period_type_display()),
        (_("Breaks in the series"), one.get_break_policy_display()),
        (_("Small numbers"), one.get_suppression_policy_display()),
        (_("Sources"), "; ".join(queries.sources_of(one))),
        (_("Answers for the definition"), one.owner),
        (_("Next value due"), formats.day(one.next_due_on) if one.next_due_on else ""),
        (_("Key in formulas"), one.key),
    )
    return tuple(fact for fact in facts if fact[1])
