"""The one thing that the portal writes: when a person last looked through the desk."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import NotAllowedError
from azymut.people.models import Account


@audit.action(gettext_lazy("News on the desk marked as seen"))
def mark_desk_seen(*, account: Account, by: Account, at: datetime) -> None:
    """Changes before `at` no longer count as new on this person's desk. Only for oneself.

    A mark for one's own eyes: the audit trail takes no note of it.
    """
    if account.pk != by.pk:
        raise NotAllowedError("a desk is marked as seen by its owner only")
    Account.objects.filter(pk=account.pk).update(last_seen_at=at)
    audit.unchanged()
