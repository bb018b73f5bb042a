"""The makers make what they say."""

from __future__ import annotations

import pytest

from azymut.people.enums import RoleKey
from azymut.people.rules.rights import Right
from tests.factories.people import PASSWORD, AccountFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(RoleKey))
def test_account_stands_in_its_role(role):
    account = AccountFactory(**{role.value: True})
    assert [grant.role for grant in account.grants] == [role]
    assert account.may(Right.SEE_WORKSPACE)


def test_account_without_role_may_nothing_and_can_sign_in(client):
    account = AccountFactory()
    assert account.grants == ()
    assert client.login(email=account.email, password=PASSWORD)


def test_organisation_role_stands_where_asked():
    school = OrganisationFactory()
    account = AccountFactory(reporter=True, organisation=school)
    assert account.may(Right.EDIT_ORGANISATION, school.pk)
    assert not account.may(Right.EDIT_ORGANISATION, OrganisationFactory().pk)


def test_membership_of_a_region_has_no_organisation():
    assert MembershipFactory(role=RoleKey.COORDINATOR).organisation is None
