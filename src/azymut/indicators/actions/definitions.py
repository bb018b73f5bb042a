"""Sources, datasets and indicators are brought to what the definitions say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from azymut.indicators.models import Dataset, Indicator, Source
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

    Raises FormulaError when an indicator cannot be worked out.
    """
    in_order({entry["key"]: formula(entry["formula"]) for entry in indicators})
    audit.unchanged()
    touched = sum(_bring(Source, "key", entry, by=by, at=at) for entry in sources)
    known = {source.key: source for source in Source.objects.all()}
    for entry in datasets:
        touched += _bring(Dataset, "code", {**entry, "source": known[entry["source"]]}, by=by, at=at)
    return touched + sum(_bring(Indicator, "key", entry, by=by, at=at) for entry in indicators)


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
