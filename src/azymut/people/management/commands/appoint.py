"""`appoint EMAIL`: a role for a person, and an account where there is none; how the first administrator comes in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from azymut.kernel.errors import DomainError
from azymut.people import actions
from azymut.people.enums import RoleKey
from azymut.people.models import Account
from azymut.people.rules.rights import ROLES


class Command(BaseCommand):
    help = "Give a person a role, opening an account where there is none. Others come in by invitation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="name and surname of a new account")
        parser.add_argument("--role", default=RoleKey.ADMINISTRATOR.value, choices=sorted(ROLES))

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        try:
            with transaction.atomic():
                account = Account.objects.filter(email__iexact=options["email"]).first()
                if account is None:
                    password = self._password(Account(email=options["email"], name=options["name"]))
                    account = actions.open_account(
                        email=options["email"], name=options["name"], password=password, by=None, at=at
                    )
                role = RoleKey(options["role"])
                actions.grant_role(account=account, role=role, organisation=None, by=None, at=at)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{account.email}: {options['role']}")

    def _password(self, account: Account) -> str:
        """Asked for twice; where nobody types, the first line of standard input."""
        if sys.stdin.isatty():
            password = getpass("Password: ")
            if getpass("Once more: ") != password:
                raise CommandError("the two passwords differ")
        else:
            password = sys.stdin.readline().rstrip("\n")
        validate_password(password, account)
        return password
