"""What is kept between requests to a source: how often it was asked, and its answers to one collection.

All of it lies in files below the statistics directory, replaced in one step, so that a killed process leaves what was
there before. Losing them loses no figure: the source is asked again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from azymut.kernel.network.budgets import Asked, Limit, condensed, pause

BATCH_SECONDS = 24 * 3600
"""An interrupted fetch goes on with what it has for a day; after that its pages would be of different ages."""


def _folder(source: str) -> Path:
    path = Path(settings.STATISTICS_DIR) / "fetching" / source
    path.mkdir(parents=True, exist_ok=True)
    return path


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.tmp{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


@contextmanager
def fetching_alone(source: str) -> Iterator[bool]:
    """Whether this process is the only one that fetches from the source. A killed one lets go by itself."""
    with (_folder(source) / ".fetching").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def take_turn(source: str, limits: Sequence[Limit], *, now: float) -> float:
    """Note one more request to a source and answer 0; or, when its limits forbid it, answer the seconds to wait."""
    with _budget(source) as (asked, closed_until, write):
        wait = max(closed_until - now, pause(limits, asked, now), 0.0)
        if not wait:
            write(condensed([*asked, (now, 1)], limits, now), 0.0)
        return wait


def close_door(source: str, *, until: float) -> None:
    """The source said itself that it wants no request before this moment."""
    with _budget(source) as (asked, closed_until, write):
        write(list(asked), max(until, closed_until))


@contextmanager
def _budget(source: str) -> Iterator[tuple[list[Asked], float, Any]]:
    path = _folder(source) / "requests.json"
    with path.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        kept = _read_json(path)
        asked = [(float(moment), int(count)) for moment, count in kept.get("asked", [])]

        def write(asked: list[Asked], closed_until: float) -> None:
            _replace(path, json.dumps({"asked": asked, "closed_until": closed_until}).encode())

        yield asked, float(kept.get("closed_until", 0.0)), write


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Answer:
    """What a source answered to one address, with what it needs to be asked whether that has changed."""

    address: str
    content: bytes
    etag: str
    last_modified: str
    batch: str


class Shelf:
    """Answers of a source to the requests of one collection.

    A batch is one fetch of the collection from its first request to its last, over interruptions. Answers of this batch
    need not be asked for again; older ones can be confirmed by the source without being sent again.
    """

    def __init__(self, source: str, collection: str, *, now: float) -> None:
        self._folder = _folder(source) / collection
        self._folder.mkdir(exist_ok=True)
        self._mark = self._folder / "batch.json"
        kept = _read_json(self._mark)
        going_on = 0 <= now - float(kept.get("began", 0.0)) < BATCH_SECONDS
        self.batch = str(kept["batch"]) if going_on else uuid4().hex
        if not going_on:
            _replace(self._mark, json.dumps({"batch": self.batch, "began": now}).encode())

    def get(self, address: str) -> Answer | None:
        """The kept answer to an address, of this batch or an older one."""
        try:
            head, _, content = self._path(address).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        facts = json.loads(head)
        return Answer(address, content, facts["etag"], facts["last_modified"], facts["batch"])

    def put(self, answer: Answer) -> None:
        """Keep an answer as one of this batch."""
        facts = {name: getattr(answer, name) for name in ("address", "etag", "last_modified")}
        head = json.dumps({**facts, "batch": self.batch}).encode()
        _replace(self._path(answer.address), head + b"\n" + answer.content)

    def confirm(self, answer: Answer) -> None:
        """The source said that an older answer still stands."""
        self.put(replace(answer, batch=self.batch))

    def is_fresh(self, answer: Answer) -> bool:
        return answer.batch == self.batch

    def finish(self) -> None:
        """The batch is whole: forget answers to what is no longer asked, and let the next fetch begin a new batch."""
        for path in self._folder.iterdir():
            if path == self._mark:
                continue
            with path.open("rb") as handle:
                current = (
                    json.loads(handle.readline()).get("batch") == self.batch if path.suffix == ".answer" else False
                )
            if not current:
                path.unlink(missing_ok=True)
        self._mark.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget everything: the answers do not fit together."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, address: str) -> Path:
        return self._folder / f"{hashlib.sha256(address.encode()).hexdigest()[:40]}.answer"
