"""Tags and sources of funding from the room's own tables."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from azymut.kernel.importing import ImportReport
from azymut.kernel.intake import Table, decode, read_bytes, read_table
from azymut.people.models import Account
from azymut.programmes.actions import SourceWord, TagWord, load_words
from azymut.programmes.enums import TagGroup

DATA = Path(__file__).parent / "data"


def load_bundled_words(*, by: Account | None, at: datetime) -> ImportReport:
    """Load the tables that come with the product."""
    tags = [
        TagWord(TagGroup(row["group"]), row["code"], row["name"], row["name_en"], int(row["position"]))
        for row in _table("tags.csv", "group", "code", "position", "name", "name_en").rows
    ]
    sources = [
        SourceWord(row["code"], row["name"], row["name_en"], row["short_name"], int(row["position"]))
        for row in _table("funding_sources.csv", "code", "position", "short_name", "name", "name_en").rows
    ]
    return load_words(tags=tags, sources=sources, by=by, at=at)


def _table(name: str, *required: str) -> Table:
    return read_table(decode(read_bytes(DATA / name)), delimiter=";", required=required)
