"""Our answers to allauth's questions: sign-up is by invitation, OpenID Connect only signs in who is known."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Accounts are made by accepting an invitation, never by signing up."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  # allauth's signature
        """The office's identity provider signs in existing accounts; it makes none."""
        return False


def note_codes_as_seen(sender: Any, instance: Any, **_kwargs: Any) -> None:  # noqa: ARG001  # a signal's signature
    """Recovery codes count as seen from their making.

    allauth would note it when the page first shows them, and that GET would write. The note only matters where codes
    are shown once; here they can be read again after proving who one is.
    """
    if instance.type == instance.Type.RECOVERY_CODES:
        instance.data.setdefault("viewed_at", time.time())
