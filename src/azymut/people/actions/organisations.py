"""Entering and correcting organisations, and saying that their data still hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from azymut.kernel import audit
from azymut.kernel.errors import DomainError
from azymut.people.enums import RecordSource
from azymut.people.models import Account, Organisation
from azymut.people.rules.identifiers import is_nip, is_regon, is_rspo, tidy
from azymut.search import index

CONTACT_FIELDS = ("contact_name", "contact_email", "contact_phone")
OWN_FIELDS = (
    "name",
    "kind",
    "subtype",
    "regon",
    "nip",
    "territory",
    "street",
    "postcode",
    "town",
    "website",
    "governing_body",
    "parent",
    *CONTACT_FIELDS,
)
REGION_FIELDS = (*OWN_FIELDS, "rspo", "opened_on")


@audit.action(gettext_lazy("Organisation added"))
def create_organisation(
    *,
    values: Mapping[str, Any],
    by: Account | None,
    at: datetime,
    source: RecordSource = RecordSource.ENTERED,
) -> Organisation:
    """Enter an organisation by hand. Errors: a wrong or taken register number."""
    organisation = Organisation(source=source, created_by=by, changed_by=by)
    _set(organisation, values, REGION_FIELDS)
    organisation.confirmed_on = timezone.localtime(at).date()
    organisation.save()
    audit.created(organisation, by=by, at=at)
    index.refresh("organisation", [organisation.public_id])
    return organisation


@audit.action(gettext_lazy("Organisation's data corrected"))
def edit_organisation(
    *, organisation: Organisation, values: Mapping[str, Any], by: Account, at: datetime
) -> Organisation:
    """Correct an organisation. What the school register holds is corrected there: of such, only the contact."""
    audit.hold(organisation)
    allowed = CONTACT_FIELDS if organisation.source == RecordSource.RSPO else REGION_FIELDS
    with audit.change(organisation, by=by, at=at):
        _set(organisation, values, allowed)
    index.refresh("organisation", [organisation.public_id])
    return organisation


@audit.action(gettext_lazy("Organisation's data confirmed"))
def confirm_data(*, organisation: Organisation, by: Account, at: datetime) -> None:
    """Somebody answerable says that the data still hold today."""
    audit.hold(organisation)
    with audit.change(organisation, by=by, at=at):
        organisation.confirmed_on = timezone.localtime(at).date()


def _set(organisation: Organisation, values: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    for key in set(values) & set(allowed):
        value = values[key]
        setattr(organisation, key, tidy(value) if key in {"rspo", "regon", "nip"} and value else value)
    if "rspo" in allowed:
        organisation.rspo = organisation.rspo or None
        _check(organisation)


def _check(organisation: Organisation) -> None:
    if organisation.regon and not is_regon(organisation.regon):
        raise DomainError(_("This is not a REGON: its control digit does not agree."), field="regon")
    if organisation.nip and not is_nip(organisation.nip):
        raise DomainError(_("This is not a NIP: its control digit does not agree."), field="nip")
    if organisation.parent_id and organisation.parent_id == organisation.pk:
        raise DomainError(_("An organisation cannot belong to itself."), field="parent")
    if organisation.rspo is None:
        return
    if not is_rspo(organisation.rspo):
        raise DomainError(_("An RSPO number has one to seven digits."), field="rspo")
    if Organisation.objects.exclude(pk=organisation.pk).filter(rspo=organisation.rspo).exists():
        raise DomainError(_("Another organisation has this RSPO number."), field="rspo")
