"""An action of one version: who, where, when, for whom, and its milestones."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.kernel.models import Record
from azymut.kernel.personal import NOTHING_PERSONAL
from azymut.people.models import Organisation
from azymut.places.models import Territory
from azymut.programmes.enums import PartnerRole, VersionState
from azymut.programmes.models.strategy import Node, Strategy, Tag


class ActionQuerySet(models.QuerySet["Action"]):
    def in_force(self) -> ActionQuerySet:
        return self.filter(node__version__state=VersionState.IN_FORCE)


class Action(Record):
    """A leaf of a programme. Its address is that of its identity, so that it outlives the version."""

    personal_data = NOTHING_PERSONAL

    node = models.OneToOneField(
        Node, verbose_name=_("part of a programme"), on_delete=models.CASCADE, related_name="action"
    )
    lead = models.ForeignKey(
        Organisation, verbose_name=_("lead organisation"), on_delete=models.PROTECT, related_name="led_actions"
    )
    partners: models.ManyToManyField[Organisation, Partnership] = models.ManyToManyField(
        Organisation, through="Partnership", related_name="partnered_actions"
    )
    territories = models.ManyToManyField(Territory, related_name="+", verbose_name=_("where"))
    tags = models.ManyToManyField(Tag, related_name="actions", blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    goals = models.TextField(_("what it is to achieve"), blank=True)
    evidence = models.TextField(_("what shows the need"), blank=True)

    objects: ClassVar[models.Manager[Action]] = models.Manager.from_queryset(ActionQuerySet)()

    class Meta:
        verbose_name = _("action")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="action_ends_after_start")
        ]

    def __str__(self) -> str:
        return str(self.node)

    def get_absolute_url(self) -> str:
        return reverse("programmes:action", args=[self.node.identity.public_id])

    @property
    def number(self) -> str:
        return self.node.number

    @property
    def title(self) -> str:
        return self.node.title

    @property
    def strategy(self) -> Strategy:
        return self.node.version.strategy

    @property
    def is_sample(self) -> bool:
        return self.strategy.is_sample


class Partnership(models.Model):
    """An organisation beside the lead, and what it does in the action."""

    personal_data = NOTHING_PERSONAL

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(_("role"), max_length=12, choices=PartnerRole.choices, default=PartnerRole.CARRIES_OUT)

    class Meta:
        ordering = ["action", "role", "organisation__name_sort", "pk"]
        constraints = [models.UniqueConstraint(fields=["action", "organisation"], name="partner_once_in_action")]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class Milestone(Record):
    """Something that can be seen to be done, and by when. `key` joins it to the same milestone of other versions."""

    personal_data = NOTHING_PERSONAL

    action = models.ForeignKey(Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="milestones")
    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("milestone"), max_length=300)
    first_due_on = models.DateField(_("first term"), help_text="The term that the plan set; it never moves.")
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("who answers for it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_milestones",
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("milestone")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "key"], name="milestone_key_once"),
            models.CheckConstraint(condition=~Q(title=""), name="milestone_titled"),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("first_due_on")), name="milestone_moves_only_later"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Postponement(models.Model):
    """A term that was moved, with the reason. Rows are only ever added."""

    personal_data = NOTHING_PERSONAL

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="postponements")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.TextField(_("reason"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["milestone", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gt=models.F("from_on")), name="postponement_moves_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="postponement_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} → {self.to_on}"
