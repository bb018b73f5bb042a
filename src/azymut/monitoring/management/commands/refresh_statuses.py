"""Record the status of every action in force; in a new demonstration, give the sample programme its past."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from azymut.monitoring import actions


class Command(BaseCommand):
    help = "Work out the status of every action and add what changed to the history."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  # Django's own signature
        now = timezone.now()
        past = actions.replay_sample_history(by=None, at=now)
        changed = actions.refresh_statuses(by=None, at=now)
        self.stdout.write(f"statuses: {changed} changed, {past} lines of the sample's past added")
