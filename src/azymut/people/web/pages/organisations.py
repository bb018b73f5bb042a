"""Page objects: labels, links and formatted values, ready for templates that hold no logic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from azymut.design import formats
from azymut.design.tables import Asked
from azymut.kernel.registries import Mark, Panel, Tone, TraceStep, panels_for, trace_of
from azymut.people import queries
from azymut.people.enums import ClosureState, OrganisationKind, RecordSource
from azymut.people.models import Account, Organisation
from azymut.people.rules.rights import Right
from azymut.people.rules.standing import is_confirmation_due
from azymut.places.enums import Level
from azymut.places.models import Territory

PER_PAGE = 25
KINDS = dict(OrganisationKind.choices)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class OrganisationRow:
    name: str
    url: str
    kind: str
    place: str
    closed: str
    sample: bool


@dataclass(frozen=True)
class OrganisationsPage:
    """The public list: what was asked, what was found, how to carry it off."""

    words: str
    kinds: SafeString
    counties: SafeString
    states: SafeString
    rows: list[OrganisationRow]
    page: Page[Any]
    count: int
    address: str
    csv_url: str
    xlsx_url: str
    has_sample: bool


class Fact(NamedTuple):
    label: str
    value: str


@dataclass(frozen=True)
class LinkedName:
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class PanelShown:
    """A panel of a room above, already drawn; its template sees its own context and `panel`."""

    title: str
    html: str


@dataclass(frozen=True)
class OrganisationPage:
    """One organisation: facts, family, source of the data, history, and what rooms above know of it."""

    name: str
    kind: str
    sample: bool
    closed: Mark | None
    facts: list[Fact]
    parent: LinkedName | None
    children: list[LinkedName]
    history: list[Fact]
    source: str
    crumbs: list[tuple[str, str]]
    thread: list[TraceStep]
    panels: list[PanelShown]
    edit_url: str


def wanted_from(query: QueryDict) -> queries.Wanted:
    """The filters of the address; unknown values do not narrow."""
    kind = query.get("typ", "")
    state = query.get("stan", "open")
    return queries.Wanted(
        words=query.get("q", "").strip()[:200],
        kind=kind if kind in KINDS else "",
        county=query.get("powiat", "")[:7],
        state=state if state in {"open", "closed", "all"} else "open",
    )


def organisations_page(query: QueryDict, *, today: date) -> OrganisationsPage:
    wanted = wanted_from(query)
    paginator = Paginator(queries.brief_organisations(wanted, today=today), PER_PAGE)
    page = paginator.get_page(query.get("page"))
    same = Asked.of(query)
    base = reverse("people:organisations")
    rows = [_row(row, base, today) for row in queries.brief(page.object_list)]
    return OrganisationsPage(
        words=wanted.words,
        kinds=_options(KINDS.items(), wanted.kind),
        counties=_options(
            ((one.code, county_name(one)) for one in queries.counties_with_organisations()), wanted.county
        ),
        states=_options(
            (
                ("open", pgettext("organisations", "open")),
                ("closed", pgettext("organisations", "closed")),
                ("all", pgettext("organisations", "all")),
            ),
            wanted.state,
        ),
        rows=rows,
        page=page,
        count=paginator.count,
        address=same.address,
        csv_url=same.at(reverse("people:organisations-export", args=["csv"])),
        xlsx_url=same.at(reverse("people:organisations-export", args=["xlsx"])),
        has_sample=any(row.sample for row in rows),
    )


def _options(choices: Iterable[tuple[str, Any]], chosen: str) -> SafeString:
    """Options of a filter, drawn here: this list is the busiest page and a template loop costs ten times more."""
    selected = mark_safe(" selected")  # a constant
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, selected if value == chosen else "", label) for value, label in choices),
    )


def _row(row: queries.Brief, base: str, today: date) -> OrganisationRow:
    closed_on = row.closed_on
    county = named_county(row.county, row.county_en, is_city=row.is_city)
    return OrganisationRow(
        name=row.name,
        url=f"{base}{row.public_id}/",
        kind=row.subtype or str(KINDS[row.kind]),
        place=row.town if row.town == county else ", ".join(filter(None, (row.town, county))),
        closed=_("closed %(day)s") % {"day": formats.day(closed_on)} if closed_on and closed_on <= today else "",
        sample=row.source == RecordSource.SAMPLE,
    )


def organisation_page(organisation: Organisation, account: Account | None, *, today: date) -> OrganisationPage:
    closed_on = organisation.closed_on
    closed = None
    if closed_on:
        said = _("closed %(day)s") if closed_on <= today else _("closes %(day)s")
        closed = Mark(Tone.WAIT, said % {"day": formats.day(closed_on)})
    may_edit = account is not None and account.may(Right.EDIT_ORGANISATION, organisation.pk)
    return OrganisationPage(
        name=organisation.name,
        kind=organisation.subtype or str(KINDS[organisation.kind]),
        sample=organisation.is_sample,
        closed=closed,
        facts=_facts(organisation),
        parent=_linked(organisation.parent) if organisation.parent else None,
        children=[_linked(child) for child in queries.children_of(organisation)],
        history=[_history(closure) for closure in queries.history_of(organisation)],
        source=_source(organisation),
        crumbs=[(_("Organisations"), reverse("people:organisations")), (organisation.name, "")],
        thread=_thread(organisation),
        panels=[_shown(panel) for panel in panels_for(organisation, account)],
        edit_url=reverse("people:organisation-edit", args=[organisation.public_id]) if may_edit else "",
    )


def _thread(organisation: Organisation) -> list[TraceStep]:
    """Only when a room above has something to say: a thread of one step is no thread."""
    steps = trace_of(organisation, label=organisation.name, kind=_("Organisation"))
    return steps if len(steps) > 1 else []


def _shown(panel: Panel) -> PanelShown:
    return PanelShown(str(panel.title), render_to_string(panel.template, {**panel.context, "panel": panel}))


def _place(organisation: Organisation) -> str:
    county = county_name(organisation.territory)
    town = organisation.town
    return town if town == county else ", ".join(part for part in (town, county) if part)


def county_name(territory: Territory) -> str:
    plain = territory.is_city or territory.level != Level.COUNTY
    return named_county(territory.name, territory.name_en, is_city=plain)


def named_county(name: str, name_en: str, *, is_city: bool) -> str:
    """A city by its name, a land county with the word that makes its adjective a name."""
    if name_en and (get_language() or "pl").startswith("en"):
        return name_en
    if is_city or name[:1].isupper() or name.startswith("powiat "):
        return name
    return _("%(name)s county") % {"name": name}


def _outside(address: str) -> str:
    """A link to a page that is not ours."""
    return format_html('<a href="{0}" rel="noopener nofollow">{0}</a>', address) if address else ""


def _facts(organisation: Organisation) -> list[Fact]:
    address = ", ".join(
        part for part in (organisation.street, f"{organisation.postcode} {organisation.town}".strip()) if part
    )
    facts = [
        Fact(_("Type"), str(KINDS[organisation.kind])),
        Fact(_("Address"), address),
        Fact(_("County"), county_name(organisation.territory)),
        Fact(_("Website"), _outside(organisation.website)),
        Fact(_("Public status"), organisation.public_status),
        Fact(_("Governing body"), organisation.governing_body),
        Fact(_("RSPO number"), organisation.rspo or ""),
        Fact("REGON", organisation.regon),
        Fact("NIP", organisation.nip),
        Fact(_("Open since"), formats.day(organisation.opened_on) if organisation.opened_on else ""),
    ]
    return [fact for fact in facts if fact.value]


def _linked(organisation: Organisation) -> LinkedName:
    note = organisation.subtype or str(KINDS[organisation.kind])
    return LinkedName(organisation.name, organisation.get_absolute_url(), note)


def _history(closure: Any) -> Fact:
    ground = str(closure.get_basis_display())
    reason = f"{ground}: {closure.reason}" if closure.reason else ground
    if closure.state == ClosureState.REVERSED:
        reason = f"{reason}; " + _("taken back %(day)s") % {"day": formats.day(closure.settled_at)}
    return Fact(_("Closed %(day)s") % {"day": formats.day(closure.closed_on)}, reason)


def _source(organisation: Organisation) -> str:
    if organisation.source == RecordSource.SAMPLE:
        return _("Invented for the demonstration: such an organisation does not exist.")
    if organisation.source == RecordSource.RSPO:
        run = queries.last_register_file(organisation)
        if run:
            return _("School register RSPO, Ministry of National Education; file taken in on %(day)s.") % {
                "day": formats.day(run.applied_at)
            }
        return _("School register RSPO, Ministry of National Education.")
    return _("Entered by %(site)s; data confirmed on %(day)s.") % {
        "site": settings.SITE_NAME,
        "day": formats.day(organisation.confirmed_on),
    }


@dataclass(frozen=True)
class ManagedRow:
    name: str
    url: str
    kind: str
    place: str
    state: str
    due: bool
    sample: bool


@dataclass(frozen=True)
class ManagePage:
    words: str
    rows: list[ManagedRow]
    page: Page[Organisation]
    address: str
    create_url: str


@dataclass(frozen=True)
class EditPage:
    """Beside the form: what the register holds, when the data were confirmed, what else may be done."""

    facts: list[Fact]
    from_register: bool
    confirmed: str
    close_url: str
    reopen_url: str
    public_url: str


def manage_page(page: Page[Organisation], query: QueryDict, account: Account, *, today: date) -> ManagePage:
    rest = query.copy()
    rest.pop("page", None)
    encoded = rest.urlencode()
    return ManagePage(
        words=query.get("q", ""),
        rows=[_managed(organisation, today) for organisation in page.object_list],
        page=page,
        address=f"?{encoded}&" if encoded else "?",
        create_url=reverse("people:organisation-create") if account.may(Right.MANAGE_ORGANISATIONS) else "",
    )


def _managed(organisation: Organisation, today: date) -> ManagedRow:
    made = timezone.localdate(organisation.created_at)
    due = is_confirmation_due(confirmed_on=organisation.confirmed_on, created_on=made, today=today)
    closed_on = organisation.closed_on
    if closed_on:
        state = _("closed %(day)s") % {"day": formats.day(closed_on)}
    elif organisation.confirmed_on:
        state = _("confirmed %(day)s") % {"day": formats.day(organisation.confirmed_on)}
    else:
        state = _("not confirmed yet")
    return ManagedRow(
        name=organisation.name,
        url=reverse("people:organisation-edit", args=[organisation.public_id]),
        kind=organisation.subtype or str(KINDS[organisation.kind]),
        place=_place(organisation),
        state=state,
        due=due and closed_on is None,
        sample=organisation.is_sample,
    )


def edit_page(organisation: Organisation, account: Account) -> EditPage:
    whole = account.may(Right.MANAGE_ORGANISATIONS)
    args = [organisation.public_id]
    return EditPage(
        facts=_facts(organisation),
        from_register=organisation.source == RecordSource.RSPO,
        confirmed=formats.day(organisation.confirmed_on) if organisation.confirmed_on else "",
        close_url=reverse("people:organisation-close", args=args) if whole and not organisation.closed_on else "",
        reopen_url=reverse("people:organisation-reopen", args=args) if whole and organisation.closed_on else "",
        public_url=organisation.get_absolute_url(),
    )
