"""Agreeing to a purpose in its present wording, and taking it back."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError
from azymut.people.models import Account, Consent, ConsentPurpose


@audit.action(gettext_lazy("Wording of a consent published"))
def publish_purpose(
    *,
    key: str,
    version: int,
    title: str,
    title_en: str,
    text: str,
    text_en: str,
    valid_from: date,
    by: Account | None,
    at: datetime,
) -> bool:
    """Put a wording into force. A version once published never changes: a new text is a new version.

    Returns whether it was new. Error: the same version with another text.
    """
    wording = {"title": title, "title_en": title_en, "text": text, "text_en": text_en, "valid_from": valid_from}
    standing = ConsentPurpose.objects.filter(key=key, version=version).first()
    if standing is None:
        audit.created(ConsentPurpose.objects.create(key=key, version=version, **wording), by=by, at=at)
        return True
    if any(getattr(standing, name) != value for name, value in wording.items()):
        raise DomainError(_("This version was published with another text; give the new text a new version."))
    audit.unchanged()
    return False


@audit.action(gettext_lazy("Consent given"))
def give_consent(*, account: Account, purpose: ConsentPurpose, at: datetime) -> Consent:
    """The person agrees to this wording. An older wording of the same purpose counts as taken back."""
    standing = account.consents.filter(purpose=purpose, withdrawn_at__isnull=True).first()
    if standing:
        audit.unchanged()
        return standing
    withdraw_consent(account=account, key=purpose.key, at=at)
    consent = Consent.objects.create(account=account, purpose=purpose, given_at=at, created_by=account)
    audit.created(consent, by=account, at=at)
    return consent


@audit.action(gettext_lazy("Consent taken back"))
def withdraw_consent(*, account: Account, key: str, at: datetime) -> None:
    """The person takes back what was agreed to under this purpose; it is as easy as giving (GDPR art. 7.3)."""
    audit.unchanged()
    for consent in account.consents.filter(purpose__key=key, withdrawn_at__isnull=True):
        with audit.change(consent, by=account, at=at):
            consent.withdrawn_at = at
