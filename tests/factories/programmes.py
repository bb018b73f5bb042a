"""A strategy with a version in force, a priority, an action with its milestones, money and indicators."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory

from azymut.programmes.enums import NodeKind, TagGroup, VersionState
from azymut.programmes.models import (
    Action,
    ActionIndicator,
    BudgetLine,
    FundingSource,
    Measurement,
    Milestone,
    Node,
    NodeIdentity,
    Strategy,
    Tag,
    Target,
    Version,
)
from tests.factories.people import OrganisationFactory


class StrategyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Strategy

    code = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Program {n}")
    short_name = factory.Sequence(lambda n: f"P{n}")
    is_sample = True


class VersionFactory(factory.django.DjangoModelFactory):
    """In force since 2024; `draft=True` makes a draft."""

    class Meta:
        model = Version

    class Params:
        draft = factory.Trait(state=VersionState.DRAFT, resolution_number="", adopted_on=None, in_force_from=None)

    strategy = factory.SubFactory(StrategyFactory)
    number = 1
    state = VersionState.IN_FORCE
    resolution_number = "112/2024"
    adopted_on = date(2024, 1, 23)
    in_force_from = date(2024, 2, 1)


class NodeIdentityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NodeIdentity

    strategy = factory.SubFactory(StrategyFactory)
    code = factory.Sequence(lambda n: f"element-{n}")


class NodeFactory(factory.django.DjangoModelFactory):
    """A priority; give `parent` and `kind` for what stands below it."""

    class Meta:
        model = Node

    version = factory.SubFactory(VersionFactory)
    identity = factory.SubFactory(NodeIdentityFactory, strategy=factory.SelfAttribute("..version.strategy"))
    kind = NodeKind.PRIORITY
    parent = None
    number = factory.Sequence(lambda n: str(n + 1))
    title = factory.Sequence(lambda n: f"Priorytet {n}")
    position = factory.Sequence(lambda n: n % 1000 + 1)


class ActionFactory(factory.django.DjangoModelFactory):
    """An action running from 2024 to 2027 below a priority of its own."""

    class Meta:
        model = Action

    class Params:
        version = factory.SubFactory(VersionFactory)
        priority = factory.SubFactory(NodeFactory, version=factory.SelfAttribute("..version"))

    node = factory.SubFactory(
        NodeFactory,
        version=factory.SelfAttribute("..priority.version"),
        parent=factory.SelfAttribute("..priority"),
        kind=NodeKind.ACTION,
        number=factory.LazyAttributeSequence(lambda made, n: f"{made.parent.number}.{n + 1}"),
        title=factory.Sequence(lambda n: f"Działanie {n}"),
    )
    lead = factory.SubFactory(OrganisationFactory)
    starts_on = date(2024, 9, 1)
    ends_on = date(2027, 12, 31)


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    action = factory.SubFactory(ActionFactory)
    key = factory.Sequence(lambda n: f"kamien-{n}")
    title = factory.Sequence(lambda n: f"Kamień {n}")
    due_on = date(2026, 12, 31)
    first_due_on = factory.SelfAttribute("due_on")


class FundingSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundingSource
        django_get_or_create = ("code",)

    code = "kpo"
    name = "Krajowy Plan Odbudowy"
    name_en = "National Recovery Plan"
    short_name = "KPO"
    position = 1


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    action = factory.SubFactory(ActionFactory)
    source = factory.SubFactory(FundingSourceFactory)
    year = 2026
    planned = Decimal(1000)
    committed = Decimal(800)
    spent = Decimal(500)


class ActionIndicatorFactory(factory.django.DjangoModelFactory):
    """Pupils counted from 0 in 2024 to 400 by the end of 2026."""

    class Meta:
        model = ActionIndicator
        skip_postgeneration_save = True

    action = factory.SubFactory(ActionFactory)
    key = factory.Sequence(lambda n: f"wskaznik-{n}")
    name = factory.Sequence(lambda n: f"Uczniowie {n}")
    unit = "osób"
    baseline = Decimal(0)
    baseline_year = 2024

    @factory.post_generation
    def targets(self, create, extracted, **kwargs):
        for year, value in (extracted if extracted is not None else {2025: 200, 2026: 400}).items():
            Target.objects.create(indicator=self, year=year, value=value)


class MeasurementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measurement

    indicator = factory.SubFactory(ActionIndicatorFactory)
    year = 2025
    value = Decimal(200)
    source_note = "listy obecności"


class TagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tag
        django_get_or_create = ("group", "code")

    group = TagGroup.AREA
    code = "I"
    name = "Umiejętności podstawowe"
    name_en = "Basic skills"
    position = 1
