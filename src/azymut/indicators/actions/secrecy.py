"""Guarding a dataset of counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators.models import Dataset, SuppressionPolicy
from azymut.indicators.models.secrecy import GREATEST_THRESHOLD, LEAST_THRESHOLD
from azymut.indicators.rules.suppression import PolicyError, parse_follows, parse_sums
from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.people.models import Account

T = TypeVar("T")


@action(gettext_lazy("Suppression of small counts set"))
def guard_dataset(
    *,
    dataset: Dataset,
    threshold: int,
    sums: str,
    follows: str,
    reason: str,
    is_active: bool,
    by: Account | None,
    at: datetime,
) -> SuppressionPolicy:
    """Say which counts of a dataset are hidden, and by which sums they could be found.

    Every page, download and answer is worked out anew after it. Raises DomainError at the field of a line that cannot
    be read, without a reason, or when what gives a count away is itself part of a sum.
    """
    if not LEAST_THRESHOLD <= threshold <= GREATEST_THRESHOLD:
        words = {"least": LEAST_THRESHOLD, "greatest": GREATEST_THRESHOLD}
        raise DomainError(_("Give a number from %(least)d to %(greatest)d.") % words, field="threshold")
    if not reason.strip():
        raise DomainError(_("Say on what grounds small counts are hidden."), field="reason")
    added, given = _read(parse_sums, sums, "sums"), _read(parse_follows, follows, "follows")
    summed = {name for total, parts in added for name in (total, *parts)}
    if summed & {name for name, _count in given}:
        raise DomainError(_("A breakdown that follows a count cannot be part of a sum."), field="follows")
    locked = Dataset.objects.select_for_update(of=("self",)).get(pk=dataset.pk)
    fields = {
        "threshold": threshold,
        "sums": sums,
        "follows": follows,
        "reason": reason.strip(),
        "is_active": is_active,
    }
    found = SuppressionPolicy.objects.filter(dataset=locked).first()
    if found is None:
        made = SuppressionPolicy.objects.create(dataset=locked, created_by=by, **fields)
        audit.created(made, by=by, at=at)
        return made
    with audit.change(found, by=by, at=at):
        for name, value in fields.items():
            setattr(found, name, value)
    return found


def _read(parse: Callable[[str], T], text: str, field: str) -> T:
    try:
        return parse(text)
    except PolicyError as error:
        raise DomainError(_("Line %(line)d cannot be read.") % {"line": error.line}, field=field) from error
