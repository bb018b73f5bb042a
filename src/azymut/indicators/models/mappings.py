"""Mappings that analysts make: how a table of any office becomes figures, tables that wait, names that were settled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.indicators.models.sources import Source
from azymut.indicators.rules.demand import plain_name
from azymut.indicators.rules.mappings import Layout
from azymut.kernel.models import Attachment, PolishOrder, Record
from azymut.kernel.personal import NOTHING_PERSONAL, PersonalData


class TableMapping(Record, PolishOrder):
    """How tables of one shape are read, under a name: which column is what, and which dataset the figures belong to.

    A file is recognised as of this shape by its columns (`heading`). A dataset that nobody knows yet is made with the
    first release; until then `dataset_title` is its name.
    """

    personal_data = NOTHING_PERSONAL

    name = models.CharField(_("name"), max_length=120, unique=True)
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="mappings")
    dataset_code = models.CharField(_("code of the dataset"), max_length=60)
    dataset_title = models.CharField(_("name of the dataset"), max_length=300)
    layout = models.JSONField(_("columns and their meaning"), help_text="See rules/mappings.py.")
    heading = models.CharField(
        _("mark of its columns"), max_length=64, db_index=True, help_text="SHA-256 of the columns' names."
    )

    class Meta:
        verbose_name = _("mapping of a table")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="mapping_named"),
            models.CheckConstraint(condition=~Q(dataset_code=""), name="mapping_of_dataset"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:mapping", args=[self.public_id])

    @property
    def read_by(self) -> Layout:
        return Layout.of_json(self.layout)


class TableUpload(Record):
    """A table that was handed in and waits for somebody to say what its columns are. It goes once it was taken in."""

    personal_data = PersonalData(
        fields=("created_by",),
        purpose="knowing who handed a table in",
        basis="GDPR art. 6.1(e)",
        retention="until the table was taken in or thrown away",
    )

    attachment = models.OneToOneField(
        Attachment, verbose_name=_("attachment"), on_delete=models.PROTECT, related_name="table_upload"
    )
    uploaded_at = models.DateTimeField(_("handed in at"))

    class Meta:
        verbose_name = _("table that waits")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.attachment.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:table", args=[self.public_id])


class SettledName(Record):
    """An occupation's name as an official list writes it, and the school occupation that a person says it means."""

    personal_data = NOTHING_PERSONAL

    name = models.CharField(_("name in the list"), max_length=300)
    folded = models.CharField(
        _("name for comparing"), max_length=300, unique=True, editable=False, help_text="Without accents and capitals."
    )
    code = models.CharField(_("code of the occupation"), max_length=6)

    class Meta:
        verbose_name = _("settled name of an occupation")
        ordering = ["folded"]
        constraints = [models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{6}$"), name="settled_name_coded")]

    def __str__(self) -> str:
        return f"{self.name}: {self.code}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = plain_name(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
