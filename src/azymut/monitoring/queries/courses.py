"""How actions stand on a day: the rules' verdict, a person's status where one holds, and since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Sum
from django.utils import timezone

from azymut.indicators.queries import current_releases
from azymut.monitoring.enums import Decider, Status
from azymut.monitoring.models import StatusEntry, StatusOverride
from azymut.monitoring.queries.history import latest_entries
from azymut.monitoring.queries.readings import indicator_fact
from azymut.monitoring.rules import ActionFacts, MilestoneFact, Standing, Verdict, standing, status_of
from azymut.programmes.enums import VersionState
from azymut.programmes.models import Action, Version
from azymut.programmes.queries import PlanFacts, plan_facts

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Course:
    """One action on one day. `since` is the day on which the shown status was first recorded, None if not yet."""

    action: int
    identity: int
    lead: int
    verdict: Verdict
    standing: Standing
    since: date | None
    before: Status | None
    override_reason: str = ""
    override_expires_on: date | None = None
    override_id: int | None = None

    @property
    def status(self) -> Status:
        return self.standing.status


def courses(action_pks: Sequence[int], *, on: date, as_of: tuple[str, ...] | None = None) -> list[Course]:
    """How these actions stand: nine queries whatever their number, kept by what they depend on.

    `as_of` (ids of published releases) answers with the observatory's figures as those releases have them.
    """
    if as_of is not None:
        return _work_out(action_pks, on, as_of)
    key = f"monitoring:courses:{_digest(stamp(), on.isoformat(), *sorted(action_pks))}"
    found = cache.get(key)
    if isinstance(found, list):
        return found
    fresh = _work_out(action_pks, on, current_releases())
    cache.set(key, fresh, KEPT_SECONDS)
    return fresh


def courses_in_force(*, on: date) -> list[Course]:
    """Every action of every version in force."""
    return courses(list(_in_force()), on=on)


def course_counts(*, on: date) -> Mapping[Status, int]:
    """How many actions in force have each status: what the home page and the reports say."""
    return Counter(course.status for course in courses_in_force(on=on))


def stamp() -> str:
    """Changes whenever a status could, but for the passing of a day: with every write below a version (the room's own
    writes touch the version too) and every published release. Two queries.
    """
    plans = Version.objects.aggregate(sum=Sum("revision"), count=Count("pk"))
    return _digest(*plans.values(), *current_releases())


def _digest(*parts: object) -> str:
    return sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:32]


def verdict_on(plan: PlanFacts, *, on: date, releases: tuple[str, ...], known_after_months: int = 0) -> Verdict:
    """What the rules say about a plan on a day."""
    facts = ActionFacts(
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        milestones=tuple(MilestoneFact(m.title, m.due_on, m.done_on) for m in plan.milestones),
        indicators=tuple(
            indicator_fact(indicator, on=on, releases=releases, known_after_months=known_after_months)
            for indicator in plan.indicators
        ),
    )
    return status_of(facts, on)


def _in_force() -> Sequence[int]:
    return list(
        Action.objects.filter(node__version__state=VersionState.IN_FORCE).order_by("pk").values_list("pk", flat=True)
    )


def _work_out(action_pks: Sequence[int], on: date, releases: tuple[str, ...]) -> list[Course]:
    plans = plan_facts(action_pks)
    identities = [plan.identity for plan in plans]
    overrides = {
        override.identity_id: override
        for override in StatusOverride.objects.filter(identity__in=identities, ended_at__isnull=True)
    }
    entries = latest_entries(identities)
    return [_course(plan, on, releases, overrides.get(plan.identity), entries.get(plan.identity, [])) for plan in plans]


def _course(
    plan: PlanFacts,
    on: date,
    releases: tuple[str, ...],
    override: StatusOverride | None,
    entries: Sequence[StatusEntry],
) -> Course:
    verdict = verdict_on(plan, on=on, releases=releases)
    stands = standing(
        verdict.status,
        Status(override.status) if override else None,
        override.expires_on if override else None,
        on,
    )
    since, before = _since(entries, stands.status)
    held = override if override and stands.decided_by == Decider.OVERRIDE else None
    return Course(
        action=plan.pk,
        identity=plan.identity,
        lead=plan.lead,
        verdict=verdict,
        standing=stands,
        since=since,
        before=before,
        override_reason=held.reason if held else "",
        override_expires_on=held.expires_on if held else None,
        override_id=override.pk if override else None,
    )


def _since(entries: Sequence[StatusEntry], status: Status) -> tuple[date | None, Status | None]:
    """The first day of the unbroken run of this status at the end of the history, and the status before it."""
    since = None
    for entry in entries:
        if entry.status != status:
            return since, Status(entry.status)
        since = timezone.localdate(entry.at)
    return since, None
