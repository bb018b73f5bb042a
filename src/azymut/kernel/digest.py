"""The weekly digest: one mail to each person for whom something waits, in that person's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from azymut.kernel import background, outbox
from azymut.kernel.registries import Duty, duties_of


@dataclass(frozen=True)
class DigestLine:
    label: str
    url: str
    due_on: date | None
    late: bool


def send_to_all(*, at: datetime, task_id: str = "") -> int:
    """Mail every account that has duties and wants the digest; the number of mails written.

    A second run in the same week writes nothing more, so it can be repeated after a worker was killed.
    """
    year, week, _ = timezone.localtime(at).isocalendar()
    people = list(_readers())
    written = 0
    for number, account in enumerate(people, start=1):
        with translation.override(account.language):
            duties = duties_of(account, at)
            if duties:
                written += _write(account, duties, key=f"digest:{year}-W{week:02d}:{account.pk}", at=at)
        if task_id:
            background.report(task_id, number, len(people))
    return written


def _readers() -> Iterator[Any]:
    accounts = get_user_model().objects.filter(is_active=True)
    wanting = Q(notification_preference__isnull=True) | Q(notification_preference__weekly_digest=True)
    return accounts.filter(wanting).order_by("pk").iterator(chunk_size=500)


def _write(account: Any, duties: Sequence[Duty], *, key: str, at: datetime) -> int:
    today = timezone.localtime(at).date()
    page = {
        "lines": [_line(duty, today) for duty in duties],
        "desk": absolute(resolve_url(settings.LOGIN_REDIRECT_URL)),
        "preferences": absolute(reverse("kernel:notifications")),
        "site": settings.SITE_NAME,
        "language": account.language,
    }
    subject = ngettext("%(n)d thing waits for you", "%(n)d things wait for you", len(duties)) % {"n": len(duties)}
    text = render_to_string("kernel/mail/digest.txt", page)
    html = render_to_string("kernel/mail/digest.html", page)
    with background.once(key) as receipt:
        if receipt.first:
            outbox.send(to=account.email, subject=f"{settings.SITE_NAME}: {subject}", text=text, html=html, at=at)
    return int(receipt.first)


def _line(duty: Duty, today: date) -> DigestLine:
    late = duty.due_on is not None and duty.due_on < today
    return DigestLine(label=str(duty.label), url=absolute(duty.url), due_on=duty.due_on, late=late)


def absolute(url: str) -> str:
    """The address with the site's own in front, as a mail needs it."""
    return url if "://" in url else f"{settings.SITE_ADDRESS.rstrip('/')}{url}"
