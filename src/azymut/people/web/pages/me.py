"""The page "my data": what is held about the person, room by room, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.people import queries
from azymut.people.models import Account, Organisation
from azymut.people.web.pages.accounts import standing_label
from azymut.people.web.pages.organisations import Choice
from azymut.people.web.pages.policies import PolicyRow, policies


@dataclass(frozen=True)
class ConsentRow:
    title: str
    text: str
    version: int
    state: str
    given: bool
    url: str


@dataclass(frozen=True)
class MePage:
    facts: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    invitations: list[tuple[str, str]]
    consents: list[ConsentRow]
    hats: list[Choice]
    held: list[PolicyRow]
    download_url: str
    erase_url: str
    hat_url: str


def me_page(account: Account, now: datetime, *, hat: Organisation | None) -> MePage:
    return MePage(
        facts=[
            (_("Name and surname"), account.name or formats.missing()),
            (_("E-mail"), account.email),
            (_("Account since"), formats.day(account.created_at)),
        ],
        roles=[
            (standing_label(row), formats.span(row.started_on, row.ended_on)) for row in queries.standings_of(account)
        ],
        invitations=[
            (str(row), reverse("people:invitation-join", args=[row.public_id]))
            for row in queries.open_invitations_to(account, now)
        ],
        consents=[_consent(state) for state in queries.consents_of(account, now)],
        hats=[
            Choice(organisation.public_id, organisation.name, organisation == hat)
            for organisation in queries.hats(account)
        ],
        held=policies(),
        download_url=reverse("people:me-download"),
        erase_url=reverse("people:me-erase"),
        hat_url=reverse("people:hat"),
    )


def _consent(state: queries.ConsentState) -> ConsentRow:
    english = (get_language() or "pl").startswith("en")
    purpose, consent = state.purpose, state.consent
    if consent is None:
        said = _("not given")
    elif state.is_current:
        said = _("given %(moment)s") % {"moment": formats.moment(consent.given_at)}
    else:
        said = _("given %(moment)s to an earlier wording (version %(version)d)") % {
            "moment": formats.moment(consent.given_at),
            "version": consent.purpose.version,
        }
    return ConsentRow(
        title=purpose.title_en if english else purpose.title,
        text=purpose.text_en if english else purpose.text,
        version=purpose.version,
        state=said,
        given=state.is_current,
        url=reverse("people:me-consent", args=[purpose.key]),
    )
