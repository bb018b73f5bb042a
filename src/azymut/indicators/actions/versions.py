"""A definition's way: drafted, proposed, and then approved or returned by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.indicators import queries
from azymut.indicators.enums import EDITABLE_DEFINITIONS, DefinitionState
from azymut.indicators.models import DefinitionVersion, Indicator
from azymut.indicators.rules.definitions import review_refusal, stale_refusal
from azymut.indicators.rules.formula_language import FormulaError, read
from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.errors import DomainError
from azymut.people.models import Account


@action(gettext_lazy("Draft of a definition saved"))
def draft_definition(
    *,
    key: str,
    slug: str,
    content: Mapping[str, Any],
    summary: str,
    new: bool,
    by: Account,
    at: datetime,
) -> DefinitionVersion:
    """Keep what a definition would say; an open draft of the same indicator is written over, whoever began it.

    Raises DomainError when its formula cannot be worked out, for a version that is proposed, for a key that is taken
    by another definition when it should be `new`, and for another indicator's address word.
    """
    _refuse_taken(key, slug)
    found = queries.open_definition(key)
    newest = queries.newest_number(key)
    if new and (found or newest):
        raise DomainError(_("There is an indicator with this key already."), field="key")
    _refuse_formula(key, content["formula"], content["unit_pl"])
    words = {**content, "slug": slug, "summary": summary, "based_on": newest}
    if found is None:
        made = DefinitionVersion.objects.create(key=key, author=by, created_by=by, **words)
        audit.created(made, by=by, at=at)
        return made
    audit.hold(found)
    if found.state not in EDITABLE_DEFINITIONS:
        raise DomainError(_("This definition is proposed already: it is decided on before it is changed."))
    with audit.change(found, by=by, at=at):
        for name, value in words.items():
            setattr(found, name, value)
        found.state = DefinitionState.DRAFT
        found.author = by
        found.reviewed_by = None
        found.reviewed_at = None
    return found


@action(gettext_lazy("Definition proposed"))
def propose_definition(*, version: DefinitionVersion, by: Account, at: datetime) -> DefinitionVersion:
    """Hand a draft to somebody else to decide on. Who proposes answers for it, whoever wrote it before.

    Raises DomainError when it is no draft, is stale, or its formula cannot be worked out.
    """
    audit.hold(version)
    if version.state not in EDITABLE_DEFINITIONS:
        raise DomainError(_("Only a draft can be proposed."))
    _refuse_unsound(version)
    with audit.change(version, by=by, at=at):
        version.state = DefinitionState.PROPOSED
        version.author = by
        version.proposed_at = at
        version.reviewed_by = None
        version.reviewed_at = None
    return version


@action(gettext_lazy("Definition approved"))
def approve_definition(*, version: DefinitionVersion, by: Account, at: datetime) -> DefinitionVersion:
    """The indicator is what the version says from now on; the figures that follow are built by whoever asks first.

    Raises DomainError when the version is not proposed, is the reviewer's own, is stale, or cannot be worked out.
    """
    audit.hold(version)
    _refuse_review(version, by)
    _refuse_unsound(version)
    _refuse_taken(version.key, version.slug)
    number = queries.newest_number(version.key)
    with audit.change(version, by=by, at=at):
        version.state = DefinitionState.APPROVED
        version.number = number + 1
        version.reviewed_by = by
        version.reviewed_at = at
    said = {**version.content, "slug": version.slug}
    indicator = Indicator.objects.filter(key=version.key).first()
    if indicator is None:
        audit.created(Indicator.objects.create(key=version.key, **said), by=by, at=at)
        return version
    with audit.change(indicator, by=by, at=at):
        for name, value in said.items():
            setattr(indicator, name, value)
    return version


@action(gettext_lazy("Definition returned"))
def return_definition(*, version: DefinitionVersion, reason: str, by: Account, at: datetime) -> DefinitionVersion:
    """Send a proposed version back with a reason. Raises DomainError when it may not be decided on, or without one."""
    audit.hold(version)
    _refuse_review(version, by)
    if not reason.strip():
        raise DomainError(_("Say why it is returned."), field="reason")
    with audit.change(version, by=by, at=at):
        version.state = DefinitionState.RETURNED
        version.returned_reason = reason.strip()
        version.reviewed_by = by
        version.reviewed_at = at
    return version


@action(gettext_lazy("Draft of a definition discarded"))
def discard_definition(*, version: DefinitionVersion, by: Account, at: datetime) -> None:
    """Take a draft away. Raises DomainError for what is proposed or approved."""
    audit.hold(version)
    if version.state not in EDITABLE_DEFINITIONS:
        raise DomainError(_("Only a draft can be discarded."))
    audit.removed(version, by=by, at=at)
    version.delete()


def _refuse_taken(key: str, slug: str) -> None:
    if Indicator.objects.filter(slug=slug).exclude(key=key).exists():
        raise DomainError(_("Another indicator has this address word."), field="slug")


def _refuse_review(version: DefinitionVersion, by: Account) -> None:
    refusal = review_refusal(version.state, author=version.author_id, reviewer=by.pk)
    if refusal:
        raise DomainError(refusal)


def _refuse_unsound(version: DefinitionVersion) -> None:
    """The formula must be worked out over what stands now, and nothing may have been approved meanwhile."""
    refusal = stale_refusal(version.based_on, queries.newest_number(version.key))
    if refusal:
        raise DomainError(refusal)
    _refuse_formula(version.key, version.formula, version.unit_pl)


def _refuse_formula(key: str, text: str, unit: str) -> None:
    try:
        tree = read(text)
    except FormulaError as error:
        raise DomainError(str(error), field="formula") from error
    problems = queries.problems_of(key, tree, unit=unit)
    if problems:
        raise DomainError("; ".join(str(one) for one in problems), field="formula")
