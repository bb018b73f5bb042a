"""Invented organisations and accounts of the demonstration, and the bundled consent purposes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.importing import ImportReport
from azymut.kernel.intake import Row, decode, read_table
from azymut.people import actions
from azymut.people.enums import RecordSource, RoleKey
from azymut.people.models import Account, Organisation
from azymut.places.models import Territory

DATA = Path(__file__).with_name("data")
DOMAIN = "przyklad.example"


@dataclass(frozen=True)
class SamplePerson:
    """One sample account a role, and the organisation where an organisation's role stands."""

    role: RoleKey
    login: str
    name: str
    organisation: str = ""


PEOPLE = (
    SamplePerson(RoleKey.ADMINISTRATOR, "administrator", "Adam Administrator"),
    SamplePerson(RoleKey.COORDINATOR, "koordynator", "Kinga Koordynator"),
    SamplePerson(RoleKey.ANALYST, "analityk", "Anna Analityk"),
    SamplePerson(RoleKey.CHAIR, "przewodniczacy", "Piotr Przewodniczący"),
    SamplePerson(RoleKey.SECRETARY, "sekretarz", "Sylwia Sekretarz"),
    SamplePerson(RoleKey.MEMBER, "czlonek", "Celina Członkowska"),
    SamplePerson(RoleKey.REPORTER, "sprawozdawca", "Sebastian Sprawozdawca", "Regionalna Izba Gospodarcza (przykład)"),
    SamplePerson(RoleKey.HEAD, "dyrektor", "Dorota Dyrektor", "Zespół Szkół Ponadpodstawowych w Zgierzu (przykład)"),
    SamplePerson(RoleKey.COUNSELLOR, "doradca", "Daniel Doradca", "Centrum Doradztwa Zawodowego (przykład)"),
)


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str


def sign_ins(path: Path) -> dict[str, SignIn]:
    """Passwords by role: `{role: password}`, or the demo's own file with its list of accounts."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(told.get("accounts"), list):
            return {row["role"]: SignIn(row["email"], row["password"]) for row in told["accounts"]}
        return {role: SignIn("", password) for role, password in told.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileRefusedError(_("This is not a file of sample passwords."), place=path.name) from error


def load_consent_purposes(*, at: datetime) -> ImportReport:
    """The bundled wordings; a version that stands is left alone."""
    report = ImportReport()
    for row in _rows("consent_purposes.csv"):
        new = actions.publish_purpose(
            key=row["key"],
            version=int(row["version"]),
            title=row["title"],
            title_en=row["title_en"],
            text=row["text"],
            text_en=row["text_en"],
            valid_from=date.fromisoformat(row["valid_from"]),
            by=None,
            at=at,
        )
        report.created += new
        report.unchanged += not new
    return report


def load_sample_organisations(*, at: datetime) -> ImportReport:
    """The invented organisations, each once, marked as sample."""
    report = ImportReport()
    standing = {row.name: row for row in Organisation.objects.filter(source=RecordSource.SAMPLE)}
    counties = {territory.code: territory for territory in Territory.objects.current()}
    for row in sorted(_rows("sample_organisations.csv"), key=lambda row: bool(row["parent"])):
        if row["name"] in standing:
            report.unchanged += 1
        elif row["county"] not in counties:
            report.reject(row.number, "county", _("There is no territory %(code)s.") % {"code": row["county"]})
        else:
            values = {
                key: row[key] for key in ("name", "kind", "subtype", "town", "street", "postcode", "governing_body")
            }
            standing[row["name"]] = actions.create_organisation(
                values={**values, "territory": counties[row["county"]], "parent": standing.get(row["parent"])},
                by=None,
                at=at,
                source=RecordSource.SAMPLE,
            )
            report.created += 1
    return report


def load_sample_accounts(known: dict[str, SignIn], *, at: datetime) -> ImportReport:
    """One account a role; a password that was handed in holds, without one an account cannot sign in by password."""
    report = ImportReport()
    for person in PEOPLE:
        given = known.get(person.role.value)
        email = (given.email if given else "") or f"{person.login}@{DOMAIN}"
        account = Account.objects.filter(email__iexact=email).first()
        if account is None:
            password = given.password if given else None
            account = actions.open_account(
                email=email, name=person.name, password=password, by=None, at=at, is_sample=True
            )
            report.created += 1
        else:
            report.unchanged += 1
            if given and not account.check_password(given.password):
                account.set_password(given.password)
                account.save(update_fields=["password"])
        _stand(account, person, at)
    return report


def _stand(account: Account, person: SamplePerson, at: datetime) -> None:
    if account.memberships.filter(role=person.role, ended_on__isnull=True).exists():
        return
    place = Organisation.objects.filter(name=person.organisation, source=RecordSource.SAMPLE).first()
    if person.organisation and place is None:
        return
    actions.grant_role(account=account, role=person.role, organisation=place, by=None, at=at)


def _rows(name: str) -> tuple[Row, ...]:
    return read_table(decode((DATA / name).read_bytes()), delimiter=";").rows
