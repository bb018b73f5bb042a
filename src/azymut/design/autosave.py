"""Drafts that save themselves: the answer to the `autosave` part's request."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext


def saved(at: datetime) -> str:
    """ "saved 14:05": what a draft address answers with (as its whole body), and what the part shows at first."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return gettext("saved %(time)s") % {"time": f"{local:%H:%M}"}
