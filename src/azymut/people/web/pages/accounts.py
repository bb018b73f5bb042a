"""Pages of accounts, roles and retention."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.people import queries
from azymut.people.enums import RoleKey
from azymut.people.models import Account, Membership
from azymut.people.web.pages.organisations import Choice
from azymut.people.web.pages.policies import PolicyRow, policies


@dataclass(frozen=True)
class AccountRow:
    name: str
    email: str
    url: str
    roles: list[str]
    seen: str
    off: bool
    sample: bool


@dataclass(frozen=True)
class AccountsPage:
    words: str
    roles: list[Choice]
    rows: list[AccountRow]
    page: Page[Account]
    address: str


@dataclass(frozen=True)
class StandingRow:
    label: str
    span: str
    end_url: str


@dataclass(frozen=True)
class AccountPage:
    name: str
    email: str
    facts: list[tuple[str, str]]
    standings: list[StandingRow]
    grant_url: str
    deactivate_url: str
    activate_url: str
    sample: bool
    crumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class RetentionPage:
    """The stated periods, and what was done when."""

    policies: list[PolicyRow]
    runs: list[tuple[str, str]]
    run_url: str


def accounts_page(page: Page[Account], query: QueryDict) -> AccountsPage:
    rest = query.copy()
    rest.pop("page", None)
    encoded = rest.urlencode()
    chosen = query.get("rola", "")
    return AccountsPage(
        words=query.get("q", ""),
        roles=[Choice(key, str(label), key == chosen) for key, label in RoleKey.choices],
        rows=[_row(account) for account in page.object_list],
        page=page,
        address=f"?{encoded}&" if encoded else "?",
    )


def _row(account: Account) -> AccountRow:
    standings: list[Membership] = account.standings  # type: ignore[attr-defined]  # prefetched by the query
    return AccountRow(
        name=str(account),
        email=account.email,
        url=reverse("people:account", args=[account.public_id]),
        roles=[standing_label(membership) for membership in standings],
        seen=formats.day(account.last_login) if account.last_login else _("never"),
        off=not account.is_active,
        sample=account.is_sample,
    )


def standing_label(membership: Membership) -> str:
    role = str(membership.get_role_display())
    return f"{role} · {membership.organisation}" if membership.organisation else role


def account_page(account: Account, by: Account) -> AccountPage:
    args = [account.public_id]
    second = _("set up") if is_mfa_enabled(account) else _("not set up")
    return AccountPage(
        name=str(account),
        email=account.email,
        facts=[
            (_("E-mail"), account.email),
            (_("Account since"), formats.day(account.created_at)),
            (_("Last sign-in"), formats.moment(account.last_login) if account.last_login else _("never")),
            (_("Second factor"), second),
            (_("State"), _("switched on") if account.is_active else _("switched off")),
        ],
        standings=[
            StandingRow(
                label=standing_label(row),
                span=formats.span(row.started_on, row.ended_on),
                end_url="" if row.ended_on else reverse("people:role-end", args=[row.public_id]),
            )
            for row in queries.standings_of(account)
        ],
        grant_url=reverse("people:account-grant", args=args),
        deactivate_url=reverse("people:account-deactivate", args=args) if account.is_active and account != by else "",
        activate_url="" if account.is_active else reverse("people:account-activate", args=args),
        sample=account.is_sample,
        crumbs=[(_("Accounts and roles"), reverse("people:accounts")), (str(account), "")],
    )


def retention_page() -> RetentionPage:
    return RetentionPage(
        policies=policies(),
        runs=[(formats.moment(run.at), _counts(run.counts)) for run in queries.retention_runs()],
        run_url=reverse("people:retention-run"),
    )


def _counts(counts: dict[str, int]) -> str:
    labels = {
        "account": _("accounts anonymised"),
        "invitation": _("invitations removed"),
        "membership": _("ended roles removed"),
        "consent": _("withdrawn consents removed"),
        "organisation_contact": _("contacts of closed organisations cleared"),
    }
    done = [f"{labels.get(key, key)}: {formats.number(number)}" for key, number in counts.items() if number]
    return ", ".join(done) if done else _("nothing had waited long enough")
