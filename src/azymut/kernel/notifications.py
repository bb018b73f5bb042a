"""What people want to be told by mail, and telling them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from azymut.kernel import audit, outbox
from azymut.kernel.audit import action
from azymut.kernel.models import Mail, NotificationPreference


def preference_of(account: Any) -> NotificationPreference:
    """What the account wants; everything, until it says otherwise."""
    stored = NotificationPreference.objects.filter(account=account).first()
    return stored or NotificationPreference(account=account)


def tell(account: Any, *, subject: str, text: str, html: str = "", at: datetime) -> Mail | None:
    """One mail about one thing that happened, unless the account wants none or is closed."""
    if not account.is_active or not preference_of(account).single_mails:
        return None
    return outbox.send(to=account.email, subject=subject, text=text, html=html, at=at)


@action(gettext_lazy("Notifications chosen"))
def choose(*, account: Any, single_mails: bool, weekly_digest: bool, by: Any, at: datetime) -> NotificationPreference:
    """Keep what the account wants to be told by mail."""
    preference = preference_of(account)
    if preference._state.adding:
        preference.single_mails, preference.weekly_digest = single_mails, weekly_digest
        preference.save()
        audit.created(preference, by=by, at=at)
        return preference
    with audit.change(preference, by=by, at=at):
        preference.single_mails, preference.weekly_digest = single_mails, weekly_digest
    return preference
