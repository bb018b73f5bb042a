"""Documents produced from a freeze, their files, signed copies, and the templates that offices put in."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from azymut.documents import blocks
from azymut.documents.enums import Format
from azymut.kernel.models import Attachment, Record
from azymut.kernel.personal import NOTHING_PERSONAL, PersonalData


class Template(Record):
    """An office's replacement of a built-in template: never changed, only followed by a next version."""

    personal_data = NOTHING_PERSONAL

    kind = models.CharField(_("kind of document"), max_length=40)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    version = models.PositiveIntegerField(_("version"))
    source = models.FileField(_("source"), upload_to="templates/%Y/%m")
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"), help_text="bytes")
    is_active = models.BooleanField(_("switched on"), default=True)

    class Meta:
        verbose_name = _("document template")
        ordering = ["kind", "format", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "format", "version"], name="template_version_once"),
            models.UniqueConstraint(fields=["kind", "format"], condition=Q(is_active=True), name="template_one_active"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.format} {self.version}"


class Document(Record):
    """Something produced once from a freeze, with the moment taken from it; its files never change."""

    personal_data = PersonalData(
        fields=("freeze",),
        purpose="documents of a public office, as they were issued",
        basis="GDPR art. 6.1(e), archives act",
        retention="as the office's archive rules say for the kind of document",
    )

    kind = models.CharField(_("kind"), max_length=40, db_index=True)
    title = models.CharField(_("title"), max_length=300)
    lang = models.CharField(_("language"), max_length=2, default="pl")
    freeze = models.TextField(
        _("frozen data"), help_text="Canonical JSON; text, because a database may reorder what it knows as JSON."
    )
    freeze_sha256 = models.CharField(_("SHA-256 of the frozen data"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    is_public = models.BooleanField(_("public"), default=False)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        verbose_name = _("document")
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "freeze_sha256"], name="document_once_for_a_freeze")]

    def __str__(self) -> str:
        return self.title

    @property
    def content(self) -> blocks.Content:
        return blocks.thaw(json.loads(self.freeze))

    def download_url(self, file_format: str) -> str:
        return reverse("documents:download", args=[self.public_id, file_format])


class DocumentFile(models.Model):
    """One format of a document, with the checksum it had when it was made."""

    personal_data = NOTHING_PERSONAL

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=Format.choices)
    file = models.FileField(upload_to="documents/%Y/%m")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    template = models.ForeignKey(
        Template, null=True, blank=True, on_delete=models.PROTECT, related_name="files", help_text="None: built in."
    )
    builder = models.CharField(max_length=60, help_text="Versions of what made it; others may give other bytes.")

    class Meta:
        ordering = ["document_id", "format"]
        constraints = [
            models.UniqueConstraint(fields=["document", "format"], name="document_file_once_a_format"),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_file_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.format}"

    @property
    def download_url(self) -> str:
        return self.document.download_url(self.format)


class SignedCopy(Record):
    """A signed copy handed in beside the generated file; both are kept, the newest is shown first."""

    personal_data = PersonalData(
        fields=("signatories",),
        purpose="proof of who signed a document of the office",
        basis="GDPR art. 6.1(e), archives act",
        retention="as long as the document",
    )

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="signed_copies"
    )
    attachment = models.OneToOneField(
        Attachment, verbose_name=_("attachment"), on_delete=models.PROTECT, related_name="signed_copy"
    )
    signed_on = models.DateField(_("signed on"))
    signatories = models.CharField(_("signed by"), max_length=300)

    class Meta:
        verbose_name = _("signed copy")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.document} ({self.signed_on:%d.%m.%Y})"
