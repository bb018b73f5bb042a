"""What the room tells the others: actions for the search, threads, and panels on organisations' and figures' pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from azymut.indicators.models import Indicator
from azymut.kernel.registries import (
    Mark,
    Panel,
    TraceStep,
    marks_of,
    register_panels,
    register_trace,
)
from azymut.people.models import Organisation
from azymut.programmes import queries
from azymut.programmes.actions.listeners import SEARCH_KIND
from azymut.programmes.models import Action
from azymut.search import registry
from azymut.search.registry import Document


def register() -> None:
    """Called once from AppConfig.ready()."""
    registry.register(registry.Kind(key=SEARCH_KIND, label=_("Actions"), documents=_documents))
    register_trace(Action, upstream=_upstream)
    register_panels(Organisation, _organisation_panels)
    register_trace(Indicator, downstream=served_actions)
    register_panels(Indicator, _indicator_panels)


def _documents(keys: Sequence[str] | None) -> Iterable[Document]:
    for action in queries.searchable_actions(keys):
        with translation.override("pl"):
            url = action.get_absolute_url()
        partners = [partnership.organisation.name for partnership in action.partnerships.all()]
        yield Document(
            key=action.node.identity.public_id,
            title=str(action.node),
            url=url,
            note=f"{action.strategy.short_name} · {action.lead.name}",
            body=f"{action.node.text} {action.goals} {action.evidence}",
            keywords=" ".join([action.lead.name, *partners, *(tag.name for tag in action.tags.all())]),
            sample=action.is_sample,
        )


def _upstream(thing: models.Model) -> Iterable[TraceStep]:
    """Strategy, then priority: why the action is there."""
    action = cast("Action", thing)
    strategy, parent = action.strategy, action.node.parent
    yield TraceStep(
        kind=_("Programme"), label=strategy.short_name, url=strategy.get_absolute_url(), sample=strategy.is_sample
    )
    priority = parent.parent if parent and parent.parent else parent
    if priority:
        url = f"{strategy.get_absolute_url()}?priority={priority.number}"
        yield TraceStep(kind=_("Priority"), label=f"{priority.number}. {priority.title}", url=url)


def _marked(actions: Sequence[Action]) -> list[tuple[Action, Mark | None]]:
    marks = marks_of(Action, [action.pk for action in actions])
    return [(action, marks.get(action.pk)) for action in actions]


def served_actions(thing: models.Model) -> Iterable[TraceStep]:
    indicator = cast("Indicator", thing)
    for action, mark in _marked(queries.actions_served_by(indicator.key)):
        yield TraceStep(
            kind=_("Action"),
            label=str(action.node),
            url=action.get_absolute_url(),
            state=mark.label if mark else "",
            sample=action.is_sample,
        )


def _indicator_panels(thing: models.Model, _account: Any) -> Iterable[Panel]:
    indicator = cast("Indicator", thing)
    entries = _marked(queries.actions_served_by(indicator.key))
    if entries:
        yield Panel(
            key="programmes-actions",
            title=_("Actions that this indicator measures"),
            template="programmes/panel-actions.html",
            context={
                "title": _("Actions that this indicator measures"),
                "entries": [(action, "", mark) for action, mark in entries],
            },
            order=40,
        )


def _organisation_panels(thing: models.Model, _account: Any) -> Iterable[Panel]:
    organisation = cast("Organisation", thing)
    actions = queries.actions_of_organisation(organisation)
    if actions:
        roles = queries.partner_roles_of(organisation)
        entries = [
            (action, _("leads") if action.lead_id == organisation.pk else roles.get(action.pk, ""), mark)
            for action, mark in _marked(actions)
        ]
        yield Panel(
            key="programmes-actions",
            title=_("Actions of the programme"),
            template="programmes/panel-actions.html",
            context={"title": _("Actions of the programme"), "entries": entries},
            order=20,
        )
