"""What a person should look at before a file is published: changed units, lost places, jumps, unexpected revisions,
and where the rules that analysts wrote do not hold.

A check accuses nobody: statistics do jump. It names the place, so that whoever publishes has seen it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any

from azymut.indicators.enums import FindingKind, Flag
from azymut.indicators.rules.observations import Key, Observation, Says, level_of
from azymut.indicators.rules.validations import Validation, try_rules

FEWEST_STEPS = 5
"""A series with fewer steps behind it says nothing about what is usual."""
UNUSUAL_STEPS = 6
"""In scaled median absolute deviations. The usual limit for one value is 3.5 (Iglewicz and Hoaglin, How to Detect and
Handle Outliers, 1993); here thousands of series are looked at together."""
MAD_SCALE = 1.4826
LEAST_JUMP = 0.25
"""Of the last value: a smaller step is never called a jump, however calm the series was."""
LEAST_REVISION = Decimal("0.1")
"""Of the earlier value."""
MANY_REVISIONS = 0.2
"""Of the figures that both have: more than that, and the whole file is in question."""
WHOLE_LEVEL = 0.5
"""A file that has at least this share of a level's places is taken to speak of all of them."""


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `before` and `after` are plain numbers, units or counts; `serious` asks for a reason.

    Of a broken rule they are its left and right side, with its name, its operator and what it says.
    """

    kind: FindingKind
    territory: str = ""
    period: str = ""
    breakdown: str = ""
    before: str = ""
    after: str = ""
    serious: bool = False
    rule: str = ""
    operator: str = ""
    message: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check(
    coming: Iterable[Observation], standing: Mapping[Key, Says], rules: Sequence[Validation] = ()
) -> tuple[Finding, ...]:
    """Everything worth a look in what comes, against what stands; the serious first."""
    new = {observation.key: observation for observation in coming}
    held = {key: says for key, says in standing.items() if Flag.WITHDRAWN not in says[1]}
    found = [
        *_units(new, held),
        *_revisions(new, held),
        *_lost(new, held),
        *_jumps(new, held),
        *_broken(new, held, rules),
    ]
    return tuple(sorted(found, key=lambda finding: not finding.serious))


def is_serious(findings: Sequence[Mapping[str, Any]]) -> bool:
    """Whether kept findings ask for a reason before publication."""
    return any(finding["serious"] for finding in findings)


def _units(new: Mapping[Key, Observation], held: Mapping[Key, Says]) -> Iterator[Finding]:
    before, after = defaultdict(set), defaultdict(set)
    for key, (_value, _flags, unit) in held.items():
        before[key[2]].add(unit)
    for key, observation in new.items():
        after[key[2]].add(observation.unit)
    for breakdown, units in after.items():
        earlier = before.get(breakdown, set())
        if earlier and not earlier & units:
            yield Finding(
                FindingKind.UNIT,
                breakdown=breakdown,
                before=", ".join(sorted(earlier)),
                after=", ".join(sorted(units)),
                serious=True,
            )


def _revisions(new: Mapping[Key, Observation], held: Mapping[Key, Says]) -> Iterator[Finding]:
    """Changed figures that were neither preliminary before nor are marked as revised now."""
    both, unexpected = 0, 0
    for key, observation in new.items():
        before, flags, _unit = held.get(key, (None, "", ""))
        if before is None or observation.value is None:
            continue
        both += 1
        if before == observation.value or Flag.PRELIMINARY in flags or Flag.REVISED in observation.flags:
            continue
        unexpected += 1
        if abs(observation.value - before) >= LEAST_REVISION * abs(before):
            yield Finding(FindingKind.REVISED, *key, before=f"{before.normalize():f}", after=_plain(observation))
    if both and unexpected / both > MANY_REVISIONS:
        yield Finding(FindingKind.REVISED, before=str(both), after=str(unexpected), serious=True)


def _lost(new: Mapping[Key, Observation], held: Mapping[Key, Says]) -> Iterator[Finding]:
    """Places that had a value in the last period and are not in the newest one, where the file has most of a level."""
    newest = max((period for _, period, _ in new), default="")
    breakdowns = {breakdown for _, _, breakdown in new}
    shape = [key for key, (value, _, _) in held.items() if value is not None and key[2] in breakdowns]
    earlier = max((key[1] for key in shape if len(key[1]) == len(newest) and key[1] < newest), default="")
    had, has = defaultdict(set), defaultdict(set)
    for territory, period, _breakdown in shape:
        if period == earlier:
            had[level_of(territory)].add(territory)
    for territory, period, _breakdown in new:
        if period == newest:
            has[level_of(territory)].add(territory)
    for level, places in had.items():
        if level and len(has[level] & places) >= WHOLE_LEVEL * len(places):
            yield from (
                Finding(FindingKind.LOST, territory, newest, before=earlier)
                for territory in sorted(places - has[level])
            )


def _jumps(new: Mapping[Key, Observation], held: Mapping[Key, Says]) -> Iterator[Finding]:
    """New periods whose step from the last value is far from the steps that the series has made so far."""
    past: dict[tuple[str, str, int], list[tuple[str, float]]] = defaultdict(list)
    for (territory, period, breakdown), (value, _flags, _unit) in held.items():
        if value is not None:
            past[territory, breakdown, len(period)].append((period, float(value)))
    for (territory, period, breakdown), observation in new.items():
        if observation.value is None or Flag.BREAK in observation.flags:
            continue
        series = sorted(past.get((territory, breakdown, len(period)), []))
        if not series or period <= series[-1][0]:
            continue
        last = series[-1][1]
        if _is_jump([value for _, value in series], float(observation.value)):
            yield Finding(
                FindingKind.JUMP, territory, period, breakdown, before=f"{last:.15g}", after=_plain(observation)
            )


def _broken(new: Mapping[Key, Observation], held: Mapping[Key, Says], rules: Sequence[Validation]) -> Iterator[Finding]:
    coming = {key: observation.value for key, observation in new.items()}
    for one in try_rules(rules, coming, {key: says[0] for key, says in held.items()}).broken:
        yield Finding(
            FindingKind.RULE,
            one.territory,
            one.period,
            before=f"{one.left.normalize():f}",
            after=f"{one.right.normalize():f}",
            serious=one.rule.serious,
            rule=one.rule.name,
            operator=one.rule.operator,
            message=one.rule.message,
        )


def _is_jump(past: Sequence[float], value: float) -> bool:
    steps = [later - earlier for earlier, later in pairwise(past)]
    if len(steps) < FEWEST_STEPS:
        return False
    centre = median(steps)
    spread = MAD_SCALE * median(abs(step - centre) for step in steps)
    return abs(value - past[-1] - centre) > max(UNUSUAL_STEPS * spread, LEAST_JUMP * abs(past[-1]))


def _plain(observation: Observation) -> str:
    assert observation.value is not None  # noqa: S101  # callers have looked
    return f"{observation.value.normalize():f}"
