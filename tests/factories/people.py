"""Accounts, organisations and memberships as the tests of every room need them."""

from __future__ import annotations

from datetime import date

import factory
from allauth.account.models import EmailAddress

from azymut.people.enums import OrganisationKind, RoleKey
from azymut.people.models import Account, Membership, Organisation
from tests.factories.places import TerritoryFactory

PASSWORD = "a long enough pass phrase"
STARTED = date(2026, 1, 1)
OF_AN_ORGANISATION = {RoleKey.REPORTER, RoleKey.HEAD, RoleKey.COUNSELLOR}


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An open school in a county of Łódzkie."""

    class Meta:
        model = Organisation

    class Params:
        closed = factory.Trait(closed_on=date(2026, 8, 31), closure_reason="likwidacja")

    name = factory.Sequence(lambda number: f"Technikum nr {number}")
    kind = OrganisationKind.SCHOOL
    territory = factory.SubFactory(TerritoryFactory, code="1001")


class MembershipFactory(factory.django.DjangoModelFactory):
    """A reporter's standing in an organisation; a regional or team role stands in none."""

    class Meta:
        model = Membership

    account = factory.SubFactory("tests.factories.people.AccountFactory")
    role = RoleKey.REPORTER
    organisation = factory.Maybe(
        factory.LazyAttribute(lambda made: made.role in OF_AN_ORGANISATION),
        factory.SubFactory(OrganisationFactory),
    )
    started_on = STARTED


class AccountFactory(factory.django.DjangoModelFactory):
    """An account with a verified address and no role.

    `AccountFactory(coordinator=True)` and so on for every role; `organisation=` says where an organisation's role
    stands. The password is PASSWORD.
    """

    class Meta:
        model = Account
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"osoba{number}@example.org")
    name = factory.Sequence(lambda number: f"Osoba {number}")
    password = factory.django.Password(PASSWORD)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        roles = [role for role in RoleKey if kwargs.pop(role.value, False)]
        organisation = kwargs.pop("organisation", None)
        account = super()._create(model_class, *args, **kwargs)
        for role in roles:
            place = {"organisation": organisation} if organisation and role in OF_AN_ORGANISATION else {}
            MembershipFactory(account=account, role=role, **place)
        return account

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)
