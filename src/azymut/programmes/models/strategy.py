"""A strategy, its versions, and the tree of nodes that keep their identity from version to version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from azymut.kernel.models import PolishOrder, Record
from azymut.kernel.personal import NOTHING_PERSONAL
from azymut.programmes.enums import NodeKind, TagGroup, VersionState


class Tag(models.Model):
    """A word that actions are sorted by: an area of ZSU 2030, a transformation, a target group, a specialisation.

    Words are data: smart specialisations are the region's own, so another voivodeship loads others.
    """

    personal_data = NOTHING_PERSONAL

    group = models.CharField(_("group"), max_length=20, choices=TagGroup.choices)
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["group", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "code"], name="tag_code_in_group")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "pl").startswith("en") else self.name


class Strategy(PolishOrder, Record):
    """A strategic document that the region keeps: the ZSU 2030 programme, the vocational education strategy."""

    personal_data = NOTHING_PERSONAL

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=80)
    summary = models.TextField(_("what it is for"), blank=True)
    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text="An invented programme of the demonstration."
    )

    class Meta:
        verbose_name = _("programme")
        ordering = ["name_sort", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="strategy_named")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:detail", args=[self.public_id])


class Version(Record):
    """One state of a strategy's text and plan. At most one version of a strategy is in force."""

    personal_data = NOTHING_PERSONAL

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=14, choices=VersionState.choices, default=VersionState.DRAFT, db_index=True
    )
    resolution_number = models.CharField(_("resolution number"), max_length=60, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    superseded_on = models.DateField(_("superseded on"), null=True, blank=True)
    revision = models.PositiveIntegerField(
        _("revision"),
        default=0,
        editable=False,
        help_text="Grows with every write below this version.",
    )

    class Meta:
        verbose_name = _("version of a programme")
        ordering = ["strategy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["strategy"], condition=Q(state=VersionState.IN_FORCE), name="version_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VersionState.ADOPTED, VersionState.IN_FORCE, VersionState.SUPERSEDED])
                | (Q(adopted_on__isnull=False) & ~Q(resolution_number="")),
                name="version_adopted_by_resolution",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VersionState.IN_FORCE, VersionState.SUPERSEDED])
                | Q(in_force_from__isnull=False, in_force_from__gte=models.F("adopted_on")),
                name="version_in_force_after_adoption",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=VersionState.SUPERSEDED,
                    superseded_on__isnull=False,
                    superseded_on__gte=models.F("in_force_from"),
                )
                | (~Q(state=VersionState.SUPERSEDED) & Q(superseded_on__isnull=True)),
                name="version_superseded_dated",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.strategy.short_name}, {self.number}"

    def touch(self) -> None:
        """Let everything that was worked out from this version be worked out again."""
        Version.objects.filter(pk=self.pk).update(revision=models.F("revision") + 1)


class NodeIdentity(Record):
    """What stays the same while texts, numbers and places in the tree change: the thing that a public address means.

    Other rooms point here, never at a node of one version.
    """

    personal_data = NOTHING_PERSONAL

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="identities"
    )
    code = models.SlugField(_("code"), max_length=60, help_text="Stays the same when the number changes.")

    class Meta:
        verbose_name = _("lasting part of a programme")
        ordering = ["strategy", "pk"]
        constraints = [models.UniqueConstraint(fields=["strategy", "code"], name="identity_code_once")]

    def __str__(self) -> str:
        return self.code


class Node(models.Model):
    """A priority, a direction or an action as one version words and places it."""

    personal_data = NOTHING_PERSONAL

    identity = models.ForeignKey(
        NodeIdentity, verbose_name=_("part of a programme"), on_delete=models.PROTECT, related_name="nodes"
    )
    version = models.ForeignKey(Version, verbose_name=_("version"), on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NodeKind.choices)
    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("place in the order"), help_text="Order among the children of one parent."
    )

    objects: ClassVar[models.Manager[Node]] = models.Manager()

    class Meta:
        verbose_name = _("part of a programme")
        ordering = ["version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "identity"], name="node_identity_once_in_version"),
            models.UniqueConstraint(fields=["version", "number"], name="node_number_once_in_version"),
            models.CheckConstraint(
                condition=Q(kind=NodeKind.PRIORITY, parent__isnull=True)
                | (~Q(kind=NodeKind.PRIORITY) & Q(parent__isnull=False)),
                name="node_only_priorities_at_top",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(number=""), name="node_numbered_and_titled"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
