"""What the room tells the kernel and the search: duties, personal data, the findable organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from azymut.kernel.personal import PersonalDataProvider, register_personal_data
from azymut.kernel.registries import Duty, register_duties
from azymut.people import queries
from azymut.people.actions.personal import forget_in_people
from azymut.people.enums import Scope
from azymut.people.models import Account, Organisation
from azymut.people.rules.rights import ROLES, Right
from azymut.people.rules.standing import confirmation_due_on, is_confirmation_due
from azymut.search import registry


def register() -> None:
    """Called once when the room is ready."""
    register_duties("people", duties)
    register_personal_data(PersonalDataProvider("people", export=held_about, erase=forget_in_people))
    registry.register(registry.Kind("organisation", gettext_lazy("Organisations"), documents))


def duties(account: Account, now: datetime) -> Iterator[Duty]:
    """Invitations that wait for this person, closures to confirm, own organisations' data older than a year."""
    for invitation in queries.open_invitations_to(account, now):
        place = f" · {invitation.organisation}" if invitation.organisation else ""
        yield Duty(
            label=_("Invitation: %(role)s") % {"role": invitation.get_role_display()} + place,
            url=reverse("people:invitation-join", args=[invitation.public_id]),
            button=_("See the invitation"),
            due_on=timezone.localtime(invitation.expires_at).date(),
            room="people",
        )
    if account.may(Right.IMPORT_REGISTERS):
        yield from _closures()
    yield from _unconfirmed(account, timezone.localtime(now).date())


def _closures() -> Iterator[Duty]:
    waiting = queries.waiting_closures().count()
    if waiting:
        yield Duty(
            label=ngettext(
                "%(n)d organisation is missing from the school register: did it close?",
                "%(n)d organisations are missing from the school register: did they close?",
                waiting,
            )
            % {"n": waiting},
            url=reverse("people:closures"),
            button=_("Answer"),
            room="people",
        )


def _unconfirmed(account: Account, today: Any) -> Iterator[Duty]:
    """Only for one's own organisations: a regional role is not asked about all of them."""
    keys = {
        grant.organisation_id or 0
        for grant in account.grants
        if ROLES[grant.role].scope == Scope.ORGANISATION and Right.EDIT_ORGANISATION in ROLES[grant.role].rights
    }
    if not keys:
        return
    for organisation in Organisation.objects.filter(pk__in=keys).open_on(today):
        made = timezone.localtime(organisation.created_at).date()
        if is_confirmation_due(confirmed_on=organisation.confirmed_on, created_on=made, today=today):
            yield Duty(
                label=_("Are the data still right? %(name)s") % {"name": organisation.name},
                url=reverse("people:organisation-edit", args=[organisation.public_id]),
                button=_("Check and confirm"),
                due_on=confirmation_due_on(confirmed_on=organisation.confirmed_on, created_on=made),
                room="people",
                sample=organisation.is_sample,
            )


def held_about(account: Account) -> Mapping[str, Any]:
    """All that this room holds about the person, as plain values for the download."""
    return {
        "account": {
            "email": account.email,
            "name": account.name,
            "language": account.language,
            "created_at": account.created_at.isoformat(),
            "last_sign_in": account.last_login.isoformat() if account.last_login else None,
        },
        "memberships": [
            {
                "role": row.role,
                "organisation": str(row.organisation) if row.organisation else None,
                "started_on": row.started_on.isoformat(),
                "ended_on": row.ended_on.isoformat() if row.ended_on else None,
            }
            for row in queries.standings_of(account)
        ],
        "invitations": [
            {"role": row.role, "sent_at": row.sent_at.isoformat(), "expires_at": row.expires_at.isoformat()}
            for row in queries.invitations_to(account)
        ],
        "consents": [
            {
                "purpose": row.purpose.key,
                "version": row.purpose.version,
                "given_at": row.given_at.isoformat(),
                "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
            }
            for row in account.consents.select_related("purpose")
        ],
        "contact_of": [
            organisation.name for organisation in Organisation.objects.filter(contact_email__iexact=account.email)
        ],
        "sign_in": _sign_in_of(account),
    }


def _sign_in_of(account: Account) -> dict[str, Any]:
    return {
        "addresses": list(EmailAddress.objects.filter(user=account).values_list("email", flat=True)),
        "second_factors": list(Authenticator.objects.filter(user=account).values_list("type", flat=True)),
        "devices": [
            {"ip": row.ip, "browser": row.user_agent, "since": row.created_at.isoformat()}
            for row in UserSession.objects.filter(user=account)
        ],
    }


def documents(keys: Sequence[str] | None) -> Iterable[registry.Document]:
    """Organisations for the search index; addresses are kept in the site's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        for organisation in queries.by_public_ids(keys):
            note = " · ".join(
                part for part in (organisation.subtype or organisation.get_kind_display(), organisation.town) if part
            )
            yield registry.Document(
                key=organisation.public_id,
                title=organisation.name,
                url=organisation.get_absolute_url(),
                note=note,
                keywords=" ".join(
                    filter(None, (organisation.rspo, organisation.regon, organisation.nip, organisation.territory.name))
                ),
                public=True,
                sample=organisation.is_sample,
            )
