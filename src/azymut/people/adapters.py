"""Our answers to allauth's questions: sign-up is by invitation, OpenID Connect only signs in who is known."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def _at_home(address: str) -> str:
    return f"{settings.SITE_ADDRESS}{urlsplit(address).path}"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Accounts are made by accepting an invitation, never by signing up."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail leads to the site's own address, whatever host or port the request named."""
        return _at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _at_home(super().get_email_confirmation_url(request, emailconfirmation))


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
