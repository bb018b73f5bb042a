"""`load_sample_people`: invented organisations, one account a role, and the consent purposes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from azymut.kernel.errors import DomainError
from azymut.people.exchange import samples


class Command(BaseCommand):
    help = "Load the invented organisations and accounts of the demonstration. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--passwords-file",
            type=Path,
            metavar="FILE",
            help="JSON with passwords made by the caller: {role: password}, or the demo's list of accounts",
        )

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        try:
            path: Path | None = options["passwords_file"]
            known = samples.sign_ins(path) if path else {}
            purposes = samples.load_consent_purposes(at=now)
            organisations = samples.load_sample_organisations(at=now)
            accounts = samples.load_sample_accounts(known, at=now)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for rejection in organisations.rejected:
            self.stderr.write(f"row {rejection.row}, {rejection.column}: {rejection.reason}")
        self.stdout.write(
            f"organisations {organisations.created} new, accounts {accounts.created} new, "
            f"consent purposes {purposes.created} new"
        )
