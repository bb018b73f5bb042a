"""The index is refreshed with every change; once a night it is gone through as a whole, and words counted anew."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from azymut.kernel import background, schedule
from azymut.search import index


@background.task(label=_("Refreshing the search index"))
def rebuild(task_id: str) -> None:  # noqa: ARG001  # running it twice changes nothing
    index.rebuild()


def register() -> None:
    """Called once from AppConfig.ready()."""
    schedule.register("search.rebuild", rebuild, schedule.daily(hour=4))
