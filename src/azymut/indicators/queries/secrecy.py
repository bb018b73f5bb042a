"""Which datasets are guarded, and what a policy would hide."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from azymut.indicators import store
from azymut.indicators.models import Dataset, Release
from azymut.indicators.rules.suppression import Policy


@dataclass(frozen=True)
class HiddenCounts:
    """How many figures of a dataset a policy hides: small ones, others so that no small one can be found, of all."""

    small: int
    others: int
    of: int


def guarded_datasets() -> QuerySet[Dataset]:
    """All datasets with what guards them: one query."""
    return Dataset.objects.select_related("source", "suppression").order_by("code")


def datasets_with_figures() -> set[int]:
    """Keys of the datasets of which a release stands: one query."""
    return set(Release.objects.published().order_by().values_list("dataset", flat=True).distinct())


def dataset_by_code(code: str) -> Dataset | None:
    return Dataset.objects.select_related("source", "suppression").filter(code=code).first()


def is_guarded(dataset: Dataset) -> bool:
    """Whether a suppression of small counts is in force for the dataset."""
    policy = getattr(dataset, "suppression", None)
    return policy is not None and policy.is_active


def breakdowns_of(dataset: Dataset) -> tuple[str, ...]:
    """Names of the breakdowns that stand now, for those who write rules over them."""
    return tuple(sorted({breakdown for _, _, breakdown in store.standing(dataset)}))


def hidden_by(dataset: Dataset, policy: Policy) -> HiddenCounts:
    """What the policy would hide in the figures that stand now."""
    standing = store.standing(dataset)
    rows = [
        (*key, value, flags)
        for key, (value, flags, _unit) in sorted(standing.items())
        if value is not None or "c" in flags
    ]
    found = store.hidden_of(rows, policy, store.made_of())
    return HiddenCounts(len(found.small), len(found.others), found.of)
