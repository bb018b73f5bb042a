"""Strategies, their versions and the upper nodes of the tree."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError
from azymut.people.models import Account
from azymut.people.rules.rights import Right
from azymut.programmes import rules
from azymut.programmes.enums import NodeKind, VersionState
from azymut.programmes.models import Node, NodeIdentity, Strategy, Version


@audit.action(gettext_lazy("Programme created"))
def create_strategy(
    *, code: str, name: str, short_name: str, summary: str, is_sample: bool, by: Account | None, at: datetime
) -> Strategy:
    """A new strategic document, still without a version."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    if Strategy.objects.filter(code=code).exists():
        raise DomainError(_("A strategy with this code exists already."), field="code")
    strategy = Strategy.objects.create(
        code=code, name=name, short_name=short_name, summary=summary, is_sample=is_sample, created_by=by
    )
    audit.created(strategy, by=by, at=at)
    return strategy


@audit.action(gettext_lazy("Version opened"))
def open_version(*, strategy: Strategy, by: Account | None, at: datetime) -> Version:
    """The next version, as a draft."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    last = strategy.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(strategy=strategy, number=last + 1, created_by=by)
    audit.created(version, by=by, at=at)
    return version


@audit.action(gettext_lazy("Version in force"))
def bring_into_force(
    *,
    version: Version,
    resolution_number: str,
    adopted_on: date,
    in_force_from: date,
    by: Account | None,
    at: datetime,
) -> Version:
    """The version takes effect by a resolution; the one in force until now is superseded from that day."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_adoption(resolution_number, adopted_on, in_force_from)
    if version.state in (VersionState.IN_FORCE, VersionState.SUPERSEDED):
        raise DomainError(_("This version is already in force or has been superseded."))
    former = version.strategy.versions.select_for_update().filter(state=VersionState.IN_FORCE).first()
    if former:
        if former.in_force_from and in_force_from < former.in_force_from:
            raise DomainError(_("The present version came into force later than this day."), field="in_force_from")
        with audit.change(former, by=by, at=at):
            former.state = VersionState.SUPERSEDED
            former.superseded_on = in_force_from
        former.touch()
    with audit.change(version, by=by, at=at):
        version.state = VersionState.IN_FORCE
        version.resolution_number = resolution_number.strip()
        version.adopted_on = adopted_on
        version.in_force_from = in_force_from
    version.touch()
    return version


@audit.action(gettext_lazy("Part of the programme added"))
def create_node(
    *,
    version: Version,
    kind: NodeKind,
    parent: Node | None,
    number: str,
    title: str,
    text: str,
    code: str,
    by: Account | None,
    at: datetime,
) -> Node:
    """A priority or a direction (or the node below an action), under an identity that later versions take over."""
    rules.check_right(by, Right.EDIT_PROGRAMME)
    rules.check_changeable(version.state)
    rules.check_place(kind, NodeKind(parent.kind) if parent else None)
    if parent and parent.version_id != version.pk:
        raise DomainError(_("The parent belongs to another version."), field="parent")
    if version.nodes.filter(number=number).exists():
        raise DomainError(_("The number %(number)s is taken.") % {"number": number}, field="number")
    identity, _new = NodeIdentity.objects.get_or_create(
        strategy_id=version.strategy_id, code=code, defaults={"created_by": by}
    )
    if version.nodes.filter(identity=identity).exists():
        raise DomainError(_("This element is already in the version."), field="code")
    siblings = version.nodes.filter(parent=parent)
    position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    node = Node.objects.create(
        identity=identity,
        version=version,
        parent=parent,
        kind=kind,
        number=number,
        title=title,
        text=text,
        position=position,
    )
    audit.created(node, by=by, at=at)
    version.touch()
    return node
