"""Sources, datasets and indicators are brought to what the product carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from azymut.indicators.enums import DefinitionState
from azymut.indicators.models import Dataset, DefinitionVersion, Indicator, Source
from azymut.indicators.rules.formula_language import FormulaError, Known, check
from azymut.indicators.rules.formulas import formula, in_order
from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.people.models import Account


@action(gettext_lazy("Source, dataset or indicator defined"))
def define(
    *,
    sources: Sequence[Mapping[str, Any]],
    datasets: Sequence[Mapping[str, Any]],
    indicators: Sequence[Mapping[str, Any]],
    by: Account | None,
    at: datetime,
) -> int:
    """Bring sources, datasets and indicators to what the definitions say; how many differed is given back.

    Each difference is a version, approved with the product. An indicator whose newest version the office itself has
    approved stays as the office wants it. Raises FormulaError when an indicator cannot be worked out.
    """
    _check_all(indicators)
    audit.unchanged()
    touched = sum(_bring(Source, "key", entry, by=by, at=at) for entry in sources)
    known = {source.key: source for source in Source.objects.all()}
    for entry in datasets:
        touched += _bring(Dataset, "code", {**entry, "source": known[entry["source"]]}, by=by, at=at)
    newest: dict[str, DefinitionVersion] = {}
    for version in DefinitionVersion.objects.approved():
        newest.setdefault(version.key, version)
    return touched + sum(_bring_indicator(entry, newest.get(entry["key"]), by=by, at=at) for entry in indicators)


def _check_all(indicators: Sequence[Mapping[str, Any]]) -> None:
    trees = {entry["key"]: formula(entry["formula"]) for entry in indicators}
    in_order(trees)
    known = Known(trees)
    for entry in indicators:
        problems = check(entry["key"], trees[entry["key"]], known, unit=entry["unit_pl"])
        if problems:
            raise FormulaError(*problems)


def _bring_indicator(
    entry: Mapping[str, Any], newest: DefinitionVersion | None, *, by: Account | None, at: datetime
) -> bool:
    if newest is not None and not newest.with_product:
        return False
    touched = _bring(Indicator, "key", entry, by=by, at=at)
    if touched or newest is None:
        number = newest.number if newest and newest.number else 0
        indicator = Indicator.objects.get(key=entry["key"])
        made = DefinitionVersion.objects.create(
            key=indicator.key,
            slug=indicator.slug,
            state=DefinitionState.APPROVED,
            number=number + 1,
            based_on=number,
            with_product=True,
            proposed_at=at,
            reviewed_at=at,
            **indicator.content,
        )
        audit.created(made, by=by, at=at)
    return touched


def _bring(
    model: type[Source] | type[Dataset] | type[Indicator],
    name: str,
    entry: Mapping[str, Any],
    *,
    by: Account | None,
    at: datetime,
) -> bool:
    found = model._default_manager.filter(**{name: entry[name]}).first()
    if found is None:
        made = model._default_manager.create(**entry)
        audit.created(made, by=by, at=at)
        return True
    if all(getattr(found, key) == value for key, value in entry.items()):
        return False
    with audit.change(found, by=by, at=at):
        for key, value in entry.items():
            setattr(found, key, value)
    return True
