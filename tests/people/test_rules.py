"""Invitations, passwords, standings and the register's words, as pure decisions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from azymut.people.enums import InvitationState, OrganisationKind, RoleKey
from azymut.people.rules import invitations, passwords, register, standing
from azymut.people.rules.rights import Grant, Right, holds, needs_second_factor

SCHOOL, OTHER = 7, 8
MOMENT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def grants(role, organisation=None):
    return (Grant(RoleKey(role), organisation),)


@pytest.mark.parametrize(
    ("who", "where", "role", "into", "allowed"),
    [
        ("administrator", None, "administrator", None, True),
        ("administrator", None, "reporter", SCHOOL, True),
        ("coordinator", None, "coordinator", None, True),
        ("coordinator", None, "administrator", None, False),
        ("coordinator", None, "head", OTHER, True),
        ("secretary", None, "member", None, True),
        ("secretary", None, "chair", None, False),
        ("secretary", None, "reporter", SCHOOL, False),
        ("head", SCHOOL, "reporter", SCHOOL, True),
        ("head", SCHOOL, "counsellor", SCHOOL, True),
        ("head", SCHOOL, "reporter", OTHER, False),
        ("head", SCHOOL, "head", SCHOOL, False),
        ("reporter", SCHOOL, "reporter", SCHOOL, False),
        ("analyst", None, "member", None, False),
    ],
)
def test_who_may_invite_whom(who, where, role, into, allowed):
    answer = invitations.may_invite(grants(who, where), RoleKey(role), into)
    assert bool(answer) is allowed
    assert bool(str(answer.reason)) is not allowed


def test_nobody_without_a_role_invites():
    assert not invitations.may_invite((), RoleKey.MEMBER, None)


@pytest.mark.parametrize(("role", "into"), [("reporter", None), ("member", SCHOOL)])
def test_role_must_fit_its_place(role, into):
    answer = invitations.may_invite(grants("administrator"), RoleKey(role), into)
    assert not answer
    assert "organisation" in str(answer.reason) or "podmiot" in str(answer.reason)


def test_invitable_roles_are_those_of_all_standings():
    both = (*grants("head", SCHOOL), *grants("secretary"))
    assert invitations.invitable(both) == (RoleKey.MEMBER, RoleKey.REPORTER, RoleKey.COUNSELLOR)
    assert invitations.invitable(()) == ()


@pytest.mark.parametrize(
    ("accepted", "withdrawn", "hours", "state"),
    [
        (None, None, 1, InvitationState.OPEN),
        (None, None, 0, InvitationState.EXPIRED),
        (None, None, -1, InvitationState.EXPIRED),
        (MOMENT, None, -1, InvitationState.ACCEPTED),
        (None, MOMENT, 1, InvitationState.WITHDRAWN),
    ],
)
def test_state_of_an_invitation(accepted, withdrawn, hours, state):
    found = invitations.state_of(
        expires_at=MOMENT + timedelta(hours=hours), accepted_at=accepted, withdrawn_at=withdrawn, now=MOMENT
    )
    assert found == state
    assert bool(str(invitations.why_not(found))) is (state != InvitationState.OPEN)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("Moja babcia piecze sernik", ""),
        ("a long enough pass phrase", ""),
        ("aaaaaaaaaaaaaaaa", "repeated"),
        ("abc1abc1abc1abc1", "repeated"),
        ("123456789012345", "run"),
        ("qwertyuiopasdfgh", "run"),
        ("azymutazymut wzk", "own"),
        ("Koordynator2026!!", "own"),
        ("!!!!!!!!!!!!!!!!", "repeated"),
    ],
)
def test_guessable_password_is_named(password, fault):
    assert passwords.weakness(password) == fault


def test_validator_refuses_with_a_sentence_and_its_code():
    validator = passwords.GuessableValidator()
    validator.validate("Moja babcia piecze sernik")
    for password, code in (("aaaaaaaaaaaaaaaa", "repeated"), ("123456789012345", "run"), ("azymut2026azymut", "own")):
        with pytest.raises(ValidationError) as caught:
            validator.validate(password)
        assert caught.value.code == code
    assert validator.get_help_text()


def test_last_administrator_stays():
    assert not standing.may_lose_administrator(others=0)
    assert standing.may_lose_administrator(others=1)


@pytest.mark.parametrize(("confirmed", "due"), [(None, True), (date(2025, 11, 22), True), (date(2025, 11, 23), False)])
def test_data_are_confirmed_once_a_year(confirmed, due):
    made, today = date(2024, 1, 1), date(2026, 11, 22)
    assert standing.is_confirmation_due(confirmed_on=confirmed, created_on=made, today=today) is due


def test_confirmation_falls_due_a_year_after_the_last():
    assert standing.confirmation_due_on(confirmed_on=None, created_on=date(2026, 1, 1)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("subtype", "kind"),
    [
        ("Technikum", OrganisationKind.SCHOOL),
        ("Branżowa szkoła I stopnia", OrganisationKind.SCHOOL),
        ("Zespół szkół i placówek oświatowych", OrganisationKind.SCHOOL),
        ("Branżowe centrum umiejętności", OrganisationKind.SKILLS_CENTRE),
        ("Placówka Kształcenia Ustawicznego - bez szkół", OrganisationKind.TRAINING_PROVIDER),
        ("Poradnia psychologiczno-pedagogiczna", OrganisationKind.GUIDANCE_CENTRE),
        ("Szkolne schronisko młodzieżowe", OrganisationKind.OTHER_EDUCATION),
        ("Przedszkole", OrganisationKind.OTHER_EDUCATION),
    ],
)
def test_register_type_becomes_a_kind(subtype, kind):
    assert register.kind_of(subtype) == kind


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("http://", ""),
        ("", ""),
        ("brak", ""),
        ("www.szkola.pl", "https://www.szkola.pl"),
        ("http://zsz2deblin.pl", "http://zsz2deblin.pl"),
        ("javascript:alert(1)", ""),
        ("nie wiem jaka", ""),
    ],
)
def test_website_is_an_address_or_nothing(text, address):
    assert register.website_of(text) == address


def test_street_joins_number_and_flat():
    assert register.street_of("ul. Leśna", "19 ", " ") == "ul. Leśna 19"
    assert register.street_of("ul. Leśna", "19", "2") == "ul. Leśna 19 lok. 2"
    assert register.street_of("", "7", "- ") == "7"


def test_day_is_read_with_or_without_time():
    assert register.day_of("2019-09-01T00:00:00+02:00") == date(2019, 9, 1)
    with pytest.raises(ValueError, match="Invalid"):
        register.day_of("01.09.2019")


def test_heading_is_folded():
    assert register.heading("  Kod terytorialny  Województwo ") == "kod terytorialny wojewodztwo"


def test_rights_reach_as_far_as_their_scope():
    assert holds(grants("coordinator"), Right.EDIT_ORGANISATION, OTHER)
    assert holds(grants("reporter", SCHOOL), Right.EDIT_ORGANISATION, SCHOOL)
    assert not holds(grants("reporter", SCHOOL), Right.EDIT_ORGANISATION, OTHER)
    assert holds(grants("secretary"), Right.INVITE)
    assert not holds(grants("secretary"), Right.INVITE, OTHER)
    assert not holds((), Right.SEE_WORKSPACE)


def test_second_factor_is_for_coordinators_and_administrators():
    demanded = {role for role in RoleKey if needs_second_factor(grants(role, SCHOOL))}
    assert demanded == {RoleKey.ADMINISTRATOR, RoleKey.COORDINATOR}
