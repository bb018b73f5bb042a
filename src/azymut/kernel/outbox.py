"""Mail that leaves the system: written as rows in the transaction of its cause, delivered by the worker.

A row goes queued → being sent → sent, each step committed. A worker that dies between the mail server's yes and the
last commit leaves a row "being sent"; once its lease is over it is sent again under the same Message-ID and marked
uncertain. So mail goes out at least once, a recipient's server can drop the double, and people see which were doubtful.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.audit import action
from azymut.kernel.enums import MailState
from azymut.kernel.models import Mail
from azymut.kernel.postman import Postman, RefusedMailError, UncertainMailError, postman_for

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than any one delivery may take; after it the sending worker is taken for dead."""
MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
_SUBJECT_LENGTH = 300


def send(*, to: str, subject: str, text: str, html: str = "", at: datetime) -> Mail:
    """Put one message for one recipient into the outbox; it leaves after the surrounding transaction commits."""
    return Mail.objects.create(
        message_id=new_message_id(),
        recipient=to,
        subject=" ".join(subject.split())[:_SUBJECT_LENGTH],
        text=text,
        html=html,
        queued_at=at,
        not_before=at,
    )


def new_message_id() -> str:
    """A Message-ID that stays with the message however often it is sent (RFC 5322, 3.6.4)."""
    host = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    return f"<{secrets.token_hex(16)}@{host}>"


class OutboxEmailBackend(BaseEmailBackend):
    """Django's own way of sending mail ends in the outbox too, so sign-in mails are as safe as ours."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One row for each recipient; the number of messages taken. Attachments do not travel by mail."""
        moment = timezone.now()
        for message in email_messages:
            if message.attachments:
                raise ValueError("mail carries links, never attachments")
            for recipient in message.recipients():
                send(
                    to=recipient,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html_of(message),
                    at=moment,
                )
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")


def deliver_due(*, clock: Callable[[], datetime] = timezone.now, limit: int = 50) -> int:
    """Send what is due, one message after another, over one connection; the number of messages tried.

    The clock is read anew for every message, so that a slow server cannot outlast a lease. When the server cannot be
    reached at all, the first message is put off and the others keep their place.
    """
    tried = 0
    with ExitStack() as stack:
        postman: Postman | None = None
        while tried < limit and (mail := _claim(clock())) is not None:
            tried += 1
            try:
                if postman is None:
                    postman = stack.enter_context(postman_for(settings.SMTP_URL))
                postman.deliver(mail)
            except (RefusedMailError, ValueError) as error:
                _settle(mail, state=MailState.FAILED, last_error=str(error))
            except (OSError, UncertainMailError) as error:
                _put_off(mail, error, clock())
                if postman is None:
                    break
                postman = None
            else:
                _mark_sent(mail, clock())
    return tried


def _due(at: datetime) -> Q:
    return Q(not_before__lte=at, state__in=(MailState.QUEUED, MailState.SENDING))


def _claim(at: datetime) -> Mail | None:
    """Take the oldest due message; one left "being sent" past its lease is taken over and marked uncertain."""
    if not Mail.objects.filter(_due(at)).exists():
        return None
    with transaction.atomic():
        rows = Mail.objects.filter(_due(at)).order_by("not_before", "pk")
        mail = rows.select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        mail.uncertain = mail.uncertain or mail.state == MailState.SENDING
        mail.state = MailState.SENDING
        mail.attempts += 1
        mail.not_before = at + LEASE
        mail.save(update_fields=["uncertain", "state", "attempts", "not_before"])
    return mail


def _settle(mail: Mail, **values: Any) -> None:
    """Write the result, unless another worker has taken the message over meanwhile."""
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts).update(**values)


def _mark_sent(mail: Mail, at: datetime) -> None:
    _settle(mail, state=MailState.SENT, sent_at=at, last_error="")


def _put_off(mail: Mail, error: Exception, at: datetime) -> None:
    uncertain = mail.uncertain or isinstance(error, UncertainMailError)
    reason = f"{type(error).__name__}: {error}"[:1000]
    logger.warning("mail %s was not delivered (attempt %d): %s", mail.message_id, mail.attempts, reason)
    if mail.attempts >= MAX_ATTEMPTS:
        _settle(mail, state=MailState.FAILED, last_error=reason, uncertain=uncertain)
        return
    wait = waiting_time(mail.attempts)
    _settle(mail, state=MailState.QUEUED, last_error=reason, uncertain=uncertain, not_before=at + wait)


def waiting_time(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: a minute, doubling, at most six hours."""
    doublings = min(attempts - 1, 20)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


@action(gettext_lazy("Mail put back into the queue"))
def retry_mail(*, mail: Mail, by: Any, at: datetime) -> None:
    """Put a failed message back into the queue, with all its attempts before it; others are left alone."""
    with audit.change(mail, by=by, at=at):
        if mail.state == MailState.FAILED:
            mail.state = MailState.QUEUED
            mail.attempts = 0
            mail.not_before = at


def counts() -> dict[str, int]:
    """How many messages wait, are being sent, were sent, failed, and how many are uncertain; one query."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in MailState}
    return dict(Mail.objects.aggregate(**states, uncertain=Count("pk", filter=Q(uncertain=True))))
