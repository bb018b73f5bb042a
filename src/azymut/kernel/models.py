"""Base models of every room, and the kernel's own tables: audit trail, attachments, mail, receipts, preferences."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from azymut.kernel.collation import sort_key
from azymut.kernel.enums import MailState, ScanState
from azymut.kernel.errors import WrittenOnceError
from azymut.kernel.identifiers import public_id
from azymut.kernel.personal import NOTHING_PERSONAL, PersonalData


class Record(models.Model):
    """What people work on: a public address, when and by whom it was made and last changed."""

    personal_data: ClassVar[PersonalData]

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True


class PolishOrder(models.Model):
    """Adds the stored sort column for a name; `order_by("name_sort")` then follows the Polish alphabet everywhere."""

    sorted_field: ClassVar[str] = "name"

    name_sort = models.CharField(max_length=600, editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_sort = sort_key(getattr(self, self.sorted_field))[:600]
        fields = kwargs.get("update_fields")
        if fields is not None and self.sorted_field in fields:
            kwargs["update_fields"] = {*fields, "name_sort"}
        super().save(*args, **kwargs)


class WrittenOnce(models.QuerySet["AuditEntry"]):
    """Rows that are added and read; everything else is refused here before the database refuses it."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError(f"the audit trail is never changed: {sorted(kwargs)}")

    def delete(self) -> NoReturn:
        raise WrittenOnceError("the audit trail is shortened only by azymut.kernel.audit.forget_before")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError(f"the audit trail is never changed: {len(args)} {sorted(kwargs)}")


class AuditEntry(models.Model):
    """Who did what to which object, with what was before and after. Written once; the database refuses changes."""

    personal_data = PersonalData(
        fields=("by",),
        purpose="accountability of a public office",
        basis="GDPR art. 6.1(c) and (e)",
        retention="ten years, then the worker removes the entry",
        keep_days=3653,
    )

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    action = models.CharField(max_length=100, db_index=True)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=300)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    objects = WrittenOnce.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnceError("an entry of the audit trail is never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError(f"an entry of the audit trail is never removed by itself: {args} {kwargs}")


class Attachment(Record):
    """A file that somebody handed in. Its type was read from its content; it lies outside the web root."""

    personal_data = PersonalData(
        fields=("name", "created_by"),
        purpose="documents of the record that it belongs to",
        basis="GDPR art. 6.1(e)",
        retention="as long as the record that it belongs to",
    )

    name = models.CharField(_("name"), max_length=200)
    file = models.FileField(_("file"), upload_to="attachments/%Y/%m")
    content_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"), help_text="bytes")
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    scan = models.CharField(_("virus check"), max_length=12, choices=ScanState.choices, default=ScanState.UNSCANNED)

    class Meta:
        verbose_name = _("attachment")
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="attachment_not_empty")]

    def __str__(self) -> str:
        return self.name


class Mail(models.Model):
    """A message in the outbox, written in the transaction of the action that causes it."""

    personal_data = PersonalData(
        fields=("recipient", "subject", "text", "html"),
        purpose="telling people what waits for them",
        basis="GDPR art. 6.1(e)",
        retention="90 days after sending",
        keep_days=90,
    )

    message_id = models.CharField(_("identifier of the message"), max_length=120, unique=True)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("formatted text"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MailState.choices, default=MailState.QUEUED, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    uncertain = models.BooleanField(
        _("uncertain whether it went out"),
        default=False,
        help_text=_("Sending was cut off; the recipient may get it twice."),
    )
    last_error = models.TextField(_("last error"), blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    not_before = models.DateTimeField(_("not sent before"), db_index=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("mail")
        ordering = ["queued_at", "pk"]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"


class TaskReceipt(models.Model):
    """Proof, kept in the same transaction as its effects, that a background task has done its work."""

    personal_data = NOTHING_PERSONAL

    task_id = models.CharField(max_length=64, unique=True)
    done_at = models.DateTimeField(db_index=True)
    outcome = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.task_id


class StartedTask(models.Model):
    """Whose background task it is and what it is called, for the page that shows its progress."""

    personal_data = PersonalData(
        fields=("by",),
        purpose="showing people the work that they started",
        basis="GDPR art. 6.1(e)",
        retention="a week after the work ended",
        keep_days=7,
    )

    task_id = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True, help_text="What a rule said, in the person's language.")
    started_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.label or self.task_id


class WorkerBeat(models.Model):
    """A worker's sign of life. A worker that stopped giving it is dead, and its tasks go back into the queue."""

    personal_data = NOTHING_PERSONAL

    worker_id = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    stopped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.worker_id


class ScheduledRun(models.Model):
    """When a recurring task was last enqueued, so that each period runs once whatever the number of workers."""

    personal_data = NOTHING_PERSONAL

    name = models.CharField(max_length=100, unique=True)
    period = models.CharField(max_length=40)
    enqueued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.period}"


class NotificationPreference(models.Model):
    """Whether a person wants single mails as things happen, and the weekly digest."""

    personal_data = PersonalData(
        fields=("account",),
        purpose="sending people only what they want",
        basis="GDPR art. 6.1(e)",
        retention="until the account is erased",
    )

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="notification_preference",
    )
    single_mails = models.BooleanField(_("mails about single things"), default=True)
    weekly_digest = models.BooleanField(_("weekly digest"), default=True)

    class Meta:
        verbose_name = _("notification preference")

    def __str__(self) -> str:
        return str(self.account)


class Draft(models.Model):
    """What a person has typed into a form and not handed in yet: one for each person and form."""

    personal_data = PersonalData(
        fields=("account", "typed"),
        purpose="losing nothing that was typed",
        basis="GDPR art. 6.1(e)",
        retention="until the form is saved, the draft is discarded or the account is erased; 30 days at most",
        keep_days=30,
    )

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="drafts"
    )
    form = models.CharField(max_length=200, help_text="Which form, about which object; the same in every language.")
    typed = models.JSONField(help_text="Lists of texts by the field's name, unchecked.")
    stamp = models.CharField(max_length=32, help_text="How the object stood when the form was opened.")
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("draft of a form")
        constraints = [models.UniqueConstraint(fields=["account", "form"], name="draft_once_a_form")]

    def __str__(self) -> str:
        return self.form
