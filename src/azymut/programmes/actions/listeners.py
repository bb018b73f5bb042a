"""What follows every write below a version: its stamp grows, search is told, rooms above are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from azymut.kernel.listeners import Listeners
from azymut.people.models import Account
from azymut.programmes.models import Action
from azymut.search import index

SEARCH_KIND = "action"


class Changes:
    """Rooms above register here and are called inside the writing transaction with the actions that changed."""

    def __init__(self) -> None:
        self._rooms: Listeners[[Sequence[Action], Account | None, datetime]] = Listeners()
        self.listen = self._rooms.listen

    def tell(self, *actions: Action, by: Account | None, at: datetime) -> None:
        """Call at the end of every write on actions of one version."""
        actions[0].node.version.touch()
        index.refresh(SEARCH_KIND, [action.node.identity.public_id for action in actions])
        self._rooms.tell(actions, by, at)


changes = Changes()
